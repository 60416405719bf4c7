"""Figures in words and as the rows of charts and tables."""

import pandas as pd

from dashboard import drawing
from dashboard.metrics.completion import COMPLETION_RATE
from dashboard.metrics.hours import HOURS_LOGGED
from dashboard.metrics.measure import Measure, figures

MARCH_2021 = 2021 * 12 + 2


def figure(measure: Measure = COMPLETION_RATE, **counts: object) -> pd.DataFrame:
    row = {"numerator": 14, "denominator": 16, "as_at": 738_000, "organisation": "North College"} | counts
    return figures(measure, pd.DataFrame([row]), ["organisation"])


def first(frame: pd.DataFrame) -> dict[object, object]:
    return dict(frame.to_dict("records")[0])


def test_a_rate_is_said_with_its_counts_and_interval() -> None:
    row = first(figure())

    assert drawing.value_words(row) == "87.5 %"
    assert drawing.count_words(row) == "14 of 16"
    assert drawing.interval_words(row) == "64 % to 96.5 %"


def test_a_protected_rate_is_said_as_a_range() -> None:
    row = first(figure(numerator=16, numerator_high=19, denominator=20))

    assert drawing.value_words(row) == "80 %–95 %"
    assert drawing.count_words(row) == "16–19 of 20"


def test_a_hidden_figure_says_that_it_is_hidden_and_no_count() -> None:
    row = first(figure(status="c"))

    assert drawing.value_words(row) == "hidden"
    assert drawing.count_words(row) == ""
    assert drawing.interval_words(row) == ""


def test_hours_are_said_by_how_many_mentors() -> None:
    row = first(figure(HOURS_LOGGED, numerator=120.5, denominator=9))

    assert drawing.value_words(row) == "120.5 hours"
    assert drawing.count_words(row) == "by 9 mentors"


def test_a_hidden_group_has_no_number_in_the_chart() -> None:
    rows = drawing.for_rates(pd.concat([figure(), figure(status="c", organisation="South College")]), "organisation")

    assert rows["group"].tolist() == ["North College", "South College"]
    hidden = rows.iloc[1]
    assert hidden[["value", "low", "high", "value_low", "value_high"]].isna().all()
    assert (hidden["words"], hidden["status_words"]) == ("", "hidden")


def test_a_month_without_entries_is_nought_and_not_left_out() -> None:
    counts = pd.DataFrame(
        {"numerator": [2.0, 4.0], "denominator": [1, 2], "as_at": 738_000, "month": [MARCH_2021, MARCH_2021 + 2]}
    )
    nothing = pd.DataFrame(columns=["event_on", "until_on", "event", "no_teaching"])

    rows = drawing.for_hours_by_month(figures(HOURS_LOGGED, counts, ["month"]), nothing)

    assert rows[["month_label", "hours"]].to_numpy().tolist() == [
        ["Mar 2021", 2.0],
        ["Apr 2021", 0.0],
        ["May 2021", 4.0],
    ]


def test_holidays_give_way_to_what_happened_once() -> None:
    start = pd.Timestamp("2021-03-01").toordinal()
    events = pd.DataFrame(
        {
            "event_on": [start + day for day in range(7)],
            "until_on": pd.NA,
            "event": [f"holiday {day}" for day in range(6)] + ["Colleges open again"],
            "no_teaching": [1, 1, 1, 1, 1, 1, 0],
        }
    )
    counts = pd.DataFrame({"numerator": [2.0], "denominator": [1], "as_at": 738_000, "month": [MARCH_2021]})

    rows = drawing.for_hours_by_month(figures(HOURS_LOGGED, counts, ["month"]), events)

    assert rows["event"].dropna().tolist() == ["Colleges open again"]


def test_a_download_carries_everything_an_honest_figure_has() -> None:
    row = first(drawing.for_download(figure()))

    assert {"numerator", "denominator", "value", "low", "high", "status", "as_at", "definition"} <= row.keys()
    assert row["as_at"] == "2021-07-29"
