"""Completion: who completed, of those whose programme should be over by now."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.metrics.measure import Measure
from dashboard.metrics.tally import Floats, known_to, numbers, tally, total

GRACE_DAYS = 28
"""How long after the due date an outcome is waited for before a place counts as overdue."""

COMPLETION_RATE = Measure(
    name="completion_rate",
    family="completion",
    label="Completed",
    definition=(
        f"Of the people who started and were due at least {GRACE_DAYS} days before the as-at date, the share "
        "who completed by the as-at date, by the programme's own rule of completing."
    ),
    numerator_is="people who completed",
    denominator_is="people who completed, withdrew or are overdue",
    unit="percent",
    source=(
        "Own definition; what completing means is set by each programme. Cohorts not yet due are left out, "
        "because withdrawals come at once and completions only at the end."
    ),
    caution="It does not show how much of a programme those who withdrew or are overdue took part in.",
)
MEASURES = (COMPLETION_RATE,)


IN_THE_RATE = ("completed", "withdrawn", "overdue")
NOT_DUE = ("in_progress", "completed_early", "withdrawn_so_far")
NOT_KNOWN = {"no_due_date": "no due date", "no_list": "no list of places"}
NOT_IN_THE_RATE = (*NOT_DUE, *NOT_KNOWN, "not_started")


def counts(places: pd.DataFrame, by: Sequence[str], as_at: int | None = None) -> pd.DataFrame:
    """Count who completed, of those who started and were due.

    Places: *by, due_on, outcome ("completed", "withdrawn" or ""), outcome_on, started, covered_to, people.
    """
    people, standing = numbers(places["people"]), _standing(places, as_at)
    rows = places[list(by)].assign(
        numerator=people.where(standing == "completed", 0),
        denominator=people.where(standing.isin(IN_THE_RATE), 0),
        not_yet=people.where(standing.isin(NOT_DUE), 0),
        left_out=people.where(standing.isin(NOT_KNOWN), 0),
        reason=standing.map(NOT_KNOWN).fillna(""),
        as_at=known_to(places, as_at),
    )
    return tally(rows, by)


def not_in_the_rate(places: pd.DataFrame, by: Sequence[str], as_at: int | None = None) -> pd.DataFrame:
    """Count the people the completion rate leaves out, one column for each of NOT_IN_THE_RATE."""
    people, standing = numbers(places["people"]), _standing(places, as_at)
    apart = {why: people.where(standing == why, 0) for why in NOT_IN_THE_RATE}
    return total(places[list(by)].assign(**apart), by, NOT_IN_THE_RATE)


def _standing(places: pd.DataFrame, as_at: int | None) -> "pd.Series[str]":
    """Where each place stands on the day it is looked at."""
    known, due = known_to(places, as_at), numbers(places["due_on"])
    outcome, early = _outcome(places, known), due + GRACE_DAYS > known
    rules = (
        (~(numbers(places["started"]) > 0), "not_started"),
        (known.isna(), "no_list"),
        (due.isna(), "no_due_date"),
        (early & (outcome == "completed"), "completed_early"),
        (early & (outcome == "withdrawn"), "withdrawn_so_far"),
        (early, "in_progress"),
        (outcome == "completed", "completed"),
        (outcome == "withdrawn", "withdrawn"),
    )
    conditions, standings = zip(*rules, strict=True)
    return pd.Series(np.select(conditions, standings, "overdue"), index=places.index, dtype="str")


def _outcome(places: pd.DataFrame, known: Floats) -> "pd.Series[str]":
    """The outcome by that day; one without a date is known from the day the list is complete to."""
    happened_on = numbers(places["outcome_on"]).fillna(numbers(places["covered_to"]))
    return places["outcome"].where(happened_on <= known, "")
