"""Databases for the tests of data access: the embedded one, and a shared one where a server can be run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data_access.database import Database, open_database
from tests.data_access import postgresql_server
from tests.data_access.postgresql_server import PostgresqlServer

SECRET = b"x" * 32
SHARED = [pytest.mark.postgres, pytest.mark.xdist_group("postgres")]
BOTH = ["sqlite", pytest.param("postgresql", marks=SHARED)]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A server of this process's own."""
    with postgresql_server.running() as server:
        yield server


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where there is no database yet, or an empty one."""
    with _address(request, tmp_path) as url:
        yield url


@pytest.fixture
def database(address: str) -> Database:
    """A database of the test's own."""
    return open_database(address, secret=SECRET)


@pytest.fixture(scope="session", params=BOTH)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database that many tests write to, each of which takes everything back."""
    with _address(request, tmp_path_factory.mktemp("store")) as url:
        yield open_database(url, secret=SECRET)


@contextmanager
def _address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'store.sqlite'}"
    else:
        server: PostgresqlServer = request.getfixturevalue("postgresql")
        with server.new_database() as url:
            yield url
