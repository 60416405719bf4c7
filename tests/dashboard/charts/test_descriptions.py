import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import descriptions
from dashboard.charts.specs import SHAPES, ChartName
from tests.dashboard.charts.frames import (
    EMPTY,
    NORMAL,
    ONE_ROW,
    SUPPRESSED,
    framed,
    held,
    hidden,
    question,
    rate,
    step,
    week,
)

NAMES = st.text(min_size=1, max_size=120)
SHARES = st.floats(0, 1)


def described(name: ChartName, frame: pd.DataFrame) -> str:
    return str(getattr(descriptions, name)(frame))


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("frames", [NORMAL, EMPTY, SUPPRESSED, ONE_ROW])
def test_a_description_is_a_paragraph_of_150_to_450_characters(
    name: ChartName, frames: dict[ChartName, pd.DataFrame]
) -> None:
    assert 150 <= len(described(name, frames[name])) <= 450


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        (
            "hours_by_month",
            [
                "164.5 hours in 3 months from Mar 2021 to May 2021",
                "most in May 2021 (102)",
                "None held in Apr 2021.",
                "Not shown, too few people or no records: Jun 2021.",
                "8 Mar 2021, Colleges reopen",
            ],
        ),
        (
            "rates",
            [
                "All intervals overlap.",
                "Marsden College: 5 of 11, interval 21% to 72%",
                "Priory College (Hidden: fewer than 5 people)",
                "Given as a range to protect people: Alder College.",
                "Few people, drawn hollow: Marsden College.",
            ],
        ),
        (
            "retention_steps",
            [
                "With a trained mentor 88%, 30 of 34, interval 73% to 95%",
                "No mentor recorded 79%, 27 of 34, interval 63% to 90%",
                "Not shown, too few people: No mentor recorded at 24 months.",
                "not what caused it",
            ],
        ),
        (
            "demand_parts",
            [
                "Demand for yourself: low 3%, medium 40%, high 57% (60 answered).",
                "Not shown, to protect people: Demand for others.",
            ],
        ),
        (
            "course_funnel",
            [
                "Enrolled 204; Visited a step 181",
                "At the last step shown: 20%.",
                "Largest fall: 83, from Visited a step to Completed half the steps or more.",
                "Not shown, to protect people: Completed 90% of the steps or more.",
            ],
        ),
        (
            "hours_pace",
            ["1 of 2 mentors below the pace.", "Expected by week 2: 3 to 4 hours.", "Lowest: Ben Shaw (1.5)."],
        ),
    ],
)
def test_a_description_gives_finding_numbers_exceptions_and_what_is_hidden(name: ChartName, facts: list[str]) -> None:
    text = described(name, NORMAL[name])

    assert [fact for fact in facts if fact not in text] == []


@pytest.mark.parametrize("name", SHAPES)
def test_an_empty_chart_says_why_it_is_empty(name: ChartName) -> None:
    text = described(name, EMPTY[name])

    assert "It is empty" in text or "No group has a rate" in text


def test_suppressed_groups_are_named_with_the_reason_each_has() -> None:
    text = descriptions.rates(SUPPRESSED["rates"], "completion")

    assert "Priory College (Hidden: fewer than 5 people); Zennor College (Nobody due yet)" in text


def test_many_suppressed_groups_are_counted() -> None:
    frame = framed("rates", *(hidden(f"College {number}") for number in range(9)))

    assert "Not shown: 9 groups (Hidden: fewer than 5 people)." in descriptions.rates(frame)


def test_intervals_that_share_no_value_are_said_to_lie_apart() -> None:
    frame = framed(
        "rates",
        rate("Calder College", "13 of 24", (13 / 24, 0.35, 0.72)),
        rate("Ashby College", "31 of 31", (1, 0.89, 1)),
    )

    assert "Some intervals lie apart. Lowest: Calder College" in descriptions.rates(frame)


def test_one_series_makes_no_comparison() -> None:
    assert "caused" not in descriptions.retention_steps(ONE_ROW["retention_steps"])


def test_a_range_of_people_in_post_is_named_as_such() -> None:
    frame = framed("retention_steps", held("All", 12, "16 to 19 of 20", (None, 0.58, 0.99)))

    text = descriptions.retention_steps(frame)

    assert "All 16 to 19 of 20, interval 58% to 99%" in text
    assert "Given as a range to protect people: All at 12 months." in text


def test_mentors_all_at_pace_are_not_named() -> None:
    text = descriptions.hours_pace(ONE_ROW["hours_pace"])

    assert "0 of 1 mentor below the pace." in text
    assert "Amara" not in text


@given(st.lists(st.tuples(NAMES, SHARES, SHARES), min_size=1, max_size=12))
def test_rates_of_groups_of_any_name_keep_to_the_length(groups: list[tuple[str, float, float]]) -> None:
    frame = framed("rates", *(rate(name, "1 of 2", (min(a, b), min(a, b), max(a, b)), "u") for name, a, b in groups))

    assert 150 <= len(descriptions.rates(frame)) <= 450


@given(st.lists(NAMES, min_size=1, max_size=8, unique=True))
def test_questions_steps_and_mentors_of_any_name_keep_to_the_length(names: list[str]) -> None:
    asked = framed("demand_parts", *(row for name in names for row in question(name, 1, 2, 3)))
    taken = framed("course_funnel", *(step(name, 7) for name in names))
    logged = framed("hours_pace", *(week(1, name, 1, 2, 3) for name in names))

    for text in (
        descriptions.demand_parts(asked),
        descriptions.course_funnel(taken),
        descriptions.hours_pace(logged),
    ):
        assert 150 <= len(text) <= 450
