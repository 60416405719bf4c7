import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import titles
from dashboard.charts.specs import SHAPES, ChartName
from tests.dashboard.charts.frames import (
    EMPTY,
    NORMAL,
    ONE_ROW,
    SUPPRESSED,
    framed,
    held,
    month,
    question,
    ranged,
    rate,
    step,
    week,
)


def title(name: ChartName, frame: pd.DataFrame) -> str:
    return str(getattr(titles, name)(frame))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hours_by_month", "164.5 supported mentoring hours in 3 months, most in May 2021"),
        ("rates", "Rate: all 3 intervals overlap; no group stands apart"),
        ("retention_steps", "The gap at 12 months could be chance: 88% and 79%"),
        ("demand_parts", "High demand from 38% to 57%, depending on the question"),
        ("course_funnel", "Of 204 enrolled, 41 fully participated (20%)"),
        ("hours_pace", "1 of 2 mentors are below the expected pace"),
    ],
)
def test_a_title_states_the_finding(name: ChartName, expected: str) -> None:
    assert title(name, NORMAL[name]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hours_by_month", "62.5 supported mentoring hours in Mar 2021"),
        ("rates", "Rate: 14 of 16, interval 64% to 96%"),
        ("retention_steps", "88% still in post at 12 months (interval 73% to 95%)"),
        ("demand_parts", "34 of 60 report high demand, 2 report low"),
        ("course_funnel", "204 enrolled"),
        ("hours_pace", "The only mentor is at or above the expected pace"),
    ],
)
def test_one_row_is_a_finding_of_its_own(name: ChartName, expected: str) -> None:
    assert title(name, ONE_ROW[name]) == expected


@pytest.mark.parametrize("name", SHAPES)
def test_nothing_to_compute_is_said_in_plain_words(name: ChartName) -> None:
    assert title(name, EMPTY[name]).startswith("Not enough ")


@pytest.mark.parametrize("name", SHAPES)
def test_a_suppressed_frame_gets_the_title_of_an_empty_one(name: ChartName) -> None:
    assert title(name, SUPPRESSED[name]) == title(name, EMPTY[name])


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("frames", [NORMAL, EMPTY, SUPPRESSED, ONE_ROW])
def test_a_title_has_twelve_words_or_fewer(name: ChartName, frames: dict[ChartName, pd.DataFrame]) -> None:
    assert len(title(name, frames[name]).split()) <= 12


def test_months_without_any_hours_are_not_given_a_peak() -> None:
    quiet = framed("hours_by_month", month("2021-03-01", "Mar 2021", 0, 0), month("2021-04-01", "Apr 2021", 0, 0))
    level = framed("hours_by_month", month("2021-03-01", "Mar 2021", 9), month("2021-04-01", "Apr 2021", 9))

    assert titles.hours_by_month(quiet) == "No supported mentoring hours in 2 months"
    assert titles.hours_by_month(level) == "18 supported mentoring hours in 2 months"


def test_groups_whose_intervals_share_no_value_lie_apart() -> None:
    frame = framed(
        "rates",
        rate("Calder College", "13 of 24", (13 / 24, 0.35, 0.72)),
        rate("Ashby College", "31 of 31", (1, 0.89, 1)),
    )

    assert titles.rates(frame, "completion") == "Completion: some groups' intervals lie apart"


def test_two_overlapping_groups_are_not_told_apart() -> None:
    frame = framed(
        "rates",
        rate("Calder College", "13 of 24", (13 / 24, 0.35, 0.72)),
        ranged("Alder College", "16-19 of 20", (0.8, 0.95), (0.58, 0.99)),
    )

    assert titles.rates(frame, "completion") == "Completion: both intervals overlap; no group stands apart"


def test_a_measure_with_a_long_name_leaves_its_name_to_the_heading_above() -> None:
    frame = framed("rates", rate("Kestrel College", "14 of 16", (14 / 16, 0.64, 0.965)))

    said = titles.rates(frame, "share of mentors at or above the expected pace of hours")

    assert said == "14 of 16, interval 64% to 96%"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((0.95, 0.9, 0.98), (0.7, 0.62, 0.78), "With a mentor: more still in post at 12 months"),
        ((0.7, 0.62, 0.78), (0.95, 0.9, 0.98), "With a mentor: fewer still in post at 12 months"),
        ((0.9, 0.7, 0.97), (0.8, 0.6, 0.9), "The gap at 12 months could be chance: 90% and 80%"),
    ],
)
def test_a_gap_is_claimed_only_when_its_interval_leaves_out_zero(
    first: tuple[float, float, float], second: tuple[float, float, float], expected: str
) -> None:
    frame = framed("retention_steps", held("With a mentor", 12, "", first), held("No mentor", 12, "", second))

    assert titles.retention_steps(frame) == expected


def test_a_long_series_name_gives_way_to_the_two_shares() -> None:
    frame = framed(
        "retention_steps",
        held("Teachers with a mentor trained on the long programme", 12, "", (0.95, 0.9, 0.98)),
        held("No mentor", 12, "", (0.7, 0.62, 0.78)),
    )

    assert titles.retention_steps(frame) == "The gap at 12 months is beyond chance: 95% and 70%"


def test_retention_falls_back_on_the_last_month_reached_before_twelve() -> None:
    frame = framed("retention_steps", held("All", 6, "38 of 40", (None, 0.83, 0.99)))

    assert titles.retention_steps(frame) == "Still in post at 6 months: interval 83% to 99%"


def test_three_series_are_compared_by_their_intervals() -> None:
    shares = [(0.9, 0.8, 0.95), (0.85, 0.7, 0.93), (0.8, 0.6, 0.9)]
    near = framed("retention_steps", *(held(str(i), 12, "", share) for i, share in enumerate(shares)))
    apart = framed(
        "retention_steps",
        *(held(str(i), 12, "", share) for i, share in enumerate([*shares[:2], (0.4, 0.3, 0.5)])),
    )

    assert titles.retention_steps(near) == "At 12 months the intervals overlap; no series stands apart"
    assert titles.retention_steps(apart) == "At 12 months some intervals lie apart"


def test_the_same_demand_on_every_question_is_one_number() -> None:
    frame = framed("demand_parts", *question("Yourself", 10, 20, 30), *question("Others", 20, 10, 30))

    assert titles.demand_parts(frame) == "High demand from 50% on every question"


def test_demand_without_counts_of_people_is_told_in_shares() -> None:
    frame = framed("demand_parts", *question("Yourself", 2, 24, 34)).assign(people=None)

    assert titles.demand_parts(frame) == "57% report high demand, 3% report low"


def test_a_course_that_nobody_enrolled_on_has_no_share() -> None:
    nobody = [{"step": name, "people": 0, "share": 0.0, "words": "0 of 0"} for name in ("Enrolled", "Visited")]

    assert titles.course_funnel(framed("course_funnel", *nobody)) == "Of 0 enrolled, 0 visited"


def test_a_course_step_with_a_long_name_is_called_the_last() -> None:
    frame = framed(
        "course_funnel", step("Enrolled", 204), step("Completed nine in ten of all of the steps there are", 41)
    )

    assert titles.course_funnel(frame) == "Of 204 at the first step shown, 41 reached the last"


def test_a_mentor_is_judged_by_the_latest_week_with_hours() -> None:
    frame = framed("hours_pace", week(2, "Ben Shaw", 4, 3, 4), week(1, "Ben Shaw", 1, 1.5, 2))

    assert titles.hours_pace(frame) == "The only mentor is at or above the expected pace"


@given(st.lists(st.tuples(st.text(min_size=1, max_size=80), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=30))
def test_no_group_name_makes_a_title_long(groups: list[tuple[str, float, float]]) -> None:
    frame = framed("rates", *(rate(name, "1 of 2", (min(a, b), min(a, b), max(a, b))) for name, a, b in groups))

    assert len(titles.rates(frame, "retention at 12 months").split()) <= 12
