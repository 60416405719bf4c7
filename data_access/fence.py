"""The connection a scope reads through: rows outside the scope are not there, whatever the statement asks."""

import re
import secrets
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from data_access import row_security, visibility
from data_access.database import BUSY_MILLISECONDS, Database
from data_access.scope import Scope

_ASKS = re.compile(r"\s*(SELECT|WITH|VALUES)\b", re.IGNORECASE)
_ASKED_AT_START = "read_uncommitted"
_FORBIDDEN_FUNCTIONS = frozenset({"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"})
_asking: ContextVar[tuple[Database, Scope]] = ContextVar("asking")


def reading(database: Database, scope: Scope) -> AbstractContextManager[Connection]:
    """A read-only connection on which every table holds the scope's rows and no others."""
    return _reading_embedded(database, scope) if database.is_sqlite else _reading_shared(database, scope)


def visible(scope: Scope) -> dict[str, str]:
    """Each table the scope may read, with the condition its rows must meet in the embedded database."""
    within = f"organisation_id IN ({', '.join(map(_quoted, scope.organisation_ids)) or 'NULL'})"
    own = f"uploaded_by = {_quoted(scope.subject)}"
    return visibility.conditions(people=scope.may_see_people, within=within, own=own)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@contextmanager
def _reading_shared(database: Database, scope: Scope) -> Iterator[Connection]:
    with database.readers[row_security.reader_of(scope)].connect() as connection:
        connection.execute(row_security.SAY_SCOPE, row_security.sealed(scope, database.secret))
        yield connection


@contextmanager
def _reading_embedded(database: Database, scope: Scope) -> Iterator[Connection]:
    token = _asking.set((database, scope))
    try:
        with _engine().connect() as connection:
            yield connection
    finally:
        _asking.reset(token)


@cache
def _engine() -> Engine:
    engine = create_engine("sqlite://", creator=_connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "before_cursor_execute", _refuse_all_but_asking)
    return engine


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's hook
    connection.isolation_level = None


def _refuse_all_but_asking(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    """EXPLAIN is the one statement that the authorizer is not asked about, and it could name the inner views."""
    if not _ASKS.match(statement):
        raise sqlite3.DatabaseError("not authorized: only SELECT, WITH and VALUES are read here")


def _connect() -> sqlite3.Connection:
    database, scope = _asking.get()
    address = f"{database.path.resolve().as_uri()}?mode=ro"
    connection = sqlite3.connect(
        address, uri=True, timeout=BUSY_MILLISECONDS / 1000, check_same_thread=False, isolation_level=None
    )
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA temp_store=MEMORY")
    shown = visible(scope)
    inner = {table: secrets.token_hex(16) for table in shown}
    shadows = (_shadow(table, inner[table], condition) for table, condition in shown.items())
    connection.executescript(f"BEGIN; {' '.join(shadows)} COMMIT;")
    connection.execute("PRAGMA query_only=ON")
    connection.set_authorizer(
        _Authorizer(inner, {table for table, condition in shown.items() if condition == visibility.EVERY_ROW})
    )
    return connection


def _shadow(table: str, inner: str, condition: str) -> str:
    """A view of the table's name around a common table expression whose name nobody can guess.

    The authorizer is told only the *name* of the view or common table expression that reads a table, and a
    statement may call a common table expression of its own after any table.
    """
    rows = f'SELECT * FROM main."{table}" WHERE {condition}'  # noqa: S608 - quoted
    return f'CREATE TEMP VIEW "{table}" AS WITH "{inner}" AS ({rows}) SELECT * FROM "{inner}";'  # noqa: S608 - ours


class _Authorizer:
    """Lets a table be read only from inside the view that fences it, and refuses all but reading."""

    def __init__(self, inner: Mapping[str, str], whole: Collection[str]) -> None:
        self._inner = inner
        self._whole = whole

    def __call__(
        self, action: int, first: str | None, second: str | None, database: str | None, via: str | None
    ) -> int:
        allowed = (
            action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_TRANSACTION)
            or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() not in _FORBIDDEN_FUNCTIONS)
            or (action == sqlite3.SQLITE_READ and self._may_read(first or "", database, via))
            or (action == sqlite3.SQLITE_PRAGMA and (first, second) == (_ASKED_AT_START, None))
        )
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    def _may_read(self, table: str, database: str | None, via: str | None) -> bool:
        if database == "temp" or table in self._whole:
            return table in self._inner
        return via is not None and via == self._inner.get(table)
