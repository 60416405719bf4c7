"""What is learnt of a zipped workbook before any reader opens it, and which ones are never opened."""

import os
import random
import time
from collections.abc import Callable
from datetime import date
from zipfile import ZIP_BZIP2

import pytest

from data_access.ingest import preflight, sheet_scan
from data_access.ingest.preflight import inspect
from data_access.ingest.sheet import WITHOUT_VALUE, CellError, Refused
from data_access.ingest.sheet_scan import SheetNotes
from tests.data_access.ingest import hostile

MEGABYTE = 1 << 20


def notes_of(rows: str, before: str = "", after: str = "") -> SheetNotes:
    [(name, notes)] = inspect(hostile.workbook(rows, before, after), "log.xlsx").sheets
    assert name == "Log"
    return notes


def far(address: str, cell: str = "<v>1</v>") -> bytes:
    row = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return hostile.workbook(f'{hostile.LOG}<row r="{row}"><c r="{address}">{cell}</c></row>')


def far_in_prefixed_xml() -> bytes:
    cell = '<x:c r="XFD1048576"><x:v>1</x:v></x:c>'
    return hostile.workbook(f'{hostile.LOG}<x:row xmlns:x="{hostile.MAIN}" r="1048576">{cell}</x:row>')


def wide(columns: int) -> bytes:
    return hostile.workbook("".join(f'<row r="{n}">{"<c><v>1</v></c>" * columns}</row>' for n in range(1, 4)))


def shared_strings(text: str) -> bytes:
    return hostile.with_part("xl/sharedStrings.xml", f'<sst xmlns="{hostile.MAIN}"><si><t>{text}</t></si></sst>')


def many_parts(count: int) -> bytes:
    return hostile.workbook(**{f"docProps/{n}.txt": "" for n in range(count)})


def many_sheets(count: int) -> bytes:
    return hostile.zipped(hostile.parts_of({f"Week {n}": hostile.sheet_xml() for n in range(count)}))


def two_parts_called(first: str, second: str) -> bytes:
    both = hostile.workbook(**{"docProps/a.xml": "<a/>", "docProps/b.xml": "<b/>"})
    return both.replace(b"docProps/a.xml", first.encode()).replace(b"docProps/b.xml", second.encode())


def sheet_listed_twice() -> bytes:
    parts = hostile.parts_of({"Log": hostile.sheet_xml(hostile.LOG), "Copy": hostile.sheet_xml(hostile.LOG)})
    relations = str(parts["xl/_rels/workbook.xml.rels"]).replace("sheet2.xml", "sheet1.xml")
    return hostile.zipped({**parts, "xl/_rels/workbook.xml.rels": relations})


def without_relations() -> bytes:
    parts = hostile.parts_of({"Log": hostile.sheet_xml(hostile.LOG)})
    del parts["xl/_rels/workbook.xml.rels"]
    return hostile.zipped(parts)


def sheet_outside_the_worksheets_folder() -> bytes:
    parts = hostile.parts_of({"Log": hostile.sheet_xml(f'{hostile.LOG}<row><c r="XFD1048576"><v>1</v></c></row>')})
    parts["xl/media/image1.png"] = parts.pop("xl/worksheets/sheet1.xml")
    relations = str(parts["xl/_rels/workbook.xml.rels"]).replace("worksheets/sheet1.xml", "media/image1.png")
    return hostile.zipped({**parts, "xl/_rels/workbook.xml.rels": relations})


STRAY = "Sheet “Log” has a value in cell {}, far from the rest. Delete it and save again."
UNPACKS = "unpacks to far more than its size"
DOCTYPE = "declares a document type"
PASSWORD = "protected with a password"
DAMAGED = "is damaged"

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a value at the end of the grid": (lambda: far("XFD1048576"), STRAY.format("XFD1048576")),
    "a value at the end of a row": (lambda: far("XFD2"), STRAY.format("XFD2")),
    "a value below everything": (
        lambda: hostile.workbook(
            f'<row r="1">{"<c><v>1</v></c>" * 20}</row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
        ),
        STRAY.format("A1048576"),
    ),
    "a far value in prefixed XML": (far_in_prefixed_xml, STRAY.format("XFD1048576")),
    "a far text that is empty": (lambda: far("XFD9", "<is><t></t></is>"), STRAY.format("XFD9")),
    "a far formula without a value": (lambda: far("XFD9", "<f>A1</f>"), STRAY.format("XFD9")),
    "a cell outside the grid": (lambda: far("ABCD1"), STRAY.format("ABCD1")),
    "a row outside the grid": (lambda: far("A1048577"), DAMAGED),
    "an address that is none": (lambda: far("12"), DAMAGED),
    "a thousand columns": (lambda: wide(1_000), "Sheet “Log” has 1,000 columns; at most 300 are read."),
    "a far sheet outside the usual folder": (sheet_outside_the_worksheets_folder, STRAY.format("XFD1048576")),
    "a gigabyte of spaces": (lambda: hostile.workbook(hostile.LOG + " " * (40 * MEGABYTE)), UNPACKS),
    "a bomb of shared strings": (lambda: shared_strings("a" * (40 * MEGABYTE)), UNPACKS),
    "an entity that grows": (
        lambda: hostile.with_doctype("xl/sharedStrings.xml", hostile.BILLION_LAUGHS, "<sst><si><t>&j;</t></si></sst>"),
        DOCTYPE,
    ),
    "an entity that is a file": (
        lambda: hostile.with_doctype(
            "xl/worksheets/sheet1.xml", '<!ENTITY a SYSTEM "file:///etc/passwd">', "<a>&a;</a>"
        ),
        DOCTYPE,
    ),
    "a document type elsewhere": (lambda: hostile.with_doctype("xl/_rels/workbook.xml.rels", "", "<a/>"), DOCTYPE),
    "a document type in UTF-16": (
        lambda: hostile.with_part("xl/styles.xml", "<!DOCTYPE x []><x/>".encode("utf-16")),
        DOCTYPE,
    ),
    "elements without end": (lambda: hostile.with_part("docProps/app.xml", "<a>" * 100 + "</a>" * 100), "nests"),
    "elements without end in a sheet": (lambda: hostile.workbook("<row>" * 100 + "</row>" * 100), "nests"),
    "too many parts": (lambda: many_parts(2_500), "more than 2,000 parts"),
    "too many sheets": (lambda: many_sheets(101), "has 101 sheets; at most 100 are read."),
    "two parts of one name": (
        lambda: two_parts_called("docProps/a.xml", "docProps/a.xml"),
        "two parts of the same name",
    ),
    "names that differ in case": (
        lambda: two_parts_called("docProps/a.xml", "docProps/A.xml"),
        "two parts of the same name",
    ),
    "one sheet under two names": (sheet_listed_twice, "holds the same sheet twice"),
    "two sheets of one name": (
        lambda: hostile.zipped(hostile.parts_of({"Log": hostile.sheet_xml(), "LOG": hostile.sheet_xml()})),
        "two sheets of the same name",
    ),
    "no list of what leads where": (without_relations, DAMAGED),
    "a directory that says less than there is": (
        lambda: hostile.with_declared_size(hostile.workbook(), "xl/worksheets/sheet1.xml", 10),
        DAMAGED,
    ),
    "a directory that says more than there is": (
        lambda: hostile.with_declared_size(hostile.workbook(), "xl/worksheets/sheet1.xml", 1 << 20),
        DAMAGED,
    ),
    "an unusual way to pack": (
        lambda: hostile.zipped(hostile.parts_of({"Log": hostile.sheet_xml(hostile.LOG)}), ZIP_BZIP2),
        "packed in an unusual way",
    ),
    "a file cut short": (lambda: hostile.workbook()[:-200], DAMAGED),
    "XML cut short": (lambda: hostile.with_part("xl/worksheets/sheet1.xml", "<worksheet><sheetData>"), DAMAGED),
    "encrypted parts": (lambda: hostile.flagged_encrypted(hostile.workbook()), PASSWORD),
    "an OpenDocument with a password": (
        lambda: hostile.ods(
            hostile.ods_row(),
            manifest='<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry>',
        ),
        PASSWORD,
    ),
    "an OpenDocument of repeated cells": (
        lambda: hostile.ods(
            hostile.ods_row(
                hostile.ods_cell("float", "1", 'office:value="1" table:number-columns-repeated="90"'),
                more='table:number-rows-repeated="1048570"',
            )
        ),
        "more than 3,000,000 filled cells",
    ),
    "an .xlsb with a far value": (
        lambda: hostile.xlsb([(0, hostile.xlsb_text(0, "Mentor")), (1_048_575, hostile.xlsb_text(16_383, "x"))]),
        STRAY.format("XFD1048576"),
    ),
    "two kinds of workbook in one": (lambda: hostile.workbook(**{"content.xml": "<a/>"}), "several workbooks in one"),
    "a zip archive": (
        lambda: hostile.zipped({"log.csv": "Mentor,Hours"}),
        "is a zip archive. Take the spreadsheet out",
    ),
    "a Word document": (lambda: hostile.zipped({"word/document.xml": "<a/>"}), "is a Word document"),
    "a Numbers document": (lambda: hostile.zipped({"Index/Document.iwa": "x"}), "is a Numbers document"),
    "an OpenDocument text": (
        lambda: hostile.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "is a text document",
    ),
}


@pytest.mark.parametrize(("build", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_workbook_is_refused_in_words_before_it_is_opened(build: Callable[[], bytes], says: str) -> None:
    data = build()
    begun = time.process_time()

    with pytest.raises(Refused) as refusal:
        inspect(data, "log.xlsx")

    assert says in str(refusal.value)
    assert time.process_time() - begun < 3


def test_the_workbook_that_would_end_the_server_is_smaller_than_two_kilobytes_and_refused() -> None:
    data = far("XFD1048576")

    assert len(data) < 3_000
    with pytest.raises(Refused, match="XFD1048576"):
        inspect(data, "log.xlsx")


HARMLESS: dict[str, Callable[[], bytes]] = {
    "an ordinary workbook": hostile.workbook,
    "a declared size of the whole grid": lambda: hostile.workbook(before='<dimension ref="A1:XFD1048576"/>'),
    "a merge of the whole grid": lambda: hostile.workbook(
        after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "a style at the end of the grid": lambda: far("XFD1048576", ""),
    "a style and an empty value at the end of the grid": lambda: far("XFD1048576", "<v></v>"),
    "a bomb among the pictures": lambda: hostile.with_part("xl/media/image1.png", b"\0" * (40 * MEGABYTE)),
    "a part that climbs out of its folder": lambda: hostile.with_part("../../../etc/cron.d/x", "* * * * * root reboot"),
    "a link to another workbook": lambda: hostile.with_part("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
    "a drawing that is not XML": lambda: hostile.with_part("xl/drawings/vmlDrawing1.vml", "<xml><br></xml>"),
    "an empty part": lambda: hostile.with_part("docProps/app.xml", ""),
    "a workbook within the workbook": lambda: hostile.with_part("xl/embeddings/log.xlsx", hostile.workbook()),
}


@pytest.mark.parametrize("build", HARMLESS.values(), ids=HARMLESS.keys())
def test_an_odd_but_harmless_workbook_is_let_through(build: Callable[[], bytes]) -> None:
    notes = inspect(build(), "log.xlsx")

    assert notes.kind == "xlsx"
    assert [name for name, _ in notes.sheets] == ["Log"]


def test_more_filled_cells_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "Allowance", lambda file: sheet_scan.Allowance(file, cells=3))

    with pytest.raises(Refused, match=r"Sheet “Log” has more than 3,000,000 filled cells\. Split the file"):
        inspect(hostile.workbook(), "log.xlsx")


def test_sheets_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "Allowance", lambda file: sheet_scan.Allowance(file, cells=7))
    two = hostile.parts_of({"One": hostile.sheet_xml(hostile.LOG), "Two": hostile.sheet_xml(hostile.LOG)})

    with pytest.raises(Refused, match="Sheet “Two” has more than"):
        inspect(hostile.zipped(two), "log.xlsx")


def test_a_long_sheet_that_is_well_filled_is_not_said_to_have_a_stray_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "Allowance", lambda file: sheet_scan.Allowance(file, box=3))

    with pytest.raises(Refused, match="reaches as far as cell B2"):
        inspect(hostile.workbook(), "log.xlsx")


def test_error_cells_are_noted_where_they_stand() -> None:
    notes = notes_of('<row r="7"><c r="C7" t="e"><v>#N/A</v></c><c r="D7" t="e"><v>#REF!</v></c></row>')

    assert notes.errors == {(7, 2): CellError("#N/A"), (7, 3): CellError("#REF!")}


def test_a_formula_without_a_stored_value_is_noted() -> None:
    notes = notes_of(
        '<row r="2"><c r="A2"><f>B2*24</f><v></v></c><c r="B2"><f>1</f></c><c r="C2"><f>1</f><v>1</v></c></row>'
    )

    assert notes.errors == {(2, 0): CellError(WITHOUT_VALUE), (2, 1): CellError(WITHOUT_VALUE)}


def test_a_formula_whose_value_is_an_empty_text_is_a_blank() -> None:
    assert notes_of('<row r="2"><c r="A2" t="str"><f>IF(B2="","",B2)</f><v></v></c></row>').errors == {}


def test_cells_without_addresses_are_counted_along_their_rows() -> None:
    notes = notes_of('<row><c><v>1</v></c></row><row r="4"><c r="B4"><v>1</v></c><c t="e"><v>#N/A</v></c></row>')

    assert notes.errors == {(4, 2): CellError("#N/A")}


def test_hidden_rows_hidden_columns_and_merges_are_noted() -> None:
    notes = notes_of(
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="0"><c r="A2"><v>1</v></c></row>',
        before='<cols><col min="2" max="3" hidden="1"/><col min="4" max="4" hidden="0"/></cols>',
        after='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:B2"/></mergeCells>',
    )

    assert notes.hidden_rows == {1}
    assert notes.hidden_columns == {1, 2}
    assert notes.merged == 2


def test_columns_hidden_to_the_end_of_the_grid_are_noted_as_far_as_is_read() -> None:
    notes = notes_of(hostile.LOG, before='<cols><col min="3" max="16384" hidden="true"/></cols>')

    assert notes.hidden_columns == set(range(2, sheet_scan.MOST_COLUMNS))


def test_a_workbook_that_counts_from_1904_says_so() -> None:
    parts = hostile.parts_of({"Log": hostile.sheet_xml(hostile.LOG)}, properties='<workbookPr date1904="1"/>')

    assert inspect(hostile.zipped(parts), "log.xlsx").epoch == date(1904, 1, 1)


def test_marked_up_text_that_the_fast_reader_would_cut_is_noticed() -> None:
    ordinary = inspect(hostile.workbook(f"<!-- between rows -->{hostile.LOG}"), "log.xlsx")
    unusual = inspect(hostile.workbook('<row r="1"><c r="A1"><v>1<!-- within a value -->2</v></c></row>'), "log.xlsx")

    assert ordinary.plain
    assert not unusual.plain


def test_what_is_hidden_wrong_or_merged_in_an_open_document_is_noted() -> None:
    data = hostile.ods(
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        + hostile.ods_row(hostile.ods_cell("string", "Hours", 'table:number-columns-spanned="2"'))
        + hostile.ods_row(
            hostile.ods_cell("string", "#DIV/0!", 'calcext:value-type="error"'),
            hostile.ods_cell("float", "Err:502", 'office:value="0" calcext:value-type="error"'),
            more='table:visibility="filter" table:number-rows-repeated="2"',
        )
    )

    [(_, notes)] = inspect(data, "log.ods").sheets

    assert notes.errors[2, 0] == notes.errors[3, 0] == CellError("#DIV/0!")
    assert notes.errors[2, 1] == CellError("Err:502")
    assert notes.hidden_rows == {2, 3}
    assert notes.hidden_columns == {1, 2}
    assert notes.merged == 1


@pytest.mark.slow
def test_mutated_workbooks_are_let_through_or_refused_and_nothing_else() -> None:
    seeds = [
        hostile.workbook(hostile.LOG * 20, before='<cols><col min="2" max="3" hidden="1"/></cols>'),
        hostile.ods(hostile.ods_row(hostile.ods_cell("float", "1", 'office:value="1"'))),
        hostile.xlsb([(0, hostile.xlsb_text(0, "Mentor")), (1, hostile.xlsb_error(0, 0x2A))]),
    ]
    chance = random.Random(20261125)
    until = time.monotonic() + float(os.environ.get("FUZZ_SECONDS", "0"))
    tried = refused = 0

    while tried < 300 or time.monotonic() < until:
        alter = hostile.mutated if tried % 3 == 0 else hostile.with_a_part_mutated
        data = alter(seeds[tried % len(seeds)], chance)
        tried += 1
        try:
            inspect(data, "log.xlsx")
        except Refused:
            refused += 1

    assert 0 < refused < tried
