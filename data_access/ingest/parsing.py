"""A sheet read by its layout: what each row says, and every issue of every row at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data_access.ingest import cells
from data_access.ingest.cells import NotReadableError, Setting, is_blank, shown
from data_access.ingest.issues import Issue, Question, Severity
from data_access.ingest.layout import Column, Found, Layout, Said, SaidRow
from data_access.ingest.sheet import Cell, Row, Sheet, column_letters
from data_access.records import Value

Answers = Mapping[str, str]
"""What the uploader said of the file as a whole: organisation, programme, cohort, dates, durations …"""

TOTALS = frozenset({"total", "totals", "grand total", "sum"})
LONGEST_NAME = 80

FROM_ANSWERS = ("organisation", "programme", "cohort")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything a sheet says, with every row accounted for."""

    layout: str
    sheet: str
    header_row: int
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    rows: tuple[SaidRow, ...] = ()
    issues: tuple[Issue, ...] = ()
    questions: tuple[Question, ...] = ()
    read: int = 0
    above: int = 0
    set_aside: int = 0
    rejected: int = 0


@dataclass(slots=True)
class _Reader:
    """One column: where it is, how its cells are read and what they were read as before."""

    column: Column
    place: int
    setting: Setting
    known: dict[tuple[type, Cell], Value] = field(default_factory=dict)

    def read(self, cells: Sequence[Cell]) -> Value:
        """What the column's cell of a row says."""
        cell = _at(cells, self.place)
        key = (cell.__class__, cell)
        if key not in self.known:
            self.known[key] = self.column.parse(cell, self.setting)
        return self.known[key]


@dataclass(slots=True)
class _Reading:
    """One sheet and its columns, with those that no row may leave blank."""

    sheet: Sheet
    found: Found
    answers: Answers
    required: tuple[Column, ...]
    needed: tuple[int, ...]
    readers: list[_Reader] = field(default_factory=list)


def _reading(sheet: Sheet, found: Found, answers: Answers) -> _Reading:
    required = tuple(column for column in found.layout.columns if column.required)
    needed = (found.positions.get(column.name) for column in required)
    return _Reading(sheet, found, answers, required, tuple(place for place in needed if place is not None))


def parse(sheet: Sheet, found: Found, answers: Answers) -> Parsed:
    """Read all rows below the headings."""
    below = [row for row in sheet.rows if row.number > found.header_row]
    reading = _reading(sheet, found, answers)
    problems, questions = _settle_columns(reading, below)
    questions += _missing_answers(reading)
    blank = Parsed(
        layout=found.layout.name,
        sheet=sheet.name,
        header_row=found.header_row,
        columns={name: column_letters(place) for name, place in found.positions.items()},
        unused=found.unused,
        issues=tuple(problems),
        questions=tuple(questions),
        above=sum(row.number <= found.header_row for row in sheet.rows),
    )
    return blank if problems or questions else _read_rows(reading, below, blank)


def _read_rows(reading: _Reading, below: Sequence[Row], parsed: Parsed) -> Parsed:
    rows: list[SaidRow] = []
    issues: list[Issue] = list(_of_the_sheet(reading, below))
    set_aside = rejected = 0
    for row in below:
        if _is_aside(reading, row):
            set_aside += 1
            issues.append(_aside(reading, row))
            continue
        said, wrong = _read_row(reading, row)
        issues.extend(wrong)
        if any(issue.severity is Severity.REJECTED for issue in wrong):
            rejected += 1
        else:
            rows.append(SaidRow(row.number, said))
    return Parsed(
        parsed.layout,
        parsed.sheet,
        parsed.header_row,
        parsed.columns,
        parsed.unused,
        tuple(rows),
        tuple(issues),
        (),
        len(rows),
        parsed.above,
        set_aside,
        rejected,
    )


def _settle_columns(reading: _Reading, below: Sequence[Row]) -> tuple[list[Issue], list[Question]]:
    """How the dates and durations of each column are to be read: said by the column itself, or asked."""
    problems: list[Issue] = []
    questions: list[Question] = []
    for column, place in _columns(reading.found):
        setting = Setting(epoch=reading.sheet.epoch, duration_unit=column.unit)
        if column.is_day:
            setting = _date_setting(reading, column, place, below, problems, questions)
        elif column.is_duration:
            setting = _duration_setting(reading, column, place, below, questions)
        reading.readers.append(_Reader(column, place, setting))
    return problems, questions


def _date_setting(  # noqa: PLR0913 - one column, its cells and the two lists it may add to
    reading: _Reading,
    column: Column,
    place: int,
    below: Sequence[Row],
    problems: list[Issue],
    questions: list[Question],
) -> Setting:
    first: dict[str, tuple[Row, str]] = {}
    for row, cell in _cells(below, place):
        order = cells.date_order_of(cell) if isinstance(cell, str) else None
        if order:
            first.setdefault(order, (row, str(cell)))
    letters = column_letters(place)
    if "day first" in first and "month first" in first:
        problems.append(_two_orders(reading, column, letters, first))
        return Setting(epoch=reading.sheet.epoch)
    certain = next((order for order in cells.DATE_ORDERS if order in first), None)
    answer = next((order for order in cells.DATE_ORDERS if order == _answer(reading, "dates", letters)), None)
    if "either" in first and certain is None and answer is None:
        questions.append(_ask_order(reading, column, letters, first["either"][1]))
    return Setting(epoch=reading.sheet.epoch, date_order=certain or answer)


def _two_orders(reading: _Reading, column: Column, letters: str, first: Mapping[str, tuple[Row, str]]) -> Issue:
    day, month = first["day first"], first["month first"]
    sentence = (
        f"{column.heading} has “{day[1]}” in row {day[0].number}, which puts the day first, and “{month[1]}” in "
        f"row {month[0].number}, which puts the month first. Write all its dates as 31/01/2026."
    )
    return Issue(Severity.REFUSED, sentence, reading.sheet.name, month[0].number, letters, month[1])


def _ask_order(reading: _Reading, column: Column, letters: str, example: str) -> Question:
    prompt = f"Is “{example}” in {column.heading} (column {letters}) written day first or month first?"
    return Question("dates", prompt, cells.DATE_ORDERS, reading.sheet.name, letters)


def _duration_setting(
    reading: _Reading, column: Column, place: int, below: Sequence[Row], questions: list[Question]
) -> Setting:
    letters = column_letters(place)
    answer = _answer(reading, "durations", letters)
    unit = column.unit or next((one for one in cells.DURATION_UNITS if one == answer), None)
    bare = next((cell for _, cell in _cells(below, place) if cells.needs_unit(cell)), None)
    if unit is None and bare is not None:
        prompt = f"Is “{shown(bare)}” in {column.heading} (column {letters}) hours or minutes?"
        questions.append(Question("durations", prompt, cells.DURATION_UNITS, reading.sheet.name, letters))
    return Setting(epoch=reading.sheet.epoch, duration_unit=unit)


def _answer(reading: _Reading, name: str, letters: str) -> str | None:
    exact = reading.answers.get(f"{name} {reading.sheet.name}!{letters}")
    return exact if exact is not None else reading.answers.get(name)


def _missing_answers(reading: _Reading) -> list[Question]:
    """What every row needs and neither the sheet nor the uploader says."""
    layout, found = reading.found.layout, reading.found
    return [
        Question(column.name, f"Which {column.name} is this {layout.title.lower()} of?")
        for column in layout.columns
        if column.name in FROM_ANSWERS and column.required and column.name not in found.positions
        if not reading.answers.get(column.name)
    ]


def _read_row(reading: _Reading, row: Row) -> tuple[Said, list[Issue]]:
    said: dict[str, Value] = {}
    issues: list[Issue] = []
    for reader in reading.readers:
        try:
            said[reader.column.name] = reader.read(row.cells)
        except NotReadableError as problem:
            issues.append(_not_readable(reading, row, reader, problem))
    _fill_from_answers(reading, said)
    issues.extend(_blanks(reading, row, said, {issue.column for issue in issues}))
    if not issues:
        issues.extend(_checked(reading, row, said))
    return said, issues


def _not_readable(reading: _Reading, row: Row, reader: _Reader, problem: NotReadableError) -> Issue:
    cell = _at(row.cells, reader.place)
    sentence = f"{reader.column.heading} “{shown(cell)}” {problem}."
    return _issue(reading, row, reader.column.name, sentence, cell)


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None


def _fill_from_answers(reading: _Reading, said: dict[str, Value]) -> None:
    for name in FROM_ANSWERS:
        if reading.answers.get(name) and not said.get(name):
            said[name] = reading.answers[name]


def _blanks(reading: _Reading, row: Row, said: Said, wrong: set[str]) -> Iterator[Issue]:
    for column in reading.required:
        if said.get(column.name) is None:
            example = f", such as {column.example}" if column.example else ""
            issue = _issue(reading, row, column.name, f"{column.heading} is blank. Write it in{example}.", None)
            if issue.column not in wrong:
                yield issue


def _checked(reading: _Reading, row: Row, said: Said) -> Iterator[Issue]:
    for check in reading.found.layout.checks:
        for name, sentence in check(said):
            place = reading.found.positions.get(name)
            cell = None if place is None else _at(row.cells, place)
            yield _issue(reading, row, name, sentence, cell)


def _issue(reading: _Reading, row: Row, name: str, sentence: str, cell: Cell) -> Issue:
    place = reading.found.positions.get(name)
    letters = "" if place is None else column_letters(place)
    return Issue(Severity.REJECTED, sentence, reading.sheet.name, row.number, letters, shown(cell))


def _is_aside(reading: _Reading, row: Row) -> bool:
    """Whether a row below the headings is a total or a note, not a record."""
    needed = reading.needed
    if needed and all(is_blank(_at(row.cells, place)) for place in needed):
        return True
    filled = (cell for cell in row.cells if not is_blank(cell))
    first, second = next(filled, None), next(filled, None)
    written = shown(first).strip()
    if written.casefold().rstrip(":") in TOTALS:
        return True
    return first is not None and second is None and (len(needed) > 1 or _reads_as_note(written))


def _reads_as_note(written: str) -> bool:
    return len(written) > LONGEST_NAME or written.endswith((".", ":")) or ": " in written


def _aside(reading: _Reading, row: Row) -> Issue:
    first = next((shown(cell) for cell in row.cells if not is_blank(cell)), "")
    sentence = "was set aside: it reads as a total or a note, not as a row of the list."
    return Issue(Severity.NOTED, f"The row {sentence}", reading.sheet.name, row.number, "", first[:80])


def _of_the_sheet(reading: _Reading, below: Sequence[Row]) -> Iterator[Issue]:
    """What a person might not see, or might think was read."""
    sheet = reading.sheet
    hidden = sorted(sheet.hidden_rows & {row.number for row in below})
    if sheet.hidden:
        yield Issue(Severity.NOTED, "The sheet is hidden; its rows were read all the same.", sheet.name)
    if hidden:
        rows = ", ".join(map(str, hidden[:5])) + (" …" if len(hidden) > 5 else "")  # noqa: PLR2004 - enough to find
        yield Issue(Severity.NOTED, f"Hidden rows were read all the same: {rows}.", sheet.name)
    if reading.found.unused:
        columns = ", ".join(f"“{heading}”" for heading in reading.found.unused)
        yield Issue(Severity.NOTED, f"Columns not used: {columns}.", sheet.name)


def _columns(found: Found) -> Iterator[tuple[Column, int]]:
    for column in found.layout.columns:
        if column.name in found.positions:
            yield column, found.positions[column.name]


def _cells(rows: Sequence[Row], place: int) -> Iterator[tuple[Row, Cell]]:
    return ((row, row.cells[place]) for row in rows if place < len(row.cells))


def layout_of(layouts: Sequence[Layout], name: str) -> Layout:
    """The layout of that name."""
    return next(layout for layout in layouts if layout.name == name)
