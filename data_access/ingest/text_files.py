"""Text files of rows: which encoding and delimiter they use, and the rows as a spreadsheet would number them."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import islice

from data_access.ingest.sheet import LONGEST_TEXT, Refused, Row, Sheet, quoted
from data_access.ingest.sheet_scan import Allowance, Filled

LONGEST_LINE = 1 << 20
MOST_LINES = 3_000_000
DELIMITERS = ",;\t|"
RECORDS_COMPARED = 500
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SAMPLE = 4_096
NEXT_LINE = "next line"
MOST_CONTROLS = 0.005
SAVE_AS_CSV = "Open it in your spreadsheet program, save it as “CSV UTF-8” and upload that."

_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1e\x7f]")
_DELIMITER_NAMED = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)


def read(data: bytes, file_name: str) -> tuple[Sheet, ...]:
    """The one sheet of a text file: every value text, blanks none, each record numbered as a row.

    Raises:
        Refused: it is not text, has a quotation mark that is never closed, or holds more than is read.
    """
    file = quoted(file_name)
    delimiter, lines = _delimiter_named(_lines(_decoded(data, file), file))
    with _cells_of_a_spreadsheet():
        return (Sheet("", _rows(_records(lines, delimiter or _delimiter(lines), file), file)),)


def _decoded(data: bytes, file: str) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, file)
    if unmarked := _utf_16_without_mark(data[:SAMPLE]):
        return _strict(data, unmarked, file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(_line_by_line(data, file))


def _strict(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is damaged: some of its characters cannot be read. {SAVE_AS_CSV}") from error


def _utf_16_without_mark(sample: bytes) -> str | None:
    """Text that is mostly English has a NUL beside nearly every letter in this encoding."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) / 5 and even < odd / 10:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) / 5 and odd < even / 10 else None


def _line_by_line(data: bytes, file: str) -> Iterator[str]:
    """Files that were put together from several may hold lines of either encoding."""
    for number, line in enumerate(data.split(b"\n"), 1):
        text = _one_line(line)
        if text is None:
            raise Refused(f"{file} has a character on line {number} that cannot be read. {SAVE_AS_CSV}")
        yield text if number == 1 else f"\n{text}"


def _one_line(line: bytes) -> str | None:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str, file: str) -> list[str]:
    """The lines with their ends, whichever of the three kinds of line end each has."""
    if text.count("\n") > MOST_LINES:
        raise Refused(f"{file} has more than {MOST_LINES:,} lines. Split it into smaller files, for example by year.")
    lines = list(StringIO(text, newline=""))
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            raise Refused(
                f"{file} holds NUL characters, the first on line {number}, so it is not a table. {SAVE_AS_CSV}"
            )
        if len(line) > LONGEST_LINE:
            raise Refused(f"{file} has more than a million characters on line {number}, so it is not a table.")
    sample = text[:LONGEST_LINE]
    if len(_CONTROLS.findall(sample)) > MOST_CONTROLS * len(sample) + 1:
        raise Refused(
            f"{file} is neither a spreadsheet nor text. Save the table as an .xlsx workbook or a CSV file and upload "
            "that."
        )
    return lines


def _delimiter_named(lines: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """A first line such as “sep=;” is an instruction to the spreadsheet program, which does not show it."""
    named = _DELIMITER_NAMED.fullmatch(lines[0]) if lines else None
    return (named[1], lines[1:]) if named else (None, lines)


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter by which most records come out equally wide, and the widest of those that tie."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines: Sequence[str], delimiter: str) -> tuple[int, int]:
    try:
        records = list(islice(csv.reader(lines, delimiter=delimiter), RECORDS_COMPARED))
    except csv.Error:
        return (0, 0)
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, agreeing = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return (agreeing, width)


def _records(lines: Sequence[str], delimiter: str, file: str) -> Iterator[list[str]]:
    """Each record, a blank line being an empty one.

    The strict reading stops at a quotation mark that closes where it should not. Such a record is taken as it stands
    if it is all on one line; a cell that runs on over lines may have swallowed them, so the file is refused.
    """
    source = iter(lines)
    done = 0
    while True:
        reader = csv.reader(source, delimiter=delimiter, strict=True)
        complete = 0
        try:
            for record in reader:
                yield record
                complete = reader.line_num
        except csv.Error as error:
            begun, done = done + complete, done + reader.line_num
            yield _loosely(lines[begun:done], delimiter, f"{file} has", begun + 1, error)
        else:
            return


def _loosely(lines: Sequence[str], delimiter: str, file_has: str, number: int, error: csv.Error) -> list[str]:
    if len(lines) > 1:
        raise Refused(_unclosed(file_has, number)) from error
    try:
        record, *rest = csv.reader([*lines, NEXT_LINE], delimiter=delimiter)
    except csv.Error as too_long:
        raise Refused(
            f"{file_has} more than {LONGEST_TEXT:,} characters in one cell on line {number}, which no spreadsheet "
            "can hold. Shorten it and upload the file again."
        ) from too_long
    if not rest:
        raise Refused(_unclosed(file_has, number)) from error
    return record


def _unclosed(file_has: str, number: int) -> str:
    return (
        f"{file_has} a quotation mark on line {number} that is never closed, so the rows after it would run together. "
        "Close or delete it and upload the file again."
    )


@contextmanager
def _cells_of_a_spreadsheet() -> Iterator[None]:
    """Stop at any cell that is longer than a spreadsheet's cells can be; the limit is the whole process's."""
    before = csv.field_size_limit(LONGEST_TEXT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _rows(records: Iterable[Sequence[str]], file: str) -> tuple[Row, ...]:
    filled = Filled("", Allowance(file))
    kept = [(number, cells) for number, record in enumerate(records, 1) if (cells := _cells(record, number, filled))]
    filled.close()
    width = filled.last_column + 1
    return tuple(Row(number, cells + (None,) * (width - len(cells))) for number, cells in kept)


def _cells(record: Sequence[str], number: int, filled: Filled) -> tuple[str | None, ...]:
    """The record up to its last filled cell."""
    cells = tuple([value if value and not value.isspace() else None for value in record])
    places = [place for place, cell in enumerate(cells) if cell is not None]
    if not places:
        return ()
    filled.add(number, places[0], right=places[-1], cells=len(places))
    return cells[: places[-1] + 1]
