"""The dashboard served from a database of its own."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from dashboard import commands, sample
from data_access import ledger
from data_access.database import open_database
from tests.colleges import AS_AT
from tests.server_process import Server, free_port, running

MADE_UP = "Made-Up College"


def serving(database: Path) -> AbstractContextManager[Server]:
    """Serve a database file, with everything else that is kept in the same folder."""
    folder, port = database.parent, free_port()
    command = ["-m", "dashboard", "serve", "--port", str(port), "--database", f"sqlite:///{database}"]
    return running(command, port, folder / "server.log", MENTORING_DATA=str(folder))


@contextmanager
def two_colleges(filled: Path, folder: Path) -> Iterator[Server]:
    """Serve two colleges as one's own data, beside a sample of one made-up college."""
    shutil.copy(filled, folder / "own.sqlite")
    _fill_sample(folder)
    with serving(folder / "own.sqlite") as server:
        yield server


def _fill_sample(folder: Path) -> None:
    """A small sample; the real one takes longer to bring in."""
    header = "Organisation,Programme,Cohort,Role,Name,Started,Due\n"
    place = f"{MADE_UP},New to mentoring,Spring 2021,mentor,Mo Made-Up,15/01/2021,30/06/2021\n"
    (folder / "places.csv").write_text(header + place, encoding="utf-8")
    url = f"sqlite:///{folder / 'sample.sqlite'}"
    answers = {"as_at": AS_AT}
    outcome = commands.import_files(
        url, [folder / "places.csv"], layout=None, answers=answers, keep_good_rows=False, dry_run=False
    )
    assert outcome.stored, outcome.reasons
    with open_database(url).writing() as connection:
        ledger.mark(connection, sample.FILLED)
