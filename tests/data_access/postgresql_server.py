"""A PostgreSQL server of the tests' own: run by an ordinary user, and gone when the tests are, however they end."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import sql

from tests import machine

PATIENCE = 60.0
PORT = 5432
PASSWORD = "not-a-secret"
SUPERUSER = "postgres"
OWNER = "mentoring_owner"

# Standard input closes when the tests end, even killed; then the server ends too, and its data goes.
SERVE = """
programs=$1 folder=$2
"$programs/initdb" -D "$folder/data" -U postgres --auth=scram-sha-256 --pwfile="$folder/password" \\
  --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || exit 1
"$programs/postgres" -D "$folder/data" -k "$folder" -p 5432 -c listen_addresses= -c max_connections=60 \\
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off >>"$folder/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT "$server"
wait "$server"
rm -rf "$folder"
"""


class _User(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class PostgresqlServer:
    """A running server, by the folder of its socket."""

    folder: Path

    def url(self, database: str, user: str = OWNER) -> str:
        return f"postgresql://{user}:{PASSWORD}@/{database}?host={self.folder}&port={PORT}"

    def administer(self, statement: str, **names: str) -> None:
        """Run one statement as the superuser, with names put in for {name}."""
        quoted = {key: sql.Identifier(name) for key, name in names.items()}
        with psycopg.connect(self.url("postgres", SUPERUSER), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(**quoted))

    @contextmanager
    def new_database(self, owner: str = OWNER, name: str = "mentoring") -> Iterator[str]:
        """The address of an empty database, dropped again afterwards."""
        name = f"{name}_{secrets.token_hex(4)}"
        self.administer("CREATE DATABASE {name} OWNER {owner}", name=name, owner=owner)
        try:
            yield self.url(name, owner)
        finally:
            self.administer("DROP DATABASE {name} WITH (FORCE)", name=name)


@contextmanager
def running() -> Iterator[PostgresqlServer]:
    """A server, with a role that owns databases and may create roles, and may do no more."""
    server = PostgresqlServer(Path(tempfile.mkdtemp(prefix="mentoring-postgresql-")))
    try:
        with _started(server.folder) as process:
            _wait(server, process)
            server.administer(f"CREATE ROLE {{owner}} LOGIN CREATEROLE PASSWORD '{PASSWORD}'", owner=OWNER)
            yield server
    finally:
        shutil.rmtree(server.folder, ignore_errors=True)


@contextmanager
def _started(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    (folder / "password").write_text(PASSWORD)
    user = _ordinary_user()
    if user:
        os.chown(folder, user["user"], user["group"])
    command = ["sh", "-c", SERVE, "sh", str(machine.postgres()), str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=folder, **user)
    try:
        yield process
    finally:
        process.communicate(timeout=PATIENCE)


def _ordinary_user() -> _User:
    """Whom to run the server as: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {one.pw_name: one for one in pwd.getpwall()}
    chosen = names.get("postgres") or names["nobody"]
    return {"user": chosen.pw_uid, "group": chosen.pw_gid, "extra_groups": []}


def _wait(server: PostgresqlServer, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE
    while not _answers(server):
        if process.poll() is not None or time.monotonic() > limit:
            raise AssertionError(f"The server did not start:\n{(server.folder / 'log').read_text()}")
        time.sleep(0.05)


def _answers(server: PostgresqlServer) -> bool:
    try:
        psycopg.connect(server.url("postgres", SUPERUSER)).close()
    except psycopg.OperationalError:
        return False
    return True
