"""Every cached read, present and future, keeps what it gave one scope from every other."""

import inspect
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from dashboard import data
from dashboard.figures import BY_FAMILY, Asked
from data_access import accounts
from data_access.database import Database
from data_access.reading import reference
from data_access.reading.selection import EVERYTHING
from data_access.scope import Access, Scope
from tests.colleges import NORTH, OF_NORTH, OF_SOUTH, SOUTH

CACHED: dict[str, Callable[..., Any]] = {
    name: read
    for name, read in vars(data).items()
    if hasattr(read, "__wrapped__") and next(iter(inspect.signature(read).parameters)) == "scope"
}
EXTRA: dict[str, list[Any]] = {
    "asked": [
        Asked(family, by) for family in BY_FAMILY for by in ((), ("organisation",)) if family != "course" or not by
    ],
    "selection": [EVERYTHING],
}


def read(name: str, scope: Scope, database: Database) -> str:
    """All that a cached read gives a scope, as text."""
    wanted = list(inspect.signature(CACHED[name]).parameters)[3:]
    version = reference.version(scope, database)
    answers = (
        [CACHED[name](scope, database.url, version, *([one] if wanted else [])) for one in EXTRA[wanted[0]]]
        if wanted
        else [CACHED[name](scope, database.url, version)]
    )
    return "\n".join(answer.to_csv() for answer in answers if isinstance(answer, pd.DataFrame))


def test_there_are_cached_reads_to_look_at() -> None:
    assert {"figures", "organisations", "mentors", "names", "comments"} <= CACHED.keys()


@pytest.mark.parametrize("name", CACHED)
def test_what_one_coordinator_was_given_is_not_given_to_another(name: str, two_colleges: Database) -> None:
    everything = accounts.local_scope(two_colleges, Access.COORDINATOR)

    of_north = read(name, everything.narrow([NORTH]), two_colleges)
    of_south = read(name, everything.narrow([SOUTH]), two_colleges)

    assert not {SOUTH, "South College", OF_SOUTH} & _words(of_north)
    assert not {NORTH, "North College", OF_NORTH} & _words(of_south)


@pytest.mark.parametrize("access", [Access.SLT, Access.LEAD])
def test_figures_of_leaders_come_from_the_release(access: Access, two_colleges: Database) -> None:
    asked = Asked("completion", ("organisation",))
    coordinator = accounts.local_scope(two_colleges, Access.COORDINATOR)

    exact = _counts_of_north(coordinator, two_colleges, asked)
    shown = _counts_of_north(accounts.local_scope(two_colleges, access, NORTH), two_colleges, asked)

    assert exact == (5, 5, 16)
    assert shown == (5, 5, 16)


def test_a_small_group_is_a_range_for_leaders_and_exact_for_a_coordinator(two_colleges: Database) -> None:
    asked = Asked("response", ("organisation",))

    exact = _counts_of_north(accounts.local_scope(two_colleges, Access.COORDINATOR), two_colleges, asked)
    shown = _counts_of_north(accounts.local_scope(two_colleges, Access.SLT, NORTH), two_colleges, asked)

    assert exact == (6, 6, 8)
    assert shown == (1, 7, 8)


def _counts_of_north(scope: Scope, database: Database, asked: Asked) -> tuple[float, float, float]:
    figures = data.figures(scope, database.url, reference.version(scope, database), asked)
    row = figures[figures["organisation"] == "North College"].iloc[0]
    return row["numerator"], row["numerator_high"], row["denominator"]


def _words(text: str) -> set[str]:
    return {word for word in (NORTH, SOUTH, "North College", "South College", OF_NORTH, OF_SOUTH) if word in text}
