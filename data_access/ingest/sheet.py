"""What every file becomes before anyone asks what it means: sheets of rows of cells, numbered as the user sees them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from string import ascii_uppercase

WITHOUT_VALUE = "formula without a stored value"
TOO_LONG = "text of more than 32,767 characters"
NOT_A_NUMBER = "#NUM!"
NOT_TEXT = "binary data"
LONGEST_TEXT = 32_767
LONGEST_SHOWN_NAME = 120
DAY_ZERO, MACINTOSH_DAY_ZERO = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_TRUE_DAY = date(1900, 3, 1)


class Refused(Exception):  # noqa: N818 -- an answer to the user, not a fault of the program
    """A sentence for the user: what is wrong with the whole file, and what to do."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error or holds no value, and so must never be taken for a blank one."""

    code: str


Cell = str | int | float | bool | date | datetime | time | timedelta | CellError | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by the number the spreadsheet shows beside it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet that hold anything, each from column A and all equally wide."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    epoch: date = DAY_ZERO
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: int = 0


def column_letters(index: int) -> str:
    """The letters above a column: A for 0, AA for 26."""
    before, place = divmod(index, 26)
    return (column_letters(before - 1) if before else "") + ascii_uppercase[place]


def address(row: int, column: int) -> str:
    """A cell as the spreadsheet names it, from its row number and its column counted from 0."""
    return f"{column_letters(column)}{row}"


def length_behind(shown: date | datetime, epoch: date) -> timedelta:
    """The length of time that a cell formatted as a clock or a date shows as one: 46:30 is shown as 22:30 on a day.

    Spreadsheets that count from 1899 have a 29 February 1900, so their first two months are a day off.
    """
    moment = shown if isinstance(shown, datetime) else datetime.combine(shown, time.min)
    early = epoch == DAY_ZERO and moment.date() < _FIRST_TRUE_DAY
    return moment - datetime.combine(epoch, time.min) - timedelta(days=early)


def quoted(file_name: str) -> str:
    """A file's name as sentences quote it: never a path, never long, never a control character."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(character for character in last if character.isprintable())
    return f"“{printable[:LONGEST_SHOWN_NAME] or 'The file'}”"
