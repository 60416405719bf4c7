"""The sample's files as the importer reads them."""

from collections.abc import Iterator
from functools import cache

from data_access.ingest import catalogue, layout, parsing
from data_access.ingest.containers import read_sheets
from data_access.ingest.formats.futurelearn import run_named_in
from data_access.ingest.layout import Said
from data_access.ingest.parsing import Answers, Parsed
from sample_data import FILES, FOLDER

LOGS = tuple(dict.fromkeys(file.name for file in FILES if file.name.startswith("log-")))
PLACES = tuple(file.name for file in FILES if file.name.startswith("places-"))
STAFF = tuple(file.name for file in FILES if file.name.startswith("staff-"))


def parsed(name: str, answers: Answers) -> list[Parsed]:
    """Each sheet of a file whose headings are known, read with those answers."""
    run = run_named_in(name)
    told = answers if run is None else {"programme": run[0], "cohort": run[1], **answers}
    sheets = read_sheets(FOLDER / name, name)
    found = [(sheet, layout.find(catalogue.LAYOUTS, sheet.rows)) for sheet in sheets]
    return [parsing.parse(sheet, one, told) for sheet, one in found if one is not None]


@cache
def said(name: str) -> tuple[Said, ...]:
    """What the rows of a file say, with the answers that it is stored with."""
    answers = next(file.answers for file in FILES if file.name == name and file.then == "store")
    return tuple(row.said for sheet in parsed(name, answers) for row in sheet.rows)


def said_in(names: tuple[str, ...]) -> Iterator[Said]:
    """What the rows of several files say."""
    return (row for name in names for row in said(name))
