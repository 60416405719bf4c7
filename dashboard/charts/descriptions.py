"""Each chart in words for those who do not see it: finding, numbers, exceptions and what is hidden."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

import pandas as pd

from dashboard.charts.wording import (
    Row,
    amount,
    clipped,
    complete_questions,
    counted,
    filled,
    headline_month,
    interval,
    latest_by_mentor,
    listed,
    overlapping,
    passage,
    percent,
    rows,
)

MOST_NAMED: Final = 3
FEW_STATUSES: Final = ("u", "early")


def hours_by_month(frame: pd.DataFrame) -> str:
    """Describe the hours held each month and the dates marked on them."""
    every = rows(frame)
    months = filled(every, "month")
    opening = "Bar chart of the supported mentoring hours held in each calendar month."
    closing = "An unlogged hour is not in the chart, so a low bar can also mean late logging."
    if not filled(months, "hours"):
        opening = f"{opening} It is empty: no month has hours that can be shown yet."
    return passage(opening, _hours_facts(months, filled(every, "event_on", "event")), closing)


def _hours_facts(months: list[Row], notes: list[Row]) -> Iterator[str]:
    shown = filled(months, "hours")
    if shown:
        yield _total(shown)
    none = [row["month_label"] for row in shown if row["hours"] == 0]
    if none:
        yield f"None held in {listed(none)}."
    hidden = [row["month_label"] for row in months if row["hours"] is None]
    if hidden:
        yield f"Not shown, too few people or no records: {listed(hidden)}."
    if notes:
        yield f"Dates marked: {'; '.join(_note(row) for row in notes[:MOST_NAMED])}."


def _note(row: Row) -> str:
    noted_on = date.fromisoformat(row["event_on"])
    return f"{noted_on.day} {noted_on:%b %Y}, {clipped(row['event'])}"


def _total(shown: list[Row]) -> str:
    total = f"{amount(sum(row['hours'] for row in shown))} hours in {counted(len(shown), 'month')}"
    if len(shown) == 1:
        return f"{total}, {shown[0]['month_label']}."
    most, least = max(shown, key=_held), min(shown, key=_held)
    return (
        f"{total} from {shown[0]['month_label']} to {shown[-1]['month_label']}; "
        f"most in {most['month_label']} ({amount(most['hours'])}), "
        f"least in {least['month_label']} ({amount(least['hours'])})."
    )


def _held(row: Row) -> float:
    return float(row["hours"])


def rates(frame: pd.DataFrame, measure: str = "rate") -> str:
    """Describe the spread of a rate over groups and which groups are not shown."""
    groups = rows(frame)
    number = counted(len(groups), "group")
    opening = f"Dot and interval chart of {clipped(measure)} for {number}, in the order given."
    closing = "Lines are 95% intervals: the fewer the people, the wider the line."
    if not filled(groups, "low", "high"):
        opening = f"{opening} No group has a rate that can be shown yet."
    return passage(opening, _rates_facts(groups), closing)


def _rates_facts(groups: list[Row]) -> Iterator[str]:
    measured = filled(groups, "low", "high")
    if measured:
        yield _spread(measured)
    hidden = [row for row in groups if row["low"] is None]
    if hidden:
        yield _not_shown(hidden)
    ranges = [row["group"] for row in measured if row["value"] is None]
    if ranges:
        yield f"Given as a range to protect people: {listed(ranges)}."
    few = [row["group"] for row in measured if row["status"] in FEW_STATUSES]
    if few:
        yield f"Few people, drawn hollow: {listed(few)}."


def _not_shown(hidden: list[Row]) -> str:
    """Name the groups not shown with their reasons, or count them where there are many."""
    if len(hidden) < MOST_NAMED:
        return f"Not shown: {'; '.join(_named(row) for row in hidden)}."
    reasons = list(dict.fromkeys(_reason(row) for row in hidden))
    return f"Not shown: {counted(len(hidden), 'group')} ({'; '.join(reasons[:MOST_NAMED])})."


def _named(row: Row) -> str:
    return f"{clipped(row['group'])} ({_reason(row)})"


def _reason(row: Row) -> str:
    return clipped(row["status_words"] or "no reason given")


def _rate(row: Row) -> str:
    return f"{clipped(row['group'])}: {row['words']}, interval {interval(row)}"


def _spread(measured: list[Row]) -> str:
    if len(measured) == 1:
        return f"{_rate(measured[0])}."
    verdict = "All intervals overlap" if overlapping(measured) else "Some intervals lie apart"
    lowest = min(measured, key=lambda row: float(row["high"]))
    highest = max(measured, key=lambda row: float(row["low"]))
    return f"{verdict}. Lowest: {_rate(lowest)}. Highest: {_rate(highest)}."


def retention_steps(frame: pd.DataFrame) -> str:
    """Describe the share in post at each point in time for each series."""
    points = rows(frame)
    measured = filled(points, "low", "high")
    opening = "Points with 95% intervals: the share of teachers still in post, by months since starting."
    closing = "A point counts only people who have reached that month."
    if not measured:
        closing = f"It is empty: nobody has been followed long enough, or too few to show. {closing}"
    if len({row["series"] for row in measured}) > 1:
        closing = f"{closing} The gap shows what happened, not what caused it."
    return passage(opening, _retention_facts(points, measured), closing)


def _retention_facts(points: list[Row], measured: list[Row]) -> Iterator[str]:
    if measured:
        month = headline_month(measured)
        said = [_in_post(row) for row in measured if row["months"] == month]
        yield f"At {month} months: {'; '.join(said)}."
    hidden = [f"{clipped(row['series'])} at {int(row['months'])} months" for row in points if row["low"] is None]
    if hidden:
        yield f"Not shown, too few people: {listed(hidden)}."
    ranges = [f"{clipped(row['series'])} at {int(row['months'])} months" for row in measured if row["value"] is None]
    if ranges:
        yield f"Given as a range to protect people: {listed(ranges)}."


def _in_post(row: Row) -> str:
    share = "" if row["value"] is None else f" {percent(row['value'])},"
    return f"{clipped(row['series'])}{share} {row['words']}, interval {interval(row)}"


def demand_parts(frame: pd.DataFrame) -> str:
    """Describe the three parts of the demand on each question."""
    answers = rows(frame)
    shown = complete_questions(answers)
    opening = "Stacked bars of demand for further training in three parts: low, medium and high."
    closing = "Shares are of those who answered the question; people who did not answer are not in the bars."
    if not shown:
        opening = f"{opening} It is empty: no question has answers that can be shown yet."
    return passage(opening, _demand_facts(answers, shown), closing)


def _demand_facts(answers: list[Row], shown: dict[str, dict[str, Row]]) -> Iterator[str]:
    for question, parts in shown.items():
        said = ", ".join(f"{level} {percent(parts[level]['share'])}" for level in ("low", "medium", "high"))
        yield f"{clipped(question)}: {said}{_answered(parts)}."
    hidden = list(dict.fromkeys(row["question"] for row in answers if row["question"] not in shown))
    if hidden:
        yield f"Not shown, to protect people: {listed(hidden)}."


def _answered(parts: dict[str, Row]) -> str:
    if any(row["people"] is None for row in parts.values()):
        return ""
    return f" ({sum(int(row['people']) for row in parts.values())} answered)"


def course_funnel(frame: pd.DataFrame) -> str:
    """Describe how many people reached each step of the course."""
    steps = rows(frame)
    opening = "Horizontal bars of how far people enrolled on the on-line course have come, one bar a step."
    closing = "Each bar is out of everyone enrolled. People still on the course may yet go further."
    if not filled(steps, "share", "people"):
        opening = f"{opening} It is empty: no step can be shown yet."
    return passage(opening, _course_facts(steps), closing)


def _course_facts(steps: list[Row]) -> Iterator[str]:
    shown = filled(steps, "share", "people")
    if shown:
        yield f"{'; '.join(_reached(row) for row in shown)}."
        yield f"At the last step shown: {percent(shown[-1]['share'])}."
    falls = [(one["people"] - two["people"], one, two) for one, two in pairwise(shown)]
    if falls:
        size, before, after = max(falls, key=lambda fall: float(fall[0]))
        yield f"Largest fall: {int(size)}, from {clipped(before['step'])} to {clipped(after['step'])}."
    hidden = [row["step"] for row in steps if row["share"] is None]
    if hidden:
        yield f"Not shown, to protect people: {listed(hidden)}."


def _reached(row: Row) -> str:
    return f"{clipped(row['step'])} {int(row['people']):,}"


def hours_pace(frame: pd.DataFrame) -> str:
    """Describe how mentors' hours stand to the expected pace, naming those below it."""
    latest = latest_by_mentor(rows(frame))
    opening = "Line chart of hours so far for each mentor, over the band of hours expected week by week."
    closing = "The band stays flat in weeks without teaching. Hours not yet logged are not in the lines."
    if not latest:
        opening = f"{opening} It is empty: no mentor has logged hours yet."
    return passage(opening, _pace_facts(latest), closing)


def _pace_facts(latest: list[Row]) -> Iterator[str]:
    if not latest:
        return
    behind = sorted((row for row in latest if row["hours"] < row["low"]), key=_held)
    now = max(latest, key=lambda row: int(row["week"]))
    yield f"{len(behind)} of {counted(len(latest), 'mentor')} below the pace."
    yield f"Expected by week {int(now['week'])}: {amount(now['low'])} to {amount(now['high'])} hours."
    if behind:
        yield f"Lowest: {listed([_logged(row) for row in behind])}."


def _logged(row: Row) -> str:
    return f"{clipped(row['mentor'])} ({amount(row['hours'])})"
