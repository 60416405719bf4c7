"""A process that is killed while it stores leaves all of an upload or nothing, and two at once lose nothing."""

import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Connection, func, select, text

from data_access import ledger
from data_access.database import Database, open_database
from data_access.tables import attendance, claims, event, hours_month, upload
from tests.data_access.storing_child import MINUTES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
KILLS, ROWS = 10, 6_000


def storing(database: Database, name: str, uploads: int, rows: int) -> subprocess.Popen[str]:
    """A child process that has opened the database and begins to store."""
    command = [sys.executable, "-m", "tests.data_access.storing_child", database.url, name, str(uploads), str(rows)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    return process


def count(connection: Connection, what: ColumnElement[Any], *where: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.coalesce(what, 0)).where(*where)).scalar_one())


def stored(database: Database, rows: int) -> set[str]:
    """The names of the uploads that were stored, after seeing that every upload is whole or not there at all."""
    with database.looking() as connection:
        found = {row.upload_id: row for row in connection.execute(select(upload))}
        names = {row.file_name for row in found.values() if row.state == ledger.STORED}
        for upload_id, row in found.items():
            assert row.state in (ledger.PLANNED, ledger.STORED)
            said = claims["attendance"]
            assert count(connection, func.count(), said.c.upload_id == upload_id) == rows
        assert count(connection, func.count(), claims["attendance"].c.upload_id.not_in(found)) == 0
        assert count(connection, func.count(attendance.c.session_id)) == rows * len(names)
        assert count(connection, func.sum(hours_month.c.minutes)) == rows * len(names) * MINUTES
        assert count(connection, func.count(event.c.position)) == len(names)
    return names


def test_a_killed_process_leaves_all_of_an_upload_or_nothing(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    process, started = storing(database, "first", 1, ROWS), time.monotonic()
    process.communicate()
    takes = time.monotonic() - started
    drawn, finished = random.Random(11), 0

    for number in range(KILLS):
        process = storing(database, f"killed-{number}", 1, ROWS)
        time.sleep(drawn.uniform(0, 1.3 * takes))
        process.kill()
        said, _ = process.communicate()

        with database.looking() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
        names = stored(database, ROWS)
        assert "stored" not in said or f"killed-{number}-0" in names
        finished += f"killed-{number}-0" in names

    assert finished < KILLS, "nothing was killed in time"
    storing(database, "last", 1, ROWS).communicate()
    assert "last-0" in stored(database, ROWS)


def test_two_processes_that_store_at_once_lose_nothing(database: Database) -> None:
    both = [storing(database, name, 15, 40) for name in ("one", "two")]

    said = [process.communicate()[0].split() for process in both]

    assert said == [["stored"] * 15] * 2
    assert len(stored(database, 40)) == 30
