"""How counts become figures: value, interval and status."""

import pandas as pd
import pytest

from dashboard.metrics.demand import DEMAND_SELF
from dashboard.metrics.hours import HOURS_LOGGED
from dashboard.metrics.measure import FIGURE_COLUMNS, Measure, figures
from dashboard.metrics.retention import RETAINED_12


def figure(measure: Measure = RETAINED_12, **counts: str | float | None) -> pd.Series:
    row = {"organisation": "Ashby College", "numerator": 14, "denominator": 16, "as_at": 739000} | counts
    return figures(measure, pd.DataFrame([row]), ["organisation"]).iloc[0]


def test_a_share_has_a_value_and_an_interval_around_it() -> None:
    retained = figure()

    assert retained["value"] == 0.875
    assert (round(retained["low"], 3), round(retained["high"], 3)) == (0.640, 0.965)
    assert retained["status"] == "ok"


def test_a_figure_has_the_columns_of_every_figure_and_then_those_carried_along() -> None:
    retained = figure(left_out=2)

    assert tuple(retained.index) == (*FIGURE_COLUMNS, "left_out")
    assert retained["measure"] == "retained_12"
    assert (retained["programme"], retained["cohort"], retained["role"]) == ("", "", "")
    assert retained["month"] is pd.NA
    assert retained["as_at"] == 739000
    assert retained["left_out"] == 2


def test_a_protected_range_has_the_envelope_of_its_intervals_and_no_value() -> None:
    protected = figure(numerator=16, numerator_high=19, denominator=20)

    assert pd.isna(protected["value"])
    assert protected["low"] == figure(numerator=16, denominator=20)["low"]
    assert protected["high"] == figure(numerator=19, denominator=20)["high"]


def test_hours_are_their_own_value_without_an_interval() -> None:
    hours = figure(HOURS_LOGGED, numerator=31.5, denominator=1)

    assert hours["value"] == 31.5
    assert hours[["low", "high"]].isna().all()
    assert hours["status"] == "ok"


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ({}, "ok"),
        ({"status": "ok"}, "ok"),
        ({"status": None}, "ok"),
        ({"denominator": 0, "numerator": 0}, "z"),
        ({"denominator": None}, "x"),
        ({"numerator": None}, "x"),
        ({"numerator": 17}, "x"),
        ({"numerator_high": 17}, "x"),
        ({"numerator": 4, "denominator": 4}, "early"),
        ({"numerator": 4, "denominator": 5}, "ok"),
        ({"status": "c"}, "c"),
        ({"status": "c", "denominator": None}, "c"),
        ({"status": "c", "numerator": 0, "denominator": 0}, "c"),
        ({"status": "x"}, "x"),
        ({"status": "z", "denominator": None}, "z"),
        ({"status": "u", "denominator": None}, "x"),
        ({"status": "u", "numerator": 0, "denominator": 0}, "z"),
        ({"status": "u", "numerator": 1, "denominator": 3}, "u"),
        ({"status": "early"}, "early"),
        ({"status": "ok", "numerator": 1, "denominator": 3}, "early"),
    ],
)
def test_the_first_status_that_applies_is_taken(counts: dict[str, str | float | None], status: str) -> None:
    assert figure(RETAINED_12, **counts)["status"] == status


@pytest.mark.parametrize(("respondents", "status"), [(9, "u"), (10, "ok")])
def test_fewer_than_ten_respondents_are_of_low_reliability(respondents: int, status: str) -> None:
    assert figure(DEMAND_SELF, numerator=8, denominator=respondents)["status"] == status


def test_too_few_is_said_and_the_value_still_shown() -> None:
    early = figure(numerator=3, denominator=4)

    assert early["value"] == 0.75
    assert early["low"] < 0.75 < early["high"]


@pytest.mark.parametrize("status", ["c", "x", "z"])
def test_a_hidden_or_absent_figure_has_neither_value_nor_interval(status: str) -> None:
    assert figure(status=status)[["value", "low", "high"]].isna().all()


def test_a_confidential_figure_does_not_carry_its_numerator() -> None:
    assert figure(status="c")[["numerator", "numerator_high"]].isna().all()


def test_an_unknown_status_is_refused_rather_than_shown_as_a_figure() -> None:
    with pytest.raises(ValueError, match="A figure has no status 'hidden'"):
        figure(status="hidden")


def test_no_counts_make_no_figures() -> None:
    counts = pd.DataFrame({"organisation": [], "numerator": [], "denominator": [], "as_at": []})

    none = figures(RETAINED_12, counts, ["organisation"])

    assert none.empty
    assert tuple(none) == FIGURE_COLUMNS


def test_the_counts_given_are_left_as_they_were() -> None:
    counts = pd.DataFrame({"numerator": [1], "denominator": [2], "as_at": [739000], "status": ["c"]})
    before = counts.copy()

    figures(RETAINED_12, counts, [])

    pd.testing.assert_frame_equal(counts, before)
