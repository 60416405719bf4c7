"""Dated notes for time axes, such as closures."""

from collections.abc import Iterator

from data_access.ingest import cells
from data_access.ingest.columns import day, supplied
from data_access.ingest.layout import Column, Draft, Layout, Said


def _drafts(said: Said) -> Iterator[Draft]:
    yield Draft(
        "calendar_event",
        key=(int(said["event_on"] or 0), str(said["event"])),
        values=supplied(said, "until_on", "no_teaching"),
    )


LAYOUT = Layout(
    name="calendar",
    title="Calendar of events",
    rank=7,
    columns=(
        day("event_on", "Date", "From", required=True, example="05/11/2020"),
        day("until_on", "Until", "To", example="02/12/2020"),
        Column("event", ("Event", "Note", "What happened"), required=True, example="Second lockdown"),
        Column(
            "no_teaching",
            ("No teaching", "Closed"),
            cells.flag,
            example="no",
            note="yes where nothing is taught from the one date to the other: hours are not expected then.",
        ),
    ),
    signature=frozenset({"event_on", "event"}),
    drafts=_drafts,
    notes=("One row for each event that explains a change in the figures.",),
)
