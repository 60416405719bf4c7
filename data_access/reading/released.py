"""Figures as they were last published: all that senior leaders and programme leads read."""

import pandas as pd
from sqlalchemy import func, select

from data_access import fence
from data_access.database import Database
from data_access.reading.selection import KEYS, Selection, frame, renamed, with_days
from data_access.scope import Scope
from data_access.tables import release, release_figure


def released(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """The figures of the newest release for the scope's organisations, suppressed as published."""
    newest = select(func.max(release.c.release_id)).scalar_subquery()
    query = select(release_figure).where(release_figure.c.release_id == newest, selection.of(release_figure))
    with fence.reading(database, scope) as connection:
        rows = renamed(frame(connection, query), KEYS).drop(columns="release_id")
        return with_days(rows, ["numerator", "numerator_high", "denominator", "as_at"])


def published(scope: Scope, database: Database) -> pd.DataFrame:
    """When the newest release was published, and on which data."""
    query = select(release.c.release_id, release.c.published_at, release.c.position).order_by(
        release.c.release_id.desc()
    )
    with fence.reading(database, scope) as connection:
        return frame(connection, query.limit(1))
