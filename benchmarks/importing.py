"""An import of a long log, against merely reading the same workbook with what most people would read it with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from benchmarks.measuring import peak_of, seconds
from benchmarks.sizes import ROWS
from dashboard import commands
from data_access.database import open_database

COLLEGES, MENTORS = 40, 20
HEADINGS = (
    *("Organisation", "Programme", "Cohort", "Session reference", "Date", "Session type", "Session status", "Hours"),
    *("Participant", "Participant e-mail"),
)
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Imported:
    """What the import and the reading cost."""

    import_seconds: float
    reading_seconds: float
    server_mib: float
    child_mib: float


def measure(folder: Path, process_id: int) -> Imported:
    """Import the log and read it; the files are made beforehand and not counted."""
    url, log = f"sqlite:///{folder / 'bench.sqlite'}", folder / "log.xlsx"
    _write_log(log)
    _bring_in(url, _places(folder / "places.csv"))
    with peak_of(process_id) as peak:
        cost = seconds(lambda: _bring_in(url, log))
    reading = seconds(lambda: pd.read_excel(log, engine="openpyxl"))
    return Imported(cost, reading, peak.own / MIB, peak.children / MIB)


def _bring_in(url: str, file: Path) -> None:
    open_database(url)
    answers = {"new organisations": "yes", "dates": "day first"}
    outcome = commands.import_files(url, [file], layout=None, answers=answers, keep_good_rows=False, dry_run=False)
    if not outcome.stored:
        raise SystemExit("\n".join(outcome.reasons[:5]))


def _people() -> Iterator[tuple[str, str, str]]:
    for college in range(COLLEGES):
        for mentor in range(MENTORS):
            yield f"College {college}", f"Mentor {mentor} of {college}", f"m{mentor}@college{college}.ac.uk"


def _places(file: Path) -> Path:
    lines = ["Organisation,Programme,Cohort,Role,Name,E-mail,Started"]
    lines += [f"{college},Bench,One,mentor,{name},{address},13/09/2020" for college, name, address in _people()]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _write_log(file: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Log")
    sheet.append(HEADINGS)
    people, first = list(_people()), date(2020, 10, 1)
    for row in range(ROWS):
        college, name, address = people[row % len(people)]
        on = first + timedelta(days=row // len(people) % 600)
        sheet.append((college, "Bench", "One", f"S-{row}", on, "supported mentoring", "held", 1.5, name, address))
    book.save(file)
