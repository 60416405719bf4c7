"""Retention: who is still in post a number of months after starting employment."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.metrics.measure import Measure
from dashboard.metrics.tally import Floats, known_to, numbers, tally

_EPOCH = pd.Timestamp(0).toordinal()
_SOURCE = (
    "Own definition, by the method of the entry-cohort retention in DfE, Further education college workforce "
    "using Teachers' Pension Scheme data; the clock here is the first day of employment, not 1 December."
)


def _retained(months: int) -> Measure:
    return Measure(
        name=f"retained_{months}",
        family="retention",
        label=f"In post {months} months after starting",
        definition=(
            f"Of the people who started employment in this organisation at least {months} months before the "
            f"as-at date, the share still employed there {months} calendar months after their first day. "
            "By programme or cohort the clock starts with the place on it instead."
        ),
        numerator_is=f"people in post on the day {months} months after they started",
        denominator_is=f"people who started at least {months} months before the as-at date",
        unit="percent",
        source=_SOURCE,
        caution=(
            "It counts leaving this organisation for any reason, so it says neither who left further "
            "education nor why anyone stayed."
        ),
    )


RETAINED_6, RETAINED_12, RETAINED_24 = (_retained(months) for months in (6, 12, 24))
MEASURES = (RETAINED_6, RETAINED_12, RETAINED_24)
MONTHS = {RETAINED_6.name: 6, RETAINED_12.name: 12, RETAINED_24.name: 24}


def counts(spells: pd.DataFrame, months: int, by: Sequence[str], as_at: int | None = None) -> pd.DataFrame:
    """Count who was in post `months` after starting, of those who have reached that day.

    Spells: *by, started_on, last_day_on, covered_to (the last day the organisation's staff list is complete),
    people, and listed_from where it is known from which day leavers are on that list.
    """
    people, last_day = numbers(spells["people"]), numbers(spells["last_day_on"])
    known, anniversary = known_to(spells, as_at), _months_after(spells["started_on"], months)
    too_old = _started_before_the_list(spells)
    listed = known.notna() & ~too_old
    reached = listed & (anniversary <= known)
    in_post = reached & (last_day.isna() | (anniversary <= last_day))
    rows = spells[list(by)].assign(
        numerator=people.where(in_post, 0),
        denominator=people.where(reached, 0),
        not_yet=people.where(listed & ~reached, 0),
        left_out=people.where(~listed, 0),
        reason=np.select([listed, too_old], ["", "started before leavers were listed"], "no staff list"),
        as_at=known,
    )
    return tally(rows, by)


def _started_before_the_list(spells: pd.DataFrame) -> "pd.Series[bool]":
    """Those who started earlier are on the list only if they stayed: they would make retention look better."""
    if "listed_from" not in spells:
        return pd.Series(False, index=spells.index)
    return numbers(spells["started_on"]) < numbers(spells["listed_from"])


def _months_after(days: "pd.Series[int]", months: int) -> Floats:
    """The same day some calendar months on, or the last of that month: 31 August + 6 is 28 or 29 February."""
    dates = (days.to_numpy(dtype="int64") - _EPOCH).astype("datetime64[D]").astype("datetime64[s]")
    later = pd.DatetimeIndex(dates) + pd.DateOffset(months=months)
    ordinals = later.to_numpy().astype("datetime64[D]").astype("int64") + _EPOCH
    return pd.Series(ordinals, index=days.index, dtype="float64")
