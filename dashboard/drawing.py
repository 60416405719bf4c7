"""Figures as the charts and tables take them: pure, from figure frame to frame."""

from collections.abc import Mapping
from datetime import date
from math import nan
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard.metrics import catalogue, demand, retention
from dashboard.metrics.measure import Measure

MOST_NOTES = 6
"""As many dated notes as a chart has room to list."""

STATUS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "ok": "",
        "c": "hidden, because fewer than 5 people (or too few for a total) stand behind it",
        "z": "nobody counts yet",
        "x": "not available",
        "u": "few answers: treat with care",
        "early": "few people so far",
    }
)

SHORT_WORDS: Mapping[str, str] = MappingProxyType(
    {"ok": "", "c": "hidden", "z": "nobody yet", "x": "not available", "u": "few answers", "early": "few people"}
)


def percent(share: float) -> str:
    """A share in words, such as 87.5 %; whole where the tenth is nought."""
    return f"{round(share * 100, 1):g} %"


def day_label(day: Any) -> str:  # noqa: ANN401 - a day of a frame, which may be missing
    """A day in words, such as 31 Jul 2022."""
    return "" if pd.isna(day) else date.fromordinal(int(day)).strftime("%-d %b %Y")


def month_label(month: int) -> str:
    """A month of the counts in words, such as Mar 2021."""
    return date(month // 12, month % 12 + 1, 1).strftime("%b %Y")


def count_words(row: Mapping[Any, Any]) -> str:
    """The two counts of a figure, such as 14 of 16, or a range of 20 where people are protected."""
    if pd.isna(row["denominator"]) or row["status"] in ("c", "x"):
        return ""
    denominator = f"{int(row['denominator']):,}"
    if pd.isna(row["numerator"]):
        return f"? of {denominator}"
    if catalogue.named(row["measure"]).unit == "hours":
        return f"by {denominator} mentors"
    low, high = round(row["numerator"], 1), round(row["numerator_high"], 1)
    numerator = _number(low) if low == high else f"{_number(low)}–{_number(high)}"  # noqa: RUF001 - a range takes an en dash
    return f"{numerator} of {denominator}"


def _number(count: float) -> str:
    return f"{count:,.0f}" if float(count).is_integer() else f"{count:,.1f}"


def value_words(row: Mapping[Any, Any]) -> str:
    """The figure itself: a share, hours, people, or why there is none."""
    measure = catalogue.named(row["measure"])
    if not pd.isna(row["value"]):
        return _amount(measure, row["value"])
    if measure.unit == "percent" and not pd.isna(row["low"]):
        shares = [row[name] / row["denominator"] for name in ("numerator", "numerator_high")]
        return f"{percent(shares[0])}–{percent(shares[1])}"  # noqa: RUF001 - a range takes an en dash
    return SHORT_WORDS[row["status"]] or "not available"


def interval_words(row: Mapping[Any, Any]) -> str:
    """The 95 % interval of a share."""
    return "" if pd.isna(row["low"]) else f"{percent(row['low'])} to {percent(row['high'])}"


def for_rates(figures: pd.DataFrame, group: str) -> pd.DataFrame:
    """Figures of one measure as rows of a dot and interval chart, by the group's name."""
    rows = sorted(figures.to_dict("records"), key=lambda row: row[group].casefold())
    return pd.DataFrame(
        {
            "group": [row[group] or "No programme named" for row in rows],
            **{name: [row[name] for row in rows] for name in ("value", "low", "high")},
            "value_low": [_end_of_range(row, "numerator") for row in rows],
            "value_high": [_end_of_range(row, "numerator_high") for row in rows],
            "words": [count_words(row) for row in rows],
            "status": [row["status"] for row in rows],
            "status_words": [SHORT_WORDS[row["status"]] for row in rows],
        }
    )


def _end_of_range(row: Mapping[Any, Any], count: str) -> float:
    """One end of a share that is printed as a range; of any other there is none."""
    is_range = pd.isna(row["value"]) and not pd.isna(row["low"])
    return float(row[count] / row["denominator"]) if is_range else nan


def for_retention_steps(figures: pd.DataFrame, series: str) -> pd.DataFrame:
    """Figures of the retention measures as points at 6, 12 and 24 months."""
    return pd.DataFrame(
        {
            "months": figures["measure"].map(retention.MONTHS).astype("int64"),
            "value": figures["value"],
            "low": figures["low"],
            "high": figures["high"],
            "series": series,
            "words": [count_words(row) or STATUS_WORDS[row["status"]] for row in figures.to_dict("records")],
        }
    )


def for_hours_by_month(figures: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Hours of each month, with the calendar's notes that fall among them; months without entries are noughts."""
    months = figures.dropna(subset=["month"]).sort_values("month")
    if months.empty:
        return pd.DataFrame(columns=["month", "month_label", "hours", "mentors", "event_on", "event"])
    numbers = months["month"].astype("int64").tolist()
    hours = dict(zip(numbers, months["numerator"].tolist(), strict=True))
    mentors = dict(zip(numbers, months["denominator"].tolist(), strict=True))
    every = range(numbers[0], numbers[-1] + 1)
    rows = pd.DataFrame(
        {
            "month": [_first_day(month) for month in every],
            "month_label": [month_label(month) for month in every],
            "hours": [float(hours.get(month, 0.0)) for month in every],
            "mentors": [int(mentors.get(month, 0)) for month in every],
        }
    )
    return pd.concat([rows, _notes(events, every)], ignore_index=True)


def _first_day(month: int) -> str:
    return date(month // 12, month % 12 + 1, 1).isoformat()


def _notes(events: pd.DataFrame, months: range) -> pd.DataFrame:
    """The notes among the months, no more than can be listed: holidays give way to what happened once."""
    falls = [_month_of(day) in months for day in events["event_on"].astype("int64").tolist()]
    among = events[pd.Series(falls, index=events.index, dtype="bool")]
    if len(among) > MOST_NOTES:
        among = among[among["no_teaching"] != 1]
    kept = among.head(MOST_NOTES)
    on = [date.fromordinal(day).isoformat() for day in kept["event_on"].astype("int64").tolist()]
    return pd.DataFrame({"event_on": on, "event": kept["event"].tolist()})


def _month_of(day: int) -> int:
    on = date.fromordinal(day)
    return on.year * 12 + on.month - 1


def for_demand_parts(answers: pd.DataFrame) -> pd.DataFrame:
    """Levels of demand as the parts of one bar for each question."""
    asked = {"self": "For yourself", "organisation": "For your organisation"}
    parts = [demand.parts(answers, question, []).assign(question=words) for question, words in asked.items()]
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[rows["denominator"] > 0]
    return pd.DataFrame(
        {
            "question": rows["question"],
            "level": rows["level"],
            "share": rows["value"],
            "people": rows["numerator"].astype("int64"),
            "words": [
                f"{numerator:.0f} of {denominator:.0f}"
                for numerator, denominator in zip(rows["numerator"], rows["denominator"], strict=True)
            ],
        }
    )


def for_course_funnel(figures: pd.DataFrame) -> pd.DataFrame:
    """The steps that learners of one run reached."""
    rows = figures[figures["value"].notna()]
    return pd.DataFrame(
        {
            "step": [catalogue.named(name).label for name in rows["measure"]],
            "people": rows["value"].astype("int64"),
            "share": rows["value"] / rows["denominator"],
            "words": [count_words(row) for row in rows.to_dict("records")],
        }
    )


def for_table(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures as a person reads them, a row each, with nothing left to be looked up."""
    rows = figures.to_dict("records")
    columns: dict[str, list[str]] = {
        "Measure": [catalogue.named(row["measure"]).label for row in rows],
        **{name.capitalize(): [str(row[name]) for row in rows] for name in _grouped_by(figures)},
        "Month": ["" if pd.isna(row["month"]) else month_label(int(row["month"])) for row in rows],
        "Figure": [value_words(row) for row in rows],
        "Counts": [count_words(row) for row in rows],
        "95 % interval": [interval_words(row) for row in rows],
        "Note": [_note(row) for row in rows],
        "As at": [day_label(row["as_at"]) for row in rows],
    }
    table = pd.DataFrame(columns)
    return table[[name for name in table if name in ("Figure", "Counts") or (table[name] != "").any()]]


def for_download(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures with plain numbers, statuses and definitions, for a spreadsheet."""
    return figures.assign(
        month=["" if pd.isna(month) else _first_day(int(month))[:7] for month in figures["month"]],
        as_at=["" if pd.isna(day) else date.fromordinal(int(day)).isoformat() for day in figures["as_at"]],
        definition=[catalogue.named(name).definition for name in figures["measure"]],
    )


def _grouped_by(figures: pd.DataFrame) -> list[str]:
    return [name for name in ("organisation", "programme", "cohort", "role") if (figures[name] != "").any()]


def _note(row: Mapping[Any, Any]) -> str:
    reason = row.get("reason", "")
    words = STATUS_WORDS[row["status"]]
    return "; ".join(part for part in (words, "" if pd.isna(reason) else str(reason)) if part)


def _amount(measure: Measure, value: float) -> str:
    if measure.unit == "percent":
        return percent(value)
    return f"{value:,.1f} hours" if measure.unit == "hours" else f"{int(value):,}"
