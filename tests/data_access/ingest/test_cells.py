"""One cell at a time: what is read, and the sentence for what cannot be."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from data_access.ingest import cells
from data_access.ingest.cells import NotReadableError, Setting
from data_access.ingest.sheet import Cell, CellError
from data_access.records import SessionStatus

HOURS = Setting(duration_unit="hours")


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("1:30", 90),
        ("46:30", 2790),
        ("1:30:00", 90),
        ("90 mins", 90),
        ("90m", 90),
        ("1.5", 90),
        ("1,5", 90),
        ("1h 30m", 90),
        ("1 hr 30 mins", 90),
        ("2 hours", 120),
        ("1 hour and 15 minutes", 75),
        (1.5, 90),
        (2, 120),
        (time(1, 30), 90),
        (timedelta(hours=46, minutes=30), 2790),
        (datetime(1900, 1, 1, 22, 30), 46 * 60 + 30),
        (date(1900, 1, 1), 24 * 60),
        ("", None),
        (None, None),
    ],
)
def test_a_length_of_time_is_read_however_it_is_written(written: Cell, minutes: int | None) -> None:
    assert cells.minutes(written, HOURS) == minutes


def test_an_hour_of_46_30_shown_as_a_time_of_day_counts_from_the_workbooks_own_epoch() -> None:
    in_1904 = Setting(epoch=date(1904, 1, 1), duration_unit="hours")

    assert cells.minutes(datetime(1904, 1, 2, 22, 30), in_1904) == 46 * 60 + 30


def test_a_bare_number_is_not_guessed_to_be_hours_or_minutes() -> None:
    with pytest.raises(NotReadableError, match="could be hours or minutes"):
        cells.minutes("90", Setting())


@pytest.mark.parametrize("written", ["soon", "1:75", "-2", "1.5.2", True, "h m", "12 apples"])
def test_what_is_no_length_of_time_is_said_to_be_none(written: Cell) -> None:
    with pytest.raises(NotReadableError, match="is not a length of time"):
        cells.minutes(written, HOURS)


@pytest.mark.parametrize(
    "written",
    [
        "05/10/2020",
        "5.10.20",
        "2020-10-05",
        "2020-10-05 23:59:59 UTC",
        "5 October 2020",
        "5 Oct 2020",
        "October 5, 2020",
        "05-Oct-20",
        " 05/10/2020\u00a0",
        date(2020, 10, 5),
        datetime(2020, 10, 5, 23, 30),
    ],
)
def test_a_date_is_read_however_it_is_written(written: Cell) -> None:
    assert cells.day(written, Setting(date_order="day first")) == date(2020, 10, 5).toordinal()


def test_a_column_of_month_first_dates_is_read_month_first() -> None:
    assert cells.day("10/05/2020", Setting(date_order="month first")) == date(2020, 10, 5).toordinal()


@pytest.mark.parametrize("written", ["31/02/2020", "soon", "2020", 44_109, "32/01/2020"])
def test_what_is_no_date_is_said_to_be_none(written: Cell) -> None:
    with pytest.raises(NotReadableError, match=r"is not a date\. Write it as 31/01/2026"):
        cells.day(written, Setting())


def test_a_year_nobody_worked_in_is_asked_about() -> None:
    with pytest.raises(NotReadableError, match="year 2201"):
        cells.day("05/10/2201", Setting(date_order="day first"))


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("31/01/2020", "day first"),
        ("01/31/2020", "month first"),
        ("03/04/2020", "either"),
        ("04/04/2020", None),
        ("x", None),
    ],
)
def test_the_order_of_a_date_is_only_certain_where_it_can_be_no_other(written: str, order: str | None) -> None:
    assert cells.date_order_of(written) == order


@pytest.mark.parametrize(
    "parse", [cells.text, cells.comment, cells.day, cells.minutes, cells.number, cells.flag, cells.e_mail]
)
def test_an_error_cell_is_not_taken_for_a_blank(parse: Callable[[Cell, Setting], object]) -> None:
    with pytest.raises(NotReadableError, match="is an error, not a value"):
        parse(CellError("#N/A"), HOURS)


@pytest.mark.parametrize("written", ["NA", "null", "None", "N/A"])
def test_words_that_look_like_nothing_are_text(written: str) -> None:
    assert cells.text(written) == written


def test_numbers_that_stand_for_words_keep_their_digits() -> None:
    assert cells.text(10234.0) == "10234"
    assert cells.text("1.10") == "1.10"


def test_a_choice_is_one_of_its_words_or_their_synonyms() -> None:
    parse = cells.choice(SessionStatus, {"done": "held"})

    assert [parse(word, HOURS) for word in ("Held", " DONE ", "Cancelled", None)] == ["held", "held", "cancelled", None]
    with pytest.raises(NotReadableError, match="Write one of: held, scheduled, cancelled"):
        parse("maybe", HOURS)


@pytest.mark.parametrize("written", ["not an address", "a@", "@b"])
def test_an_address_without_a_name_or_place_is_none(written: str) -> None:
    with pytest.raises(NotReadableError, match=r"name@college\.ac\.uk"):
        cells.e_mail(written)


def test_money_is_a_number() -> None:
    assert cells.number("£6,000") == 6000.0


@pytest.mark.parametrize("written", [-1, 1.5, "2.5", 9_999_999_999, "many"])
def test_a_count_is_whole_and_of_a_size_that_can_be(written: Cell) -> None:
    with pytest.raises(NotReadableError, match="Write digits only, such as"):
        cells.whole(written)
