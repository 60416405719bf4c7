"""What the XML of a workbook says without a reader: where its filled cells end, and what readers drop of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar
from xml.parsers import expat

from data_access.ingest.sheet import DAY_ZERO, WITHOUT_VALUE, CellError, Refused, address

MOST_CELLS = 3_000_000
LARGEST_BOX = 5_000_000
MOST_COLUMNS = 300
STRAYS = 20
SPARSE = 10
LAST_ROW = 1_048_576
DEEPEST = 64
WITHIN_A_CELL = 4
MOST_NAMES = 1_000

Kind = Literal["xlsx", "xls", "xlsb", "ods"]
Attributes = Mapping[str, str]
Place = tuple[int, int]
Handler = Callable[[Attributes], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SheetNotes:
    """What one sheet holds that readers drop; rows by number, columns from 0."""

    errors: Mapping[Place, CellError] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: int = 0


@dataclass(frozen=True, slots=True)
class WorkbookNotes:
    """What was learnt of a workbook without opening it, its sheets with their names and in their order."""

    kind: Kind
    epoch: date = DAY_ZERO
    sheets: tuple[tuple[str, SheetNotes], ...] = ()
    plain: bool = True
    """Whether cells are written the way spreadsheet programs do, which the fast reader reads whole."""


@dataclass(slots=True)
class Allowance:
    """How many more filled cells, and how large a box around them, the sheets of one file may have."""

    file: str
    cells: int = MOST_CELLS
    box: int = LARGEST_BOX


class Filled:
    """The box around the filled cells of one sheet, as they are met."""

    __slots__ = ("allowance", "beyond", "cells", "first_row", "last", "last_column", "last_row", "rightmost", "title")

    def __init__(self, title: str, allowance: Allowance) -> None:
        """Begin with a sheet that holds nothing."""
        self.title, self.allowance = title, allowance
        self.cells = self.beyond = self.last_row = 0
        self.first_row, self.last_column = LAST_ROW + 1, -1
        self.last = self.rightmost = (0, 0)

    def add(self, row: int, column: int, bottom: int = 0, right: int = 0, cells: int = 1) -> None:
        """Count a filled cell, or several that lie between it and another corner."""
        self.cells += cells
        self.allowance.cells -= cells
        bottom, right = bottom or row, right or column
        if bottom > self.last_row:
            self.last_row, self.last = bottom, (bottom, column)
        self.first_row = min(self.first_row, row)
        if right > self.last_column:
            self.last_column, self.rightmost = right, (row, right)
        if right >= MOST_COLUMNS:
            self.beyond += min(cells, right + 1 - MOST_COLUMNS)
        if self.allowance.cells < 0:
            raise Refused(self._too_large())

    def close(self) -> None:
        """Take this sheet from what its file may hold.

        Raises:
            Refused: the box around its filled cells is too large, most often because of one stray cell.
        """
        if self.last_column < 0:
            return
        if self.last_column >= MOST_COLUMNS:
            raise Refused(self._stray(self.rightmost) if self.beyond <= STRAYS else self._too_wide())
        box = (self.last_row - self.first_row + 1) * (self.last_column + 1)
        self.allowance.box -= box
        if self.allowance.box < 0:
            raise Refused(self._stray(self.last) if self.cells * SPARSE < box else self._too_long())

    @property
    def _sheet(self) -> str:
        return f"Sheet “{self.title}”" if self.title else self.allowance.file

    def _stray(self, place: Place) -> str:
        return f"{self._sheet} has a value in cell {address(*place)}, far from the rest. Delete it and save again."

    def _too_large(self) -> str:
        return (
            f"{self._sheet} has more than {MOST_CELLS:,} filled cells. Split the file into smaller ones, for example "
            "one for each year."
        )

    def _too_long(self) -> str:
        return (
            f"{self._sheet} reaches as far as cell {address(self.last_row, self.last_column)}; a file may span at most "
            f"{LARGEST_BOX:,} cells, filled or not. Split it into smaller ones, for example one for each year."
        )

    def _too_wide(self) -> str:
        return (
            f"{self._sheet} has {self.last_column + 1:,} columns; at most {MOST_COLUMNS} are read. Delete the columns "
            "that are not needed and save again."
        )


class XmlScan:
    """Any part of a workbook: well formed, without document types, not endlessly nested."""

    def __init__(self, file: str) -> None:
        """Make ready to be fed the part, piece by piece."""
        self.file = file
        self.depth = 0
        self.plain = True
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def feed(self, chunks: Iterable[bytes]) -> None:
        """Go through the whole part.

        Raises:
            ExpatError: it is not well formed.
            Refused: no spreadsheet program writes such a thing, or more than is read.
        """
        for chunk in chunks:
            self.parser.Parse(chunk, False)
        self.parser.Parse(b"", True)

    def start(self, _name: str, _attributes: Attributes) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(unlike_a_program(self.file, "nests its parts without end"))

    def end(self, _name: str) -> None:
        """An element ends."""
        self.depth -= 1

    def _doctype(self, *_: object) -> None:
        raise Refused(unlike_a_program(self.file, "declares a document type"))


class ElementScan(XmlScan):
    """A part whose elements mean something, by the names they have without a prefix."""

    def __init__(self, file: str) -> None:
        """Make ready, with nothing known about any element."""
        super().__init__(file)
        self.starts: _ByName[Handler] = _ByName()
        self.ends: _ByName[Callable[[], None]] = _ByName()

    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Refused(unlike_a_program(self.file, "nests its parts without end"))
        if handler := self.starts[name]:
            handler(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth -= 1
        if handler := self.ends[name]:
            handler()


class SheetScan(ElementScan):
    """One sheet of an .xlsx workbook."""

    def __init__(self, title: str, allowance: Allowance) -> None:
        """Make ready for the sheet of that title."""
        super().__init__(allowance.file)
        self.filled = Filled(title, allowance)
        self.errors: dict[Place, CellError] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged = 0
        self.columns = _Columns()
        self.row = self.cell_row = self.column = self.next_column = 0
        self.type: str | None = None
        self.formula = self.value = self.inline = self.within = False
        self.written = ""
        self.starts.update({
            "c": self._cell, "v": self._value, "t": self._value, "f": self._formula, "is": self._inline,
            "row": self._row, "col": self._column, "mergeCell": self._merge,
        })  # fmt: skip
        self.ends.update({"c": self._cell_ends, "v": self._value_ends, "t": self._value_ends})
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self._unusual
        self.parser.StartCdataSectionHandler = self._unusual

    def notes(self) -> SheetNotes:
        """What was learnt of the sheet, once all of it was fed.

        Raises:
            ValueError: a cell lies outside the grid.
        """
        if self.filled.cells and not 0 < self.filled.first_row <= self.filled.last_row <= LAST_ROW:
            raise ValueError
        self.filled.close()
        return SheetNotes(self.errors, frozenset(self.hidden_rows), frozenset(self.hidden_columns), self.merged)

    def _row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self.row = int(number) if number else self.row + 1
        self.next_column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self.row)

    def _cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip("0123456789")
            self.cell_row, self.column = int(reference[len(letters) :]), self.columns[letters]
        else:
            self.cell_row, self.column = self.row, self.next_column
        self.next_column = self.column + 1
        self.type = attributes.get("t")
        self.formula = self.value = self.inline = False
        self.written = ""

    def _value(self, _attributes: Attributes) -> None:
        self.value = self.within = True

    def _value_ends(self) -> None:
        self.within = False

    def _formula(self, _attributes: Attributes) -> None:
        self.formula = True

    def _inline(self, _attributes: Attributes) -> None:
        self.inline = True

    def _text(self, text: str) -> None:
        if self.within:
            self.written = text

    def _cell_ends(self) -> None:
        filled = self.written or self.inline or (self.value and self.type in ("str", "d"))
        if self.type == "e":
            self._note(self.written or "#ERROR")
        elif self.formula and not filled:
            self._note(WITHOUT_VALUE)
        elif not filled:
            return
        self.filled.add(self.cell_row, self.column)

    def _note(self, code: str) -> None:
        self.errors[self.cell_row, self.column] = CellError(code)

    def _column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in ("1", "true"):
            last = min(int(attributes["max"]), MOST_COLUMNS)
            self.hidden_columns.update(range(int(attributes["min"]) - 1, last))

    def _merge(self, _attributes: Attributes) -> None:
        self.merged += 1

    def _unusual(self, *_: object) -> None:
        if self.depth >= WITHIN_A_CELL:
            self.plain = False


class OpenDocumentScan(ElementScan):
    """The content of an .ods workbook, which holds every sheet and writes what repeats only once."""

    def __init__(self, allowance: Allowance) -> None:
        """Make ready for all sheets of the file."""
        super().__init__(allowance.file)
        self.allowance = allowance
        self.sheets: list[tuple[str, SheetNotes]] = []
        self.starts.update({
            "table": self._table, "table-column": self._columns, "table-row": self._row,
            "table-cell": self._cell, "covered-table-cell": self._cell, "p": self._paragraph,
        })  # fmt: skip
        self.ends.update({
            "table": self._table_ends, "table-row": self._row_ends, "p": self._paragraph_ends,
            "table-cell": self._cell_ends, "covered-table-cell": self._cell_ends,
        })  # fmt: skip
        self.parser.CharacterDataHandler = self._text
        self._table({})

    def _table(self, attributes: Attributes) -> None:
        self.title = _local(attributes, "name") or ""
        self.filled = Filled(self.title, self.allowance)
        self.errors: dict[Place, CellError] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged = self.described = self.column = self.across = self.down = 0
        self.row = 1
        self.typed: str | None = None
        self.within = False
        self.written = ""

    def _table_ends(self) -> None:
        self.filled.close()
        notes = SheetNotes(self.errors, frozenset(self.hidden_rows), frozenset(self.hidden_columns), self.merged)
        self.sheets.append((self.title, notes))

    def _columns(self, attributes: Attributes) -> None:
        repeated = _repeated(attributes, "number-columns-repeated")
        if _is_hidden(attributes):
            last = min(self.described + repeated, MOST_COLUMNS)
            self.hidden_columns.update(range(self.described, last))
        self.described += repeated

    def _row(self, attributes: Attributes) -> None:
        self.down = _repeated(attributes, "number-rows-repeated")
        self.column = 0
        if _is_hidden(attributes):
            self.hidden_rows.update(range(self.row, min(self.row + self.down, LAST_ROW + 1)))

    def _row_ends(self) -> None:
        self.row += self.down

    def _cell(self, attributes: Attributes) -> None:
        self.across = _repeated(attributes, "number-columns-repeated")
        self.typed = _local(attributes, "value-type")
        self.written = ""
        spanned = ("number-columns-spanned", "number-rows-spanned")
        self.merged += any(_repeated(attributes, span) > 1 for span in spanned)

    def _paragraph(self, _attributes: Attributes) -> None:
        self.within = not self.written

    def _paragraph_ends(self) -> None:
        self.within = False

    def _text(self, text: str) -> None:
        if self.within:
            self.written += text

    def _cell_ends(self) -> None:
        if self.typed:
            bottom, right = self.row + self.down - 1, self.column + self.across - 1
            self.filled.add(self.row, self.column, bottom, right, self.down * self.across)
        if self.typed == "error":
            self._note(CellError(self.written or "#ERROR"))
        self.column += self.across

    def _note(self, error: CellError) -> None:
        for row in range(self.row, self.row + self.down):
            for column in range(self.column, self.column + self.across):
                self.errors[row, column] = error


def unlike_a_program(file: str, does: str) -> str:
    """What to do about a workbook that no spreadsheet program would have written."""
    return (
        f"{file} {does}, which spreadsheet programs do not do. Open it in yours, save it as a new .xlsx workbook "
        "and upload that."
    )


def _local(attributes: Attributes, name: str) -> str | None:
    """An attribute whatever its prefix; the last one stands where programs add their own beside the standard's."""
    values = [value for key, value in attributes.items() if key.rpartition(":")[2] == name]
    return values[-1] if values else None


def _repeated(attributes: Attributes, name: str) -> int:
    return max(1, int(_local(attributes, name) or 1))


def _is_hidden(attributes: Attributes) -> bool:
    return _local(attributes, "visibility") in ("collapse", "filter")


class _ByName(dict[str, T | None], Generic[T]):
    """What to do at each element; one with a prefix is known by the rest of its name."""

    def __missing__(self, name: str) -> T | None:
        handler = self.get(name.rpartition(":")[2])
        if len(self) < MOST_NAMES:
            self[name] = handler
        return handler


class _Columns(dict[str, int]):
    """Column numbers by their letters, each worked out once."""

    def __missing__(self, letters: str) -> int:
        index = 0
        for letter in letters:
            index = index * 26 + "ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter) + 1
        if not letters:
            raise ValueError
        self[letters] = index - 1
        return index - 1
