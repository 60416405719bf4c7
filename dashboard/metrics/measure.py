"""What a measure is, and how counts of it become figures: value, interval and status."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.metrics.interval import wilson
from dashboard.metrics.tally import Floats, numbers

Family = Literal["retention", "completion", "hours", "response", "demand", "course"]
Unit = Literal["percent", "hours", "people"]
Status = Literal["ok", "c", "z", "x", "u", "early"]

FIGURE_COLUMNS = (
    *("measure", "organisation", "programme", "cohort", "role", "month"),
    *("numerator", "numerator_high", "denominator", "value", "low", "high", "status", "as_at"),
)
STATUSES: tuple[Status, ...] = ("c", "x", "z", "u", "early", "ok")
WITHOUT_VALUE: tuple[Status, ...] = ("c", "x", "z")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure's definition, printed beside the figure and in the glossary."""

    name: str
    family: Family
    label: str
    definition: str
    numerator_is: str
    denominator_is: str
    unit: Unit
    source: str
    caution: str
    small_below: int = 5
    small_status: Literal["early", "u"] = "early"


def figures(measure: Measure, counts: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The figure of each row of counts; columns beyond the figure's own are carried along.

    The status is the first that applies: a preset `c`, `x` or `z`; `x` where a count is missing or a share
    would exceed 100 %; `z` where the denominator is 0; a preset `u` or `early`; the measure's own status
    for a small denominator; `ok`. There is no value under `c`, `x` and `z`, and no numerator under `c`.
    """
    numerator, denominator = numbers(counts["numerator"]), numbers(counts["denominator"])
    high = numbers(counts["numerator_high"]).fillna(numerator) if "numerator_high" in counts else numerator
    status = _status(measure, (numerator, high, denominator), _preset(counts))
    columns: dict[str, pd.Series | npt.NDArray[Any] | str] = {
        "measure": measure.name,
        **_ungrouped(counts, by),
        "numerator": numerator.mask(status == "c"),
        "numerator_high": high.mask(status == "c"),
        "denominator": denominator,
        **_estimates(measure, (numerator, high, denominator), ~np.isin(status, WITHOUT_VALUE)),
        "status": pd.Series(status, index=counts.index, dtype="str"),
        "as_at": numbers(counts["as_at"]).astype("Int64"),
    }
    frame = counts.assign(**columns).reset_index(drop=True)
    return frame[[*FIGURE_COLUMNS, *(name for name in frame if name not in FIGURE_COLUMNS)]]


def _ungrouped(counts: pd.DataFrame, by: Sequence[str]) -> dict[str, pd.Series]:
    """The columns the counts were not grouped by: a figure of everyone says nothing in them."""
    names = ("organisation", "programme", "cohort", "role")
    empty = {name: pd.Series("", index=counts.index, dtype="str") for name in names}
    empty["month"] = pd.Series(pd.NA, index=counts.index, dtype="Int64")
    return {name: column for name, column in empty.items() if name not in by}


def _preset(counts: pd.DataFrame) -> npt.NDArray[np.str_]:
    preset = counts["status"].fillna("").astype("str") if "status" in counts else pd.Series("", counts.index)
    unknown = sorted(set(preset) - {"", *STATUSES})
    if unknown:
        raise ValueError(f"A figure has no status {unknown[0]!r}; it has one of {', '.join(STATUSES)}.")
    return preset.to_numpy(dtype="str")


def _status(
    measure: Measure, counts: tuple[Floats, Floats, Floats], preset: npt.NDArray[np.str_]
) -> npt.NDArray[np.str_]:
    numerator, high, denominator = (column.to_numpy() for column in counts)
    impossible = (measure.unit == "percent") & (high > denominator)
    rules = (
        *((preset == code, code) for code in WITHOUT_VALUE),
        (np.isnan(numerator) | np.isnan(denominator) | impossible, "x"),
        (denominator == 0, "z"),
        *((preset == code, code) for code in ("u", "early")),
        (denominator < measure.small_below, measure.small_status),
    )
    conditions, codes = zip(*rules, strict=True)
    return np.select(conditions, codes, "ok")


def _estimates(
    measure: Measure, counts: tuple[Floats, Floats, Floats], shown: npt.NDArray[np.bool_]
) -> dict[str, npt.NDArray[np.floating[Any]]]:
    numerator, high, denominator = (column.where(shown).to_numpy() for column in counts)
    exact = np.where(numerator == high, numerator, np.nan)
    if measure.unit != "percent":
        nothing = np.full(len(exact), np.nan)
        return {"value": exact, "low": nothing, "high": nothing}
    (lowest, _), (_, highest) = wilson(numerator, denominator), wilson(high, denominator)
    return {"value": exact / denominator, "low": lowest, "high": highest}
