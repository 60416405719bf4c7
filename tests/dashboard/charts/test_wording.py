import math

import pandas as pd
import pytest

from dashboard.charts.wording import amount, clipped, gap, listed, overlapping, passage, percent, rows


def test_missing_values_of_every_kind_read_as_none() -> None:
    frame = pd.DataFrame({"hours": [1.5, math.nan], "event": ["Easter", None]})

    assert rows(frame) == [{"hours": 1.5, "event": "Easter"}, {"hours": None, "event": None}]


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "0%"), (0.004, "under 1%"), (0.875, "88%"), (0.996, "over 99%"), (1, "100%")],
)
def test_a_share_is_never_rounded_to_none_or_to_all(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(("hours", "words"), [(0, "0"), (62.5, "62.5"), (1204.0, "1,204")])
def test_hours_have_at_most_one_decimal(hours: float, words: str) -> None:
    assert amount(hours) == words


def test_a_long_list_of_names_ends_in_a_number() -> None:
    assert listed(["Alder", "Calder", "Ings", "Priory", "Zennor"]) == "Alder, Calder, Ings and 2 more"
    assert listed(["Alder", "Calder"]) == "Alder and Calder"
    assert listed(["Alder"]) == "Alder"


def test_a_very_long_name_is_cut_with_an_ellipsis() -> None:
    assert clipped("x" * 60) == "x" * 39 + "…"


def test_a_passage_leaves_out_the_fact_that_does_not_fit_and_keeps_the_close() -> None:
    text = passage("Opening.", ["a" * 500, "Short fact."], "Close.")

    assert text == "Opening. Short fact. Close."


def test_the_gap_of_two_shares_is_the_published_newcombe_interval() -> None:
    first = {"value": 56 / 70, "low": 0.691834, "high": 0.876869}
    second = {"value": 48 / 80, "low": 0.490386, "high": 0.700439}

    low, high = gap(first, second)

    assert low == pytest.approx(0.0524, abs=1e-4)
    assert high == pytest.approx(0.3339, abs=1e-4)


def test_intervals_overlap_only_when_one_value_lies_in_all_of_them() -> None:
    first, second, third = ({"low": 0.1, "high": 0.5}, {"low": 0.4, "high": 0.8}, {"low": 0.6, "high": 0.9})

    assert overlapping([first, second])
    assert overlapping([second, third])
    assert not overlapping([first, second, third])
