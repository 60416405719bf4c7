"""Hours of supported mentoring: how many, by how many mentors, at what pace, and how well they are logged."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from dashboard.metrics.measure import Measure
from dashboard.metrics.tally import Floats, dated, known_to, numbers, tally

HOURS_LOGGED = Measure(
    name="hours_logged",
    family="hours",
    label="Supported mentoring hours",
    definition=(
        "The hours of supported mentoring that mentors held in the period, by the hours log; an hour with "
        "three mentees is one hour of the mentor's."
    ),
    numerator_is="hours of supported mentoring held by mentors",
    denominator_is="mentors with at least one entry in the log",
    unit="hours",
    source="Education and Training Foundation, mentoring grants: hours of mentoring support over six months.",
    caution="Hours that nobody wrote down are missing, so read it beside the log coverage.",
    small_below=0,
)
MENTORS_AT_PACE = Measure(
    name="mentors_at_pace",
    family="hours",
    label="Mentors at pace",
    definition=(
        "Of the mentors who had started by the as-at date, have a target and logged anything, the share whose hours "
        "reach the lower target times the share of their teaching weeks gone by; holidays do not count."
    ),
    numerator_is="mentors whose hours keep up with the lower target",
    denominator_is="mentors who have started and have a target and dates",
    unit="percent",
    source="Own definition, on the target hours each programme sets, such as 40 to 50 hours in six months.",
    caution="A mentor behind may be mentoring without logging it, and hours say nothing about quality.",
)
LOG_COVERAGE = Measure(
    name="log_coverage",
    family="hours",
    label="Mentors who logged",
    definition="Of the mentors active in the month, the share with at least one entry in the hours log.",
    numerator_is="mentors with at least one entry in the month",
    denominator_is="mentors active in the month",
    unit="percent",
    source="Own definition; shown before any total of hours, because a low share makes the total too low.",
    caution="One entry is enough to count, so it does not show that every hour was logged.",
)
MEASURES = (HOURS_LOGGED, MENTORS_AT_PACE, LOG_COVERAGE)


def of_mentors(mentors: pd.DataFrame) -> pd.DataFrame:
    """Rows of one mentor place each as the log that `logged_counts` and `coverage_counts` take."""
    logged = (numbers(mentors["minutes"]) > 0).astype("int64")
    return mentors.assign(mentors_active=1, mentors_logged=logged)


def logged_counts(log: pd.DataFrame, by: Sequence[str], as_at: int | None = None) -> pd.DataFrame:
    """Add up the hours and the mentors who logged them.

    Log: *by, minutes (of the mentors who logged), mentors_active, mentors_logged, covered_to if known; several
    months only with "month" in `by`.
    """
    _refuse_months_together(log, by)
    logged = numbers(log["mentors_logged"])
    silent = (numbers(log["mentors_active"]) - logged).clip(lower=0)
    rows = log[list(by)].assign(
        numerator=numbers(log["minutes"]),
        denominator=logged,
        not_yet=0.0,
        left_out=silent,
        reason=np.where(silent > 0, "no entry in the log", ""),
        as_at=dated(log, as_at),
    )
    counts = tally(rows, by)
    return counts.assign(numerator=counts["numerator"] / 60)


def coverage_counts(log: pd.DataFrame, by: Sequence[str], as_at: int | None = None) -> pd.DataFrame:
    """Count the mentors who logged, of those active.

    Log: *by, mentors_active, mentors_logged, covered_to if known; several months only with "month" in `by`.
    """
    _refuse_months_together(log, by)
    active, logged = numbers(log["mentors_active"]), numbers(log["mentors_logged"])
    sound = logged <= active
    rows = log[list(by)].assign(
        numerator=logged.where(sound, 0),
        denominator=active.where(sound, 0),
        not_yet=0.0,
        left_out=logged.where(~sound, 0),
        reason=np.where(sound, "", "more mentors logged than were active"),
        as_at=dated(log, as_at),
    )
    return tally(rows, by)


def pace_counts(mentors: pd.DataFrame, by: Sequence[str], as_at: int | None = None) -> pd.DataFrame:
    """Count the mentors whose hours keep up with the teaching weeks gone by.

    Mentors, one row a mentor place: *by, started_on, ends_on, hours_low, minutes (up to `as_at`), covered_to,
    weeks_off (holidays as pairs of first and last day).
    """
    standing = _standing(mentors, as_at)
    rows = mentors[list(by)].assign(
        numerator=standing.eq("at pace").astype("float64"),
        denominator=standing.isin(_PACED).astype("float64"),
        not_yet=standing.eq("not started yet").astype("float64"),
        left_out=standing.isin(_NOT_KNOWN).astype("float64"),
        reason=standing.where(standing.isin(_NOT_KNOWN), ""),
        as_at=known_to(mentors, as_at),
    )
    return tally(rows, by)


_PACED = ("at pace", "behind")
_NOT_KNOWN = ("no log", "no dates", "no target", "no teaching weeks")


def _standing(mentors: pd.DataFrame, as_at: int | None) -> "pd.Series[str]":
    """Where each mentor stands on the day the log is looked at."""
    known, target = known_to(mentors, as_at), numbers(mentors["hours_low"])
    started, ends = numbers(mentors["started_on"]), numbers(mentors["ends_on"])
    planned = _teaching_days(started, ends, mentors["weeks_off"])
    elapsed = _teaching_days(started, ends.where(ends <= known, known), mentors["weeks_off"])
    rules = (
        (known.isna(), "no log"),
        (~(started <= ends), "no dates"),
        (started > known, "not started yet"),
        (~(target > 0), "no target"),
        (planned == 0, "no teaching weeks"),
        # Multiplied out, so that a mentor exactly at the pace is not behind by the last digit of a float.
        (numbers(mentors["minutes"]) * planned >= target * 60 * elapsed, "at pace"),
    )
    conditions, standings = zip(*rules, strict=True)
    return pd.Series(np.select(conditions, standings, "behind"), index=mentors.index, dtype="str")


def _teaching_days(first: Floats, last: Floats, weeks_off: pd.Series) -> Floats:
    days = [len(_taught(*row)) for row in zip(first, last, weeks_off, strict=True)]
    return pd.Series(days, index=first.index, dtype="float64")


def _taught(first: float, last: float, weeks_off: Iterable[tuple[int, int]]) -> set[int]:
    """The days from first to last that no holiday covers; none where a day is not known."""
    if not first <= last:
        return set()
    days = set(range(int(first), int(last) + 1))
    return days.difference(*(range(start, end + 1) for start, end in weeks_off))


def _refuse_months_together(log: pd.DataFrame, by: Sequence[str]) -> None:
    if "month" in log and "month" not in by and len(log["month"].unique()) > 1:
        raise ValueError("Mentors who logged in several months cannot be added up: count them over the period.")
