"""Downloads are given once, to their owner, and cannot act in a spreadsheet."""

import csv
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import exports
from dashboard.exports import CSV, Content, Download, Offers, csv_bytes, safe_name, xlsx_bytes

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","Northfield")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "+44 20 7946 0000",
    "-",
)
NUMBERS = ("-5", "+5", "-5.25", "-5%", "-1e5", "+.5")


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def offers(clock: Clock) -> Offers:
    return Offers(clock=clock, most=3, most_bytes=100)


def offered(offers: Offers, content: Content = b"hours", identity: str = "ann") -> str:
    return offers.offer(identity, "hours.csv", CSV, content)


def taken(offers: Offers, token: str, identity: str = "ann") -> bytes | None:
    download = offers.take(token, identity)
    return download.read() if download else None


def csv_cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_of(content: bytes, name: str) -> Worksheet:
    sheet = load_workbook(BytesIO(content))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_download_is_given_once(offers: Offers) -> None:
    token = offered(offers)

    assert taken(offers, token) == b"hours"
    assert taken(offers, token) is None


def test_a_download_is_given_to_its_owner_only_and_a_stranger_does_not_use_it_up(offers: Offers) -> None:
    token = offered(offers)

    assert taken(offers, token, identity="bob") is None
    assert taken(offers, token) == b"hours"


def test_an_unknown_token_takes_nothing(offers: Offers) -> None:
    assert taken(offers, "guess") is None


@pytest.mark.parametrize(("content", "seconds"), [(b"hours", 60), (lambda: b"hours", 900)])
def test_a_download_waits_for_its_time_and_no_longer(
    offers: Offers, clock: Clock, content: Content, seconds: int
) -> None:
    in_time, late = offered(offers, content), offered(offers, content)

    clock.now = seconds - 0.1
    assert taken(offers, in_time) == b"hours"
    clock.now = seconds
    assert taken(offers, late) is None


def test_content_offered_as_a_callable_is_made_when_it_is_read(offers: Offers) -> None:
    made: list[int] = []

    def content() -> bytes:
        made.append(1)
        return b"hours"

    token = offered(offers, content)

    assert not made
    assert taken(offers, token) == b"hours"
    assert made == [1]


def test_the_oldest_download_gives_way_when_there_are_too_many(offers: Offers) -> None:
    tokens = [offered(offers) for _ in range(4)]

    assert [taken(offers, token) for token in tokens] == [None, b"hours", b"hours", b"hours"]


def test_the_oldest_download_gives_way_when_they_are_too_large(offers: Offers) -> None:
    tokens = [offered(offers, bytes(size)) for size in (60, 30, 40)]

    assert [taken(offers, token) is not None for token in tokens] == [False, True, True]


def test_the_newest_download_is_held_even_when_it_is_too_large_alone(offers: Offers) -> None:
    small, large = offered(offers), offered(offers, bytes(1_000))

    assert taken(offers, small) is None
    assert taken(offers, large) == bytes(1_000)


def test_of_many_who_take_at_once_one_gets_it(offers: Offers) -> None:
    token = offered(offers)
    start = threading.Barrier(16)
    got: list[bytes | None] = []

    def take() -> None:
        start.wait()
        got.append(taken(offers, token))

    together([take] * 16)

    assert sorted(content is None for content in got) == [False] + [True] * 15


def together(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_link_leads_to_the_download_that_was_offered() -> None:
    address = exports.link(exports.LOCAL, "hours.csv", CSV, b"hours")

    download = exports.take(address.removeprefix("/export/"), exports.LOCAL)

    assert download == Download("hours.csv", CSV, b"hours")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("hours.csv", "hours.csv"),
        ("../../etc/passwd", "-..-etc-passwd"),
        (r"..\..\win.csv", "-..-win.csv"),
        ("=cmd|' /C calc'!A0.csv", "=cmd-' -C calc'!A0.csv"),
        ("<img src=x>.csv", "-img src=x-.csv"),
        ("a\r\nSet-Cookie: x.csv", "a Set-Cookie- x.csv"),
        ("Coleg Gŵyr, oriau.xlsx", "Coleg Gŵyr, oriau.xlsx"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}vsc.exe", "vsc.exe"),
        (".htaccess", "htaccess"),
        ("", "download"),
        ("...", "download"),
    ],
)
def test_a_file_name_is_a_name_and_never_a_path(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_every_file_name_is_short_visible_and_without_a_path(name: str) -> None:
    safe = safe_name(name)

    assert 0 < len(safe) <= 120
    assert safe.isprintable()
    assert not set(safe) & set('\\/:*?"<>|')


def test_a_long_file_name_keeps_its_ending() -> None:
    assert safe_name("n" * 300 + ".xlsx") == "n" * 115 + ".xlsx"


def test_the_header_names_the_file_plainly_and_exactly() -> None:
    header = Download("Gŵyr 50%.csv", CSV, b"").disposition()

    assert header == "attachment; filename=\"G_yr 50_.csv\"; filename*=UTF-8''G%C5%B5yr%2050%25.csv"


@given(st.text(max_size=50))
def test_the_header_is_one_plain_line_whatever_the_name(name: str) -> None:
    header = Download(safe_name(name), CSV, b"").disposition()

    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_reads_as_a_formula_is_quoted_in_csv_in_cells_and_headings(text: str) -> None:
    cells = csv_cells(csv_bytes(pd.DataFrame({text: [text]})))

    assert cells == [[f"'{text}"], [f"'{text}"]]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_text_that_is_a_plain_number_is_left_alone_in_csv(text: str) -> None:
    assert csv_cells(csv_bytes(pd.DataFrame({"change": [text]})))[1] == [text]


def test_csv_opens_as_utf_8_and_writes_values_as_they_are() -> None:
    frame = pd.DataFrame(
        {
            "organisation": ["Coleg Gŵyr", None],
            "hours": [12.5, float("nan")],
            "mentors": pd.array([-3, None], dtype="Int64"),
            "started_on": [date(2026, 3, 1), pd.NaT],
            "as_at": [pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-01 09:30")],
        }
    )

    content = csv_bytes(frame)

    assert content.startswith(b"\xef\xbb\xbforganisation,")
    assert csv_cells(content)[1:] == [
        ["Coleg Gŵyr", "12.5", "-3", "2026-03-01", "2026-03-01"],
        ["", "", "", "", "2026-03-01 09:30:00"],
    ]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1))
def test_csv_gives_back_every_text_behind_at_most_one_quotation_mark(text: str) -> None:
    cells = csv_cells(csv_bytes(pd.DataFrame({"comment": [text]})))

    assert cells[1:] in ([[text]], [[f"'{text}"]])


@pytest.mark.parametrize("text", [*FORMULAS, *NUMBERS, "#N/A", "#REF!", "0012", "TRUE"])
def test_a_workbook_holds_every_text_as_text_in_cells_headings_and_notes(text: str) -> None:
    content = xlsx_bytes(pd.DataFrame({text: [text]}), "Hours", notes=[("Source", text)])

    table, notes = sheet_of(content, "Hours"), sheet_of(content, "Notes")
    found = [table["A1"], table["A2"], notes["B1"]]
    assert [cell.data_type for cell in found] == ["s"] * 3
    assert [cell.value for cell in found] == [text.replace("\r", "\n")] * 3


def test_a_formula_stays_text_in_a_workbook_when_somebody_edits_the_cell() -> None:
    table = sheet_of(xlsx_bytes(pd.DataFrame({"name": ["=1+1", "Ann"]}), "Hours"), "Hours")

    assert [table["A2"].quotePrefix, table["A3"].quotePrefix] == [True, False]


def test_a_workbook_holds_numbers_and_days_as_what_they_are() -> None:
    frame = pd.DataFrame(
        {
            "value": [0.5],
            "mentors": [7],
            "as_at": [pd.Timestamp("2026-03-01")],
            "held": [datetime(2026, 3, 1, 9, 30, tzinfo=UTC)],
            "low": [float("nan")],
        }
    )

    table = sheet_of(xlsx_bytes(frame, "Hours"), "Hours")

    assert [cell.value for cell in table[2]] == [
        0.5,
        7,
        pd.Timestamp("2026-03-01"),
        "2026-03-01 09:30:00+00:00",
        None,
    ]
    assert table["C2"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("title", ["Hours: North/South", "'quoted'", "x" * 60, "", "[a]*?", "Notes"])
def test_any_title_makes_a_sheet(title: str) -> None:
    book = load_workbook(BytesIO(xlsx_bytes(pd.DataFrame({"hours": [1]}), title, notes=[("Source", "log")])))

    assert len(book.sheetnames) == 2
    assert all(0 < len(name) <= 31 for name in book.sheetnames)


def test_a_workbook_holds_what_no_workbook_can_as_a_visible_sign() -> None:
    frame = pd.DataFrame({"comment": ["a\x00b\ud800c", "x" * 40_000]}, dtype=object)

    table = sheet_of(xlsx_bytes(frame, "Comments"), "Comments")

    assert table["A2"].value == "a�b�c"
    assert str(table["A3"].value).endswith("x…")
    assert len(str(table["A3"].value)) == 32_767
