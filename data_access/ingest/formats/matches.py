"""Which mentor is matched with which mentee."""

from collections.abc import Iterator

from data_access.ingest import cells
from data_access.ingest.columns import cohort, day, organisation, person_of, programme, someone, supplied
from data_access.ingest.layout import Column, Draft, Layout, Said
from data_access.records import MatchStatus


def _drafts(said: Said) -> Iterator[Draft]:
    mentor, mentee = person_of(said, "mentor_"), person_of(said, "mentee_")
    if mentor is not None and mentee is not None:
        yield Draft(
            "match",
            mentor.organisation,
            str(said["programme"]),
            str(said["cohort"]),
            (mentor, mentee),
            (int(said["matched_on"] or 0),),
            supplied(said, "ended_on", "status"),
        )


def _both_named(said: Said) -> Iterator[tuple[str, str]]:
    for prefix in ("mentor_", "mentee_"):
        if person_of(said, prefix) is None:
            yield f"{prefix}name", f"The row names no {prefix[:-1]}. Write the name, e-mail or staff number."


def _ends_after_match(said: Said) -> Iterator[tuple[str, str]]:
    start, end = said.get("matched_on"), said.get("ended_on")
    if isinstance(start, int) and isinstance(end, int) and end < start:
        yield "ended_on", "The match ended before it began. Check the two dates."


LAYOUT = Layout(
    name="matches",
    title="List of matches",
    rank=3,
    columns=(
        organisation(),
        programme(),
        cohort(),
        *someone("mentor_", "Mentor", example="Ada Byron"),
        *someone("mentee_", "Mentee", example="Noor Khan"),
        day("matched_on", "Matched on", "Match date", "Matched", required=True, example="12/10/2020"),
        day("ended_on", "Ended on", "Match ended"),
        Column(
            "status",
            ("Match status", "Status"),
            cells.choice(MatchStatus, {"open": "active", "closed": "completed", "withdrawn": "ended early"}),
            example="active",
        ),
    ),
    signature=frozenset({"matched_on"}),
    one_of=(
        frozenset({"mentor_name", "mentor_e_mail", "mentor_staff_number"}),
        frozenset({"mentee_name", "mentee_e_mail", "mentee_staff_number"}),
    ),
    drafts=_drafts,
    checks=(_both_named, _ends_after_match),
    notes=("One row for each mentor with each mentee. Both must be on the list of places.",),
)
