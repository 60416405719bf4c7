"""How many people each survey was sent to."""

from collections.abc import Iterator

from data_access.ingest import cells
from data_access.ingest.cells import plain
from data_access.ingest.columns import ROLES, cohort, organisation, organisation_of, programme, supplied
from data_access.ingest.layout import Column, Draft, Layout, Said


def _drafts(said: Said) -> Iterator[Draft]:
    yield Draft(
        "invitation",
        organisation_of(said),
        str(said["programme"]),
        str(said["cohort"]),
        key=(plain(str(said["survey"])), str(said["role"])),
        values=supplied(said, "invited"),
    )


LAYOUT = Layout(
    name="survey invitations",
    title="Survey invitations",
    rank=5,
    columns=(
        organisation(),
        programme(),
        cohort(),
        Column("survey", ("Survey", "Survey wave", "Wave"), required=True, example="End of programme"),
        Column("role", ("Role",), ROLES, required=True, example="mentor"),
        Column("invited", ("Invited", "Number invited", "Sent to"), cells.whole, required=True, example="6"),
    ),
    signature=frozenset({"survey", "invited"}),
    drafts=_drafts,
    notes=("One row for each college, cohort and role. Without it a response rate cannot be computed.",),
)
