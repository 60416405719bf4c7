"""Hours of supported mentoring, the pace of mentors and how well they log."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.metrics.hours import (
    HOURS_LOGGED,
    LOG_COVERAGE,
    MENTORS_AT_PACE,
    coverage_counts,
    logged_counts,
    of_mentors,
    pace_counts,
)
from dashboard.metrics.measure import figures


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


CHRISTMAS = (day("2024-12-23"), day("2025-01-05"))


def mentors(*changes: dict[str, Any]) -> pd.DataFrame:
    """Mentors of a programme of 26 weeks and 40 hours."""
    mentor = {
        "organisation": "Ashby College",
        "programme": "New to mentoring",
        "cohort": "Autumn 2024",
        "role": "mentor",
        "started_on": day("2024-09-30"),
        "ends_on": day("2025-03-30"),
        "hours_low": 40.0,
        "minutes": 0,
        "covered_to": day("2025-07-31"),
        "weeks_off": (),
    }
    return pd.DataFrame([mentor | change for change in changes])


def log(*changes: dict[str, Any]) -> pd.DataFrame:
    month = {
        "organisation": "Ashby College",
        "month": 202411,
        "minutes": 600,
        "mentors_active": 9,
        "mentors_logged": 7,
    }
    return pd.DataFrame([month | change for change in changes])


def at_pace(*changes: dict[str, Any], as_at: str | None = None) -> tuple[float, float]:
    """Numerator and denominator."""
    counted = pace_counts(mentors(*changes), [], day(as_at) if as_at else None)
    return counted["numerator"].sum(), counted["denominator"].sum()


def test_hours_are_added_up_with_the_mentors_who_logged_them() -> None:
    counted = logged_counts(log({}, {"organisation": "Brook College", "minutes": 90}), [], day("2024-11-30"))

    figure = figures(HOURS_LOGGED, counted, []).iloc[0]

    assert (figure["value"], figure["denominator"]) == (11.5, 14)
    assert figure["reason"] == "no entry in the log: 4"
    assert figure["as_at"] == day("2024-11-30")


def test_where_nobody_logged_the_hours_are_not_available_rather_than_nought() -> None:
    figure = figures(HOURS_LOGGED, logged_counts(log({"minutes": 0, "mentors_logged": 0}), []), []).iloc[0]

    assert figure["status"] == "x"
    assert pd.isna(figure["value"])


def test_mentor_places_are_a_log_of_their_own() -> None:
    places = of_mentors(mentors({"minutes": 90}, {"minutes": 30}, {"minutes": 0}))

    counted = logged_counts(places, ["organisation"]).iloc[0]

    assert (counted["numerator"], counted["denominator"], counted["left_out"]) == (2, 2, 1)
    assert counted["as_at"] == day("2025-07-31")


def test_log_coverage_is_the_share_of_active_mentors_who_logged() -> None:
    figure = figures(LOG_COVERAGE, coverage_counts(log({}), ["month"]), ["month"]).iloc[0]

    assert (figure["numerator"], figure["denominator"], figure["month"]) == (7, 9, 202411)
    assert figure["value"] == 7 / 9


def test_more_mentors_logging_than_active_is_a_fault_of_the_data_and_no_coverage() -> None:
    figure = figures(LOG_COVERAGE, coverage_counts(log({"mentors_logged": 10}), []), []).iloc[0]

    assert figure["status"] == "x"
    assert figure["reason"] == "more mentors logged than were active: 10"


@pytest.mark.parametrize("count", [logged_counts, coverage_counts])
def test_mentors_of_several_months_are_not_added_up(
    count: Callable[[pd.DataFrame, list[str]], pd.DataFrame],
) -> None:
    months = log({}, {"month": 202412})

    with pytest.raises(ValueError, match="several months cannot be added up"):
        count(months, ["organisation"])
    assert len(count(months, ["organisation", "month"])) == 2


@pytest.mark.parametrize(
    ("as_at", "minutes", "keeps_up"),
    [
        ("2024-12-29", 20 * 60, 1),
        ("2024-12-29", 20 * 60 - 1, 0),
        ("2025-03-30", 40 * 60, 1),
        ("2025-03-30", 40 * 60 - 1, 0),
        ("2025-07-31", 40 * 60, 1),
    ],
)
def test_a_mentor_is_at_pace_who_has_the_share_of_the_target_that_is_due(
    as_at: str, minutes: int, keeps_up: int
) -> None:
    assert at_pace({"minutes": minutes}, as_at=as_at) == (keeps_up, 1)


def test_no_hours_are_due_in_the_holidays() -> None:
    two_weeks_off = {"weeks_off": (CHRISTMAS,), "minutes": 20 * 60}

    assert at_pace(two_weeks_off, as_at="2024-12-22") == (1, 1)
    assert at_pace(two_weeks_off, as_at="2025-01-05") == (1, 1)
    assert at_pace(two_weeks_off, as_at="2025-01-06") == (0, 1)


def test_a_holiday_named_twice_is_taken_once() -> None:
    once = {"weeks_off": (CHRISTMAS,), "minutes": 21 * 60}
    twice = {"weeks_off": (CHRISTMAS, CHRISTMAS), "minutes": 21 * 60}

    for as_at in ("2025-01-08", "2025-01-12", "2025-01-16"):
        assert at_pace(once, as_at=as_at) == at_pace(twice, as_at=as_at)


def test_a_programme_in_thirds_is_judged_exactly() -> None:
    three_days = {"started_on": day("2025-01-01"), "ends_on": day("2025-01-03"), "hours_low": 0.7}

    assert at_pace(three_days | {"minutes": 14}, as_at="2025-01-01") == (1, 1)
    assert at_pace(three_days | {"minutes": 13}, as_at="2025-01-01") == (0, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"started_on": None}, "no dates"),
        ({"ends_on": None}, "no dates"),
        ({"ends_on": day("2024-09-29")}, "no dates"),
        ({"hours_low": None}, "no target"),
        ({"hours_low": 0.0}, "no target"),
        ({"covered_to": None}, "no log"),
        ({"weeks_off": ((day("2024-09-01"), day("2025-04-30")),)}, "no teaching weeks"),
    ],
)
def test_a_mentor_without_what_a_pace_needs_is_left_out_with_the_reason(change: dict[str, Any], reason: str) -> None:
    beside_another = pace_counts(mentors(change, {"minutes": 2400}), [], day("2025-05-31")).iloc[0]
    alone = figures(MENTORS_AT_PACE, pace_counts(mentors(change), [], day("2025-05-31")), []).iloc[0]

    assert (beside_another["numerator"], beside_another["denominator"]) == (1, 1)
    assert (beside_another["left_out"], beside_another["reason"]) == (1, f"{reason}: 1")
    assert alone["status"] == "x"


def test_mentors_who_have_not_started_yet_have_no_pace_yet() -> None:
    waiting = pace_counts(mentors({}, {}), [], day("2024-09-29"))

    figure = figures(MENTORS_AT_PACE, waiting, []).iloc[0]

    assert (figure["status"], figure["not_yet"]) == ("z", 2)


def test_the_pace_stops_where_the_log_is_complete_to() -> None:
    assert at_pace({"minutes": 20 * 60, "covered_to": day("2024-12-29")}, as_at="2025-07-31") == (1, 1)
