"""The fence of the shared database: two roles to read as, row-level security, and scopes that cannot be forged."""

import json
from enum import StrEnum
from hashlib import blake2b, sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, inspect, select, text

from data_access import visibility
from data_access.scope import Scope
from data_access.tables import metadata, setting

SAY_SCOPE = text("SELECT set_config('mentoring.scope', :scope, true), set_config('mentoring.seal', :seal, true)")
"""The first statement of every transaction that reads; what it says is forgotten with the transaction."""

BESIDE_OUR_TABLES = ("alembic_version",)

_KEPT_AS = "row security"
_LONGEST_NAME = 63
_WITHIN = "organisation_id = ANY ((SELECT mentoring_organisations())::text[])"
_OWN = "uploaded_by = (SELECT mentoring_subject())"

# The seal needs the database's secret, which no reader may read: whoever says another scope sees nothing at all.
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION mentoring_scope() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = {schema}, pg_temp AS $$
  SELECT current_setting('mentoring.scope', true)::jsonb FROM setting
  WHERE name = 'pseudonyms' AND current_setting('mentoring.seal', true) = encode(
    sha256(secret || sha256(secret || convert_to(current_setting('mentoring.scope', true), 'UTF8'))), 'hex')
$$;
CREATE OR REPLACE FUNCTION mentoring_organisations() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = {schema}, pg_temp AS $$
  SELECT ARRAY(SELECT jsonb_array_elements_text(mentoring_scope() -> 'organisations'))
$$;
CREATE OR REPLACE FUNCTION mentoring_subject() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = {schema}, pg_temp AS $$ SELECT mentoring_scope() ->> 'subject' $$;
"""
_FENCED = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS kept_by_owner ON {table};
CREATE POLICY kept_by_owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
"""
_SEEN = """
DROP POLICY IF EXISTS seen_by_{reader} ON {table};
CREATE POLICY seen_by_{reader} ON {table} FOR SELECT TO {role} USING ({condition});
GRANT SELECT ON {table} TO {role};
"""
_HIDDEN = """
DROP POLICY IF EXISTS seen_by_{reader} ON {table};
REVOKE ALL ON {table} FROM {role};
"""


class Reader(StrEnum):
    """The two roles that read: one sees people, the other only what was released."""

    PEOPLE = "people"
    RELEASED = "released"


def reader_of(scope: Scope) -> Reader:
    """Which of the two roles a scope reads as."""
    return Reader.PEOPLE if scope.may_see_people else Reader.RELEASED


def sealed(scope: Scope, secret: bytes) -> dict[str, str]:
    """A scope as the database is told it, with the seal that only this program can make."""
    said = json.dumps({"organisations": scope.organisation_ids, "subject": scope.subject})
    return {"scope": said, "seal": sha256(secret + sha256(secret + said.encode()).digest()).hexdigest()}


def role(database: str, reader: Reader) -> str:
    """The name of a reading role, which is of one database of the server."""
    name = f"{database}_{reader}"
    if len(name.encode()) > _LONGEST_NAME:
        name = f"{blake2b(database.encode(), digest_size=16).hexdigest()}_{reader}"
    return name


def password(secret: bytes, reader: Reader) -> str:
    """What a reading role signs in with; it follows from the database's secret and is kept nowhere."""
    return blake2b(reader.encode(), key=secret, digest_size=24, person=b"sign-in").hexdigest()


def stands(connection: Connection, database: str) -> bool:
    """Whether the roles and policies are as this version wants them."""
    kept = connection.execute(select(setting.c.value).where(setting.c.name == _KEPT_AS)).scalar()
    return kept == _fingerprint(connection, database) and all(
        _is_there(connection, role(database, reader)) for reader in Reader
    )


def set_up(connection: Connection, database: str, secret: bytes) -> None:
    """Make both roles and every table's policies, whatever was there before."""
    for reader in Reader:
        _make_role(connection, role(database, reader), password(secret, reader))
    _run(connection, _script(connection, database))
    connection.execute(delete(setting).where(setting.c.name == _KEPT_AS))
    connection.execute(insert(setting).values(name=_KEPT_AS, value=_fingerprint(connection, database)))


def take_down(connection: Connection) -> None:
    """Drop what hangs on tables' columns, so that these can be changed; until it is set up again, nobody reads."""
    standing = text(
        "SELECT policyname, tablename FROM pg_policies WHERE schemaname = :schema AND policyname LIKE :ours"
    )
    asked = {"schema": inspect(connection).default_schema_name, "ours": "seen\\_by\\_%"}
    for policy, table in connection.execute(standing, asked).all():
        _run(connection, f"DROP POLICY {_quoted(policy)} ON {_quoted(table)}")


def _is_there(connection: Connection, name: str) -> bool:
    """Whether there is a role of this name, which must be one that policies hold for."""
    query = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :name")
    above_policies = connection.execute(query, {"name": name}).scalar()
    if above_policies:
        raise PermissionError(f"The role “{name}” is above row-level security. Drop it, and it is made anew.")
    return above_policies is not None


def _make_role(connection: Connection, name: str, word: str) -> None:
    driver: Any = connection.connection.driver_connection
    verifier = driver.pgconn.encrypt_password(word.encode(), name.encode(), b"scram-sha-256").decode()
    quoted = _quoted(name)
    if not _is_there(connection, name):
        _run(connection, f"CREATE ROLE {quoted}")
    _run(connection, f"ALTER ROLE {quoted} LOGIN NOINHERIT PASSWORD '{verifier}'")
    _run(connection, f"ALTER ROLE {quoted} SET default_transaction_read_only = on")


def _run(connection: Connection, script: str) -> None:
    """Run statements as they stand; a “%” in a name is no place for a parameter."""
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _fingerprint(connection: Connection, database: str) -> str:
    return sha256(_script(connection, database).encode()).hexdigest()


def _script(connection: Connection, database: str) -> str:
    schema = _quoted(inspect(connection).default_schema_name or "public")
    parts = [_FUNCTIONS.format(schema=schema)]
    parts += [_FENCED.format(table=_quoted(table)) for table in (*metadata.tables, *BESIDE_OUR_TABLES)]
    for reader in Reader:
        name = _quoted(role(database, reader))
        parts.append(f"GRANT USAGE ON SCHEMA {schema} TO {name};")
        parts += _policies(reader, name)
    return "\n".join(parts)


def _policies(reader: Reader, name: str) -> list[str]:
    shown = visibility.conditions(people=reader is Reader.PEOPLE, within=_WITHIN, own=_OWN)
    return [
        (_SEEN if table in shown else _HIDDEN).format(
            reader=reader, role=name, table=_quoted(table), condition=shown.get(table)
        )
        for table in (*metadata.tables, *BESIDE_OUR_TABLES)
    ]
