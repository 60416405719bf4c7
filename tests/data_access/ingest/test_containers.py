"""Files of every kind as sheets: what is read, what is refused, and in which words."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from data_access.ingest import binary_scan, containers
from data_access.ingest.compound import Compound
from data_access.ingest.containers import read_sheets
from data_access.ingest.preflight import damaged
from data_access.ingest.sheet import (
    NOT_A_NUMBER,
    NOT_TEXT,
    TOO_LONG,
    WITHOUT_VALUE,
    CellError,
    Refused,
    Row,
    Sheet,
    column_letters,
    length_behind,
    quoted,
)
from data_access.ingest.workbooks import UNSOUND
from tests.data_access.ingest import hostile

Read = Callable[..., tuple[Sheet, ...]]

MENTOR_AND_HOURS = (Row(1, ("Mentor", "Hours")), Row(2, ("Asha Patel", "2")))


@pytest.fixture(name="read")
def _read(tmp_path: Path) -> Read:
    def read(data: bytes, file_name: str = "log.xlsx") -> tuple[Sheet, ...]:
        spooled = tmp_path / "spooled"
        spooled.write_bytes(data)
        return read_sheets(spooled, file_name)

    return read


@pytest.mark.parametrize("file_name", ["log.xlsx", "log.csv", "log", "log.pdf"])
def test_a_workbook_is_told_by_its_content_whatever_its_name(read: Read, file_name: str) -> None:
    [sheet] = read(hostile.workbook(), file_name)

    assert sheet == Sheet("Log", MENTOR_AND_HOURS)


def test_a_text_file_called_a_workbook_is_read_as_text(read: Read) -> None:
    [sheet] = read(b"Mentor,Hours\nAsha Patel,2\n", "log.xlsx")

    assert sheet == Sheet("", MENTOR_AND_HOURS)


NOT_READ: dict[str, tuple[bytes, str]] = {
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "“log.xlsx” is a PDF, which holds no cells."),
    "a PNG": (b"\x89PNG\r\n\x1a\n\x00\x00", "is a picture"),
    "a JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "is a picture"),
    "a photograph from a telephone": (b"\x00\x00\x00\x18ftypheic", "is a picture"),
    "a pickle": (b"\x80\x04\x95\x10\x00\x00\x00", "is a Python pickle, which is never opened"),
    "a Parquet file": (b"PAR1\x15\x04", "is a data file of another program"),
    "a program": (b"MZ\x90\x00\x03", "is a program"),
    "a web page": (b"<!DOCTYPE html><html><table>", "is a web page. Save the table as"),
    "a table of HTML called .xls": (b"\xef\xbb\xbf\r\n<table><tr><td>Mentor", "is a web page"),
    "an old XML spreadsheet": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "old XML spreadsheet"),
    "other XML": (b'<?xml version="1.0"?><feed/>', "is an XML file"),
    "a gzip": (b"\x1f\x8b\x08\x00", "is a compressed archive"),
    "an empty archive": (b"PK\x05\x06" + b"\0" * 18, "is a compressed archive"),
    "an Access database": (b"\x00\x01\x00\x00Standard ACE DB\x00", "is an Access database"),
    "rich text": (rb"{\rtf1\ansi Mentor}", "is a text document"),
    "an empty file": (b"", "“log.xlsx” is empty: it is 0 bytes long."),
    "only blanks": (b" ,\n,,\n\n", "“log.xlsx” has no filled cells."),
    "a workbook without cells": (hostile.workbook(""), "has no filled cells"),
    "bytes without a known beginning": (b"\x07\x01\x02\x03" * 40, "is neither a spreadsheet nor text"),
    "a zip": (hostile.zipped({"log.csv": "Mentor"}), "is a zip archive"),
    "a workbook with a password": (
        hostile.compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": b"\0" * 64}),
        "“log.xlsx” is protected with a password. Save a copy without the password",
    ),
    "an .xls workbook with a password": (hostile.xls(b"", globals_=b"\x2f\x00\x06\x00" + b"\0" * 6), "with a password"),
    "a Word document of old": (hostile.compound({"WordDocument": b"x"}), "is a Word document"),
    "a compound file of something else": (hostile.compound({"Contents": b"x"}), "is damaged"),
    "a compound file cut short": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 20, "is damaged"),
    "a compound file that goes round in circles": (
        hostile.xls(hostile.xls_number(0, 0, 1)).replace(b"\x01\x00\x00\x00\x02\x00\x00\x00", b"\x00\x00\x00\x00" * 2),
        "is damaged",
    ),
    "an .xls with a far value": (
        hostile.xls(hostile.xls_text(0, 0, "Mentor") + hostile.xls_number(65_535, 255, 1)),
        "Sheet “Log” has a value in cell IV65536, far from the rest.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "says"), NOT_READ.values(), ids=NOT_READ.keys())
def test_a_file_that_is_no_table_is_refused_in_its_own_words(read: Read, data: bytes, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(data)

    assert says in str(refusal.value)


def test_a_file_of_more_than_fifty_megabytes_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    spooled = tmp_path / "spooled"
    with spooled.open("wb") as stream:
        stream.truncate(120 << 20)

    with pytest.raises(Refused, match=r"“log\.csv” is 120 MB; at most 50 MB are read\. Split it"):
        read_sheets(spooled, "log.csv")


def test_a_file_of_exactly_the_size_that_is_read_is_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"Mentor,Hours\nAsha Patel,2\n"
    monkeypatch.setattr(containers, "MOST_BYTES", len(data))

    assert read(data)
    with pytest.raises(Refused):
        read(data + b"\n")


def test_numbers_dates_times_and_lengths_keep_their_kind(read: Read) -> None:
    [sheet] = read(
        hostile.workbook(
            f'<row r="1"><c r="A1"><v>2.5</v></c><c r="B1" s="{hostile.DAY}"><v>46022</v></c><c r="C1" '
            f's="{hostile.CLOCK}"><v>0.5</v></c><c r="D1" s="{hostile.LENGTH}"><v>1.9375</v></c>'
            '<c r="E1" t="b"><v>1</v></c></row>'
        )
    )

    assert sheet.rows[0].cells == (2.5, date(2025, 12, 31), time(12), timedelta(hours=46, minutes=30), True)


def test_a_length_in_a_clock_cell_stays_a_moment_that_can_be_turned_back(read: Read) -> None:
    cell = f'<row r="1"><c r="A1" s="{hostile.CLOCK}"><v>1.9375</v></c></row>'
    [usual] = read(hostile.workbook(cell))
    parts = hostile.parts_of({"Log": hostile.sheet_xml(cell)}, properties='<workbookPr date1904="1"/>')
    [macintosh] = read(hostile.zipped(parts))

    assert usual.rows[0].cells == (datetime(1900, 1, 1, 22, 30),)
    assert macintosh.rows[0].cells == (datetime(1904, 1, 2, 22, 30),)
    assert macintosh.epoch == date(1904, 1, 1)
    for sheet in (usual, macintosh):
        [moment] = sheet.rows[0].cells
        assert isinstance(moment, datetime)
        assert length_behind(moment, sheet.epoch) == timedelta(hours=46, minutes=30)


@pytest.mark.parametrize("hours", [24, 48, 720, 1_415, 1_500, 2_000])
def test_every_length_in_a_clock_cell_can_be_turned_back(read: Read, hours: int) -> None:
    [sheet] = read(hostile.workbook(f'<row r="1"><c r="A1" s="{hostile.CLOCK}"><v>{hours / 24}</v></c></row>'))
    [shown] = sheet.rows[0].cells

    assert isinstance(shown, date)
    assert round(length_behind(shown, sheet.epoch) / timedelta(hours=1), 6) == hours


def test_error_cells_are_never_blank(read: Read) -> None:
    [sheet] = read(hostile.workbook('<row r="2"><c r="B2" t="e"><v>#N/A</v></c><c r="C2"><v>1</v></c></row>'))

    assert sheet.rows == (Row(2, (None, CellError("#N/A"), 1.0)),)


def test_the_text_of_an_error_is_text(read: Read) -> None:
    [sheet] = read(hostile.workbook(hostile.table(("#N/A",))))

    assert sheet.rows == (Row(1, ("#N/A",)),)


def test_formulas_without_values_are_never_blank_even_below_and_beside_all_else(read: Read) -> None:
    [sheet] = read(
        hostile.workbook('<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><f>A1</f><v></v></c></row>')
    )

    assert sheet.rows == (Row(1, (1.0, None, None)), Row(3, (None, None, CellError(WITHOUT_VALUE))))


def test_a_sheet_of_formulas_without_values_is_not_an_empty_sheet(read: Read) -> None:
    [sheet] = read(hostile.workbook('<row r="2"><c r="A2"><f>1+1</f></c></row>'))

    assert sheet.rows == (Row(2, (CellError(WITHOUT_VALUE),)),)


def test_rows_keep_their_numbers_and_begin_at_column_a(read: Read) -> None:
    [sheet] = read(hostile.workbook('<row r="5"><c r="C5"><v>1</v></c></row><row r="9"><c r="D9"><v>2</v></c></row>'))

    assert sheet.rows == (Row(5, (None, None, 1.0, None)), Row(9, (None, None, None, 2.0)))


def test_hidden_sheets_rows_and_columns_are_read_and_said_to_be_hidden(read: Read) -> None:
    row = '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>'
    xml = hostile.sheet_xml(row, before='<cols><col min="1" max="1" hidden="1"/></cols>')
    parts = hostile.parts_of({"Log": xml, "Old": hostile.sheet_xml(hostile.LOG)}, states={"Old": "veryHidden"})

    log, old = read(hostile.zipped(parts))

    assert not log.hidden
    assert log.hidden_rows == {1}
    assert log.hidden_columns == {0}
    assert (old.name, old.hidden, old.rows) == ("Old", True, MENTOR_AND_HOURS)


def test_blank_text_is_blank_and_other_text_keeps_its_inside(read: Read) -> None:
    cells = '<c r="A1" t="str"><v>  </v></c><c r="B1" t="inlineStr"><is><t xml:space="preserve">a  b\nc</t></is></c>'
    [sheet] = read(hostile.workbook(f'<row r="1">{cells}</row>'))

    assert sheet.rows == (Row(1, (None, "a  b\nc")),)


def test_values_no_spreadsheet_can_hold_become_errors_of_their_cells(read: Read) -> None:
    cells = f'<c r="A1"><v>NaN</v></c><c r="B1"><v>1e999</v></c>{hostile.text_cell("C1", "x" * 32_768)}'
    [sheet] = read(hostile.workbook(f'<row r="1">{cells}</row>'))

    assert sheet.rows[0].cells == (CellError(NOT_A_NUMBER), CellError(NOT_A_NUMBER), CellError(TOO_LONG))


def test_a_value_marked_up_in_an_unusual_way_is_read_whole(read: Read) -> None:
    [sheet] = read(
        hostile.workbook(
            f'<row r="2"><c r="B2"><v>1<!-- x -->2</v></c><c r="C2" s="{hostile.LENGTH}"><v>1.9375</v></c>'
            f'<c r="D2" s="{hostile.DAY}"><v>46022</v></c><c r="E2" t="e"><v>#N/A</v></c></row>'
        )
    )

    assert sheet.rows == (Row(2, (None, 12, timedelta(hours=46, minutes=30), date(2025, 12, 31), CellError("#N/A"))),)


def test_a_workbook_that_the_fast_reader_cannot_open_is_read_by_the_other(read: Read) -> None:
    [sheet] = read(hostile.workbook(f'{hostile.LOG}<row r="3"><c r="B3"><extLst/></c></row>'))

    assert sheet.rows == MENTOR_AND_HOURS


def test_a_sheet_that_leads_nowhere_does_not_hide_the_others(read: Read) -> None:
    parts = hostile.parts_of({"Gone": hostile.sheet_xml(), "Log": hostile.sheet_xml(hostile.LOG)})
    del parts["xl/worksheets/sheet1.xml"]

    [sheet] = read(hostile.zipped(parts))

    assert (sheet.name, sheet.rows) == ("Log", MENTOR_AND_HOURS)


def test_parts_may_be_named_from_the_top_and_in_capitals(read: Read) -> None:
    parts = hostile.parts_of({"Log": hostile.sheet_xml('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>')})
    parts["xl/Worksheets/Sheet1.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    relations = str(parts["xl/_rels/workbook.xml.rels"]).replace("worksheets/sheet1", "/xl/worksheets/sheet1")

    [sheet] = read(hostile.zipped({**parts, "xl/_rels/workbook.xml.rels": relations}))

    assert sheet.rows == (Row(1, (CellError("#N/A"),)),)


def test_a_chart_on_a_sheet_of_its_own_is_no_sheet(read: Read) -> None:
    book = Workbook()
    book.create_chartsheet("Chart", 0).add_chart(BarChart())
    book.create_sheet("Log").append(["Mentor", "Hours"])
    saved = BytesIO()
    book.save(saved)

    assert [sheet.name for sheet in read(saved.getvalue())] == ["Sheet", "Log"]


def test_a_workbook_that_neither_reader_can_open_is_refused(read: Read) -> None:
    with pytest.raises(Refused, match=r"“log\.xlsx” is damaged\. Open it in your spreadsheet program"):
        read(hostile.workbook('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))


def test_an_xls_workbook_keeps_its_errors_and_what_is_hidden(read: Read) -> None:
    [sheet] = read(
        hostile.xls(
            hostile.xls_hidden_row(1)
            + hostile.xls_text(0, 0, "Mentor")
            + hostile.xls_error(1, 0, 0x2A)
            + hostile.xls_failed_formula(1, 1, 0x07)
            + hostile.xls_number(2, 1, 2.5)
        ),
        "log.xls",
    )

    assert sheet.name == "Log"
    assert sheet.rows == (
        Row(1, ("Mentor", None)),
        Row(2, (CellError("#N/A"), CellError("#DIV/0!"))),
        Row(3, (None, 2.5)),
    )
    assert sheet.hidden_rows == {2}


def test_an_xlsb_workbook_keeps_its_errors_and_its_epoch(read: Read) -> None:
    rows = [(0, hostile.xlsb_text(0, "Mentor")), (2, hostile.xlsb_error(0, 0x17))]
    [sheet] = read(hostile.xlsb(rows), "log.xlsb")

    assert sheet.rows == (Row(1, ("Mentor",)), Row(3, (CellError("#REF!"),)))
    assert sheet.epoch == date(1904, 1, 1)


def test_an_open_document_keeps_its_lengths_dates_and_errors(read: Read) -> None:
    [sheet] = read(
        hostile.ods(
            hostile.ods_row(
                hostile.ods_cell("time", "46:30", 'office:time-value="PT46H30M00S"'),
                hostile.ods_cell("time", "09:15", 'office:time-value="PT09H15M00S"'),
                hostile.ods_cell("date", "x", 'office:date-value="2025-12-31"'),
                hostile.ods_cell("float", "#REF!", 'office:value="0" calcext:value-type="error"'),
            )
        ),
        "log.ods",
    )

    assert sheet.rows[0].cells == (
        timedelta(hours=46, minutes=30),
        time(9, 15),
        date(2025, 12, 31),
        CellError("#REF!"),
    )


def test_each_table_of_a_database_file_is_a_sheet(read: Read) -> None:
    data = hostile.database(
        "CREATE TABLE log (mentor, hours)",
        "INSERT INTO log VALUES ('Asha Patel', 2.5), (NULL, ''), ('Bo', x'00'), ('Cy', 9e999)",
        "CREATE TABLE place (name)",
        "INSERT INTO place VALUES ('Asha Patel')",
    )

    log, place = read(data, "export.db")

    assert (log.name, place.name) == ("log", "place")
    assert log.rows == (
        Row(1, ("mentor", "hours")),
        Row(2, ("Asha Patel", 2.5)),
        Row(4, ("Bo", CellError(NOT_TEXT))),
        Row(5, ("Cy", CellError(NOT_A_NUMBER))),
    )


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS mentor FROM n"


def test_views_of_a_database_file_are_never_run(read: Read) -> None:
    data = hostile.database(
        "CREATE TABLE log (mentor)", "INSERT INTO log VALUES ('Asha Patel')", f"CREATE VIEW mentors AS {ENDLESS}"
    )

    [sheet] = read(data, "export.db")

    assert sheet.name == "log"


def test_an_endless_view_that_poses_as_a_table_is_not_run(read: Read) -> None:
    data = hostile.database(
        "CREATE TABLE log (mentor)",
        f"CREATE VIEW mentors AS {ENDLESS}",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET type = 'table', rootpage = 2 WHERE name = 'mentors'",
    )

    with pytest.raises(Refused, match=r"is damaged\. Export the table as a CSV file"):
        read(data, "export.db")


BAD_DATABASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "text that is not UTF-8": (
        lambda: hostile.database("CREATE TABLE log (mentor)", "INSERT INTO log VALUES (CAST(x'e9ff' AS TEXT))"),
        "“export.db” holds text that is not UTF-8. Export the table as a CSV file",
    ),
    "a column worked out by a function": (
        lambda: hostile.database(
            "CREATE TABLE log (mentor, noise AS (hex(zeroblob(99999999))))", "INSERT INTO log VALUES ('Asha Patel')"
        ),
        "is damaged",
    ),
    "too many tables": (
        lambda: hostile.database(*(f"CREATE TABLE log{n} (mentor)" for n in range(201))),
        "has 201 tables and views; at most 200 are read",
    ),
    "too many columns": (
        lambda: hostile.database(f"CREATE TABLE log ({', '.join(f'c{n}' for n in range(400))})"),
        "Sheet “log” has 400 columns; at most 300 are read",
    ),
    "no tables": (lambda: hostile.database("CREATE VIEW mentors AS SELECT 1"), "has no filled cells"),
    "a damaged page": (
        lambda: (
            hostile.database("CREATE TABLE log (mentor)", "INSERT INTO log VALUES ('Asha Patel')")[:4_096]
            + b"\xff" * 4_096
        ),
        "is damaged",
    ),
    "a header and nothing more": (lambda: b"SQLite format 3\x00", "is damaged"),
    "a value of two megabytes": (
        lambda: hostile.database("CREATE TABLE log (mentor)", "INSERT INTO log VALUES (zeroblob(2000000))"),
        "is damaged",
    ),
}


@pytest.mark.parametrize(("build", "says"), BAD_DATABASES.values(), ids=BAD_DATABASES.keys())
def test_a_hostile_database_file_is_refused_in_words(read: Read, build: Callable[[], bytes], says: str) -> None:
    data = build()

    with pytest.raises(Refused) as refusal:
        read(data, "export.db")

    assert says in str(refusal.value)


def test_a_trigger_and_a_virtual_table_in_a_database_file_are_left_alone(read: Read) -> None:
    data = hostile.database(
        "CREATE TABLE log (mentor)",
        "INSERT INTO log VALUES ('Asha Patel')",
        "CREATE TRIGGER again AFTER INSERT ON log BEGIN DELETE FROM log; END",
        "CREATE VIRTUAL TABLE search USING fts5(mentor)",
    )

    assert "log" in {sheet.name for sheet in read(data, "export.db")}


@pytest.mark.slow
def test_mutated_xls_records_are_let_through_or_found_to_be_damaged() -> None:
    seed = hostile.xls(
        hostile.xls_hidden_row(1) + hostile.xls_text(0, 0, "Mentor") + hostile.xls_failed_formula(1, 1, 0x07)
    )
    chance = random.Random(20261125)
    unsound = 0

    for _ in range(300):
        data = hostile.mutated(seed[:9_000], chance)
        try:
            binary_scan.scan_xls(Compound(data).stream("Workbook"), damaged("“log.xls”"))
        except (*UNSOUND, binary_scan.LockedError, Refused):
            unsound += 1

    assert 0 < unsound < 300


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_have_the_letters_a_spreadsheet_gives_them(index: int, letters: str) -> None:
    assert column_letters(index) == letters


@pytest.mark.parametrize(
    ("file_name", "said"),
    [
        ("log.xlsx", "“log.xlsx”"),
        ("C:\\Users\\asha\\log.xlsx", "“log.xlsx”"),
        ("../../etc/passwd", "“passwd”"),
        ("a\nb\x00.csv", "“ab.csv”"),
        ("x" * 500, f"“{'x' * 120}”"),
        ("", "“The file”"),
    ],
)
def test_a_file_is_quoted_by_its_name_alone(file_name: str, said: str) -> None:
    assert quoted(file_name) == said
