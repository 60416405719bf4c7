"""Tables: for each kind of record its claims and its current rows, then counts, ledger and releases."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from data_access.records import KINDS, Field, FieldType, Kind

metadata = MetaData()

_TYPES: dict[FieldType, type[TypeEngine[Any]]] = {
    "text": Text,
    "day": Integer,
    "whole": Integer,
    "number": Float,
    "flag": Integer,
}


def _column(field: Field, *, nullable: bool) -> Column[Any]:
    return Column(field.name, _TYPES[field.type](), nullable=nullable)


def _claims_table(kind: Kind) -> Table:
    return Table(
        f"{kind.name}_claim",
        metadata,
        *(_column(field, nullable=False) for field in kind.key),
        Column("upload_id", Integer, nullable=False),
        Column("sheet", Integer, nullable=False),
        Column("row", Integer, nullable=False),
        Column("supplied", Integer, nullable=False),
        *(_column(field, nullable=True) for field in kind.fields),
        PrimaryKeyConstraint(*kind.key_names, "upload_id"),
        Index(f"{kind.name}_claim_of_upload", "upload_id"),
        sqlite_with_rowid=False,
    )


def _current_table(kind: Kind) -> Table:
    return Table(
        kind.name,
        metadata,
        *(_column(field, nullable=False) for field in kind.key),
        *(_column(field, nullable=True) for field in kind.fields),
        PrimaryKeyConstraint(*kind.key_names),
        sqlite_with_rowid=False,
    )


claims = {kind.name: _claims_table(kind) for kind in KINDS.values()}
"""What files said, one row per natural key and upload; never changed, only applied or not."""

current = {kind.name: _current_table(kind) for kind in KINDS.values()}
"""What is true now: the fold of the applied claims, the newest winning per field."""

attendance = current["attendance"]
Index("attendance_by_month", attendance.c.organisation_id, attendance.c.month)
Index("identity_of_person", current["identity"].c.organisation_id, current["identity"].c.person_id)
Index("learner_by_id", current["learner"].c.learner_id)

hours_month = Table(
    "hours_month",
    metadata,
    *(Column(name, Text, nullable=False) for name in ("organisation_id", "programme_id", "cohort_id", "role", "kind")),
    Column("month", Integer, nullable=False),
    Column("minutes", BigInteger, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("unattributed_minutes", BigInteger, nullable=False),
    PrimaryKeyConstraint("organisation_id", "programme_id", "cohort_id", "role", "kind", "month"),
    sqlite_with_rowid=False,
)
hours_place_month = Table(
    "hours_place_month",
    metadata,
    *(
        Column(name, Text, nullable=False)
        for name in ("organisation_id", "programme_id", "cohort_id", "person_id", "role", "kind")
    ),
    Column("month", Integer, nullable=False),
    Column("minutes", BigInteger, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("last_on", Integer, nullable=False),
    PrimaryKeyConstraint("organisation_id", "programme_id", "cohort_id", "person_id", "role", "kind", "month"),
    sqlite_with_rowid=False,
)
course_place = Table(
    "course_place",
    metadata,
    *(
        Column(name, Text, nullable=False)
        for name in ("organisation_id", "programme_id", "cohort_id", "person_id", "role", "learner_id")
    ),
    *(
        Column(name, Integer)
        for name in (
            "started_on",
            "due_on",
            "left_on",
            "last_completed_on",
            "fully_participated_on",
            "steps_completed",
            "steps_total",
        )
    ),
    PrimaryKeyConstraint("organisation_id", "programme_id", "cohort_id", "person_id", "role", "learner_id"),
    sqlite_with_rowid=False,
)
"""Places on an online course, derived from its learners and the learner map, never claimed."""

course_run = Table(
    "course_run",
    metadata,
    Column("run_id", Text, primary_key=True),
    *(
        Column(name, Integer, nullable=False)
        for name in (
            "enrolled",
            "visited",
            "completed_step",
            "half",
            "ninety",
            "fully_participated",
            "steps_total",
            "staff_excluded",
            "mapped",
            "data_to",
        )
    ),
)
"""How far the learners of each run came, counted over the run as a whole."""

upload = Table(
    "upload",
    metadata,
    Column("upload_id", Integer, primary_key=True, autoincrement=True),
    Column("state", String(12), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("layout", Text, nullable=False),
    Column("sheets", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("uploaded_by", Text, nullable=False),
    Column("planned_at", Text, nullable=False),
    Column("planned_position", Integer, nullable=False),
    Column("stored_position", Integer),
    Column("undone_position", Integer),
)
upload_organisation = Table(
    "upload_organisation",
    metadata,
    Column("upload_id", Integer, nullable=False),
    Column("organisation_id", Text, nullable=False),
    PrimaryKeyConstraint("upload_id", "organisation_id"),
)
rejected_row = Table(
    "rejected_row",
    metadata,
    Column("upload_id", Integer, nullable=False),
    Column("issue", Integer, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("column", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    PrimaryKeyConstraint("upload_id", "issue"),
)
event = Table(
    "event",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("what", String(12), nullable=False),
    Column("upload_id", Integer),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
)
"""The ledger's positions: what was stored, undone or published, in order."""

release = Table(
    "release",
    metadata,
    Column("release_id", Integer, primary_key=True, autoincrement=True),
    Column("published_at", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("position", Integer, nullable=False),
)
release_figure = Table(
    "release_figure",
    metadata,
    Column("release_id", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("organisation_id", "measure", "slice", "part")),
    Column("numerator", Integer),
    Column("numerator_high", Integer),
    Column("denominator", Integer),
    Column("status", String(8), nullable=False),
    Column("as_at", Integer),
    PrimaryKeyConstraint("release_id", "organisation_id", "measure", "slice", "part"),
)
setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("secret", LargeBinary),
)
touched = Table(
    "touched",
    metadata,
    Column("what", String(12), nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("month", Integer, nullable=False),
    Column("run_id", Text, nullable=False),
    PrimaryKeyConstraint("what", "organisation_id", "month", "run_id"),
)
"""Groups whose counts are being made again; empty between transactions."""
