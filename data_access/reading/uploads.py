"""What was uploaded: the part of the ledger that a scope may see."""

import json

import pandas as pd
from sqlalchemy import select

from data_access import fence
from data_access.database import Database
from data_access.reading.selection import frame
from data_access.scope import Scope
from data_access.tables import event, rejected_row, upload


def uploads(scope: Scope, database: Database) -> pd.DataFrame:
    """Every upload that touches the scope's organisations or is the person's own, newest first."""
    query = select(
        upload.c.upload_id,
        upload.c.state,
        upload.c.file_name,
        upload.c.layout,
        upload.c.uploaded_by,
        upload.c.planned_at,
        upload.c.report,
    ).order_by(upload.c.upload_id.desc())
    with fence.reading(database, scope) as connection:
        rows = frame(connection, query)
    rows["report"] = rows["report"].map(json.loads)
    return rows


def upload_events(scope: Scope, database: Database) -> pd.DataFrame:
    """What happened to uploads and releases, newest first."""
    with fence.reading(database, scope) as connection:
        return frame(connection, select(event).order_by(event.c.position.desc()))


def rejected(scope: Scope, database: Database, upload_id: int) -> pd.DataFrame:
    """The rows of one's own upload that were kept out, each with its place and the reason."""
    query = select(rejected_row).where(rejected_row.c.upload_id == upload_id).order_by(rejected_row.c.issue)
    with fence.reading(database, scope) as connection:
        return frame(connection, query).drop(columns=["upload_id", "issue"])
