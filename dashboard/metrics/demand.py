"""Demand for more mentoring training, for oneself and for the organisation: low, medium or high."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.metrics.measure import Measure
from dashboard.metrics.tally import dated, numbers, tally, total

LEVELS = ("low", "medium", "high")
FEW_RESPONDENTS = 10
LOW_RESPONSE = 0.5
"""Below either, a survey result is marked as of low reliability."""

_SOURCE = (
    "The question of AlphaPlus's evaluation of the mentor training of the Education and Training Foundation, "
    "March 2021, which reported medium or high."
)


def _demand(name: str, label: str, whose: str, levels: str, caution: str) -> Measure:
    return Measure(
        name=name,
        family="demand",
        label=label,
        definition=(
            f"Of the respondents who answered what demand there was for more mentoring training for {whose}, "
            f"the share who answered {levels}."
        ),
        numerator_is=f"respondents who answered {levels}",
        denominator_is="respondents who answered the question",
        unit="percent",
        source=_SOURCE,
        caution=caution,
        small_below=FEW_RESPONDENTS,
        small_status="u",
    )


_FLATTERS = "Medium and high together flatter; read it beside high alone and beside the response rate."
_ANSWERED = "It speaks for those who answered, so read it beside the response rate."

DEMAND_SELF = _demand("demand_self", "Demand for oneself", "themselves", "medium or high", _FLATTERS)
DEMAND_ORGANISATION = _demand(
    "demand_organisation",
    "Demand for the organisation",
    "their organisation",
    "medium or high",
    _FLATTERS,
)
DEMAND_SELF_HIGH = _demand("demand_self_high", "High demand for oneself", "themselves", "high", _ANSWERED)
DEMAND_ORGANISATION_HIGH = _demand(
    "demand_organisation_high", "High demand for the organisation", "their organisation", "high", _ANSWERED
)
MEASURES = (DEMAND_SELF, DEMAND_ORGANISATION, DEMAND_SELF_HIGH, DEMAND_ORGANISATION_HIGH)

QUESTIONS = {
    DEMAND_SELF.name: "self",
    DEMAND_ORGANISATION.name: "organisation",
    DEMAND_SELF_HIGH.name: "self",
    DEMAND_ORGANISATION_HIGH.name: "organisation",
}
"""Which question each measure reads, as the column `question` names it."""


def counts(
    measure: Measure,
    answers: pd.DataFrame,
    by: Sequence[str],
    as_at: int | None = None,
    response: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count the respondents who chose the measure's levels, of those who answered its question.

    Answers: *by, question ("self" or "organisation"), level (low, medium, high or empty), respondents,
    covered_to if known. With the response counts of the same groups, a low response gives the status `u`.
    """
    levels = ("high",) if measure in (DEMAND_SELF_HIGH, DEMAND_ORGANISATION_HIGH) else ("medium", "high")
    asked = numbers(answers["respondents"]).where(answers["question"] == QUESTIONS[measure.name], 0)
    answered = answers["level"].isin(LEVELS)
    rows = answers[list(by)].assign(
        numerator=asked.where(answers["level"].isin(levels), 0),
        denominator=asked.where(answered, 0),
        not_yet=0.0,
        left_out=asked.where(~answered, 0),
        reason=np.where(answered | (asked == 0), "", "no answer"),
        as_at=dated(answers, as_at),
    )
    counted = tally(rows, by)
    return counted if response is None else _marked(counted, response, by)


def parts(answers: pd.DataFrame, question: str, by: Sequence[str]) -> pd.DataFrame:
    """The share of each level among those who answered, every level of every group, from low to high."""
    asked = numbers(answers["respondents"]).where(answers["question"] == question, 0)
    by_level = {level: asked.where(answers["level"] == level, 0) for level in LEVELS}
    wide = total(answers[list(by)].assign(**by_level), by, LEVELS)
    wide["denominator"] = wide[list(LEVELS)].sum(axis=1)
    long = wide.melt(
        id_vars=[*by, "denominator"],
        value_vars=list(LEVELS),
        var_name="level",
        value_name="numerator",
        ignore_index=False,
    ).sort_index(kind="stable", ignore_index=True)
    long["value"] = long["numerator"] / long["denominator"]
    return long[[*by, "level", "numerator", "denominator", "value"]]


def _marked(counted: pd.DataFrame, response: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The counts with `u` where the response of the same group is low."""
    key = [*by, "everything"]
    share = numbers(response["numerator"]) / numbers(response["denominator"])
    low = response.assign(everything=0).loc[share < LOW_RESPONSE, key].assign(unreliable="u")
    marks = counted.assign(everything=0).merge(low, on=key, how="left")["unreliable"].fillna("")
    return counted.assign(status=counted["status"].where(counted["status"] != "", marks))
