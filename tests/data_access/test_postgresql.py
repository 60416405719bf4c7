"""What only the shared database has: roles, policies, a server that may be missing, and equality with the embedded."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import DBAPIError

from data_access import accounts, database, fence, migrations, row_security, visibility
from data_access.database import ONE_WRITER, CannotOpenError, Database, insert_rows, open_database
from data_access.row_security import Reader
from data_access.scope import Access, Scope
from data_access.tables import current, hours_month, metadata
from tests import colleges
from tests.data_access.conftest import SECRET, SHARED
from tests.data_access.postgresql_server import OWNER, PASSWORD, SUPERUSER, PostgresqlServer
from tests.data_access.test_reading import READERS, read

pytestmark = SHARED

COORDINATOR = Scope("ann", Access.COORDINATOR, ("north",), may_see_people=True)
LEADER = Scope("ann", Access.SLT, ("north",), may_see_people=False)
LONGER_NAMES = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{newest}"

def upgrade() -> None:
    with op.batch_alter_table("upload") as upload:
        upload.alter_column("uploaded_by", type_=sa.String(200))
"""


@pytest.fixture
def url(postgresql: PostgresqlServer) -> Iterator[str]:
    with postgresql.new_database() as address:
        yield address


@pytest.fixture
def shared(url: str) -> Database:
    return open_database(url, secret=SECRET)


@pytest.fixture(scope="module")
def filled_shared(postgresql: PostgresqlServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The two colleges, imported into the shared database."""
    with postgresql.new_database() as address:
        colleges.fill(address, tmp_path_factory.mktemp("files"))
        yield Database(address)


def asked(where: Database, query: str) -> Sequence[Any]:
    with where.looking() as connection:
        return connection.execute(text(query)).all()


def policies(where: Database) -> Sequence[Any]:
    return asked(where, "SELECT tablename, policyname, roles, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2")


@contextmanager
def refusing(server: PostgresqlServer, name: str) -> Iterator[None]:
    """A server whose administrator keeps a role out."""
    rules = server.folder / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text(f'local all "{name}" reject\n{before}')
    server.administer("SELECT pg_reload_conf()")
    yield
    rules.write_text(before)
    server.administer("SELECT pg_reload_conf()")


def test_no_table_is_without_forced_row_level_security(shared: Database) -> None:
    query = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    every = {name for (name,) in asked(shared, query)}
    fenced = {name for (name,) in asked(shared, f"{query} AND relrowsecurity AND relforcerowsecurity")}

    assert every == {*metadata.tables, "alembic_version"}
    assert fenced == every, "row_security._script fences every table of data_access.tables and BESIDE_OUR_TABLES"


def test_nothing_goes_round_the_policies(shared: Database) -> None:
    """A plain view reads with its owner's rights, and a materialised view keeps what its owner saw."""
    query = "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm', 'f') AND relnamespace = 'public'::regnamespace"

    assert asked(shared, query) == []


def test_the_only_function_with_its_owners_rights_says_who_is_asking(shared: Database) -> None:
    query = "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"

    assert asked(shared, query) == [("mentoring_scope", ["search_path=public, pg_temp"])]


@pytest.mark.parametrize("reader", Reader)
def test_reading_roles_may_select_what_is_visible_and_nothing_else(shared: Database, reader: Reader) -> None:
    role = row_security.role(shared.name, reader)
    granted = asked(
        shared, f"SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = '{role}'"
    )
    powers = "rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit"
    shown = visibility.conditions(people=reader is Reader.PEOPLE, within="", own="")

    assert set(granted) == {(table, "SELECT") for table in shown}
    assert asked(shared, f"SELECT {powers} FROM pg_roles WHERE rolname = '{role}'") == [(False,) * 6]
    assert asked(shared, f"SELECT 1 FROM pg_auth_members WHERE member = '{role}'::regrole") == []


def test_the_owner_needs_no_more_than_to_own_the_database_and_to_create_roles(shared: Database) -> None:
    assert asked(shared, f"SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = '{OWNER}'") == [
        (False, False, True)
    ]


def test_setting_up_twice_changes_nothing(shared: Database) -> None:
    before = policies(shared)
    with shared.writing() as connection:
        row_security.set_up(connection, shared.name, shared.secret)

    assert policies(shared) == before
    assert len(before) > len(metadata.tables)


def test_a_table_that_is_no_longer_for_everybody_is_closed_when_next_opened(
    shared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = tuple(table for table in visibility.FOR_EVERYBODY if table != "event")
    monkeypatch.setattr(visibility, "FOR_EVERYBODY", without)

    again = open_database(shared.url)

    with (
        fence.reading(again, LEADER) as connection,
        pytest.raises(Exception, match="permission denied for table event"),
    ):
        connection.execute(select(metadata.tables["event"]))


def test_a_column_that_a_policy_asks_about_can_be_changed(
    shared: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    for file in ("env.py", "script.py.mako", "versions/v0001_initial.py"):
        (tmp_path / file).write_text((migrations.FOLDER / file).read_text())
    (versions / "v9999_longer_names.py").write_text(LONGER_NAMES.format(newest=migrations.newest()))
    monkeypatch.setattr(migrations, "FOLDER", tmp_path)

    again = open_database(shared.url)

    query = "SELECT character_maximum_length FROM information_schema.columns WHERE column_name = 'uploaded_by'"
    assert asked(again, query) == [(200,)]
    with fence.reading(again, COORDINATOR) as connection:
        assert connection.execute(select(metadata.tables["upload"])).all() == []


def test_two_databases_of_a_server_have_roles_of_their_own(shared: Database, postgresql: PostgresqlServer) -> None:
    with postgresql.new_database() as address:
        other = open_database(address)
        stranger = Database(shared.url)
        assert {row_security.role(one.name, Reader.PEOPLE) for one in (shared, other)} == {
            f"{one.name}_people" for one in (shared, other)
        }

        at_the_other = other.readers[Reader.PEOPLE].url.set(database=shared.name)
        foreign = database._reading_engine(at_the_other)
        with foreign.connect() as connection, pytest.raises(Exception, match="permission denied for table person"):
            connection.execute(select(current["person"]))
        foreign.dispose()
        assert stranger.secret != other.secret


def test_a_database_may_have_an_odd_name(postgresql: PostgresqlServer) -> None:
    with postgresql.new_database(name="""college's %s "own" {x}""") as address:
        odd = open_database(address)

        with fence.reading(odd, COORDINATOR) as connection:
            assert connection.execute(select(current["person"])).all() == []


def test_a_long_name_still_gives_two_roles() -> None:
    names = {row_security.role("college_" * 7 + end, reader) for end in ("a", "b") for reader in Reader}

    assert len(names) == 4
    assert all(len(name) <= 63 for name in names)


def test_what_a_reader_holds_on_to_is_taken_from_it_when_it_has_read(shared: Database) -> None:
    with fence.reading(shared, COORDINATOR) as connection:
        connection.execute(text(f"SELECT pg_advisory_lock({ONE_WRITER})"))

    with shared.looking() as connection:
        assert connection.execute(text(f"SELECT pg_try_advisory_xact_lock({ONE_WRITER})")).scalar_one()


def test_sums_are_whole_numbers_as_they_are_on_the_embedded_database(shared: Database) -> None:
    with shared.writing() as connection:
        insert_rows(connection, hours_month, [("north", "p", "c", "mentor", "k", m, 2**40, 1, 0) for m in (1, 2)])
        total = connection.execute(text("SELECT sum(minutes), avg(minutes) FROM hours_month")).one()

    assert tuple(total) == (2**41, 2**40)
    assert type(total[0]) is int


def test_rows_are_copied_in_though_a_table_is_fenced_and_nothing_is_left_beside_it(shared: Database) -> None:
    with shared.writing() as connection:
        for organisation_id in ("north", "south"):
            rows = [(organisation_id, str(number), "Ann") for number in range(10_000)]
            insert_rows(connection, current["person"], rows)

        assert connection.execute(text("SELECT count(*) FROM person")).scalar_one() == 20_000
        assert connection.execute(text("SELECT to_regclass('incoming')")).scalar() is None


def test_a_server_that_does_not_answer_is_said_without_the_password(tmp_path: Path) -> None:
    with pytest.raises(
        CannotOpenError, match=r"her:\*\*\*@/college.* cannot be reached\. Check the address"
    ) as refused:
        open_database(f"postgresql://her:hunter2@/college?host={tmp_path}")

    assert "hunter2" not in str(refused.value)


def test_a_wrong_password_is_said_without_it(url: str) -> None:
    wrong = url.replace(PASSWORD, "hunter2")

    with pytest.raises(CannotOpenError, match="password authentication failed") as refused:
        open_database(wrong)

    assert "hunter2" not in str(refused.value)


def test_an_owner_who_may_not_create_roles_is_told_so(postgresql: PostgresqlServer) -> None:
    postgresql.administer(f"CREATE ROLE {{name}} LOGIN PASSWORD '{PASSWORD}'", name="powerless")

    with (
        postgresql.new_database("powerless") as address,
        pytest.raises(CannotOpenError, match="It needs to own the database and may CREATEROLE"),
    ):
        open_database(address)


def test_a_role_that_stands_above_the_policies_is_not_read_as(url: str, postgresql: PostgresqlServer) -> None:
    name = row_security.role(make_url(url).database or "", Reader.RELEASED)
    postgresql.administer("CREATE ROLE {name} BYPASSRLS", name=name)

    with pytest.raises(CannotOpenError, match=f"The role “{name}” is above row-level security. Drop it"):
        open_database(url)


def test_a_server_that_keeps_the_readers_out_is_said_at_once(url: str, postgresql: PostgresqlServer) -> None:
    name = row_security.role(make_url(url).database or "", Reader.PEOPLE)

    with (
        refusing(postgresql, name),
        pytest.raises(CannotOpenError, match=f"does not let the role “{name}” sign in .* pg_hba.conf"),
    ):
        open_database(url)


def test_a_server_that_is_too_old_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "OLDEST_POSTGRESQL", 99)

    with pytest.raises(CannotOpenError, match="PostgreSQL 99 or later is needed"):
        open_database(url)


def test_a_superuser_may_own_the_database_and_readers_are_fenced_all_the_same(postgresql: PostgresqlServer) -> None:
    with postgresql.new_database(SUPERUSER) as address:
        owned = open_database(address)
        with owned.writing() as connection:
            insert_rows(connection, current["person"], [("north", "p", "Ann"), ("south", "q", "Sue")])

        with fence.reading(owned, COORDINATOR) as connection:
            assert connection.execute(select(current["person"].c.name)).scalars().all() == ["Ann"]


@pytest.mark.parametrize("access", Access)
@pytest.mark.parametrize("name", READERS)
def test_every_reader_gives_the_same_rows_on_both_databases(
    filled_shared: Database, two_colleges: Database, name: str, access: Access
) -> None:
    shared, embedded = (
        comparable(name, accounts.local_scope(one, access), one) for one in (filled_shared, two_colleges)
    )

    pd.testing.assert_frame_equal(shared, embedded)


def comparable(name: str, scope: Scope, where: Database) -> pd.DataFrame:
    """What a reader gives in an order of its own, without the moments at which things were done."""
    try:
        rows = read(name, scope, where).drop(columns=["at", "planned_at", "published_at", "report"], errors="ignore")
    except DBAPIError:
        return pd.DataFrame({"refused": [True]})
    return rows.sort_values(list(rows.columns), key=lambda column: column.astype(str)).reset_index(drop=True)
