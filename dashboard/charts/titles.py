"""A title for each chart that says what was found, in few words and no more than the numbers allow."""

from typing import Final

import pandas as pd

from dashboard.charts.wording import (
    Row,
    amount,
    complete_questions,
    filled,
    gap,
    headline_month,
    interval,
    latest_by_mentor,
    overlapping,
    percent,
    rows,
)

MOST_WORDS: Final = 12
PAIR: Final = 2


def hours_by_month(frame: pd.DataFrame) -> str:
    """Return the hours of all months shown and the month with most."""
    months = filled(rows(frame), "month", "hours")
    if not months:
        return "Not enough data yet to show hours by month"
    period = months[0]["month_label"] if len(months) == 1 else f"{len(months)} months"
    total = sum(row["hours"] for row in months)
    if total == 0:
        return f"No supported mentoring hours in {period}"
    return f"{amount(total)} supported mentoring hours in {period}{_peak(months)}"


def _peak(months: list[Row]) -> str:
    most = max(row["hours"] for row in months)
    peaks = [row for row in months if row["hours"] == most]
    return f", most in {peaks[0]['month_label']}" if len(peaks) == 1 < len(months) else ""


def rates(frame: pd.DataFrame, measure: str = "rate") -> str:
    """Return whether any group can be told apart from the others."""
    measured = filled(rows(frame), "low", "high")
    if not measured:
        return _short(f"Not enough data yet to show {measure}", "Not enough data yet to show this rate")
    finding = _finding(measured)
    return _short(f"{measure[:1].upper()}{measure[1:]}: {finding}", f"{finding[:1].upper()}{finding[1:]}")


def _finding(measured: list[Row]) -> str:
    if len(measured) == 1:
        return _short(f"{measured[0]['words']}, interval {interval(measured[0])}", f"interval {interval(measured[0])}")
    if not overlapping(measured):
        return "some groups' intervals lie apart"
    every = "both" if len(measured) == PAIR else f"all {len(measured)}"
    return f"{every} intervals overlap; no group stands apart"


def retention_steps(frame: pd.DataFrame) -> str:
    """Return what the chart shows at 12 months, or at the last month that anybody has reached."""
    measured = filled(rows(frame), "low", "high")
    if not measured:
        return "Not enough data yet to show retention"
    month = headline_month(measured)
    at_month = [row for row in measured if row["months"] == month]
    if len(at_month) == 1:
        return _one_series(at_month[0], month)
    if len(filled(at_month, "value")) == len(at_month) == PAIR:
        return _two_series(at_month[0], at_month[1], month)
    if overlapping(at_month):
        return f"At {month} months the intervals overlap; no series stands apart"
    return f"At {month} months some intervals lie apart"


def _one_series(row: Row, month: int) -> str:
    if row["value"] is None:
        return f"Still in post at {month} months: interval {interval(row)}"
    return f"{percent(row['value'])} still in post at {month} months (interval {interval(row)})"


def _two_series(first: Row, second: Row, month: int) -> str:
    low, high = gap(first, second)
    both = f"{percent(first['value'])} and {percent(second['value'])}"
    if low <= 0 <= high:
        return f"The gap at {month} months could be chance: {both}"
    more = "more" if low > 0 else "fewer"
    return _short(
        f"{first['series']}: {more} still in post at {month} months",
        f"The gap at {month} months is beyond chance: {both}",
    )


def demand_parts(frame: pd.DataFrame) -> str:
    """Return how many report high demand, with the low beside it where there is one question."""
    questions = list(complete_questions(rows(frame)).values())
    if not questions:
        return "Not enough answers yet to show demand"
    if len(questions) == 1:
        return _one_question(questions[0])
    highs = [parts["high"]["share"] for parts in questions]
    least, most = percent(min(highs)), percent(max(highs))
    if least == most:
        return f"High demand from {most} on every question"
    return f"High demand from {least} to {most}, depending on the question"


def _one_question(parts: dict[str, Row]) -> str:
    high, low = parts["high"], parts["low"]
    if any(row["people"] is None for row in parts.values()):
        return f"{percent(high['share'])} report high demand, {percent(low['share'])} report low"
    answered = sum(int(row["people"]) for row in parts.values())
    return f"{int(high['people'])} of {answered} report high demand, {int(low['people'])} report low"


def course_funnel(frame: pd.DataFrame) -> str:
    """Return how many of those at the first step shown came to the last."""
    steps = filled(rows(frame), "share", "people")
    if not steps:
        return "Not enough data yet to show progress through the course"
    start, began = int(steps[0]["people"]), steps[0]["step"].lower()
    if len(steps) == 1:
        return _short(f"{start} {began}", f"{start} at the only step shown")
    reached, end = int(steps[-1]["people"]), steps[-1]["step"].lower()
    share = f" ({percent(reached / start)})" if start else ""
    return _short(
        f"Of {start} {began}, {reached} {end}{share}",
        f"Of {start} at the first step shown, {reached} reached the last",
    )


def hours_pace(frame: pd.DataFrame) -> str:
    """Return how many mentors are below the pace now."""
    latest = latest_by_mentor(rows(frame))
    if not latest:
        return "Not enough data yet to show mentors' pace"
    behind = sum(row["hours"] < row["low"] for row in latest)
    if len(latest) == 1:
        return f"The only mentor is {'below' if behind else 'at or above'} the expected pace"
    if behind == 0:
        return f"All {len(latest)} mentors are at or above the expected pace"
    return f"{behind} of {len(latest)} mentors are below the expected pace"


def _short(title: str, otherwise: str) -> str:
    """Return the title, or the other where names make it too long to read at a glance."""
    return title if len(title.split()) <= MOST_WORDS else otherwise
