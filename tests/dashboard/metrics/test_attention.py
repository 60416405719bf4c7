"""Which mentors need a look, and why."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.metrics.attention import of_mentors


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def mentors(*changes: dict[str, Any]) -> pd.DataFrame:
    mentor = {
        "started_on": day("2024-10-01"),
        "ends_on": day("2025-03-31"),
        "finished_on": None,
        "hours_low": 40,
        "minutes": 30 * 60,
        "last_on": day("2025-01-20"),
        "covered_to": day("2025-01-31"),
    }
    return pd.DataFrame([mentor | change for change in changes])


def look(**change: Any) -> tuple[str, str]:  # noqa: ANN401 - columns of the frame
    row = of_mentors(mentors(change)).iloc[0]
    return row["state"], row["reason"]


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "on track"),
        ({"started_on": day("2025-01-10"), "minutes": 0, "last_on": None}, "too early to tell"),
        ({"minutes": 0, "last_on": None}, "no log"),
        ({"last_on": day("2024-12-20")}, "on track"),
        ({"last_on": day("2024-12-19")}, "needs check-in"),
        ({"minutes": 10 * 60}, "needs check-in"),
    ],
)
def test_each_mentor_has_one_state(change: dict[str, Any], state: str) -> None:
    assert look(**change)[0] == state


def test_the_reason_names_the_days_and_the_hours() -> None:
    assert look(last_on=day("2024-12-01"), minutes=600) == (
        "needs check-in",
        "no session held for 61 days; 10 hours logged, under 60% of what is due by now",
    )


def test_no_log_is_unknown_and_never_behind() -> None:
    assert look(minutes=0, last_on=None)[1] == "nothing logged yet: unknown, not behind"


@pytest.mark.parametrize(
    "change", [{"finished_on": day("2025-01-05")}, {"ends_on": day("2025-01-30")}, {"started_on": day("2025-02-01")}]
)
def test_a_place_that_is_over_or_not_begun_needs_nobody(change: dict[str, Any]) -> None:
    assert of_mentors(mentors(change)).empty


def test_those_who_need_a_look_come_first_the_longest_silent_first() -> None:
    rows = of_mentors(mentors({}, {"last_on": day("2024-11-20")}, {"last_on": day("2024-11-01")}))

    assert rows["state"].tolist() == ["needs check-in", "needs check-in", "on track"]
    assert rows["days"].tolist() == [91, 72, 11]
