"""A plan says what storing would do, and storing does just that."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access import accounts, ledger, tables
from data_access.database import Database, open_database
from data_access.importing import planning, spool, storing
from data_access.importing.planning import Plan
from data_access.importing.spool import Inspected
from data_access.scope import Access
from tests import colleges

pytestmark = pytest.mark.slow  # it starts other processes

ANSWERS = {"as_at": colleges.AS_AT, "dates": "day first", "new organisations": "yes"}
LOG = "Organisation,Session reference,Date,Hours,Mentor e-mail,Session status\n"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(f"sqlite:///{tmp_path / 'own.sqlite'}")


def inspected(folder: Path, name: str, text: str) -> Inspected:
    received = spool.receive(folder / "spool", text.encode())
    return spool.inspect(received, name, answers=ANSWERS)


def planned(database: Database, one: Inspected) -> Plan:
    scope = accounts.local_scope(database, Access.COORDINATOR)
    with database.writing() as connection:
        return planning.plan(connection, database, scope, planning.enter(connection, scope, one), one)


def stored(database: Database, upload_id: int) -> None:
    with database.writing() as connection:
        storing.store(connection, upload_id, "local")


def brought_in(database: Database, folder: Path, name: str, text: str) -> Plan:
    plan = planned(database, inspected(folder, name, text))
    stored(database, plan.upload_id)
    return plan


def totals(database: Database) -> dict[str, float]:
    minutes = tables.hours_month.c
    supported = select(func.coalesce(func.sum(minutes.minutes), 0)).where(
        minutes.role == "mentor", minutes.kind == "supported mentoring"
    )
    with database.engine.connect() as connection:
        counts = {
            words: float(connection.execute(select(func.count()).select_from(tables.current[kind])).scalar_one())
            for words, kind in planning.HEADLINES.items()
        }
        return {"Supported mentoring hours": connection.execute(supported).scalar_one() / 60, **counts}


def test_the_totals_become_what_every_plan_said(database: Database, tmp_path: Path) -> None:
    for name, text in colleges.files().items():
        plan = planned(database, inspected(tmp_path, name, text))

        assert {words: now for words, (now, _) in plan.becomes.items()} == totals(database), name
        stored(database, plan.upload_id)
        assert {words: then for words, (_, then) in plan.becomes.items()} == totals(database), name


def test_a_correction_shows_the_old_value_and_the_new_with_their_place(database: Database, tmp_path: Path) -> None:
    brought_in(database, tmp_path, "places.csv", colleges.files()["places.csv"])
    row = "North College,S-1,13/11/2020,{},mo1@north.ac.uk,{}\n"
    brought_in(database, tmp_path, "log.csv", LOG + row.format("1:30", "held"))

    plan = planned(database, inspected(tmp_path, "corrected.csv", LOG + row.format("2:00", "held")))

    assert [(one.kind, one.row, one.field, one.old, one.new) for one in plan.changes] == [
        ("attendance", 2, "minutes", "90", "120")
    ]
    assert plan.becomes["Supported mentoring hours"] == (1.5, 2.0)


def test_cancelling_a_session_takes_its_hours_out_of_the_total(database: Database, tmp_path: Path) -> None:
    brought_in(database, tmp_path, "places.csv", colleges.files()["places.csv"])
    row = "North College,S-1,13/11/2020,{},mo1@north.ac.uk,{}\n"
    brought_in(database, tmp_path, "log.csv", LOG + row.format("1:30", "held"))

    plan = brought_in(database, tmp_path, "cancelled.csv", LOG + row.format("1:30", "cancelled"))

    assert plan.becomes["Supported mentoring hours"] == (1.5, 0.0)
    assert totals(database)["Supported mentoring hours"] == 0.0


def test_planning_alone_changes_nothing_that_anybody_reads(database: Database, tmp_path: Path) -> None:
    planned(database, inspected(tmp_path, "places.csv", colleges.files()["places.csv"]))

    with database.engine.connect() as connection:
        assert ledger.position(connection) == 0
    assert set(totals(database).values()) == {0.0}


def test_a_plan_made_before_the_data_changed_is_not_stored(database: Database, tmp_path: Path) -> None:
    older = planned(database, inspected(tmp_path, "places.csv", colleges.files()["places.csv"]))
    brought_in(database, tmp_path, "staff.csv", colleges.files()["staff.csv"])

    with pytest.raises(storing.StaleError, match="made again"):
        stored(database, older.upload_id)
    assert totals(database)["Places"] == 0.0


def test_storing_twice_stores_once(database: Database, tmp_path: Path) -> None:
    plan = brought_in(database, tmp_path, "places.csv", colleges.files()["places.csv"])

    with pytest.raises(storing.NotStorableError, match="already stored"):
        stored(database, plan.upload_id)


def test_a_cancelled_plan_leaves_no_claim_behind(database: Database, tmp_path: Path) -> None:
    plan = planned(database, inspected(tmp_path, "places.csv", colleges.files()["places.csv"]))

    with database.writing() as connection:
        storing.cancel(connection, plan.upload_id)

    with database.engine.connect() as connection:
        for claims in tables.claims.values():
            assert connection.execute(select(func.count()).select_from(claims)).scalar_one() == 0


def test_cohorts_of_one_programme_may_expect_different_hours(database: Database, tmp_path: Path) -> None:
    text = (
        "Programme,Cohort,Target hours low\nNew to mentoring,2020,40\nNew to mentoring,2021,18\nNew to mentoring,,30\n"
    )

    brought_in(database, tmp_path, "programmes.csv", text)

    with database.engine.connect() as connection:
        cohort = tables.current["cohort"].c
        assert connection.execute(select(cohort.name, cohort.hours_low).order_by(cohort.name)).all() == [
            ("2020", 40.0),
            ("2021", 18.0),
        ]
        assert connection.execute(select(tables.current["programme"].c.hours_low)).scalar_one() == 30.0


def test_rows_that_contradict_each_other_about_one_cohort_are_rejected(database: Database, tmp_path: Path) -> None:
    text = "Programme,Cohort,Target hours low\nNew to mentoring,2020,40\nNew to mentoring,2020,18\n"

    plan = planned(database, inspected(tmp_path, "programmes.csv", text))

    assert [(issue.row, issue.column) for issue in plan.rejections] == [(3, "C")]
    assert "contradicts row 2" in plan.rejections[0].sentence
