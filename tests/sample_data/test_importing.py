"""All sample files through the real import, in their order, as a coordinator would bring them."""

import pytest
from sqlalchemy import func, select

from dashboard import commands
from data_access import ledger, tables
from data_access.database import Database, open_database
from data_access.importing.planning import Plan
from sample_data import FILES

pytestmark = pytest.mark.slow

Brought = tuple[Database, dict[tuple[str, str], Plan]]


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Brought:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('sample') / 'sample.sqlite'}", secret=b"s" * 32)
    plans: dict[tuple[str, str], Plan] = {}
    for file in FILES:
        outcome = commands.import_files(
            database.url, [file.path], layout=None, answers=file.answers, keep_good_rows=False, dry_run=False
        )
        assert outcome.stored, (file.name, outcome.reasons)
        plans[file.name, file.then] = outcome.plans[0]
        if file.then == "store and undo":
            commands.undo(database.url, outcome.plans[0].upload_id)
    return database, plans


def changed(plan: Plan, kind: str) -> tuple[int, int]:
    counted = next(one for one in plan.counted if one.kind == kind)
    return counted.new, counted.changed


def test_no_row_of_any_file_is_rejected_or_set_aside_as_said_twice(brought: Brought) -> None:
    _, plans = brought

    assert {name: plan.rejected for name, plan in plans.items() if plan.rejected} == {}
    assert {name: plan.duplicates for name, plan in plans.items() if plan.duplicates} == {}


def test_no_list_of_places_makes_anybody_known_twice(brought: Brought) -> None:
    database, plans = brought

    for name in ("places-national.xlsx", "places-thornbeck.csv", "places-harrowmere.csv", "places-kesterby.xlsx"):
        assert changed(plans[name, "store"], "person") == (0, 0), name
    with database.engine.connect() as connection:
        person = tables.current["person"]
        namesakes = connection.execute(
            select(func.count()).select_from(person).where(person.c.name == "Robin Carrick")
        ).scalar_one()
    assert namesakes == 2


def test_the_college_s_own_list_completes_what_the_national_one_began(brought: Brought) -> None:
    _, plans = brought

    new, completed = changed(plans["places-kesterby.xlsx", "store"], "place")
    assert new == 0
    assert completed > 20


def test_the_corrections_change_minutes_and_add_nothing(brought: Brought) -> None:
    _, plans = brought

    assert changed(plans["log-thornbeck-corrections.csv", "store"], "attendance") == (0, 6)


def test_only_the_log_of_the_wrong_college_names_nobody_known(brought: Brought) -> None:
    _, plans = brought

    wrong, right = plans["log-penbrock.csv", "store and undo"], plans["log-penbrock.csv", "store"]
    others = sum(plan.unattributed for (_, then), plan in plans.items() if then == "store")
    assert wrong.unattributed == changed(wrong, "attendance")[0] > 300
    assert right.unattributed == 0
    assert 10 < others < 50


def test_the_undone_upload_stays_in_the_ledger(brought: Brought) -> None:
    database, plans = brought

    with database.engine.connect() as connection:
        undone = ledger.get(connection, plans["log-penbrock.csv", "store and undo"].upload_id)
    assert undone is not None
    assert undone.state == ledger.UNDONE


def test_learners_who_are_not_on_the_map_are_held(brought: Brought) -> None:
    database, _ = brought

    with database.engine.connect() as connection:
        run = connection.execute(select(tables.course_run)).mappings().one()
        placed = connection.execute(select(func.count()).select_from(tables.course_place)).scalar_one()
    assert (run["enrolled"], run["staff_excluded"], run["steps_total"]) == (155, 5, 24)
    assert placed == run["mapped"] < 155
