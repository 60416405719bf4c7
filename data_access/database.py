"""One database, embedded SQLite or shared PostgreSQL: how it is opened, written to and backed up."""

import glob
import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, make_url, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from data_access import migrations, row_security
from data_access.migrations import State
from data_access.row_security import Reader
from data_access.tables import setting

BUSY_MILLISECONDS = 30_000
ONE_WRITER = 7_041_776
OLDEST_POSTGRESQL = 15


class CannotOpenError(Exception):
    """The database could not be opened; the message says why, and what to do."""


@dataclass(frozen=True)
class Database:
    """A database by its SQLAlchemy URL, which may hold a password and is not shown."""

    url: str = field(repr=False)

    @cached_property
    def engine(self) -> Engine:
        """The engine that may write; readers go through `data_access.fence`."""
        return _sqlite_engine(self.url) if self.is_sqlite else _postgresql_engine(_psycopg_url(self.url))

    @cached_property
    def readers(self) -> Mapping[Reader, Engine]:
        """The engines of a shared database that may only read, each by the role it signs in as."""
        return {reader: _reading_engine(self._signed_in_as(reader)) for reader in Reader}

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return make_url(self.url).get_backend_name() == "sqlite"

    @property
    def path(self) -> Path:
        """The file of an embedded database."""
        return Path(make_url(self.url).database or "")

    @property
    def name(self) -> str:
        """The database's own name: on a server, which of its databases it is."""
        return make_url(self.url).database or ""

    @cached_property
    def secret(self) -> bytes:
        """What keys this database's pseudonyms, so that they mean nothing elsewhere."""
        with self.looking() as connection:
            return _secret(connection)

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """A look at what is committed, without waiting for the writer; for what needs no scope."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of the one writer: everything in it is kept, or nothing."""
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_WRITER})
            yield connection

    def _signed_in_as(self, reader: Reader) -> URL:
        return _psycopg_url(self.url).set(
            username=row_security.role(self.name, reader), password=row_security.password(self.secret, reader)
        )


def open_database(url: str, *, secret: bytes | None = None) -> Database:
    """Open a database: an empty one is given its tables, an older one is backed up and brought up to date.

    Args:
        url: SQLAlchemy's address of it, `sqlite:///…` or `postgresql://…`.
        secret: what keys a new database's pseudonyms, by default a random one.

    Raises:
        CannotOpenError: the file or server cannot be reached, or the database is not one for this version.
    """
    database = _addressed(url)
    with _said_plainly(database):
        if database.is_sqlite:
            database.path.parent.mkdir(parents=True, exist_ok=True)
        if not _is_up_to_date(database):
            _bring_up_to_date(database, secret or secrets.token_bytes(32))
    return database


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows by the driver itself; SQLAlchemy's own parameter handling costs several times more."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
        return
    quoted = connection.dialect.identifier_preparer.quote
    columns, marks = ", ".join(map(quoted, table.columns.keys())), ", ".join("?" * len(table.columns))
    statement = f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 - our own names
    connection.exec_driver_sql(statement, list(rows))


def back_up(database: Database, reason: str, keep: int = 7) -> Path | None:
    """Write a whole copy of an embedded database beside it, and drop the oldest copies of the same reason."""
    if not database.is_sqlite:
        return None
    folder = database.path.parent / "back-ups"
    folder.mkdir(exist_ok=True)
    start = f"{database.path.stem}-{reason}-"
    target = folder / f"{start}{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 10**9:09}.sqlite"
    unfinished = target.with_suffix(".part")
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM INTO :target"), {"target": str(unfinished)})
    unfinished.rename(target)
    for old in sorted(folder.glob(f"{glob.escape(start)}*.sqlite"))[:-keep]:
        old.unlink()
    return target


def _addressed(url: str) -> Database:
    try:
        chosen = make_url(url)
    except ArgumentError as error:
        raise CannotOpenError(f"“{url}” is not the address of a database. {_ADDRESSES}") from error
    if chosen.get_backend_name() not in ("sqlite", "postgresql") or not chosen.database:
        raise CannotOpenError(f"“{chosen}” is not the address of a database that can be used here. {_ADDRESSES}")
    return Database(url)


_ADDRESSES = "Write sqlite:///folder/file.sqlite3, or postgresql://user:password@server/database."


def _is_up_to_date(database: Database) -> bool:
    with database.looking() as connection:
        return migrations.state(connection) is State.CURRENT and (
            database.is_sqlite or row_security.stands(connection, database.name)
        )


def _bring_up_to_date(database: Database, secret: bytes) -> None:
    with database.looking() as connection:
        found = _usable(database, migrations.state(connection))
    if found is State.OLDER:
        back_up(database, "before-migration")
    if database.is_sqlite:
        with database.writing() as connection:
            _migrate(connection, _usable(database, migrations.state(connection)), secret)
    else:
        _bring_shared_up_to_date(database, secret)


def _bring_shared_up_to_date(database: Database, secret: bytes) -> None:
    with database.writing() as connection:
        _must_be_recent(database, connection)
        row_security.take_down(connection)
        _migrate(connection, _usable(database, migrations.state(connection)), secret)
        row_security.set_up(connection, database.name, _secret(connection))
    _must_let_readers_in(database)


def _migrate(connection: Connection, found: State, secret: bytes) -> None:
    if found is State.EMPTY:
        migrations.create(connection)
        connection.execute(insert(setting).values(name="pseudonyms", value="", secret=secret))
    elif found is State.OLDER:
        migrations.upgrade(connection)


def _usable(database: Database, found: State) -> State:
    if found is State.NEWER:
        raise CannotOpenError(
            f"The database {_shown(database)} was made by a newer version of the dashboard. Update the dashboard."
        )
    if found is State.FOREIGN:
        raise CannotOpenError(
            f"The database {_shown(database)} has tables of the same names that the dashboard did not make. "
            "Name another database."
        )
    return found


def _must_be_recent(database: Database, connection: Connection) -> None:
    version = int((connection.dialect.server_version_info or (0,))[0])
    if version < OLDEST_POSTGRESQL:
        raise CannotOpenError(
            f"The server of {_shown(database)} is PostgreSQL {version}, on which anybody may make tables beside the "
            f"dashboard's. PostgreSQL {OLDEST_POSTGRESQL} or later is needed."
        )


def _must_let_readers_in(database: Database) -> None:
    for reader, engine in database.readers.items():
        try:
            engine.connect().close()
        except DBAPIError as error:
            name = row_security.role(database.name, reader)
            raise CannotOpenError(
                f"The server does not let the role “{name}” sign in to {_shown(database)} with its password: "
                f"{_reason(error)} Allow it in the server's pg_hba.conf."
            ) from error


@contextmanager
def _said_plainly(database: Database) -> Iterator[None]:
    """Turn what the file system, driver or server says into what a person can act on."""
    try:
        yield
    except OSError as error:
        raise CannotOpenError(f"The database {_shown(database)} cannot be opened: {str(error).rstrip('.')}.") from error
    except DBAPIError as error:
        raise CannotOpenError(f"{_sentence(database, error)} ({_reason(error)})") from error


def _sentence(database: Database, error: DBAPIError) -> str:
    shown, reason = _shown(database), str(error.orig)
    if isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
        return f"The user of {shown} may not make what is lacking. It needs to own the database and may CREATEROLE."
    if not database.is_sqlite:
        return f"The database {shown} cannot be reached. Check the address, and that the server runs."
    if "not a database" in reason:
        return f"The file {shown} is not a database. Name another file."
    if "locked" in reason:
        return f"The database {shown} is being written to by another program. Try again when it has finished."
    return f"The database {shown} cannot be opened. Check that its folder is there and may be written to."


def _shown(database: Database) -> str:
    return f"“{database.path}”" if database.is_sqlite else f"“{make_url(database.url)}”"


def _reason(error: DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines() or [type(error.orig).__name__]
    return f"{lines[0]}."


def _secret(connection: Connection) -> bytes:
    kept: bytes = connection.execute(select(setting.c.secret).where(setting.c.name == "pseudonyms")).scalar_one()
    return kept


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's hook
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",  # first: even the journal's mode may have to wait
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
        "cache_size=-64000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the write lock at once where the transaction writes, so that it cannot be refused half-way."""
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _psycopg_url(url: str) -> URL:
    chosen = make_url(url)
    return chosen.set(drivername="postgresql+psycopg") if chosen.drivername == "postgresql" else chosen


def _postgresql_engine(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, **options)
    event.listen(engine, "connect", _read_sums_as_whole_numbers)
    return engine


def _reading_engine(url: URL) -> Engine:
    """An engine whose statements are all prepared, because the server prepares one at a time and never a chain."""
    engine = _postgresql_engine(
        url,
        pool_reset_on_return=None,
        execution_options={"postgresql_readonly": True},
        connect_args={"prepare_threshold": 0},
    )
    event.listen(engine, "reset", _forget_the_session)
    return engine


def _read_sums_as_whole_numbers(connection: psycopg.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's hook
    connection.adapters.register_loader("numeric", _Whole)


def _forget_the_session(connection: psycopg.Connection, _record: Any, _state: Any) -> None:  # noqa: ANN401 - likewise
    """Take everything back that a reader's transaction did, and what it set beyond its end."""
    connection.rollback()
    connection.autocommit = True
    connection.execute("DISCARD ALL")
    connection.autocommit = False


class _Whole(Loader):
    """The sum of whole numbers, which PostgreSQL gives as NUMERIC and psycopg as Decimal."""

    def load(self, data: Buffer) -> int | float:
        written = bytes(data)
        return float(written) if b"." in written else int(written)


def _copy(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Copy into a table beside and insert from there: COPY itself refuses a table with row-level security."""
    quoted = connection.dialect.identifier_preparer.quote
    name, columns = quoted(table.name), ", ".join(map(quoted, table.columns.keys()))
    connection.exec_driver_sql(f"CREATE TEMP TABLE incoming (LIKE {name}) ON COMMIT DROP")
    driver: Any = connection.connection.driver_connection
    try:
        with closing(driver.cursor()) as cursor, cursor.copy(f"COPY incoming ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError("COPY", None, error, hide_parameters=True) from error
    connection.exec_driver_sql(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM incoming")  # noqa: S608 - ours
    connection.exec_driver_sql("DROP TABLE incoming")
