"""How every measure adds up: one row of counts per group, saying what could not be counted and why."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats: TypeAlias = "pd.Series[float]"
"""Numbers, NaN where one is not known."""

Groups: TypeAlias = npt.NDArray[np.integer[Any]]
"""The number of the group that each row belongs to."""

_AMOUNTS = ("numerator", "denominator", "not_yet", "left_out")


def numbers(column: pd.Series) -> Floats:
    """The column as floats, missing ones as NaN, so that no comparison with them is true."""
    values = column.astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    return pd.Series(values, index=column.index)


def known_to(rows: pd.DataFrame, as_at: int | None) -> Floats:
    """The day each row is looked at: `as_at`, but never later than its organisation's list is complete."""
    covered = numbers(rows["covered_to"])
    return covered if as_at is None else covered.clip(upper=as_at)


def dated(rows: pd.DataFrame, as_at: int | None) -> Floats:
    """As `known_to`, for rows that may come from a file without a day of coverage."""
    if "covered_to" in rows:
        return known_to(rows, as_at)
    return pd.Series(np.nan if as_at is None else float(as_at), index=rows.index)


def total(rows: pd.DataFrame, by: Sequence[str], amounts: Sequence[str]) -> pd.DataFrame:
    """The sums of the amounts, one row per group; grouped by nothing, one row even of no rows."""
    return _summed(rows, amounts, *_grouped(rows, by))


def tally(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Add up rows of numerator, denominator, not_yet, left_out, reason and as_at, one row per group.

    A row that cannot be counted says so in `reason` and adds nothing to numerator and denominator. Where that
    is true of all that there is in a group, its counts are missing and its status is preset to `x`.
    """
    group, keys = _grouped(rows, by)
    counts, reason = _summed(rows, _AMOUNTS, group, keys), _reasons(rows, group, len(keys))
    nothing = (counts["denominator"] == 0) & (counts["not_yet"] == 0) & (reason != "")
    return counts.assign(
        numerator=counts["numerator"].mask(nothing),
        denominator=counts["denominator"].mask(nothing),
        reason=reason,
        as_at=_latest(rows, group, len(keys)),
        status=np.where(nothing, "x", ""),
    )


def _grouped(rows: pd.DataFrame, by: Sequence[str]) -> tuple[Groups, pd.DataFrame]:
    """The group of each row, and the keys of the groups in order."""
    if not by:
        return np.zeros(len(rows), dtype="int64"), pd.DataFrame(index=range(1))
    group = rows.groupby(list(by), dropna=False, observed=True).ngroup().to_numpy(dtype="int64")
    _, first = np.unique(group, return_index=True)
    return group, rows[list(by)].iloc[first].reset_index(drop=True)


def _summed(rows: pd.DataFrame, amounts: Sequence[str], group: Groups, keys: pd.DataFrame) -> pd.DataFrame:
    return keys.assign(**{name: np.bincount(group, rows[name], len(keys)) for name in amounts})


def _reasons(rows: pd.DataFrame, group: Groups, groups: int) -> "pd.Series[str]":
    """What each group leaves out, as "no due date: 3; no staff list: 1"."""
    found: list[Counter[str]] = [Counter() for _ in range(groups)]
    for number, reason, left_out in zip(group, rows["reason"], rows["left_out"], strict=True):
        if reason:
            found[number][reason] += int(left_out)
    texts = ["; ".join(f"{reason}: {people}" for reason, people in sorted(of.items())) for of in found]
    return pd.Series(texts, dtype="str")


def _latest(rows: pd.DataFrame, group: Groups, groups: int) -> npt.NDArray[np.float64]:
    days = np.full(groups, np.nan)
    np.fmax.at(days, group, rows["as_at"].to_numpy(dtype="float64"))
    return days
