"""The response rate of surveys."""

from typing import Any

import pandas as pd

from dashboard.metrics.measure import figures
from dashboard.metrics.response import RESPONSE_RATE, counts


def surveys(*changes: dict[str, Any]) -> pd.DataFrame:
    wave = {"organisation": "Ashby College", "survey": "End of programme", "role": "mentor"}
    return pd.DataFrame([wave | {"invited": 20, "returned": 13} | change for change in changes])


def figure(*changes: dict[str, Any]) -> pd.Series:
    return figures(RESPONSE_RATE, counts(surveys(*changes), [], 739000), []).iloc[0]


def test_the_rate_is_returned_of_invited() -> None:
    both = figure({}, {"role": "mentee", "invited": 30, "returned": 12})

    assert (both["numerator"], both["denominator"], both["value"]) == (25, 50, 0.5)
    assert both["as_at"] == 739000


def test_without_the_number_invited_there_are_respondents_only() -> None:
    unknown = figure({"invited": None})

    assert unknown["status"] == "x"
    assert unknown["left_out"] == 13
    assert unknown["reason"] == "respondents only, number invited not known: 13"


def test_more_returned_than_invited_is_a_fault_of_the_data() -> None:
    impossible = figure({"invited": 12})

    assert impossible["status"] == "x"
    assert impossible["reason"] == "more returned than invited: 13"


def test_no_average_hides_a_row_that_cannot_be_right() -> None:
    mixed = figure({"invited": 12}, {"role": "mentee", "invited": 30, "returned": 12})

    assert (mixed["numerator"], mixed["denominator"], mixed["left_out"]) == (12, 30, 13)
    assert mixed["reason"] == "more returned than invited: 13"


def test_nobody_invited_is_not_applicable() -> None:
    assert figure({"invited": 0, "returned": 0})["status"] == "z"


def test_nobody_having_returned_is_a_rate_of_nought() -> None:
    assert figure({"returned": 0})["value"] == 0


def test_fewer_than_five_invited_are_of_low_reliability() -> None:
    assert figure({"invited": 4, "returned": 3})["status"] == "u"


def test_the_day_of_coverage_is_used_where_it_is_known() -> None:
    covered = counts(surveys({"covered_to": 738000}), [], 739000)

    assert covered["as_at"].tolist() == [738000]
