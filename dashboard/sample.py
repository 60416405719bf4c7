"""The sample data: brought in through the real import, once, by whoever looks at them first."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard import commands, publishing
from data_access import accounts, ledger
from data_access.database import Database
from data_access.reading import uploads
from data_access.scope import Access
from sample_data import FILES, SampleFile

FILLED = "sample filled"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the sample's files are in."""

    done: int
    of: int


def is_filled(database: Database) -> bool:
    """Whether the whole sample was brought in, whatever has been done to it since."""
    with database.engine.connect() as connection:
        return ledger.is_marked(connection, FILLED)


def fill(database: Database, report: Callable[[Progress], None]) -> None:
    """Import the files of the sample that are not in yet, undo the one that is there to be undone, and publish."""
    for number in range(_brought_in(database), len(FILES)):
        report(Progress(number, len(FILES)))
        _bring_in(database, FILES[number])
    publishing.publish(database, accounts.LOCAL)
    with database.writing() as connection:
        ledger.mark(connection, FILLED)


def _brought_in(database: Database) -> int:
    """How many uploads were ever stored; a fill that was cut short goes on after them."""
    everything = uploads.uploads(accounts.local_scope(database, Access.COORDINATOR), database)
    return int(everything["state"].isin(("stored", "undone")).sum())


def _bring_in(database: Database, file: SampleFile) -> None:
    outcome = commands.import_files(
        database.url, [file.path], layout=None, answers=file.answers, keep_good_rows=False, dry_run=False
    )
    if outcome.reasons:
        raise SampleNotUsableError(outcome.reasons)
    if file.then == "store and undo":
        commands.undo(database.url, outcome.plans[0].upload_id)


class SampleNotUsableError(Exception):
    """A file of the sample was refused; the sample and the importer do not fit together."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
