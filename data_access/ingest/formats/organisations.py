"""The list of organisations."""

from collections.abc import Iterator

from data_access.ingest.columns import organisation, organisation_of, supplied
from data_access.ingest.layout import Column, Draft, Layout, Said


def _drafts(said: Said) -> Iterator[Draft]:
    fields = supplied(said, "also_known_as", "ukprn", "provider_type", "region")
    yield Draft("organisation", organisation_of(said), values=fields)


LAYOUT = Layout(
    name="organisations",
    title="List of organisations",
    rank=0,
    columns=(
        organisation(),
        Column(
            "also_known_as",
            ("Also known as", "Aliases", "Short name"),
            example="Northfield",
            note="Other names, separated by semicolons.",
        ),
        Column("ukprn", ("UKPRN",), example="10009999"),
        Column("provider_type", ("Provider type", "Type of provider"), example="General FE"),
        Column("region", ("Region",), example="North West"),
    ),
    signature=frozenset({"organisation"}),
    one_of=(frozenset({"ukprn", "provider_type", "region", "also_known_as"}),),
    drafts=_drafts,
    notes=(
        "One row for each college or other provider.",
        "Names are compared without regard to case, spaces and punctuation.",
    ),
)
