"""Files written the same to the byte on every machine: text, workbooks and databases."""

import csv
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

Cell = str | int | float | date | time | None

SAVED_AT = datetime(2022, 8, 1, 9, 0)  # noqa: DTZ001 - workbooks keep no time zone
FORMATS: Mapping[type, str] = {date: "DD/MM/YYYY", time: "H:MM"}
UNIX = 3
SQLITE_VERSION = slice(96, 100)
"""Where a database names the SQLite that wrote it last, which differs from machine to machine."""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of a workbook: lines above the headings, the rows, and lines below them."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    above: Sequence[str] = ()
    below: Sequence[Sequence[Cell]] = ()
    widths: Mapping[str, int] = field(default_factory=dict)


def text(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    day: str = "%d/%m/%Y",
) -> bytes:
    """A text file as spreadsheet programs save it."""
    into = StringIO(newline="")
    writer = csv.writer(into, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_written(cell, day) for cell in row] for row in rows)
    return into.getvalue().encode(encoding)


def workbook(*pages: Page) -> bytes:
    """A workbook of these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        _fill(book.create_sheet(page.title), page)
    book.properties.creator = "Synthetic sample data"
    book.properties.created = book.properties.modified = SAVED_AT
    return _stored(book)


def database(table: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """An SQLite database with one table of text."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "export.sqlite")
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("PRAGMA page_size = 4096")
            connection.execute(f"CREATE TABLE {table} ({', '.join(f'{column} TEXT' for column in columns)})")
            marks = ", ".join("?" * len(columns))
            written = [[_written(cell, "%Y-%m-%d") or None for cell in row] for row in rows]
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", written)  # noqa: S608 - our own names
        content = bytearray(path.read_bytes())
    content[SQLITE_VERSION] = (3_040_000).to_bytes(4, "big")
    return bytes(content)


def _written(cell: Cell, day: str) -> str:
    if isinstance(cell, date):
        return cell.strftime(day)
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    return "" if cell is None else str(cell)


def _fill(sheet: Worksheet, page: Page) -> None:
    for place, line in enumerate(page.above, 1):
        sheet.cell(place, 1, line).font = Font(bold=place == 1)
    top = len(page.above) + 1
    for place, heading in enumerate(page.headings, 1):
        sheet.cell(top, place, heading).font = Font(bold=True)
    for number, row in enumerate([*page.rows, *page.below], top + 1):
        _put(sheet, number, row)
    for letter, width in page.widths.items():
        sheet.column_dimensions[letter].width = width


def _put(sheet: Worksheet, number: int, row: Sequence[Cell]) -> None:
    for place, value in enumerate(row, 1):
        if value is not None and value != "":
            cell = sheet.cell(number, place, value)
            cell.number_format = FORMATS.get(type(value), cell.number_format)


def _stored(book: Workbook) -> bytes:
    """The workbook's parts packed without compression, which not every machine does alike, all at one time."""
    first, into = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(first, "w")).save()
    with ZipFile(first) as parts, ZipFile(into, "w", ZIP_STORED) as packed:
        for name in parts.namelist():
            part = ZipInfo(name, SAVED_AT.timetuple()[:6])
            part.create_system = UNIX
            packed.writestr(part, parts.read(name))
    return into.getvalue()
