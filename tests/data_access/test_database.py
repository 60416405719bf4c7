"""A database is made, brought up to date, written to by one at a time, copied, or refused in plain words."""

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, delete, func, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from data_access import migrations, row_security, tables
from data_access.database import CannotOpenError, Database, back_up, insert_rows, open_database
from data_access.tables import metadata

A_CALENDAR = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{newest}"

def upgrade() -> None:
    op.create_table("holiday", sa.Column("day", sa.Integer(), primary_key=True))
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("title", sa.Text()))
    {last}
"""
ODD = ["", " ", "\t", "\n", "\\N", "\\", "a\\tb", "'", '"', "%s", "?", "NULL", "Łódź 🎓", "\x1f", ",", "{}"]


def person(connection: Connection) -> None:
    connection.execute(insert(tables.current["person"]).values(organisation_id="north", person_id="p", name="Ann"))


def shape(connection: Connection) -> set[tuple[Any, ...]]:
    """Every column, constraint and index, as the database itself writes them down."""
    if connection.dialect.name == "sqlite":
        return {tuple(row) for row in connection.execute(text("SELECT type, name, sql FROM sqlite_master"))}
    ours = "JOIN pg_class ON pg_class.oid = {} WHERE relnamespace = 'public'::regnamespace"
    asked = (
        f"SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute {ours}",
        f"SELECT relname, adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef {ours}",
        f"SELECT relname, conname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint {ours}",
        f"SELECT relname, pg_get_indexdef(indexrelid), indisunique FROM pg_index {ours}",
    )
    keys = ("attrelid", "adrelid", "conrelid", "indrelid")
    return {
        tuple(row)
        for query, key in zip(asked, keys, strict=True)
        for row in connection.execute(text(query.format(key)))
    }


def empty(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        row_security.take_down(connection)
    metadata.drop_all(connection)
    migrations.VERSION_TABLE.drop(connection)


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dashboard one version on: its migrations, with one more at the end that a test may rewrite."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, folder)
    added = folder / "versions" / "v9999_holidays.py"
    added.write_text(A_CALENDAR.format(newest=migrations.newest(), last=""))
    monkeypatch.setattr(migrations, "FOLDER", folder)
    return added


def version(database: Database) -> str:
    with database.looking() as connection:
        return str(connection.execute(select(migrations.VERSION_TABLE.c.version_num)).scalar_one())


def test_an_empty_database_is_given_every_table(database: Database) -> None:
    with database.looking() as connection:
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_a_database_made_at_once_is_the_one_that_all_migrations_make(database: Database) -> None:
    with database.writing() as connection:
        at_once = shape(connection)
        empty(connection)

        migrations.upgrade(connection)

        assert shape(connection) == at_once, "see data_access/migrations/README.md"


def test_migrations_leave_nothing_to_add_to_what_the_tables_say(database: Database) -> None:
    with database.writing() as connection:
        empty(connection)
        migrations.upgrade(connection)

        lacking = compare_metadata(MigrationContext.configure(connection), metadata)

    assert lacking == [], "write a migration: see data_access/migrations/README.md"


def test_opening_again_changes_nothing(database: Database) -> None:
    again = open_database(database.url, secret=b"another")

    assert again.secret == database.secret
    assert version(again) == migrations.newest()


def test_opening_a_database_that_is_up_to_date_takes_no_time(database: Database) -> None:
    started = time.perf_counter()
    for _ in range(5):
        open_database(database.url)

    assert (time.perf_counter() - started) / 5 < 0.3


def test_opening_a_database_that_is_up_to_date_leaves_alembic_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    open_database(url)
    program = f"import sys; from data_access.database import open_database; open_database({url!r}); print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "data_access.migrations" in loaded.stdout.split()
    assert "alembic" not in loaded.stdout.split()


def test_several_who_open_an_empty_database_at_once_agree_on_it(address: str) -> None:
    together = threading.Barrier(4)

    def open_it(_: int) -> bytes:
        together.wait()
        return open_database(address).secret

    with ThreadPoolExecutor(4) as pool:
        secrets = set(pool.map(open_it, range(4)))

    assert len(secrets) == 1


@pytest.mark.usefixtures("next_version")
def test_an_older_database_is_brought_up_to_date_and_keeps_its_rows(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(migrations, "FOLDER", Path(migrations.__file__).parent)
        with open_database(address).writing() as connection:
            person(connection)

    database = open_database(address)

    assert version(database) == "9999"
    with database.looking() as connection:
        assert inspect(connection).has_table("holiday")
        assert connection.execute(text("SELECT name, title FROM person")).all() == [("Ann", None)]


def test_an_older_database_is_backed_up_before_it_is_changed(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with database.writing() as connection:
        person(connection)
    before = version(database)
    request.getfixturevalue("next_version")

    open_database(database.url)

    (copy,) = (tmp_path / "back-ups").glob("store-before-migration-*.sqlite")
    assert version(Database(f"sqlite:///{copy}")) == before
    with sqlite3.connect(copy) as kept:
        assert kept.execute("SELECT name FROM person").fetchall() == [("Ann",)]
    kept.close()


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(
    database: Database, request: pytest.FixtureRequest
) -> None:
    with database.looking() as connection:
        before = shape(connection)
    added: Path = request.getfixturevalue("next_version")
    added.write_text(A_CALENDAR.format(newest="0001", last="raise KeyboardInterrupt"))

    with pytest.raises(KeyboardInterrupt):
        open_database(database.url)

    with database.looking() as connection:
        assert shape(connection) == before


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(update(migrations.VERSION_TABLE).values(version_num="9999"))

    with pytest.raises(CannotOpenError, match=r"was made by a newer version of the dashboard\. Update the dashboard\."):
        open_database(database.url)

    assert version(database) == "9999"


def test_tables_that_somebody_else_made_are_refused(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(delete(migrations.VERSION_TABLE))

    with pytest.raises(CannotOpenError, match="tables of the same names that the dashboard did not make"):
        open_database(database.url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("college.sqlite", "“college.sqlite” is not the address of a database. Write sqlite:///"),
        ("mysql://her:hunter2@server/college", "“mysql://her:.*@server/college” .* cannot|can be used here"),
        ("sqlite://", "Write sqlite:///folder/file.sqlite3"),
        ("postgresql://her:hunter2@server", "Write sqlite:///folder/file.sqlite3, or postgresql://"),
    ],
)
def test_an_address_that_is_none_is_refused_in_words_that_show_no_password(url: str, said: str) -> None:
    with pytest.raises(CannotOpenError, match=said) as refused:
        open_database(url)

    assert "hunter2" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("Programme,Cohort\n" * 100)

    with pytest.raises(CannotOpenError, match=r"The file “.*places.csv” is not a database. Name another file."):
        open_database(f"sqlite:///{file}")


def test_a_folder_that_cannot_be_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "college").write_text("a file, not a folder")

    with pytest.raises(CannotOpenError, match=r"The database “.*college/store.sqlite” cannot be opened"):
        open_database(f"sqlite:///{tmp_path / 'college' / 'store.sqlite'}")


def test_a_database_is_shown_without_its_password() -> None:
    assert "hunter2" not in repr(Database("postgresql://her:hunter2@server/college"))


def test_rows_come_out_as_they_went_in_whatever_is_in_them(database: Database) -> None:
    table = tables.claims["answer"]
    rows: list[tuple[object, ...]] = [
        ("north", "end", str(number), odd, 1, 0, 2, 7, odd, number / 3, None) for number, odd in enumerate(ODD)
    ]
    with database.writing() as connection:
        insert_rows(connection, table, rows)
        insert_rows(connection, table, [])

        kept = {tuple(row) for row in connection.execute(select(table))}

    assert kept == set(rows)


def test_rows_inserted_twice_are_refused_as_a_whole(database: Database) -> None:
    row: tuple[object, ...] = ("north", "staff number", "1", "p")
    with database.writing() as connection:
        insert_rows(connection, tables.current["identity"], [row])

    with pytest.raises(IntegrityError), database.writing() as connection:
        insert_rows(connection, tables.current["identity"], [("north", "staff number", "2", "q"), row])

    with database.looking() as connection:
        assert connection.execute(select(func.count()).select_from(tables.current["identity"])).scalar() == 1


def test_those_who_write_at_once_wait_for_one_another(database: Database) -> None:
    def add_one(_: int) -> None:
        with database.writing() as connection:
            newest = connection.execute(select(func.coalesce(func.max(tables.event.c.position), 0))).scalar_one()
            connection.execute(insert(tables.event).values(position=newest + 1, what="stored", at="now", by="her"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(40)))

    with database.looking() as connection:
        assert connection.execute(select(func.count()).select_from(tables.event)).scalar_one() == 40


def test_who_looks_does_not_wait_for_who_writes(database: Database) -> None:
    with database.writing() as writer:
        person(writer)
        started = time.perf_counter()
        with database.looking() as connection:
            seen = connection.execute(select(func.count()).select_from(tables.current["person"])).scalar_one()

    assert seen == 0
    assert time.perf_counter() - started < 5


def test_a_back_up_holds_what_was_committed_and_not_what_is_being_written(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'college [1].sqlite'}")
    with database.writing() as connection:
        person(connection)
    with database.writing() as connection:
        connection.execute(delete(tables.current["person"]))
        copy = back_up(database, "before-undo")

    assert copy is not None
    with sqlite3.connect(copy) as kept:
        assert kept.execute("SELECT name FROM person").fetchall() == [("Ann",)]
        assert kept.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    kept.close()


def test_only_the_newest_back_ups_of_a_reason_are_kept(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'college [1].sqlite'}")
    other = back_up(database, "before-migration")

    copies = [back_up(database, "before-undo", keep=2) for _ in range(4)]

    assert set((tmp_path / "back-ups").iterdir()) == {other, *copies[-2:]}
