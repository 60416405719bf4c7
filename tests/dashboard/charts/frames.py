"""Small frames in the form that each chart draws, with the same few groups and people throughout."""

from typing import Any, Final

import pandas as pd

from dashboard.charts.specs import SHAPES, ChartName

Shares = tuple[float, float, float]

HIDDEN: Final = "Hidden: fewer than 5 people"
LEVELS: Final = ("low", "medium", "high")


def framed(name: ChartName, *rows: dict[str, Any]) -> pd.DataFrame:
    """Return a frame with exactly the columns of a chart, what a row leaves out being empty."""
    return pd.DataFrame(list(rows), columns=list(SHAPES[name].columns))


def month(month: str, label: str, hours: float | None, mentors: int | None = 6) -> dict[str, Any]:
    return {"month": month, "month_label": label, "hours": hours, "mentors": mentors}


def note(event_on: str, event: str) -> dict[str, Any]:
    return {"event_on": event_on, "event": event}


def rate(group: str, words: str, shares: Shares, status: str = "ok") -> dict[str, Any]:
    value, low, high = shares
    shown = {"group": group, "words": words, "value": value, "low": low, "high": high}
    return {**shown, "value_low": value, "value_high": value, "status": status, "status_words": ""}


def ranged(group: str, words: str, value: tuple[float, float], ends: tuple[float, float]) -> dict[str, Any]:
    shown = rate(group, words, (value[0], *ends))
    return {**shown, "value": None, "value_low": value[0], "value_high": value[1]}


def hidden(group: str, status_words: str = HIDDEN) -> dict[str, Any]:
    return {"group": group, "status": "c", "status_words": status_words}


def held(series: str, months: int, words: str, shares: tuple[float | None, float, float]) -> dict[str, Any]:
    value, low, high = shares
    return {"series": series, "months": months, "words": words, "value": value, "low": low, "high": high}


def question(name: str, *people: int) -> list[dict[str, Any]]:
    answered = sum(people)
    return [
        {
            "question": name,
            "level": level,
            "share": number / answered,
            "people": number,
            "words": f"{number} of {answered}",
        }
        for level, number in zip(LEVELS, people, strict=True)
    ]


def hidden_question(name: str) -> list[dict[str, Any]]:
    return [{"question": name, "level": level, "words": HIDDEN} for level in LEVELS]


def step(name: str, people: int | None, enrolled: int = 204) -> dict[str, Any]:
    if people is None:
        return {"step": name, "words": HIDDEN}
    share = people / enrolled
    return {"step": name, "people": people, "share": share, "words": f"{people} of {enrolled} ({share:.0%})"}


def week(week: int, mentor: str | None, hours: float | None, low: float, high: float) -> dict[str, Any]:
    return {"week": week, "mentor": mentor, "hours": hours, "low": low, "high": high}


NORMAL: Final[dict[ChartName, pd.DataFrame]] = {
    "hours_by_month": framed(
        "hours_by_month",
        month("2021-03-01", "Mar 2021", 62.5),
        month("2021-04-01", "Apr 2021", 0, 0),
        month("2021-05-01", "May 2021", 102),
        month("2021-06-01", "Jun 2021", None, None),
        note("2021-03-08", "Colleges reopen"),
    ),
    "rates": framed(
        "rates",
        rate("Kestrel College", "14 of 16", (14 / 16, 0.64, 0.965)),
        rate("Marsden College", "5 of 11", (5 / 11, 0.21, 0.72), "u"),
        ranged("Alder College", "16–19 of 20", (0.8, 0.95), (0.58, 0.99)),
        hidden("Priory College"),
    ),
    "retention_steps": framed(
        "retention_steps",
        held("With a trained mentor", 6, "38 of 40", (0.95, 0.83, 0.99)),
        held("With a trained mentor", 12, "30 of 34", (30 / 34, 0.73, 0.95)),
        held("No mentor recorded", 6, "36 of 40", (0.9, 0.77, 0.96)),
        held("No mentor recorded", 12, "27 of 34", (27 / 34, 0.63, 0.9)),
        {"series": "No mentor recorded", "months": 24, "words": HIDDEN},
    ),
    "demand_parts": framed(
        "demand_parts",
        *question("Demand for yourself", 2, 24, 34),
        *question("Demand for your organisation", 3, 34, 23),
        *hidden_question("Demand for others"),
    ),
    "course_funnel": framed(
        "course_funnel",
        step("Enrolled", 204),
        step("Visited a step", 181),
        step("Completed half the steps or more", 98),
        step("Completed 90% of the steps or more", None),
        step("Fully participated", 41),
    ),
    "hours_pace": framed(
        "hours_pace",
        week(1, "Amara Obi", 3, 1.5, 2),
        week(2, "Amara Obi", 5, 3, 4),
        week(1, "Ben Shaw", 1, 1.5, 2),
        week(2, "Ben Shaw", 1.5, 3, 4),
        week(3, None, None, 4.5, 6),
    ),
}

EMPTY: Final = {name: framed(name) for name in NORMAL}

SUPPRESSED: Final[dict[ChartName, pd.DataFrame]] = {
    "hours_by_month": framed("hours_by_month", month("2021-03-01", "Mar 2021", None, None)),
    "rates": framed("rates", hidden("Priory College"), hidden("Zennor College", "Nobody due yet")),
    "retention_steps": framed("retention_steps", {"series": "With a trained mentor", "months": 12, "words": HIDDEN}),
    "demand_parts": framed("demand_parts", *hidden_question("Demand for yourself")),
    "course_funnel": framed("course_funnel", step("Enrolled", None)),
    "hours_pace": framed("hours_pace", week(1, None, None, 1.5, 2)),
}

ONE_ROW: Final[dict[ChartName, pd.DataFrame]] = {
    "hours_by_month": framed("hours_by_month", month("2021-03-01", "Mar 2021", 62.5)),
    "rates": framed("rates", rate("Kestrel College", "14 of 16", (14 / 16, 0.64, 0.965))),
    "retention_steps": framed("retention_steps", held("With a trained mentor", 12, "30 of 34", (30 / 34, 0.73, 0.95))),
    "demand_parts": framed("demand_parts", *question("Demand for yourself", 2, 24, 34)),
    "course_funnel": framed("course_funnel", step("Enrolled", 204)),
    "hours_pace": framed("hours_pace", week(1, "Amara Obi", 3, 1.5, 2)),
}
