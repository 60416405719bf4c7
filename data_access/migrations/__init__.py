"""The database's version: which it is, how a new database is made and how an older one is brought up to date."""

from enum import StrEnum
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select

from data_access.tables import metadata

FOLDER = Path(__file__).parent

VERSION_TABLE = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""As Alembic makes it."""


class State(StrEnum):
    """How a database's version stands to this program's."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


def newest() -> str:
    """The version that `data_access.tables` describes: the last among the files."""
    return max(file.stem for file in (FOLDER / "versions").glob("v*.py")).split("_")[0].removeprefix("v")


def state(connection: Connection) -> State:
    """How this database's version stands to the newest; Alembic is asked only where they differ."""
    found = _version(connection)
    if found == newest():
        return State.CURRENT
    if found is not None:
        return State.OLDER if found in _earlier() else State.NEWER
    return State.FOREIGN if set(inspect(connection).get_table_names()) & set(metadata.tables) else State.EMPTY


def create(connection: Connection) -> None:
    """Make every table of an empty database at once: the same as running all migrations, and faster."""
    metadata.create_all(connection, checkfirst=False)
    VERSION_TABLE.create(connection)
    connection.execute(insert(VERSION_TABLE).values(version_num=newest()))


def upgrade(connection: Connection) -> None:
    """Run the migrations that a database lacks, within its transaction."""
    from alembic import command  # noqa: PLC0415 - a tenth of a second that a database up to date never needs

    from data_access.migrations.settings import of  # noqa: PLC0415 - likewise

    command.upgrade(of(FOLDER, connection=connection), "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE.name):
        return None
    return connection.execute(select(VERSION_TABLE.c.version_num)).scalar()


def _earlier() -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - likewise

    return {script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()}
