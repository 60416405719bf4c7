"""How far the learners of an online course came."""

import pandas as pd
import pytest

from dashboard.metrics.catalogue import named, of_family
from dashboard.metrics.course import counts
from dashboard.metrics.measure import Measure, figures

RUN = {
    "run": "getting-ready-to-mentor-6",
    "enrolled": 3175,
    "visited": 2294,
    "completed_step": 1367,
    "half": 348,
    "ninety": 263,
    "fully_participated": 31,
    "steps_total": 60,
    "staff_excluded": 14,
    "covered_to": 738000,
}
STEP_MEASURES = ("visited", "completed_step", "half", "ninety")


def figure(name: str, **changes: float | None) -> pd.Series:
    counted = counts(named(name), pd.DataFrame([RUN | changes]), ["run"])
    return figures(named(name), counted, ["run"]).iloc[0]


@pytest.mark.parametrize("measure", of_family("course"), ids=lambda measure: measure.name)
def test_each_measure_is_its_own_number_of_the_people_enrolled(measure: Measure) -> None:
    reached = figure(measure.name)

    assert (reached["value"], reached["denominator"]) == (RUN[measure.name], 3175)
    assert (reached["run"], reached["status"], reached["as_at"]) == (RUN["run"], "ok", 738000)


@pytest.mark.parametrize("steps_total", [0, None])
@pytest.mark.parametrize("name", STEP_MEASURES)
def test_without_step_activity_nobody_knows_how_far_they_came(name: str, steps_total: int | None) -> None:
    unknown = figure(name, steps_total=steps_total, visited=0, completed_step=0, half=0, ninety=0)

    assert unknown["status"] == "x"
    assert unknown["reason"] == "no step activity: 3175"


@pytest.mark.parametrize("name", ["enrolled", "fully_participated"])
def test_the_list_of_enrolments_is_enough_for_what_it_says(name: str) -> None:
    assert figure(name, steps_total=0, visited=0)["value"] == RUN[name]


@pytest.mark.parametrize("enrolled", [0, None])
@pytest.mark.parametrize("name", ["enrolled", "visited"])
def test_without_the_list_of_enrolments_there_is_no_base(name: str, enrolled: int | None) -> None:
    unknown = figure(name, enrolled=enrolled)

    assert unknown["status"] == "x"
    assert unknown["reason"].startswith("no list of enrolments")


def test_runs_are_added_up_where_asked() -> None:
    runs = pd.DataFrame([RUN, RUN | {"run": "getting-ready-to-mentor-7", "enrolled": 2342, "ninety": 250}])

    together = counts(named("ninety"), runs, [], 739000).iloc[0]

    assert (together["numerator"], together["denominator"], together["as_at"]) == (513, 5517, 738000)
