"""SQLite database files, which some programs export: their tables as sheets, trusting nothing that is in them."""

import math
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from data_access.ingest.sheet import (
    LONGEST_TEXT,
    NOT_A_NUMBER,
    NOT_TEXT,
    TOO_LONG,
    Cell,
    CellError,
    Refused,
    Row,
    Sheet,
    quoted,
)
from data_access.ingest.sheet_scan import Allowance, Filled

SIGNATURE = b"SQLite format 3\x00"
MOST_OBJECTS = 200
LONGEST_VALUE = 1_000_000
SECONDS = 5.0
INSTRUCTIONS_BETWEEN_LOOKS = 10_000
INSTEAD = "Export the table as a CSV file and upload that."

LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 10),
    (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 3),
    (sqlite3.SQLITE_LIMIT_VDBE_OP, 25_000),
    (sqlite3.SQLITE_LIMIT_FUNCTION_ARG, 8),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
)
PRAGMAS = ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "query_only = ON", "temp_store = MEMORY")
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND substr(name, 1, 7) <> 'sqlite_'"


def read(path: Path, file_name: str) -> tuple[Sheet, ...]:
    """The tables of a database file, each a sheet with the names of its columns as row 1; views are never run.

    Raises:
        Refused: it is damaged, holds text that is no text, takes too long or spans more than is read.
    """
    file = quoted(file_name)
    try:
        with closing(_opened(path)) as connection:
            return tuple(_sheets(connection, file))
    except UnicodeDecodeError as error:
        raise Refused(f"{file} holds text that is not UTF-8. {INSTEAD}") from error
    except sqlite3.Error as error:
        slow = getattr(error, "sqlite_errorname", "") == "SQLITE_INTERRUPT"
        raise Refused(f"{file} {'took too long to read' if slow else 'is damaged'}. {INSTEAD}") from error


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    for limit, most in LIMITS:
        connection.setlimit(limit, most)
    connection.text_factory = _text
    deadline = time.monotonic() + SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > deadline, INSTRUCTIONS_BETWEEN_LOOKS)
    return connection


def _text(stored: bytes) -> str:
    return stored.decode("utf-8")


def _sheets(connection: sqlite3.Connection, file: str) -> Iterator[Sheet]:
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if objects > MOST_OBJECTS:
        raise Refused(f"{file} has {objects:,} tables and views; at most {MOST_OBJECTS} are read. {INSTEAD}")
    tables = [name for (name,) in connection.execute(TABLES)]
    connection.set_authorizer(_only_read_tables)
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError
    allowance = Allowance(file)
    for name in tables:
        yield _sheet(connection, name, Filled(name, allowance))


def _only_read_tables(action: int, first: str | None, _2: str | None, _3: str | None, within: str | None) -> int:
    """Let a table be read, but not by way of a view or trigger, and let nothing be worked out."""
    asked = action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_PRAGMA and first == "quick_check")
    allowed = within is None and (asked or action == sqlite3.SQLITE_READ)
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _sheet(connection: sqlite3.Connection, name: str, filled: Filled) -> Sheet:
    found = connection.execute(f'SELECT * FROM "{name.replace(chr(34), chr(34) * 2)}"')  # noqa: S608 -- quoted
    heading = Row(1, tuple(column[0] for column in found.description))
    filled.add(1, 0, right=len(heading.cells) - 1, cells=len(heading.cells))
    rows = [Row(number, _cells(values, number, filled)) for number, values in enumerate(found, 2)]
    filled.close()
    return Sheet(name, (heading, *(row for row in rows if row.cells.count(None) < len(row.cells))))


def _cells(values: Sequence[object], number: int, filled: Filled) -> tuple[Cell, ...]:
    cells = tuple(map(_cell, values))
    filled.add(number, 0, cells=len(cells) - cells.count(None))
    return cells


def _cell(value: object) -> Cell:
    if isinstance(value, bytes):
        return CellError(NOT_TEXT)
    if isinstance(value, str):
        if not value or value.isspace():
            return None
        return value if len(value) <= LONGEST_TEXT else CellError(TOO_LONG)
    if isinstance(value, float) and not math.isfinite(value):
        return CellError(NOT_A_NUMBER)
    return value if isinstance(value, int | float) else None
