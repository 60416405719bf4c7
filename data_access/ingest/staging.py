"""The child's work: a file in, what its rows say and an account of all of them out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from data_access.ingest import catalogue, layout, parsing
from data_access.ingest.containers import read_sheets
from data_access.ingest.formats.futurelearn import run_named_in
from data_access.ingest.issues import Issue, Question, Severity
from data_access.ingest.layout import Layout, SaidRow
from data_access.ingest.parsing import Answers, Parsed
from data_access.ingest.sheet import Refused, Sheet

ROWS, ACCOUNT = "rows.jsonl", "account.json"


@dataclass(frozen=True, slots=True)
class SheetAccount:
    """What became of each row of a sheet."""

    sheet: str
    layout: str
    header_row: int
    columns: Mapping[str, str]
    unused: tuple[str, ...]
    rows: int
    above: int
    set_aside: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Staged:
    """A file as the child left it: accounts, issues and questions; the rows lie beside them."""

    folder: Path
    sheets: tuple[SheetAccount, ...]
    issues: tuple[Issue, ...]
    questions: tuple[Question, ...]

    def rows(self) -> Iterator[tuple[int, SaidRow]]:
        """Each row that says something, with the number of its sheet among `sheets`."""
        with (self.folder / ROWS).open(encoding="utf-8") as lines:
            for line in lines:
                sheet, row, said = json.loads(line)
                yield sheet, SaidRow(row, said)


def stage(request: Mapping[str, Any]) -> None:
    """Read the requested file and leave its rows and account in the requested folder.

    Raises:
        Refused: the file cannot be read, or holds nothing that is known.
    """
    source, file_name, into = Path(request["source"]), str(request["file_name"]), Path(request["into"])
    answers = _with_run(file_name, request.get("answers", {}))
    parsed, issues = _parse_all(read_sheets(source, file_name), file_name, request.get("layout"), answers)
    as_json = json.JSONEncoder(ensure_ascii=False).encode
    with (into / ROWS).open("w", encoding="utf-8") as lines:
        for number, sheet in enumerate(parsed):
            lines.writelines(f"{as_json([number, row.row, row.said])}\n" for row in sheet.rows)
    account = {
        "sheets": [asdict(_account(sheet)) for sheet in parsed],
        "issues": [asdict(issue) for issue in issues],
        "questions": [asdict(question) for sheet in parsed for question in sheet.questions],
    }
    (into / ACCOUNT).write_text(json.dumps(account, ensure_ascii=False), encoding="utf-8")


def staged_in(folder: Path) -> Staged:
    """What the child left in a folder."""
    account = json.loads((folder / ACCOUNT).read_text(encoding="utf-8"))
    return Staged(
        folder=folder,
        sheets=tuple(SheetAccount(**{**one, "unused": tuple(one["unused"])}) for one in account["sheets"]),
        issues=tuple(Issue(**{**one, "severity": Severity(one["severity"])}) for one in account["issues"]),
        questions=tuple(Question(**{**one, "choices": tuple(one["choices"])}) for one in account["questions"]),
    )


def _with_run(file_name: str, answers: Answers) -> Answers:
    """FutureLearn names the run in the file's name only; what the uploader says goes before it."""
    run = run_named_in(file_name)
    return answers if run is None else {"programme": run[0], "cohort": run[1], **answers}


def _parse_all(
    sheets: Sequence[Sheet], file_name: str, wanted: str | None, answers: Answers
) -> tuple[list[Parsed], list[Issue]]:
    known = _wanted(wanted)
    found = [(sheet, layout.find(known, sheet.rows)) for sheet in sheets]
    if all(one is None for _, one in found):
        raise Refused(_not_known(sheets, file_name, known))
    parsed = [_gathered(parsing.parse(sheet, one, answers), one.layout) for sheet, one in found if one]
    left = [_left_out(sheet) for sheet, one in found if one is None and sheet.rows]
    return parsed, left + [issue for sheet in parsed for issue in sheet.issues] + _nothing_in(parsed)


def _wanted(name: str | None) -> tuple[Layout, ...]:
    if name is None:
        return catalogue.LAYOUTS
    chosen = catalogue.named(name)
    if chosen is None:
        listed = ", ".join(one.name for one in catalogue.LAYOUTS)
        raise Refused(f"No layout is called “{name}”. The layouts are: {listed}.")
    return (chosen,)


def _gathered(parsed: Parsed, of: Layout) -> Parsed:
    if of.gather is None:
        return parsed
    return Parsed(**{**_fields(parsed), "rows": tuple(of.gather(parsed.rows))})


def _fields(parsed: Parsed) -> dict[str, Any]:
    return {name: getattr(parsed, name) for name in Parsed.__dataclass_fields__}


def _account(parsed: Parsed) -> SheetAccount:
    return SheetAccount(
        sheet=parsed.sheet,
        layout=parsed.layout,
        header_row=parsed.header_row,
        columns=parsed.columns,
        unused=parsed.unused,
        rows=parsed.read,
        above=parsed.above,
        set_aside=parsed.set_aside,
        rejected=parsed.rejected,
    )


def _left_out(sheet: Sheet) -> Issue:
    sentence = f"The sheet was left out: its {len(sheet.rows)} rows have no headings that are known."
    return Issue(Severity.NOTED, sentence, sheet.name)


def _nothing_in(parsed: Sequence[Parsed]) -> list[Issue]:
    """Headings and nothing below them is an answer, not a mistake, but it is said."""
    return [
        Issue(Severity.NOTED, "There are headings and no rows below them.", sheet.sheet, sheet.header_row)
        for sheet in parsed
        if not (sheet.rows or sheet.issues or sheet.questions)
    ]


def _not_known(sheets: Sequence[Sheet], file_name: str, known: Sequence[Layout]) -> str:
    for sheet in sheets:
        close = layout.nearest(known, sheet.rows)
        if close is not None:
            nearest, lacking = close
            headings = ", ".join(f"“{heading}”" for heading in lacking)
            missing = f"It lacks {headings}. " if headings else ""
            return (
                f"“{file_name}” is most like a {nearest.title.lower()}, but not quite. {missing}"
                "Add what is missing, or start from our template."
            )
    return (
        f"“{file_name}” has no headings that are known. Start from one of our templates, or name its columns like them."
    )
