"""How rows add up, and how what cannot be counted is said."""

from typing import Any

import pandas as pd

from dashboard.metrics.tally import known_to, tally, total

COUNTED = {"organisation": "Ashby College", "numerator": 3.0, "denominator": 4.0, "not_yet": 1.0}
ROW = COUNTED | {"left_out": 0.0, "reason": "", "as_at": 739000.0}
UNCOUNTED = ROW | {"numerator": 0.0, "denominator": 0.0, "not_yet": 0.0}


def rows(*changes: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([ROW | change for change in changes])


def test_a_group_is_looked_at_on_the_latest_of_its_days() -> None:
    counts = tally(rows({"as_at": 739000.0}, {"as_at": 739031.0}, {"as_at": None}), [])

    assert counts["as_at"].tolist() == [739031]


def test_what_is_left_out_is_said_with_its_reasons_and_numbers() -> None:
    no_due_date = UNCOUNTED | {"reason": "no due date", "left_out": 2.0}
    no_list = UNCOUNTED | {"reason": "no list", "left_out": 1.0}

    counts = tally(rows({}, no_due_date, no_due_date, no_list), ["organisation"])

    assert counts["reason"].tolist() == ["no due date: 4; no list: 1"]
    assert counts["left_out"].tolist() == [5]
    assert counts["status"].tolist() == [""]
    assert counts[["numerator", "denominator"]].to_numpy().tolist() == [[3, 4]]


def test_a_group_of_which_nothing_can_be_counted_is_not_available() -> None:
    counts = tally(rows(UNCOUNTED | {"reason": "no list", "left_out": 3.0}), ["organisation"])

    assert counts["status"].tolist() == ["x"]
    assert counts[["numerator", "denominator"]].isna().all(axis=None)


def test_a_group_whose_day_has_not_come_is_not_unavailable() -> None:
    unknown = UNCOUNTED | {"reason": "no list", "left_out": 3.0}

    counts = tally(rows(UNCOUNTED | {"not_yet": 2.0}, unknown), ["organisation"])

    assert counts["status"].tolist() == [""]
    assert counts["denominator"].tolist() == [0]


def test_rows_that_belong_to_no_programme_are_a_group_of_their_own() -> None:
    counts = tally(rows({"programme": "New to mentoring"}, {"programme": None}), ["programme"])

    assert counts["denominator"].tolist() == [4, 4]
    assert counts["programme"].isna().tolist() == [False, True]


def test_reasons_stay_with_their_group() -> None:
    unknown = UNCOUNTED | {"organisation": "Brook College", "reason": "no list", "left_out": 3.0}

    counts = tally(rows(unknown, {}, {"organisation": "Calder College"}), ["organisation"])

    assert dict(zip(counts["organisation"], counts["reason"], strict=True)) == {
        "Ashby College": "",
        "Brook College": "no list: 3",
        "Calder College": "",
    }


def test_nothing_grouped_by_nothing_is_one_row_of_nothing() -> None:
    nothing = rows({}).iloc[:0]

    assert tally(nothing, [])["denominator"].tolist() == [0]
    assert total(nothing, [], ["numerator"])["numerator"].tolist() == [0]
    assert tally(nothing, ["organisation"]).empty
    assert total(nothing, ["organisation"], ["numerator"]).empty


def test_no_day_is_later_than_the_list_is_complete() -> None:
    lists = pd.DataFrame({"covered_to": [739000, 738000, None]})

    assert known_to(lists, 738500).fillna(-1).tolist() == [738500, 738000, -1]
    assert known_to(lists, None).fillna(-1).tolist() == [739000, 738000, -1]
