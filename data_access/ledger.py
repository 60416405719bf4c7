"""The ledger: which uploads there are, in what state, and at which position each was stored or undone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data_access import tables
from data_access.database import Database
from data_access.records import KINDS
from data_access.tables import event, rejected_row, setting, upload, upload_organisation

READING = "reading"
"""Being read; after a restart nobody reads it any more, and it is interrupted."""
ASKED = "asked"
"""Read, and waiting for what only the uploader knows."""
REFUSED = "refused"
PLANNED = "planned"
"""Read and planned; its claims are kept and not yet applied."""
STORED = "stored"
UNDONE = "undone"
CANCELLED = "cancelled"
INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as the ledger knows it."""

    upload_id: int
    state: str
    file_name: str
    sha256: str
    layout: str
    uploaded_by: str
    planned_at: str
    planned_position: int
    report: Mapping[str, Any]
    options: Mapping[str, Any]


def position(connection: Connection) -> int:
    """The newest position; it is also the version of the data."""
    return int(connection.execute(select(func.coalesce(func.max(event.c.position), 0))).scalar_one())


def version(database: Database) -> int:
    """The version of the data: a number that says nothing about them, so that no scope is needed for it."""
    with database.engine.connect() as connection:
        return position(connection)


def data_position(connection: Connection) -> int:
    """The newest position at which the data themselves changed; publishing changes nothing in them."""
    changed = event.c.what.in_((STORED, UNDONE))
    return int(connection.execute(select(func.coalesce(func.max(event.c.position), 0)).where(changed)).scalar_one())


def outdated(connection: Connection, uploaded_by: str) -> tuple[int, ...]:
    """The plans of a person that were made before the data last changed, oldest first."""
    query = (
        select(upload.c.upload_id)
        .where(
            upload.c.state == PLANNED,
            upload.c.uploaded_by == uploaded_by,
            upload.c.planned_position != data_position(connection),
        )
        .order_by(upload.c.upload_id)
    )
    return tuple(connection.execute(query).scalars())


def now() -> str:
    """This moment, in words that sort."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record(connection: Connection, what: str, by: str, upload_id: int | None = None) -> int:
    """Add one event and give its position."""
    at_position = position(connection) + 1
    connection.execute(insert(event).values(position=at_position, what=what, upload_id=upload_id, at=now(), by=by))
    return at_position


def open_upload(  # noqa: PLR0913 - what is known of a file when it arrives
    connection: Connection,
    *,
    file_name: str,
    sha256: str,
    size: int,
    uploaded_by: str,
    options: Mapping[str, Any],
) -> int:
    """Enter a file that has arrived and is being read."""
    entry = connection.execute(
        insert(upload)
        .values(
            state=READING,
            file_name=file_name,
            sha256=sha256,
            size=size,
            layout="",
            sheets="[]",
            options=json.dumps(options, ensure_ascii=False),
            report="{}",
            uploaded_by=uploaded_by,
            planned_at=now(),
            planned_position=data_position(connection),
        )
        .returning(upload.c.upload_id)
    )
    return int(entry.scalar_one())


def move(connection: Connection, upload_id: int, state: str, **columns: object) -> None:
    """Bring an upload into another state, with what is known of it by then."""
    kept: dict[str, object] = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in columns.items()
    }
    kept |= {"planned_position": data_position(connection)} if state == PLANNED else {}
    connection.execute(update(upload).where(upload.c.upload_id == upload_id).values(state=state, **kept))


def interrupt_readings(connection: Connection) -> None:
    """At start-up nothing is being read: what says it is was cut short."""
    connection.execute(update(upload).where(upload.c.state == READING).values(state=INTERRUPTED))


def get(connection: Connection, upload_id: int) -> Upload | None:
    """One upload, or none of that number."""
    row = connection.execute(select(upload).where(upload.c.upload_id == upload_id)).mappings().first()
    return _upload(row) if row else None


def stored_with(connection: Connection, sha256: str) -> Upload | None:
    """The upload that stored the very same bytes and still counts."""
    query = select(upload).where(upload.c.sha256 == sha256, upload.c.state == STORED)
    row = connection.execute(query).mappings().first()
    return _upload(row) if row else None


def mark_stored(connection: Connection, upload_id: int, by: str) -> int:
    """Apply an upload at the next position."""
    at_position = record(connection, STORED, by, upload_id)
    connection.execute(
        update(upload).where(upload.c.upload_id == upload_id).values(state=STORED, stored_position=at_position)
    )
    return at_position


def mark_undone(connection: Connection, upload_id: int, by: str) -> int:
    """Unapply an upload at the next position."""
    at_position = record(connection, UNDONE, by, upload_id)
    connection.execute(
        update(upload).where(upload.c.upload_id == upload_id).values(state=UNDONE, undone_position=at_position)
    )
    return at_position


def forget(connection: Connection, upload_id: int, state: str = CANCELLED) -> None:
    """Drop what a plan claimed; the upload itself stays in the ledger with the state it ended in."""
    for claims in tables.claims.values():
        connection.execute(delete(claims).where(claims.c.upload_id == upload_id))
    connection.execute(delete(rejected_row).where(rejected_row.c.upload_id == upload_id))
    connection.execute(delete(upload_organisation).where(upload_organisation.c.upload_id == upload_id))
    connection.execute(update(upload).where(upload.c.upload_id == upload_id).values(state=state))


def claimed_kinds(connection: Connection, upload_id: int) -> tuple[str, ...]:
    """The kinds of record an upload makes claims of."""
    return tuple(
        name
        for name in KINDS
        if connection.execute(
            select(tables.claims[name].c.upload_id).where(tables.claims[name].c.upload_id == upload_id).limit(1)
        ).first()
    )


def _upload(row: Mapping[Any, Any]) -> Upload:
    return Upload(
        upload_id=row["upload_id"],
        state=row["state"],
        file_name=row["file_name"],
        sha256=row["sha256"],
        layout=row["layout"],
        uploaded_by=row["uploaded_by"],
        planned_at=row["planned_at"],
        planned_position=row["planned_position"],
        report=json.loads(row["report"]),
        options=json.loads(row["options"]),
    )


def mark(connection: Connection, name: str) -> None:
    """Note that something was done to this database, once and for all."""
    if not is_marked(connection, name):
        connection.execute(insert(setting).values(name=name, value="done"))


def is_marked(connection: Connection, name: str) -> bool:
    """Whether something was done to this database."""
    return connection.execute(select(setting.c.name).where(setting.c.name == name)).first() is not None
