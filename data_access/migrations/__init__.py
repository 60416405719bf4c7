"""The database's version: which it is, how a new one is made and how an older one is brought up to date."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select

from data_access.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent

VERSION_TABLE = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""As Alembic itself makes it."""


class State(StrEnum):
    """How a database's version stands to this program's."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    UNKNOWN = "unknown"


def newest(folder: Path = FOLDER) -> str:
    """The version that `data_access.tables` describes: the last file among the versions."""
    return max(path.stem for path in (folder / "versions").glob("v*.py")).split("_")[0].removeprefix("v")


def version(connection: Connection) -> str | None:
    """The version of a database, or none where it has no record of one."""
    if not inspect(connection).has_table(VERSION_TABLE.name):
        return None
    return connection.execute(select(VERSION_TABLE.c.version_num)).scalar()
