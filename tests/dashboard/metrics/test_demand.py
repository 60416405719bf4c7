"""Demand for more mentoring training."""

import pandas as pd
import pytest

from dashboard.metrics.catalogue import named
from dashboard.metrics.demand import DEMAND_SELF, counts, parts
from dashboard.metrics.measure import figures

ANSWERS = pd.DataFrame(
    [
        ("Ashby College", "self", "low", 2),
        ("Ashby College", "self", "medium", 7),
        ("Ashby College", "self", "high", 11),
        ("Ashby College", "self", "", 3),
        ("Ashby College", "organisation", "medium", 5),
        ("Ashby College", "organisation", "high", 15),
        ("Brook College", "organisation", "low", 12),
    ],
    columns=["organisation", "question", "level", "respondents"],
)
ASHBY = ANSWERS[ANSWERS["organisation"] == "Ashby College"]


@pytest.mark.parametrize(
    ("name", "wanting"),
    [
        ("demand_self", 18),
        ("demand_self_high", 11),
        ("demand_organisation", 20),
        ("demand_organisation_high", 15),
    ],
)
def test_demand_is_counted_of_those_who_answered_that_question(name: str, wanting: int) -> None:
    figure = figures(named(name), counts(named(name), ASHBY, [], 739000), []).iloc[0]

    assert (figure["numerator"], figure["denominator"]) == (wanting, 20)
    assert (figure["status"], figure["as_at"]) == ("ok", 739000)


def test_those_who_did_not_answer_are_counted_apart() -> None:
    assert counts(DEMAND_SELF, ASHBY, [])["reason"].tolist() == ["no answer: 3"]


def test_a_college_that_was_not_asked_has_no_demand() -> None:
    figure = figures(DEMAND_SELF, counts(DEMAND_SELF, ANSWERS, ["organisation"]), ["organisation"]).iloc[1]

    assert (figure["organisation"], figure["status"]) == ("Brook College", "z")
    assert pd.isna(figure["value"])


@pytest.mark.parametrize(("returned", "status"), [(19, "u"), (20, "ok"), (30, "ok")])
def test_a_low_response_makes_the_result_unreliable_and_still_shows_it(returned: int, status: str) -> None:
    response = pd.DataFrame({"numerator": [returned], "denominator": [40]})

    figure = figures(DEMAND_SELF, counts(DEMAND_SELF, ASHBY, [], None, response), []).iloc[0]

    assert (figure["status"], figure["value"]) == (status, 0.9)


def test_a_low_response_marks_only_its_own_group() -> None:
    answers = pd.concat([ASHBY, ASHBY.assign(organisation="Calder College")])
    response = pd.DataFrame(
        {"organisation": ["Ashby College", "Calder College"], "numerator": [30, 23], "denominator": [40, 90]}
    )

    counted = counts(DEMAND_SELF, answers, ["organisation"], None, response)

    assert counted["status"].tolist() == ["", "u"]


def test_an_unknown_response_rate_marks_nothing() -> None:
    response = pd.DataFrame({"numerator": [None], "denominator": [None]})

    assert counts(DEMAND_SELF, ASHBY, [], None, response)["status"].tolist() == [""]


def test_nobody_having_answered_stays_not_available_under_a_low_response() -> None:
    blank = ASHBY[ASHBY["level"] == ""]
    response = pd.DataFrame({"numerator": [3], "denominator": [40]})

    assert counts(DEMAND_SELF, blank, [], None, response)["status"].tolist() == ["x"]


def test_the_parts_are_every_level_of_every_group_from_low_to_high() -> None:
    shares = parts(ANSWERS, "organisation", ["organisation"])

    assert shares["level"].tolist() == ["low", "medium", "high"] * 2
    assert shares["organisation"].tolist() == ["Ashby College"] * 3 + ["Brook College"] * 3
    assert shares["numerator"].tolist() == [0, 5, 15, 12, 0, 0]
    assert shares["value"].tolist() == [0, 0.25, 0.75, 1, 0, 0]


def test_the_parts_of_everyone_add_up_to_one() -> None:
    shares = parts(ASHBY, "self", [])

    assert shares["denominator"].tolist() == [20, 20, 20]
    assert shares["value"].sum() == pytest.approx(1)


def test_the_parts_of_nobody_have_no_shares() -> None:
    assert parts(ANSWERS.iloc[:0], "self", [])["value"].isna().all()
