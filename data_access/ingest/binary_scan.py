"""What the records of a binary workbook (.xls, .xlsb) say without a reader, as `sheet_scan` does for XML."""

import struct
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from data_access.ingest.sheet import DAY_ZERO, MACINTOSH_DAY_ZERO, CellError
from data_access.ingest.sheet_scan import MOST_COLUMNS, Allowance, Filled, Place, SheetNotes, WorkbookNotes

ERRORS: Mapping[int, str] = MappingProxyType({
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
})  # fmt: skip
ONE_CELL = (0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6)
FILLED_KINDS = range(2, 11)
NO_NUMBER, IS_ERROR = 0xFFFF, 2
BEGIN, END, FILE_PASS, DATE_MODE, BOUND_SHEET = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085
BIFF8 = b"\x00\x06"
BUNDLE_SHEET, WORKBOOK_PROPERTIES = 156, 153

Records = Iterator[tuple[int, bytes]]


class LockedError(Exception):
    """The workbook is protected with a password."""


class BinarySheetScan:
    """What both kinds of record have in common: the box of filled cells, errors, what is hidden and merged."""

    def __init__(self, title: str, allowance: Allowance) -> None:
        """Make ready for the sheet of that title."""
        self.filled = Filled(title, allowance)
        self.errors: dict[Place, CellError] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged = 0
        self.handlers: dict[int, Callable[[bytes], None]] = {}

    def feed(self, records: Records) -> SheetNotes:
        """Go through the records of the sheet, and say what was learnt."""
        for kind, body in records:
            if handler := self.handlers.get(kind):
                handler(body)
        self.filled.close()
        return SheetNotes(self.errors, frozenset(self.hidden_rows), frozenset(self.hidden_columns), self.merged)

    def add_error(self, row: int, column: int, code: int) -> None:
        """Note a cell that shows an error."""
        self.errors[row, column] = CellError(ERRORS.get(code, "#ERROR"))
        self.filled.add(row, column)

    def hide_columns(self, first: int, last: int) -> None:
        """Note columns that are not shown."""
        self.hidden_columns.update(range(first, min(last + 1, MOST_COLUMNS)))


class XlsSheetScan(BinarySheetScan):
    """One sheet of an .xls workbook."""

    def __init__(self, title: str, allowance: Allowance) -> None:
        """Make ready for the sheet of that title."""
        super().__init__(title, allowance)
        self.handlers = {
            **dict.fromkeys(ONE_CELL, self._cell),
            0x00BD: self._cells, 0x0205: self._flag_or_error, 0x0006: self._formula, 0x0208: self._row,
            0x007D: self._columns, 0x00E5: self._merges,
        }  # fmt: skip

    def _cell(self, body: bytes) -> None:
        row, column = struct.unpack_from("<HH", body)
        self.filled.add(row + 1, column)

    def _cells(self, body: bytes) -> None:
        row, first = struct.unpack_from("<HH", body)
        (last,) = struct.unpack_from("<H", body, len(body) - 2)
        self.filled.add(row + 1, first, right=last, cells=last - first + 1)

    def _flag_or_error(self, body: bytes) -> None:
        row, column, _, value, is_error = struct.unpack_from("<HHHBB", body)
        if is_error:
            self.add_error(row + 1, column, value)
        else:
            self.filled.add(row + 1, column)

    def _formula(self, body: bytes) -> None:
        row, column = struct.unpack_from("<HH", body)
        (no_number,) = struct.unpack_from("<H", body, 12)
        if no_number == NO_NUMBER and body[6] == IS_ERROR:
            self.add_error(row + 1, column, body[8])
        else:
            self.filled.add(row + 1, column)

    def _row(self, body: bytes) -> None:
        if body[12] & 0x20:
            self.hidden_rows.add(int.from_bytes(body[:2], "little") + 1)

    def _columns(self, body: bytes) -> None:
        first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
        if flags & 1:
            self.hide_columns(first, last)

    def _merges(self, body: bytes) -> None:
        self.merged += int.from_bytes(body[:2], "little")


class XlsbSheetScan(BinarySheetScan):
    """One sheet of an .xlsb workbook."""

    def __init__(self, title: str, allowance: Allowance) -> None:
        """Make ready for the sheet of that title."""
        super().__init__(title, allowance)
        self.row = 0
        self.handlers = {
            **dict.fromkeys(FILLED_KINDS, self._cell),
            0: self._row, 3: self._error, 11: self._error, 60: self._columns, 176: self._merge,
        }  # fmt: skip

    def _row(self, body: bytes) -> None:
        self.row = int.from_bytes(body[:4], "little") + 1
        if body[11] & 0x10:
            self.hidden_rows.add(self.row)

    def _cell(self, body: bytes) -> None:
        self.filled.add(self.row, int.from_bytes(body[:4], "little"))

    def _error(self, body: bytes) -> None:
        self.add_error(self.row, int.from_bytes(body[:4], "little"), body[8])

    def _columns(self, body: bytes) -> None:
        first, last = struct.unpack_from("<II", body)
        if body[16] & 1:
            self.hide_columns(first, last)

    def _merge(self, _body: bytes) -> None:
        self.merged += 1


def scan_xls(stream: bytes, file: str) -> WorkbookNotes:
    """What the workbook stream of an .xls file says.

    Raises:
        LockedError: it asks for a password.
        Refused: it spans more than is read.
    """
    book = list(_xls_records(stream, 0))
    kinds = dict(book)
    if FILE_PASS in kinds:
        raise LockedError
    wide_letters = kinds[BEGIN][:2] == BIFF8
    allowance = Allowance(file)
    sheets = []
    for kind, body in book:
        if kind == BOUND_SHEET:
            title = _xls_name(body[6:], wide_letters=wide_letters)
            at = int.from_bytes(body[:4], "little")
            sheets.append((title, XlsSheetScan(title, allowance).feed(_xls_records(stream, at))))
    old_epoch = kinds.get(DATE_MODE, b"\0\0")[:2] == b"\1\0"
    return WorkbookNotes("xls", MACINTOSH_DAY_ZERO if old_epoch else DAY_ZERO, tuple(sheets))


def list_xlsb(book: bytes) -> tuple[date, list[tuple[str, str]]]:
    """The epoch of an .xlsb workbook, and its sheets with the reference of the part that holds each."""
    epoch, sheets = DAY_ZERO, []
    for kind, body in xlsb_records(book):
        if kind == BUNDLE_SHEET:
            reference, rest = _wide_string(body[8:])
            title, _ = _wide_string(rest)
            sheets.append((title, reference))
        elif kind == WORKBOOK_PROPERTIES and body[0] & 1:
            epoch = MACINTOSH_DAY_ZERO
    return epoch, sheets


def xlsb_records(data: bytes) -> Records:
    """Each record of a part of an .xlsb workbook: its kind and its body."""
    at = 0
    while at < len(data):
        kind, at = _packed_number(data, at, 2)
        size, at = _packed_number(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _xls_records(stream: bytes, at: int) -> Records:
    """The records from a beginning to its own end, without those of charts within."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == BEGIN) - (kind == END)
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        elif depth < 1:
            return
        at += 4 + size


def _xls_name(packed: bytes, *, wide_letters: bool) -> str:
    length = packed[0]
    if not wide_letters:
        return packed[1 : 1 + length].decode("cp1252", "replace")
    if packed[1] & 1:
        return packed[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return packed[2 : 2 + length].decode("latin-1")


def _wide_string(packed: bytes) -> tuple[str, bytes]:
    end = 4 + 2 * int.from_bytes(packed[:4], "little")
    return packed[4:end].decode("utf-16-le", "replace"), packed[end:]


def _packed_number(data: bytes, at: int, longest: int) -> tuple[int, int]:
    """A number in as few bytes as it needs, seven bits in each, and where it ends."""
    number = 0
    for place in range(longest):
        byte = data[at + place]
        number |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:  # noqa: PLR2004 -- the eighth bit says that more follow
            return number, at + place + 1
    return number, at + longest
