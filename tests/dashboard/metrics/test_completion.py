"""Who completed, of those whose programme should be over."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.metrics.completion import COMPLETION_RATE, NOT_IN_THE_RATE, counts, not_in_the_rate
from dashboard.metrics.measure import figures


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def places(*changes: dict[str, Any]) -> pd.DataFrame:
    place = {
        "organisation": "Ashby College",
        "programme": "New to mentoring",
        "cohort": "Autumn 2024",
        "role": "mentor",
        "due_on": day("2025-03-31"),
        "outcome": "",
        "outcome_on": None,
        "started": True,
        "covered_to": day("2025-07-31"),
        "people": 1,
    }
    return pd.DataFrame([place | change for change in changes])


COMPLETED = {"outcome": "completed", "outcome_on": day("2025-03-20")}
WITHDRAWN = {"outcome": "withdrawn", "outcome_on": day("2025-01-10")}


def rate(*changes: dict[str, Any], as_at: str | None = None) -> tuple[float, float]:
    """Numerator and denominator."""
    counted = counts(places(*changes), [], day(as_at) if as_at else None)
    return counted["numerator"].sum(), counted["denominator"].sum()


def apart(*changes: dict[str, Any], as_at: str | None = None) -> dict[str, float]:
    """The people left out of the rate, where there are any."""
    left_out = not_in_the_rate(places(*changes), [], day(as_at) if as_at else None).iloc[0]
    return {str(why): number for why, number in left_out.items() if number}


def test_completed_withdrawn_and_overdue_make_the_rate() -> None:
    assert rate(COMPLETED | {"people": 5}, WITHDRAWN | {"people": 2}, {"people": 1}) == (5, 8)


@pytest.mark.parametrize(("as_at", "due"), [("2025-04-27", 0), ("2025-04-28", 1)])
def test_a_place_is_overdue_four_weeks_after_its_due_date(as_at: str, due: int) -> None:
    assert rate({}, as_at=as_at) == (0, due)


def test_a_withdrawal_before_the_cohort_is_due_is_shown_apart_and_is_not_yet_in_the_rate() -> None:
    assert rate(WITHDRAWN, as_at="2025-02-01") == (0, 0)
    assert apart(WITHDRAWN, as_at="2025-02-01") == {"withdrawn_so_far": 1}
    assert rate(WITHDRAWN, as_at="2025-05-01") == (0, 1)


def test_completing_early_counts_once_the_cohort_is_due() -> None:
    assert rate(COMPLETED, as_at="2025-04-01") == (0, 0)
    assert apart(COMPLETED, as_at="2025-04-01") == {"completed_early": 1}
    assert rate(COMPLETED, as_at="2025-04-28") == (1, 1)


@pytest.mark.parametrize(("as_at", "completed"), [("2025-05-31", 0), ("2025-06-01", 1)])
def test_an_outcome_after_the_as_at_date_has_not_happened_yet(as_at: str, completed: int) -> None:
    assert rate({"outcome": "completed", "outcome_on": day("2025-06-01")}, as_at=as_at) == (completed, 1)


def test_an_outcome_without_a_date_is_known_from_the_day_the_list_is_complete_to() -> None:
    undated = {"outcome": "completed", "outcome_on": None}

    assert rate(undated) == (1, 1)
    assert rate(undated, as_at="2025-06-01") == (0, 1)


def test_a_withdrawal_that_had_not_happened_yet_was_a_place_in_progress() -> None:
    assert apart(WITHDRAWN, as_at="2025-01-09") == {"in_progress": 1}


def test_nobody_is_looked_at_beyond_the_day_the_list_is_complete_to() -> None:
    assert rate({"covered_to": day("2025-04-01")}, as_at="2025-07-31") == (0, 0)


def test_who_never_started_is_not_in_the_rate() -> None:
    assert rate(COMPLETED | {"started": False}, COMPLETED) == (1, 1)
    assert apart({"started": False}) == {"not_started": 1}


def test_a_live_cohort_has_no_rate_yet() -> None:
    figure = figures(COMPLETION_RATE, counts(places({"people": 8}), [], day("2025-01-31")), []).iloc[0]

    assert figure["status"] == "z"
    assert figure["not_yet"] == 8
    assert pd.isna(figure["value"])


def test_places_without_a_due_date_are_counted_apart() -> None:
    counted = counts(places(COMPLETED | {"people": 6}, {"due_on": None, "people": 2}), []).iloc[0]

    assert (counted["numerator"], counted["denominator"]) == (6, 6)
    assert (counted["left_out"], counted["reason"]) == (2, "no due date: 2")


def test_where_no_place_has_a_due_date_the_rate_is_not_available() -> None:
    figure = figures(COMPLETION_RATE, counts(places(COMPLETED | {"due_on": None}), []), []).iloc[0]

    assert figure["status"] == "x"


def test_without_a_list_of_places_the_rate_is_not_available() -> None:
    figure = figures(COMPLETION_RATE, counts(places({"covered_to": None}), [], day("2025-07-31")), []).iloc[0]

    assert (figure["status"], figure["reason"]) == ("x", "no list of places: 1")


def test_everyone_is_in_the_rate_or_apart_from_it_for_one_reason() -> None:
    everyone = places(
        COMPLETED | {"people": 1},
        COMPLETED | {"due_on": day("2025-07-20"), "people": 2},
        WITHDRAWN | {"due_on": day("2025-07-20"), "people": 4},
        {"due_on": day("2025-07-20"), "people": 8},
        {"due_on": None, "people": 16},
        {"covered_to": None, "people": 32},
        {"started": False, "people": 64},
    )

    in_the_rate = counts(everyone, [])["denominator"].sum()
    left_out = not_in_the_rate(everyone, [])

    assert in_the_rate == 1
    assert left_out[list(NOT_IN_THE_RATE)].to_numpy().tolist() == [[8, 2, 4, 16, 32, 64]]


def test_those_apart_can_be_counted_for_each_cohort() -> None:
    left_out = not_in_the_rate(places({}, {"cohort": "Spring 2025", "due_on": day("2025-09-30")}), ["cohort"])

    assert left_out["cohort"].tolist() == ["Autumn 2024", "Spring 2025"]
    assert left_out["in_progress"].tolist() == [0, 1]
