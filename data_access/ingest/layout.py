"""What a kind of file looks like: its columns by their headings, and what one row of it says."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data_access.ingest.cells import DurationUnit, Parser, plain, text
from data_access.ingest.sheet import Cell, Row
from data_access.records import Value

Said = Mapping[str, Value]
"""What one row says, by column name; a column the file lacks is not in it."""

ROWS_SEARCHED = 40


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What one row says, and where it stands."""

    row: int
    said: Said


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the headings it goes by and how its cells are read."""

    name: str
    headings: tuple[str, ...]
    parse: Parser = text
    required: bool = False
    unit: DurationUnit | None = None
    is_day: bool = False
    is_duration: bool = False
    in_template: bool = True
    example: str = ""
    note: str = ""

    @property
    def heading(self) -> str:
        """The heading our own template uses."""
        return self.headings[0]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation as a file names it."""

    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Someone as a file names them; only place, staff and learner lists make people known."""

    organisation: Organisation
    name: str | None = None
    e_mail: str | None = None
    staff_number: str | None = None
    learner_id: str | None = None
    makes_known: bool = False
    programme: str = ""
    cohort: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its organisation, cohort and people are known by their keys."""

    kind: str
    organisation: Organisation | None = None
    programme: str | None = None
    cohort: str | None = None
    people: tuple[Person, ...] = ()
    key: tuple[str | int, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)


Check = Callable[[Said], Iterable[tuple[str, str]]]
"""Looks at a whole row: yields (column name, sentence) for what does not fit together."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of file."""

    name: str
    title: str
    rank: int
    columns: tuple[Column, ...]
    signature: frozenset[str]
    drafts: Callable[[Said], Iterable[Draft]]
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    template: bool = True
    gather: Callable[[Iterable[SaidRow]], Iterable[SaidRow]] | None = None
    one_of: tuple[frozenset[str], ...] = ()
    covers: str = ""
    covered_by: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Found:
    """A layout found on a sheet: the row its headings stand on and where each column is."""

    layout: Layout
    header_row: int
    positions: Mapping[str, int]
    unused: tuple[str, ...]


def find(layouts: Sequence[Layout], rows: Sequence[Row]) -> Found | None:
    """The layout whose headings fit best somewhere in the first rows, if any fits."""
    fits = [found for row in rows[:ROWS_SEARCHED] for layout in layouts if (found := _fit(layout, row)) is not None]
    return max(fits, key=lambda found: (len(found.positions), -found.header_row), default=None)


def nearest(layouts: Sequence[Layout], rows: Sequence[Row]) -> tuple[Layout, tuple[str, ...]] | None:
    """The layout that came closest, with the headings it lacks; none where nothing is alike."""
    tries = [
        (len(matched), -len(layout.signature - matched), layout, tuple(sorted(layout.signature - matched)))
        for row in rows[:ROWS_SEARCHED]
        for layout in layouts
        if len(matched := _positions(layout, row.cells).keys()) > 1
    ]
    if not tries:
        return None
    _, _, layout, lacking = max(tries, key=lambda one: one[:2])
    return layout, tuple(layout.column(name).heading for name in lacking)


def _fit(layout: Layout, row: Row) -> Found | None:
    positions = _positions(layout, row.cells)
    if not layout.signature <= positions.keys() or any(not options & positions.keys() for options in layout.one_of):
        return None
    used = set(positions.values())
    unused = tuple(str(cell) for place, cell in enumerate(row.cells) if place not in used and isinstance(cell, str))
    return Found(layout, row.number, positions, unused)


def _positions(layout: Layout, cells: Sequence[Cell]) -> dict[str, int]:
    written: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            written.setdefault(plain(cell), place)
    found: dict[str, int] = {}
    for column in layout.columns:
        for heading in column.headings:
            if plain(heading) in written:
                found.setdefault(column.name, written[plain(heading)])
    return found
