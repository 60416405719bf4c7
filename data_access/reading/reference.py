"""Organisations, programmes, cohorts, coverage and the calendar, as a scope may see them."""

import pandas as pd
from sqlalchemy import func, select

from data_access import fence, tables
from data_access.database import Database
from data_access.reading.selection import frame, with_days
from data_access.scope import Scope


def version(scope: Scope, database: Database) -> int:
    """The version of the data: the newest position of the ledger."""
    with fence.reading(database, scope) as connection:
        newest = select(func.coalesce(func.max(tables.event.c.position), 0))
        return int(connection.execute(newest).scalar_one())


def organisations(scope: Scope, database: Database) -> pd.DataFrame:
    """The scope's organisations, by name."""
    organisation = tables.current["organisation"]
    query = select(
        organisation.c.organisation_id, func.coalesce(organisation.c.name, organisation.c.organisation_id).label("name")
    )
    with fence.reading(database, scope) as connection:
        return frame(connection, query.order_by("name"))


def cohorts(scope: Scope, database: Database) -> pd.DataFrame:
    """All programme cohorts, with what their programmes expect."""
    cohort, programme = tables.current["cohort"], tables.current["programme"]
    query = (
        select(
            cohort.c.programme_id,
            func.coalesce(programme.c.name, cohort.c.programme_id).label("programme"),
            cohort.c.cohort_id,
            func.coalesce(cohort.c.name, cohort.c.cohort_id).label("cohort"),
            cohort.c.starts_on,
            cohort.c.ends_on,
            func.coalesce(cohort.c.hours_low, programme.c.hours_low).label("hours_low"),
            func.coalesce(cohort.c.hours_high, programme.c.hours_high).label("hours_high"),
            func.coalesce(cohort.c.completion_rule, programme.c.completion_rule).label("completion_rule"),
        )
        .outerjoin(programme, programme.c.programme_id == cohort.c.programme_id)
        .order_by(cohort.c.programme_id, cohort.c.starts_on, cohort.c.cohort_id)
    )
    with fence.reading(database, scope) as connection:
        return with_days(frame(connection, query), ["starts_on", "ends_on"])


def coverage(scope: Scope, database: Database) -> pd.DataFrame:
    """Up to which day each list of each organisation is complete."""
    covered = tables.current["coverage"]
    query = (
        select(covered.c.organisation_id, covered.c.list_of, func.max(covered.c.complete_on).label("covered_to"))
        .group_by(covered.c.organisation_id, covered.c.list_of)
        .order_by(covered.c.organisation_id, covered.c.list_of)
    )
    with fence.reading(database, scope) as connection:
        return with_days(frame(connection, query), ["covered_to"])


def calendar(scope: Scope, database: Database) -> pd.DataFrame:
    """Dated notes for time axes."""
    noted = tables.current["calendar_event"]
    query = select(noted.c.event_on, noted.c.until_on, noted.c.event, noted.c.no_teaching).order_by(noted.c.event_on)
    with fence.reading(database, scope) as connection:
        return with_days(frame(connection, query), ["event_on", "until_on", "no_teaching"])


def course_runs(scope: Scope, database: Database) -> pd.DataFrame:
    """How far the learners of each run of an online course came, over the run as a whole."""
    query = select(tables.course_run).order_by(tables.course_run.c.run_id)
    with fence.reading(database, scope) as connection:
        return frame(connection, query).rename(columns={"run_id": "run"})
