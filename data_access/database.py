"""One database, embedded SQLite or shared PostgreSQL: how it is opened, written to and backed up."""

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, select, text
from sqlalchemy.pool import NullPool

from data_access.tables import metadata, setting

BUSY_MILLISECONDS = 30_000
ONE_WRITER = 7_041_776


class CannotOpenError(Exception):
    """The database could not be opened; the message says why, and what to do."""


@dataclass(frozen=True)
class Database:
    """A database by its SQLAlchemy URL."""

    url: str

    @cached_property
    def engine(self) -> Engine:
        """The engine that may write; readers go through `data_access.fence`."""
        return _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(self.url)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return make_url(self.url).get_backend_name() == "sqlite"

    @property
    def path(self) -> Path:
        """The file of an embedded database."""
        return Path(make_url(self.url).database or "")

    @cached_property
    def secret(self) -> bytes:
        """What keys this database's pseudonyms, so that they mean nothing elsewhere."""
        with self.looking() as connection:
            kept: bytes = connection.execute(
                select(setting.c.secret).where(setting.c.name == "pseudonyms")
            ).scalar_one()
            return kept

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A look at what is committed, without waiting for the writer; for what needs no scope."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of the one writer: everything in it is kept, or nothing."""
        with self.engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_WRITER})
            yield connection


def open_database(url: str, *, secret: bytes | None = None) -> Database:
    """Open a database, making its tables where there are none.

    Raises:
        CannotOpenError: the file or server cannot be reached.
    """
    database = Database(url)
    if database.is_sqlite:
        database.path.parent.mkdir(parents=True, exist_ok=True)
    with database.writing() as connection:
        metadata.create_all(connection)
        _keep_secret(connection, secret or secrets.token_bytes(32))
    return database


def back_up(database: Database, reason: str, keep: int = 7) -> Path | None:
    """Write a whole copy of an embedded database beside it, and drop the oldest copies of the same reason."""
    if not database.is_sqlite:
        return None
    folder = database.path.parent / "back-ups"
    folder.mkdir(exist_ok=True)
    target = folder / f"{database.path.stem}-{reason}-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1000}.sqlite"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM INTO :target"), {"target": str(target)})
    for old in sorted(folder.glob(f"{database.path.stem}-{reason}-*.sqlite"))[:-keep]:
        old.unlink()
    return target


def _keep_secret(connection: Connection, secret: bytes) -> None:
    if connection.execute(select(setting.c.name).where(setting.c.name == "pseudonyms")).first() is None:
        connection.execute(insert(setting).values(name="pseudonyms", value="", secret=secret))


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's hook
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "cache_size=-64000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT"
    if immediate:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgresql_engine(url: str) -> Engine:
    chosen = make_url(url)
    if chosen.drivername == "postgresql":
        chosen = chosen.set(drivername="postgresql+psycopg")
    return create_engine(chosen, hide_parameters=True, pool_pre_ping=True)
