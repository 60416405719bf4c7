"""Settings of every test: reproducible examples, and what is left out on a machine that lacks something."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import settings

from data_access.database import Database
from tests import colleges, machine

settings.register_profile("ours", deadline=None, derandomize=True)
settings.load_profile("ours")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that cannot run here, or fail it where REQUIRE says that it must."""
    for marker in ("browser", "postgres"):
        lacking = machine.missing(marker) if item.get_closest_marker(marker) else None
        if lacking and marker in machine.required():
            pytest.fail(f"REQUIRE asks for the {marker} tests, and {lacking}.", pytrace=False)
        if lacking:
            pytest.skip(f"{lacking}; REQUIRE={marker} makes this a failure")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with two colleges in it, not to be written to."""
    folder = tmp_path_factory.mktemp("colleges")
    colleges.fill(f"sqlite:///{folder / 'filled.sqlite'}", folder / "files")
    with sqlite3.connect(folder / "filled.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return folder / "filled.sqlite"


@pytest.fixture
def two_colleges(filled: Path, tmp_path: Path) -> Database:
    """A database of the test's own with two colleges in it."""
    return colleges.copy(filled, tmp_path / "colleges.sqlite")
