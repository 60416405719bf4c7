"""Every reader, present and future, gives the rows of its scope and no others."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from sqlalchemy.exc import DatabaseError

import data_access.reading
from data_access import accounts
from data_access.database import Database
from data_access.reading.selection import EVERYTHING
from data_access.scope import Access, Scope
from tests.colleges import NORTH, OF_NORTH, OF_SOUTH, SOUTH

OF_EVERYBODY = {
    *("version", "cohorts", "calendar", "course_runs", "published", "upload_events", "uploads", "rejected"),
    "course_comments",
}
OF_THE_RELEASE = {"organisations", "released"}


def _readers() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {}
    for module_name in sorted({one.name for one in pkgutil.iter_modules(data_access.reading.__path__)} - {"selection"}):
        module = importlib.import_module(f"data_access.reading.{module_name}")
        found |= dict(_public_functions(module))
    return found


def _public_functions(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("_") and function.__module__ == module.__name__:
            yield name, function


READERS = _readers()


def read(name: str, scope: Scope, database: Database) -> pd.DataFrame:
    extra = {"selection": EVERYTHING, "upload_id": 1}
    wanted = list(inspect.signature(READERS[name]).parameters)[2:]
    rows = READERS[name](scope, database, **{one: extra[one] for one in wanted if one in extra})
    return rows if isinstance(rows, pd.DataFrame) else pd.DataFrame({"value": [rows]})


def north(database: Database) -> Scope:
    return accounts.local_scope(database, Access.COORDINATOR).narrow([NORTH])


@pytest.mark.parametrize("name", READERS)
def test_every_reader_takes_the_scope_first_and_then_the_database(name: str) -> None:
    parameters = list(inspect.signature(READERS[name]).parameters)

    assert parameters[:2] == ["scope", "database"], f"write: def {name}(scope: Scope, database: Database, …)"


@pytest.mark.parametrize("name", sorted(READERS.keys() - {"released"}))
def test_no_reader_gives_a_coordinator_another_colleges_rows(name: str, two_colleges: Database) -> None:
    rows = read(name, north(two_colleges), two_colleges)

    said = rows.drop(columns="report", errors="ignore").to_csv()
    assert SOUTH not in said
    assert OF_SOUTH not in said
    if "organisation" in rows:
        assert set(rows["organisation"]) <= {NORTH}
        assert len(rows), f"{name} gave nothing: the fixture has nothing for it to leak"


@pytest.mark.parametrize("name", sorted(READERS.keys() - OF_EVERYBODY - {"released"}))
def test_an_empty_scope_reads_nothing(name: str, two_colleges: Database) -> None:
    scope = accounts.local_scope(two_colleges, Access.COORDINATOR).narrow([])

    assert read(name, scope, two_colleges).empty


@pytest.mark.parametrize("access", [Access.SLT, Access.LEAD])
@pytest.mark.parametrize("name", sorted(READERS.keys() - OF_EVERYBODY - OF_THE_RELEASE))
def test_leaders_reach_no_rows_behind_a_figure(name: str, access: Access, two_colleges: Database) -> None:
    scope = accounts.local_scope(two_colleges, access, NORTH)

    with pytest.raises(DatabaseError, match=r"prohibited|no such table|permission denied|not authorized"):
        read(name, scope, two_colleges)


def test_a_leader_reads_the_figures_published_of_her_own_college(two_colleges: Database) -> None:
    rows = read("released", accounts.local_scope(two_colleges, Access.SLT, NORTH), two_colleges)

    assert set(rows["organisation"]) == {NORTH}
    assert OF_NORTH not in rows.to_csv()


def test_a_lead_reads_the_published_figures_of_every_college(two_colleges: Database) -> None:
    rows = read("released", accounts.local_scope(two_colleges, Access.LEAD), two_colleges)

    assert set(rows["organisation"]) == {NORTH, SOUTH, "*"}


def test_narrowing_a_scope_never_widens_it(two_colleges: Database) -> None:
    scope = north(two_colleges)

    assert scope.narrow([SOUTH]).organisation_ids == ()
    assert scope.narrow([NORTH, SOUTH]) == scope
