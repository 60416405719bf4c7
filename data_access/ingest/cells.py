"""One cell, read as what its column holds: a day, minutes, a number, a choice, an address or text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from data_access.ingest.sheet import Cell, CellError, length_behind
from data_access.records import Value

DateOrder = Literal["day first", "month first"]
DurationUnit = Literal["hours", "minutes"]

DATE_ORDERS: tuple[DateOrder, ...] = ("day first", "month first")
DURATION_UNITS: tuple[DurationUnit, ...] = ("hours", "minutes")

FIRST_YEAR, LAST_YEAR = 1940, 2100
LONGEST_SESSION = 60 * 1000
LARGEST_COUNT = 1_000_000_000


class NotReadableError(Exception):
    """The cell does not hold what its column holds; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How the cells of one column are to be read where they do not say so themselves."""

    epoch: date = date(1899, 12, 30)
    date_order: DateOrder | None = None
    duration_unit: DurationUnit | None = None


Parser = Callable[[Cell, Setting], Value]

_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_BLANK = re.compile(r"[\s\u00a0\u200b\ufeff]*")
_UNSPOKEN = re.compile(r"[^0-9a-z%]+")
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[ ,T].*)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
_NAMED_DATES = (
    "%d %B %Y",
    "%d %b %Y",
    "%d %B, %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %b %y",
)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]?\d)(?::([0-5]?\d))?")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")
_WORDED = re.compile(
    r"(?:(?P<h>\d+(?:[.,]\d+)?)\s*h(?:(?:ou)?rs?|rs?)?)?\s*(?:and\s+)?"
    r"(?:(?P<m>\d+(?:[.,]\d+)?)\s*m(?:in(?:ute)?s?)?)?\s*(?:(?P<s>\d+)\s*s(?:ec(?:ond)?s?)?)?",
    re.IGNORECASE,
)


def shown(cell: Cell) -> str:
    """A cell as the person sees it, for a message."""
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y")
    return "" if cell is None else str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in the cell; an error such as #N/A is not nothing."""
    return cell is None or (isinstance(cell, str) and _BLANK.fullmatch(cell) is not None)


def text(cell: Cell, _setting: Setting = Setting()) -> str | None:
    """Text, with runs of spaces made one; numbers lose a needless “.0”."""
    _refuse_error(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, str):
        return _SPACES.sub(" ", cell).strip() or None
    return shown(cell) or None


def comment(cell: Cell, _setting: Setting = Setting()) -> str | None:
    """Free text, its own line ends kept."""
    _refuse_error(cell)
    return (cell.strip() or None) if isinstance(cell, str) else text(cell)


def day(cell: Cell, setting: Setting = Setting()) -> int | None:
    """A date as a whole number of days.

    Raises:
        NotReadableError: the cell holds no date, or one that could be read two ways.
    """
    _refuse_error(cell)
    if is_blank(cell):
        return None
    if isinstance(cell, datetime | date):
        return _plausible(cell.date() if isinstance(cell, datetime) else cell, cell)
    if isinstance(cell, str):
        return _plausible(_date_of_text(_SPACES.sub(" ", cell).strip(), setting.date_order), cell)
    raise NotReadableError("is not a date. Write it as 31/01/2026")


def date_order_of(written: str) -> DateOrder | Literal["either"] | None:
    """Which order a slashed date can only be in; none where the text is no slashed date."""
    match = _SLASHED.fullmatch(_SPACES.sub(" ", written).strip())
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    if first > 12:  # noqa: PLR2004 - months
        return "day first"
    return "month first" if second > 12 else ("either" if first != second else None)  # noqa: PLR2004 - months


def minutes(cell: Cell, setting: Setting = Setting()) -> int | None:
    """A length of time in whole minutes.

    Raises:
        NotReadableError: the cell holds no length of time.
    """
    _refuse_error(cell)
    if is_blank(cell):
        return None
    found = _minutes(cell, setting)
    if not 0 <= found <= LONGEST_SESSION:
        raise NotReadableError("is not a length of time. Write it as 1:30 or 90 mins")
    return round(found)


def needs_unit(cell: Cell) -> bool:
    """Whether a length of time is a bare number, which may be hours or minutes."""
    if isinstance(cell, str):
        return _PLAIN.fullmatch(cell.strip()) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def number(cell: Cell, _setting: Setting = Setting()) -> float | None:
    """A number; £ signs and thousands commas are read over."""
    _refuse_error(cell)
    if is_blank(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    try:
        return float(shown(cell).replace("£", "").replace(",", "").strip())
    except ValueError:
        raise NotReadableError("is not a number. Write digits only, such as 40") from None


def whole(cell: Cell, setting: Setting = Setting()) -> int | None:
    """A whole number, not below nought."""
    found = number(cell, setting)
    if found is None:
        return None
    if not (0 <= found <= LARGEST_COUNT and found.is_integer()):
        raise NotReadableError("is not a whole number that counts people or days. Write digits only, such as 12")
    return int(found)


def flag(cell: Cell, setting: Setting = Setting()) -> int | None:
    """Yes or no."""
    written = text(cell, setting)
    if written is None:
        return None
    if written.casefold() in {"yes", "y", "true", "1"}:
        return 1
    if written.casefold() in {"no", "n", "false", "0"}:
        return 0
    raise NotReadableError("is neither yes nor no. Write yes or no")


def e_mail(cell: Cell, setting: Setting = Setting()) -> str | None:
    """An e-mail address, in small letters."""
    written = text(cell, setting)
    if written is None:
        return None
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", written):
        raise NotReadableError("is not an e-mail address. Write it as name@college.ac.uk, or leave it blank")
    return written.casefold()


def choice(allowed: type[StrEnum], also: Mapping[str, str] | None = None) -> Parser:
    """A parser for one of a closed set of words, their synonyms included."""
    known = {plain(one.value): one.value for one in allowed} | {plain(k): v for k, v in (also or {}).items()}
    listed = ", ".join(one.value for one in allowed)

    def parse(cell: Cell, setting: Setting) -> str | None:
        written = text(cell, setting)
        if written is None:
            return None
        if plain(written) not in known:
            raise NotReadableError(f"is none of the words known here. Write one of: {listed}")
        return known[plain(written)]

    return parse


def plain(written: str) -> str:
    """Text for comparing: small letters and digits only, “&” as “and”."""
    return _UNSPOKEN.sub("", written.casefold().replace("&", "and"))


def _refuse_error(cell: Cell) -> None:
    if isinstance(cell, CellError):
        raise NotReadableError(
            "is an error, not a value. Put the value itself there, or clear the cell if there is none"
        )


def _plausible(found: date | None, cell: Cell) -> int:
    if found is None:
        raise NotReadableError("is not a date. Write it as 31/01/2026")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NotReadableError(f"is a date in the year {found.year}. Check the year of “{shown(cell)}”")
    return found.toordinal()


def _date_of_text(written: str, order: DateOrder | None) -> date | None:
    iso = _ISO.fullmatch(written)
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    slashed = _SLASHED.fullmatch(written)
    if slashed:
        return _slashed_date(slashed, order or _certain_order(written))
    return _named_date(written)


def _certain_order(written: str) -> DateOrder:
    order = date_order_of(written)
    return "month first" if order == "month first" else "day first"


def _slashed_date(match: re.Match[str], order: DateOrder) -> date | None:
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    year += 0 if year > 99 else (2000 if year < 70 else 1900)  # noqa: PLR2004 - two-digit years
    return _date(year, second, first) if order == "day first" else _date(year, first, second)


def _date(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return None


def _named_date(written: str) -> date | None:
    for form in _NAMED_DATES:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 - a date has no time zone
        except ValueError:
            continue
    return None


def _minutes(cell: Cell, setting: Setting) -> float:
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 60
    if isinstance(cell, date):
        return length_behind(cell, setting.epoch).total_seconds() / 60
    if isinstance(cell, time):
        return cell.hour * 60 + cell.minute + cell.second / 60
    if isinstance(cell, str):
        return _minutes_of_text(cell.strip(), setting)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) * _minutes_in(setting)
    raise NotReadableError("is not a length of time. Write it as 1:30 or 90 mins")


def _minutes_of_text(written: str, setting: Setting) -> float:
    clock = _CLOCK.fullmatch(written)
    if clock:
        return int(clock[1]) * 60 + int(clock[2]) + int(clock[3] or 0) / 60
    if _PLAIN.fullmatch(written):
        return _decimal(written) * _minutes_in(setting)
    worded = _WORDED.fullmatch(written)
    if worded and any(worded.groups()):
        return _decimal(worded["h"]) * 60 + _decimal(worded["m"]) + _decimal(worded["s"]) / 60
    raise NotReadableError("is not a length of time. Write it as 1:30 or 90 mins")


def _minutes_in(setting: Setting) -> int:
    if setting.duration_unit is None:
        raise NotReadableError("could be hours or minutes. Write it as 1:30 or 90 mins, or say which it is")
    return 60 if setting.duration_unit == "hours" else 1


def _decimal(written: str | None) -> float:
    return float((written or "0").replace(",", "."))
