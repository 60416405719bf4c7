"""How far the learners of an online course came; the definitions differ widely, so all are shown."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.metrics.measure import Measure
from dashboard.metrics.tally import dated, numbers, tally

_LEARNERS = "learners enrolled on the run, less its staff once the list of team members is imported"
_FUTURELEARN = "FutureLearn's terms for its course reports: joiner, learner, active learner, 50 % and 90 % of steps."


def _course(name: str, label: str, who: str, caution: str, source: str = _FUTURELEARN) -> Measure:
    return Measure(
        name=name,
        family="course",
        label=label,
        definition=f"The number of learners {who}, out of the {_LEARNERS}, up to the last day of its data.",
        numerator_is=f"learners {who}",
        denominator_is=_LEARNERS,
        unit="people",
        source=source,
        caution=caution,
        small_below=0,
    )


ENROLLED = _course(
    "enrolled",
    "Enrolled",
    "who enrolled",
    "Many who enrol never open a step, so it does not show how many took part.",
)
VISITED = _course(
    "visited",
    "Visited a step",
    "who opened at least one step",
    "Opening a step is not the same as working through it.",
)
COMPLETED_STEP = _course(
    "completed_step",
    "Completed a step",
    "who marked at least one step as complete",
    "One step is enough to count, however short.",
)
HALF = _course(
    "half",
    "Completed half the steps",
    "who marked at least 50 % of the steps as complete",
    "A step is complete when the learner says so; nobody checked what was learned.",
)
NINETY = _course(
    "ninety",
    "Completed nine in ten steps",
    "who marked at least 90 % of the steps as complete",
    "A step is complete when the learner says so; nobody checked what was learned.",
)
FULLY_PARTICIPATED = _course(
    "fully_participated",
    "Fully participated",
    "whom FutureLearn recorded as having fully participated",
    "Its meaning seems to have changed between runs, and few who finish without paying have it.",
    "The column fully_participated_at of FutureLearn's list of enrolments; it comes without a definition.",
)
MEASURES = (ENROLLED, VISITED, COMPLETED_STEP, HALF, NINETY, FULLY_PARTICIPATED)
_BY_STEPS = (VISITED, COMPLETED_STEP, HALF, NINETY)


def counts(measure: Measure, runs: pd.DataFrame, by: Sequence[str], as_at: int | None = None) -> pd.DataFrame:
    """Count the learners who came as far as the measure says, of those enrolled.

    Runs, one row a run: *by, enrolled, visited, completed_step, half, ninety, fully_participated, steps_total
    (0 or missing without step activity), covered_to if known.
    """
    enrolled, reached = numbers(runs["enrolled"]), numbers(runs[measure.name])
    without_list = enrolled.isna() | ((enrolled == 0) & (numbers(runs["visited"]) > 0))
    without_steps = (measure in _BY_STEPS) & ~(numbers(runs["steps_total"]) > 0)
    known = ~(without_list | without_steps | reached.isna())
    rows = runs[list(by)].assign(
        numerator=reached.where(known, 0),
        denominator=enrolled.where(known, 0),
        not_yet=0.0,
        left_out=enrolled.fillna(0).where(~known, 0),
        reason=np.select([known, without_list], ["", "no list of enrolments"], "no step activity"),
        as_at=dated(runs, as_at),
    )
    return tally(rows, by)
