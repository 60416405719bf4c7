"""A process that stores uploads and may be killed at it: `storing_child URL NAME UPLOADS ROWS`."""

import sys
from collections.abc import Iterator

from data_access import ledger, writing
from data_access.database import Database, open_database
from data_access.records import Claim, Value

MINUTES = 60


def main(url: str, name: str, uploads: int, rows: int) -> None:
    """Store uploads one after another, and say so."""
    database = open_database(url)
    say("started")
    for number in range(uploads):
        store(database, f"{name}-{number}", rows)
        say("stored")


def store(database: Database, name: str, rows: int) -> None:
    """Plan an upload in one transaction and apply it in another, as the worker does."""
    with database.writing() as connection:
        upload_id = ledger.open_upload(
            connection, file_name=name, sha256=name, size=rows, uploaded_by="her", options={}
        )
        writing.claim(connection, upload_id, meetings(name, rows))
        ledger.move(connection, upload_id, ledger.PLANNED)
    with database.writing() as connection:
        writing.apply(connection, upload_id, "her")


def meetings(name: str, rows: int) -> Iterator[Claim]:
    """As many hours of one mentor, a day's in each month."""
    values: dict[str, Value] = {
        "programme_id": "new",
        "cohort_id": "c",
        "kind": "supported mentoring",
        "held_on": 737_000,
    }
    for row in range(rows):
        said = {**values, "month": 24_240 + row % 12, "status": "held", "minutes": MINUTES}
        yield Claim("attendance", ("north", f"{name}-{row}", "p", "mentor"), said, 0, row)


def say(word: str) -> None:
    """Write a word where the test reads it."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
