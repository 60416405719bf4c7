"""Programmes with what they expect, and their cohorts."""

from collections.abc import Iterator

from data_access.ingest import cells
from data_access.ingest.columns import cohort, day, programme, supplied
from data_access.ingest.layout import Column, Draft, Layout, Said
from data_access.records import EXPECTATIONS, CompletionRule


def _drafts(said: Said) -> Iterator[Draft]:
    name, expected = str(said["programme"]), supplied(said, *EXPECTATIONS)
    if said.get("cohort"):
        values = {**supplied(said, "starts_on", "ends_on"), **expected}
        yield Draft("cohort", programme=name, cohort=str(said["cohort"]), values=values)
    else:
        yield Draft("programme", programme=name, values=expected)


def _ends_after_start(said: Said) -> Iterator[tuple[str, str]]:
    start, end = said.get("starts_on"), said.get("ends_on")
    if isinstance(start, int) and isinstance(end, int) and end < start:
        yield "ends_on", "The cohort ends before it starts. Check the two dates."


LAYOUT = Layout(
    name="programmes",
    title="List of programmes and cohorts",
    rank=1,
    columns=(
        programme(),
        cohort(required=False),
        day("starts_on", "Cohort starts", "Starts", "Start date", example="05/10/2020"),
        day("ends_on", "Cohort ends", "Ends", "End date", example="31/03/2021"),
        Column(
            "hours_low",
            ("Target hours low", "Target hours", "Minimum hours"),
            cells.number,
            example="40",
            note="Hours of supported mentoring expected of a mentor, at the least.",
        ),
        Column("hours_high", ("Target hours high", "Maximum hours"), cells.number, example="50"),
        Column("guided_hours", ("Guided hours", "Guided learning hours"), cells.number, example="24"),
        Column("group_size", ("Group size",), cells.whole, example="8"),
        Column("grant_per_place", ("Grant per place", "Grant"), cells.number, example="6000"),
        Column("certificate", ("Certificate",), cells.flag, example="yes"),
        Column(
            "completion_rule",
            ("Completion rule", "Completed means"),
            cells.choice(CompletionRule),
            example="certificate",
            note="What counts as completing: " + ", ".join(one.value for one in CompletionRule) + ".",
        ),
    ),
    signature=frozenset({"programme"}),
    one_of=(frozenset({"hours_low", "completion_rule", "grant_per_place", "group_size", "starts_on"}),),
    drafts=_drafts,
    checks=(_ends_after_start,),
    notes=(
        "One row for each cohort with what it expects.",
        "A row without a cohort says what holds for all cohorts of the programme that say nothing themselves.",
    ),
)
