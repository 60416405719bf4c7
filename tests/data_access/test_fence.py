"""Whatever is asked through the fence, by whoever, on either database: no row outside the scope comes out."""

import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, insert, make_url, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data_access import fence, visibility
from data_access.database import Database, open_database
from data_access.scope import Access, Scope
from data_access.tables import metadata
from tests.data_access.conftest import BOTH, SECRET, SHARED
from tests.data_access.postgresql_server import PostgresqlServer

NORTH, SOUTH = "north", "south"
OURS, THEIRS, NOBODYS = "Northerner", "Southerner", "Hidden"

SEEN_WHOLE = {"programme", "cohort", "calendar_event", "course_run", "release", "event"}
SEEN_WITH_PEOPLE = {
    *("organisation", "person", "identity", "place", "match", "attendance", "employment", "invitation", "response"),
    *("answer", "coverage", "hours_month", "hours_place_month", "course_place"),
    *("upload", "upload_organisation", "rejected_row", "course_comment"),
}
SEEN_WHEN_RELEASED = {"organisation", "release_figure"}
"""Written out once more, so that a change of what is visible is made twice and noticed."""

COORDINATOR = Scope("ann", Access.COORDINATOR, (NORTH,), may_see_people=True)
LEADER = Scope("ann", Access.SLT, (NORTH,), may_see_people=False)
LEAD = Scope("ann", Access.LEAD, (NORTH, "*"), may_see_people=False)
NOBODY = Scope("", Access.SLT, (), may_see_people=False)
SCOPES = [COORDINATOR, LEADER, LEAD, NOBODY, Scope("eve", Access.COORDINATOR, (), may_see_people=True)]

ON_SQLITE = """
SELECT * FROM person
SELECT * FROM main.person
SELECT * FROM "main"."person"
SELECT count(*), max(name) FROM main.person
SELECT * FROM (SELECT * FROM main.person) AS person
SELECT name FROM person UNION ALL SELECT name FROM main.person
SELECT (SELECT group_concat(name) FROM main.person) FROM organisation
SELECT * FROM organisation WHERE EXISTS (SELECT 1 FROM main.person WHERE name LIKE 'South%')
WITH person AS (SELECT * FROM main.person) SELECT * FROM person
WITH person AS (SELECT count(*) AS Southerner FROM main.person) SELECT * FROM person
WITH release_figure AS (SELECT * FROM main.release_figure) SELECT * FROM release_figure
WITH organisation AS (SELECT * FROM main.person) SELECT * FROM organisation
WITH RECURSIVE person(a, b, c) AS (SELECT 1, 2, 3 UNION ALL SELECT * FROM main.person) SELECT * FROM person
WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT main.person.name FROM n, main.person
WITH upload_organisation(upload_id) AS (VALUES (1), (2), (3)) SELECT * FROM upload
WITH upload AS (SELECT 2 AS upload_id, 'ann' AS uploaded_by) SELECT * FROM rejected_row
SELECT * FROM upload WHERE upload_id IN (SELECT upload_id FROM main.upload_organisation)
SELECT * FROM main.upload_organisation
SELECT * FROM answer_claim
SELECT * FROM main.answer_claim
SELECT * FROM learner
SELECT name, secret FROM setting
SELECT * FROM sqlite_master
SELECT * FROM sqlite_schema
SELECT * FROM sqlite_temp_master
SELECT * FROM main.sqlite_master
SELECT * FROM sqlite_stat1
SELECT * FROM dbstat
SELECT * FROM pragma_table_list
SELECT * FROM pragma_table_info('person')
PRAGMA query_only=OFF
PRAGMA writable_schema=ON
PRAGMA trusted_schema=ON
PRAGMA table_info(person)
PRAGMA read_uncommitted=1
/* asking */ PRAGMA table_list
EXPLAIN SELECT * FROM person
EXPLAIN QUERY PLAN SELECT * FROM upload LEFT JOIN rejected_row USING (upload_id)
ATTACH DATABASE '{file}' AS other
ATTACH DATABASE ':memory:' AS main2
DETACH DATABASE main
VACUUM INTO '{file}.copy'
INSERT INTO main.person VALUES ('north', 'x', 'X')
INSERT INTO person VALUES ('north', 'x', 'X')
WITH x AS (SELECT 1) INSERT INTO main.person SELECT 'north', 'x', 'X'
WITH x AS (SELECT 1) UPDATE main.person SET name = 'X'
WITH x AS (SELECT 1) DELETE FROM main.person
REPLACE INTO main.setting VALUES ('pseudonyms', '', x'00')
CREATE TEMP VIEW mine AS SELECT * FROM main.person
CREATE TEMP TABLE mine AS SELECT * FROM main.person
CREATE TEMP TRIGGER mine INSTEAD OF INSERT ON person BEGIN SELECT 1; END
CREATE TABLE main.mine (a)
DROP VIEW person
DROP VIEW temp.person
DROP TABLE main.person
ALTER TABLE main.person RENAME TO nobody
ALTER TABLE temp.person RENAME TO nobody
ANALYZE
REINDEX
BEGIN IMMEDIATE
SAVEPOINT mine
COMMIT
SELECT load_extension('mine')
SELECT readfile('/etc/passwd')
SELECT writefile('{file}.copy', 'x')
SELECT fts3_tokenizer('simple')
SELECT 1; SELECT * FROM main.person
VALUES ((SELECT max(name) FROM main.person))
""".strip().splitlines()

ON_POSTGRESQL = """
SELECT * FROM person
SELECT * FROM public.person
SELECT * FROM ONLY public.person
TABLE person
SELECT name FROM person UNION ALL SELECT name FROM public.person
SELECT (SELECT string_agg(name, ',') FROM public.person) FROM organisation
WITH person AS (SELECT * FROM public.person) SELECT * FROM person
WITH upload_organisation(upload_id) AS (VALUES (1), (2), (3)) SELECT * FROM upload
SELECT * FROM person WHERE name::integer = 1
SELECT 1 / (CASE WHEN name LIKE 'South%' THEN 0 ELSE 1 END) FROM person
SELECT * FROM answer_claim
SELECT * FROM learner
SELECT name, secret FROM setting
SELECT * FROM alembic_version
SELECT * FROM pg_authid
SELECT * FROM pg_statistic
SELECT * FROM pg_stats WHERE tablename = 'person'
SELECT prosrc, mentoring_scope() FROM pg_proc WHERE proname = 'mentoring_scope'
SELECT query_to_xml('SELECT * FROM public.person', true, false, '')
SELECT table_to_xml('public.person', true, false, '')
SELECT * FROM ts_stat('SELECT to_tsvector(name) FROM public.person')
SELECT set_config('role', '{owner}', true)
SELECT set_config('role', 'none', true), query_to_xml('SELECT * FROM public.person', true, false, '')
SELECT set_config('session_authorization', '{owner}', true)
SELECT set_config('mentoring.scope', '{{"organisations": ["south"], "subject": "sue"}}', true)
SELECT set_config('mentoring.scope', '{{"organisations": ["south"], "subject": "sue"}}', false)
SELECT set_config('mentoring.scope', 'nonsense', true)
SELECT set_config('mentoring.seal', encode(sha256('nonsense'), 'hex'), true)
SELECT set_config('row_security', 'off', true)
SET ROLE {owner}
SET ROLE NONE
SET LOCAL ROLE {owner}
RESET ROLE
SET SESSION AUTHORIZATION {owner}
RESET SESSION AUTHORIZATION
RESET ALL
DISCARD ALL
SET mentoring.scope = '{{"organisations": ["south"], "subject": "sue"}}'
SET row_security = off
SET search_path = pg_temp, public
SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE
SET TRANSACTION READ WRITE
SELECT pg_read_file('/etc/passwd')
SELECT pg_ls_dir('/')
SELECT lo_import('/etc/passwd')
SELECT pg_terminate_backend(pg_backend_pid())
COPY (SELECT 1) TO PROGRAM 'id'
COPY person FROM PROGRAM 'id'
COPY person TO '/tmp/mine'
CREATE EXTENSION dblink
CREATE TABLE mine AS SELECT * FROM person
CREATE TEMP TABLE person (organisation_id text, name text)
CREATE TEMP VIEW mine AS SELECT * FROM person
CREATE SCHEMA mine
CREATE ROLE mine
CREATE FUNCTION mine() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'
CREATE OR REPLACE FUNCTION mentoring_scope() RETURNS jsonb LANGUAGE sql AS 'SELECT NULL::jsonb'
CREATE POLICY mine ON person USING (true)
DROP POLICY seen_by_people ON person
ALTER TABLE person DISABLE ROW LEVEL SECURITY
ALTER TABLE person NO FORCE ROW LEVEL SECURITY
ALTER ROLE CURRENT_USER BYPASSRLS
ALTER ROLE CURRENT_USER SET mentoring.scope = '{{"organisations": ["south"]}}'
GRANT {owner} TO CURRENT_USER
GRANT SELECT ON setting TO CURRENT_USER
INSERT INTO person VALUES ('north', 'x', 'X')
UPDATE person SET name = 'X'
DELETE FROM person
TRUNCATE person
LOCK TABLE person
SELECT * FROM person FOR UPDATE
DO $$ BEGIN EXECUTE 'SET ROLE {owner}'; PERFORM secret FROM setting; END $$
DO $$ BEGIN RAISE EXCEPTION '%', (SELECT string_agg(name, ',') FROM public.person); END $$
PREPARE mine AS SELECT * FROM public.person
ROLLBACK; SELECT * FROM public.person
COMMIT; BEGIN READ WRITE; DELETE FROM person; COMMIT
COMMIT; BEGIN READ WRITE; UPDATE setting SET secret = '\\x00'; COMMIT
COMMIT; BEGIN READ WRITE; ALTER ROLE CURRENT_USER PASSWORD 'x'; COMMIT
COMMIT; BEGIN READ WRITE; ALTER ROLE CURRENT_USER SET role = 'x'; COMMIT
ALTER ROLE CURRENT_USER PASSWORD 'x'
EXPLAIN ANALYZE SELECT * FROM person WHERE name LIKE 'South%'
""".strip().splitlines()


def value(column: Column[Any], number: int, words: str) -> object:
    if column.name == "organisation_id":
        return {OURS: NORTH, THEIRS: SOUTH}.get(words, words)
    if isinstance(column.type, LargeBinary):
        return SECRET
    if isinstance(column.type, String):
        return words[: column.type.length]
    return number if isinstance(column.type, Integer) else float(number)


def add(connection: Connection, table: Table, number: int, words: str, **said: object) -> None:
    connection.execute(insert(table).values({c.name: value(c, number, words) for c in table.columns} | said))


def fill(database: Database) -> Database:
    """Rows of both organisations in every table, and words in each row that say whose it is."""
    ledger = {"upload", "upload_organisation", "rejected_row", "setting"}
    with database.writing() as connection:
        for table in metadata.tables.values():
            if table.name in SEEN_WHOLE | {"course_comment"}:
                add(connection, table, 1, "anybody")
            elif "organisation_id" in table.columns and table.name not in ledger | {"touched"}:
                for number, whose in enumerate((OURS, THEIRS, "*")):
                    add(connection, table, number, whose)
            elif table.name not in ledger:
                add(connection, table, 1, NOBODYS)
        _fill_ledger(connection)
    return database


def _fill_ledger(connection: Connection) -> None:
    """Sue uploaded for both organisations; Ann uploaded a file that came to nothing."""
    upload, touches, rejected = (metadata.tables[name] for name in ("upload", "upload_organisation", "rejected_row"))
    for number, by, words in ((1, "sue", OURS), (2, "sue", THEIRS), (3, "ann", OURS)):
        add(connection, upload, number, words, uploaded_by=by)
        add(connection, rejected, number, words if by == "ann" else NOBODYS)
    add(connection, touches, 1, OURS)
    add(connection, touches, 2, THEIRS)


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return fill(open_database(f"sqlite:///{tmp_path_factory.mktemp('fenced') / 'store.sqlite'}", secret=SECRET))


@pytest.fixture(scope="session")
def shared(postgresql: PostgresqlServer) -> Iterator[Database]:
    with postgresql.new_database() as url:
        yield fill(open_database(url, secret=SECRET))


@pytest.fixture(params=BOTH)
def fenced(request: pytest.FixtureRequest) -> Database:
    """A filled database, only to be read."""
    filled: Database = request.getfixturevalue("embedded" if request.param == "sqlite" else "shared")
    return filled


def all_rows(database: Database, table: str) -> list[Any]:
    with database.looking() as connection:
        return list(connection.execute(select(metadata.tables[table])).mappings())


def seen(database: Database, scope: Scope, table: str) -> list[Any] | None:
    """The rows a scope sees, or none at all where it may not even ask."""
    try:
        with fence.reading(database, scope) as connection:
            return list(connection.execute(select(metadata.tables[table])).mappings())
    except DBAPIError:
        return None


def expected(scope: Scope, table: str, rows: Iterable[Any]) -> list[Any] | None:
    if table not in SEEN_WHOLE | (SEEN_WITH_PEOPLE if scope.may_see_people else SEEN_WHEN_RELEASED):
        return None
    return [row for row in rows if _is_of(scope, table, row)]


def _is_of(scope: Scope, table: str, row: Any) -> bool:  # noqa: ANN401 - a row of any table
    own = row.get("upload_id") == 3 and scope.subject == "ann"
    if table == "upload":
        return own or (row["upload_id"] == 1 and NORTH in scope.organisation_ids)
    if table == "rejected_row":
        return own
    return row.get("organisation_id", NORTH) in scope.organisation_ids or "organisation_id" not in row


def attempt(connection: Connection, statement: str, *, apart: bool = False) -> str:
    """What comes back of a statement, be it rows or an error; apart, an error does not spoil what follows."""
    try:
        with connection.begin_nested() if apart else nullcontext():
            result = connection.execute(text(statement))
            return repr(result.fetchall()) if result.returns_rows else ""
    except SQLAlchemyError as refused:
        return str(getattr(refused, "orig", refused))


def everything_seen(connection: Connection) -> str:
    apart = connection.dialect.name == "postgresql"
    return "".join(attempt(connection, f"SELECT * FROM {table}", apart=apart) for table in metadata.tables)


@contextmanager
def signed_in_anew(database: Database) -> Iterator[Database]:
    again = Database(database.url)
    yield again
    for engine in () if again.is_sqlite else again.readers.values():
        engine.dispose()


def assert_nothing_is_gained(database: Database, scope: Scope, statement: str) -> None:
    kept = [all_rows(database, table) for table in ("person", "setting", "release_figure")]
    with fence.reading(database, scope) as connection:
        came_out = attempt(connection, statement)
        came_out += everything_seen(connection)
    with signed_in_anew(database) as again, fence.reading(again, scope) as connection:
        afterwards = everything_seen(connection)

    assert THEIRS not in came_out + afterwards
    assert NOBODYS not in came_out + afterwards
    assert OURS in afterwards, "the next reader must not suffer"
    assert kept == [all_rows(database, table) for table in ("person", "setting", "release_figure")]


def test_every_table_is_classified() -> None:
    lists = ("OF_AN_ORGANISATION", "RELEASED", "FOR_EVERYBODY", "LEDGER", "FOR_NOBODY")
    classified = {table for name in lists for table in getattr(visibility, name)}

    unclassified = sorted(set(metadata.tables) - classified)
    assert not unclassified, f"add {unclassified} to one of {', '.join(lists)} in data_access/visibility.py"
    assert not classified - set(metadata.tables), "data_access/visibility.py names tables that there are not"


def test_what_is_for_nobody_is_for_nobody() -> None:
    shown = {table for people in (True, False) for table in visibility.conditions(people=people, within="", own="")}

    assert not shown & set(visibility.FOR_NOBODY)


@pytest.mark.parametrize("people", [True, False])
def test_no_table_with_an_organisation_is_shown_whole(people: bool) -> None:  # noqa: FBT001 - a parameter of the test
    shown = visibility.conditions(people=people, within="within the scope", own="own")
    of_an_organisation = {name for name, table in metadata.tables.items() if "organisation_id" in table.columns}

    assert {shown[table] for table in of_an_organisation & set(shown)} == {"within the scope"}


@pytest.mark.parametrize("table", metadata.tables)
def test_each_access_sees_the_rows_of_its_scope_and_no_others(fenced: Database, table: str) -> None:
    rows = all_rows(fenced, table)

    for scope in SCOPES:
        assert seen(fenced, scope, table) == expected(scope, table, rows), scope.access


@pytest.mark.parametrize("table", sorted(SEEN_WHOLE | SEEN_WITH_PEOPLE))
def test_rows_may_be_counted_without_naming_a_column(fenced: Database, table: str) -> None:
    with fence.reading(fenced, COORDINATOR) as connection:
        counted = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()

    assert counted == len(expected(COORDINATOR, table, all_rows(fenced, table)) or [])


@pytest.mark.parametrize("scope", [COORDINATOR, LEADER], ids=lambda scope: scope.access)
@pytest.mark.parametrize("statement", ON_SQLITE)
def test_nothing_is_gained_by_a_hostile_statement_on_the_embedded_database(
    embedded: Database, scope: Scope, statement: str
) -> None:
    assert_nothing_is_gained(embedded, scope, statement.format(file=embedded.path))

    assert not Path(f"{embedded.path}.copy").exists()


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
@pytest.mark.parametrize("scope", [COORDINATOR, LEADER], ids=lambda scope: scope.access)
@pytest.mark.parametrize("statement", ON_POSTGRESQL)
def test_nothing_is_gained_by_a_hostile_statement_on_the_shared_database(
    shared: Database, scope: Scope, statement: str
) -> None:
    assert_nothing_is_gained(shared, scope, statement.format(owner=make_url(shared.url).username))


@pytest.mark.parametrize(
    ("statements", "database"),
    [(ON_SQLITE, "embedded"), pytest.param(ON_POSTGRESQL, "shared", marks=SHARED)],
    ids=["sqlite", "postgresql"],
)
def test_without_the_fence_the_same_statements_would_have_told(
    request: pytest.FixtureRequest, statements: list[str], database: str
) -> None:
    unfenced: Database = request.getfixturevalue(database)
    asking = [one for one in statements if one.startswith(("SELECT *", "SELECT name", "WITH", "TABLE"))]

    told = 0
    for statement in asking:
        with unfenced.looking() as connection:
            said = attempt(connection, statement.format(file="", owner=""))
            told += THEIRS in said or NOBODYS in said

    assert told >= 8


def test_a_name_with_quotes_in_it_is_only_a_name(fenced: Database) -> None:
    for odd in ("o'north", "') OR ('1'='1", '"', "\\", "{north,south}", "north\\", "a,b", "%s", ":x", "NULL"):
        scope = Scope(odd, Access.COORDINATOR, (odd,), may_see_people=True)

        assert seen(fenced, scope, "person") == []
        assert seen(fenced, scope, "upload") == []


def test_a_connection_is_only_of_its_own_scope_however_many_read_at_once(fenced: Database) -> None:
    drawn = random.Random(1)
    scopes = [
        Scope("ann", Access.COORDINATOR, tuple(drawn.sample([NORTH, SOUTH, "*"], drawn.randint(0, 3))), True)
        for _ in range(120)
    ]

    def organisations(scope: Scope) -> set[str]:
        return {row["organisation_id"] for row in seen(fenced, scope, "person") or []}

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(organisations, scopes))

    assert found == [set(scope.organisation_ids) for scope in scopes]
