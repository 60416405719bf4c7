"""Who is in post some months after starting."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.metrics.measure import figures
from dashboard.metrics.retention import MONTHS, RETAINED_12, counts

DfE_JOINERS = 7413
DfE_IN_SERVICE = (6251, 5488, 4807, 4412)
DfE_PUBLISHED = (84.32483475, 74.03210576, 64.84554162, 59.51706462)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def spells(*changes: dict[str, Any]) -> pd.DataFrame:
    spell = {
        "organisation": "Ashby College",
        "role": "mentee",
        "started_on": day("2023-09-01"),
        "last_day_on": None,
        "covered_to": day("2025-07-31"),
        "people": 1,
    }
    return pd.DataFrame([spell | change for change in changes])


def retained(*changes: dict[str, Any], months: int = 12, as_at: str | None = None) -> tuple[float, float]:
    """Numerator and denominator."""
    counted = counts(spells(*changes), months, [], day(as_at) if as_at else None)
    return counted["numerator"].sum(), counted["denominator"].sum()


@pytest.mark.parametrize("years", [1, 2, 3, 4])
def test_the_entry_cohort_of_2002_is_retained_as_dfe_published(years: int) -> None:
    joined, covered = day("2002-12-01"), day("2006-12-01")
    leavers = [before - after for before, after in zip((DfE_JOINERS, *DfE_IN_SERVICE), DfE_IN_SERVICE, strict=False)]
    left_on = [day(f"{year}-11-30") for year in (2003, 2004, 2005, 2006)]
    cohort = {"started_on": joined, "covered_to": covered}
    left = [cohort | {"last_day_on": on, "people": n} for on, n in zip(left_on, leavers, strict=True)]
    stayed = cohort | {"people": DfE_IN_SERVICE[-1]}

    figure = figures(RETAINED_12, counts(spells(stayed, *left), 12 * years, []), []).iloc[0]

    assert (figure["numerator"], figure["denominator"]) == (DfE_IN_SERVICE[years - 1], DfE_JOINERS)
    assert round(100 * figure["value"], 8) == DfE_PUBLISHED[years - 1]


@pytest.mark.parametrize(("last_day", "in_post"), [("2024-08-31", 0), ("2024-09-01", 1), ("2024-09-02", 1), (None, 1)])
def test_someone_whose_last_day_is_the_anniversary_is_still_in_post_on_it(last_day: str | None, in_post: int) -> None:
    assert retained({"last_day_on": day(last_day) if last_day else None}) == (in_post, 1)


@pytest.mark.parametrize(
    ("started", "months", "last_day_not_enough", "anniversary"),
    [
        ("2023-08-31", 6, "2024-02-28", "2024-02-29"),
        ("2022-08-31", 6, "2023-02-27", "2023-02-28"),
        ("2024-02-29", 12, "2025-02-27", "2025-02-28"),
        ("2023-03-31", 6, "2023-09-29", "2023-09-30"),
        ("2023-01-15", 24, "2025-01-14", "2025-01-15"),
    ],
)
def test_months_are_calendar_months_and_end_with_a_shorter_month(
    started: str, months: int, last_day_not_enough: str, anniversary: str
) -> None:
    start = {"started_on": day(started)}

    assert retained(start | {"last_day_on": day(last_day_not_enough)}, months=months) == (0, 1)
    assert retained(start | {"last_day_on": day(anniversary)}, months=months) == (1, 1)


@pytest.mark.parametrize(("as_at", "reached"), [("2024-08-31", 0), ("2024-09-01", 1)])
def test_only_those_who_have_reached_the_day_are_counted(as_at: str, reached: int) -> None:
    counted = counts(spells({}), 12, [], day(as_at)).iloc[0]

    assert counted["denominator"] == reached
    assert counted["not_yet"] == 1 - reached
    assert counted["as_at"] == day(as_at)


def test_someone_who_left_is_in_no_denominator_before_the_day_is_reached() -> None:
    assert retained({"last_day_on": day("2023-12-31")}, as_at="2024-06-30") == (0, 0)


def test_nobody_is_looked_at_beyond_the_day_their_list_is_complete_to() -> None:
    counted = counts(spells({"covered_to": day("2024-03-31")}), 12, [], day("2025-07-31")).iloc[0]

    assert counted["denominator"] == 0
    assert counted["as_at"] == day("2024-03-31")


def test_nobody_having_reached_the_day_is_not_applicable_rather_than_nought_per_cent() -> None:
    figure = figures(RETAINED_12, counts(spells({}), 12, [], day("2024-01-01")), []).iloc[0]

    assert figure["status"] == "z"
    assert pd.isna(figure["value"])


def test_without_a_staff_list_retention_is_not_available() -> None:
    unlisted = counts(spells({"covered_to": None, "people": 3}), 12, ["organisation"], day("2025-07-31"))

    figure = figures(RETAINED_12, unlisted, ["organisation"]).iloc[0]

    assert figure["status"] == "x"
    assert figure["reason"] == "no staff list: 3"
    assert figure["as_at"] is pd.NA


def test_an_organisation_without_a_list_does_not_take_the_figure_from_those_with_one() -> None:
    unlisted = {"organisation": "Brook College", "covered_to": None, "people": 3}

    counted = counts(spells({"people": 6}, unlisted), 12, []).iloc[0]

    assert (counted["numerator"], counted["denominator"], counted["left_out"]) == (6, 6, 3)
    assert counted["as_at"] == day("2025-07-31")


def test_any_column_of_the_spells_can_group_them() -> None:
    cohorts = spells({"cohort": "Autumn 2023"}, {"cohort": "Spring 2024", "last_day_on": day("2024-01-31")})

    counted = counts(cohorts, 12, ["organisation", "cohort"])

    assert counted["cohort"].tolist() == ["Autumn 2023", "Spring 2024"]
    assert counted["numerator"].tolist() == [1, 0]


def test_each_measure_has_its_own_months() -> None:
    assert MONTHS == {"retained_6": 6, "retained_12": 12, "retained_24": 24}


def test_people_who_started_before_leavers_were_listed_are_left_out_and_said_to_be() -> None:
    listed = {"listed_from": day("2022-08-01")}
    old, new = listed | {"started_on": day("2020-09-01"), "people": 5}, listed | {"people": 2}

    counted = counts(spells(old, new), 12, []).iloc[0]

    assert (counted["numerator"], counted["denominator"], counted["left_out"]) == (2, 2, 5)
    assert counted["reason"] == "started before leavers were listed: 5"
