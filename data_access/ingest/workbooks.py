"""Workbooks of every kind, read by the fast reader with what it drops laid over what it reads."""

import math
import re
import struct
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from io import BytesIO
from typing import Any, cast

from openpyxl import load_workbook
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from data_access.ingest.binary_scan import LockedError, scan_xls
from data_access.ingest.compound import Compound
from data_access.ingest.preflight import damaged, inspect, locked
from data_access.ingest.sheet import LONGEST_TEXT, NOT_A_NUMBER, TOO_LONG, Cell, CellError, Refused, Row, Sheet, quoted
from data_access.ingest.sheet_scan import Place, SheetNotes, WorkbookNotes

UNSOUND = (ValueError, LookupError, struct.error)
PANIC = "PanicException"
HOURS_OF_A_CLOCK = 24
OTHER_COMPOUNDS = {
    "WordDocument": "a Word document",
    "PowerPoint Document": "a presentation",
    "__properties_version1.0": "an e-mail message",
}
_LENGTH_IN_ODS = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def read_zipped(data: bytes, file_name: str) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx, .xlsm, .xlsb or .ods workbook.

    Raises:
        Refused: it is no workbook, is damaged or locked, or holds more than is read.
    """
    notes = inspect(data, file_name)
    if notes.plain:
        try:
            return _read(data, notes)
        except CalamineError as error:
            if notes.kind != "xlsx":
                raise Refused(damaged(quoted(file_name))) from error
    return _read_patiently(data, notes, quoted(file_name))


def read_compound(data: bytes, file_name: str) -> tuple[Sheet, ...]:
    """The sheets of an .xls workbook; a workbook of any kind that has a password is such a file too.

    Raises:
        Refused: it is no workbook, is damaged or locked, or holds more than is read.
    """
    file = quoted(file_name)
    try:
        return _read(data, scan_xls(_workbook_stream(data, file), file))
    except (LockedError, PasswordError) as error:
        raise Refused(locked(file)) from error
    except (CalamineError, *UNSOUND) as error:
        raise Refused(damaged(file)) from error


def _workbook_stream(data: bytes, file: str) -> bytes:
    compound = Compound(data)
    if "EncryptedPackage" in compound.entries:
        raise LockedError
    for name, what in OTHER_COMPOUNDS.items():
        if name in compound.entries:
            raise Refused(f"{file} is {what}. Put its table into a spreadsheet and upload that.")
    return compound.stream("Workbook" if "Workbook" in compound.entries else "Book")


def _read(data: bytes, notes: WorkbookNotes) -> tuple[Sheet, ...]:
    """Read with the fast reader, which says in many ways that it cannot.

    Raises:
        CalamineError: it cannot.
    """
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return tuple(_sheets(book, notes))
    except (OSError, ValueError, ArithmeticError) as error:
        raise CalamineError from error
    except BaseException as error:
        if type(error).__name__ != PANIC:  # what its own language raises is no Exception
            raise
        raise CalamineError from error


def _sheets(book: CalamineWorkbook, notes: WorkbookNotes) -> Iterator[Sheet]:
    if len(book.sheets_metadata) != len(notes.sheets):
        raise CalamineError
    for index, (about, (title, noted)) in enumerate(zip(book.sheets_metadata, notes.sheets, strict=True)):
        if about.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_index(index)
            hidden = about.visible != SheetVisibleEnum.Visible
            yield _sheet(title, _from_column_a(sheet), noted, notes, hidden=hidden)


def _from_column_a(sheet: CalamineSheet) -> Iterator[Sequence[Cell]]:
    """The rows from row 1, as the reader begins only at the first filled column."""
    left = (None,) * (sheet.start[1] if sheet.start else 0)
    return ((*left, *row) for row in sheet.iter_rows())


def _sheet(
    title: str, rows: Iterable[Sequence[Cell]], noted: SheetNotes, notes: WorkbookNotes, *, hidden: bool
) -> Sheet:
    return Sheet(
        name=title,
        rows=_rows(rows, noted, _ods_cell if notes.kind == "ods" else _cell),
        hidden=hidden,
        epoch=notes.epoch,
        hidden_rows=noted.hidden_rows,
        hidden_columns=noted.hidden_columns,
        merged=noted.merged,
    )


def _rows(rows: Iterable[Sequence[Cell]], noted: SheetNotes, read: Callable[[Cell], Cell]) -> tuple[Row, ...]:
    errors = _by_row(noted.errors)
    kept = []
    for number, row in enumerate(rows, 1):
        cells = _laid_over(tuple(map(read, row)), errors.pop(number, {}))
        if cells.count(None) < len(cells):
            kept.append((number, cells))
    kept += [(number, _laid_over((), below)) for number, below in sorted(errors.items())]
    width = max((len(cells) for _, cells in kept), default=0)
    return tuple(Row(number, cells + (None,) * (width - len(cells))) for number, cells in kept)


def _by_row(errors: Mapping[Place, CellError]) -> dict[int, dict[int, CellError]]:
    found: dict[int, dict[int, CellError]] = defaultdict(dict)
    for (row, column), error in errors.items():
        found[row][column] = error
    return found


def _laid_over(cells: tuple[Cell, ...], errors: Mapping[int, CellError]) -> tuple[Cell, ...]:
    if not errors:
        return cells
    wide = [*cells, *(None,) * (max(errors) + 1 - len(cells))]
    for column, error in errors.items():
        wide[column] = error
    return tuple(wide)


def _cell(value: Cell) -> Cell:
    if isinstance(value, str):
        if not value or value.isspace():
            return None
        return value if len(value) <= LONGEST_TEXT else CellError(TOO_LONG)
    if isinstance(value, float) and not math.isfinite(value):
        return CellError(NOT_A_NUMBER)
    return value


def _ods_cell(value: Cell) -> Cell:
    """A length of time comes as it is written in the file; below a day it may as well be a clock time."""
    match = _LENGTH_IN_ODS.fullmatch(value) if isinstance(value, str) else None
    if not match:
        return _cell(value)
    hours, minutes, seconds = map(int, match.groups())
    if hours < HOURS_OF_A_CLOCK:
        return time(hours, minutes, seconds)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _read_patiently(data: bytes, notes: WorkbookNotes, file: str) -> tuple[Sheet, ...]:
    """Read an .xlsx workbook that the fast reader does not; this one is ten times slower and forgives more."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            noted = dict(notes.sheets)
            return tuple(_patient_sheet(sheet, noted[sheet.title], notes) for sheet in book.worksheets)
    except MemoryError:
        raise
    except Exception as error:  # it raises whatever it trips over
        raise Refused(damaged(file)) from error


def _patient_sheet(sheet: Any, noted: SheetNotes, notes: WorkbookNotes) -> Sheet:  # noqa: ANN401 -- a kind without a type
    sheet.reset_dimensions()
    rows = (tuple(map(_as_day, row)) for row in sheet.iter_rows(values_only=True))
    return _sheet(sheet.title, rows, noted, notes, hidden=sheet.sheet_state != "visible")


def _as_day(value: object) -> Cell:
    """A day without a time of day is a date, as the fast reader has it."""
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    return cast(Cell, value)
