"""Hours as they were counted, by month, by mentor place and by the people without a log."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, case, distinct, func, or_, select, true

from data_access import fence, tables
from data_access.database import Database
from data_access.reading.selection import KEYS, Selection, frame, renamed, with_days
from data_access.records import Role, SessionKind, SessionStatus
from data_access.scope import Scope
from data_access.tables import hours_month, hours_place_month


def hours_logged(scope: Scope, database: Database, selection: Selection, by: Sequence[str] = ()) -> pd.DataFrame:
    """Supported mentoring minutes and the people who logged them, by organisation and, within it, by more.

    Mentors' only, unless `role` is among what they are counted by. People are counted where they are, so nobody
    is counted twice over months or cohorts; names nobody is known by give minutes and no person.
    """
    group = list(dict.fromkeys(("organisation_id", *(_COLUMNS.get(name, name) for name in by))))
    with fence.reading(database, scope) as connection:
        minutes = frame(connection, _grouped(hours_month, selection, group, func.sum(hours_month.c.minutes), "minutes"))
        people = frame(connection, _grouped(hours_place_month, selection, group, _people(), "people"))
    return renamed(minutes.merge(people, on=group, how="left"), KEYS)


_COLUMNS = {name: column for column, name in KEYS.items()}


def _people() -> ColumnElement[int]:
    person = hours_place_month.c.person_id
    return func.count(distinct(case((~person.startswith("?", autoescape=True), person))))


def _grouped(
    table: Table, selection: Selection, group: Sequence[str], counted: ColumnElement[Any], name: str
) -> Select[Any]:
    mentors = true() if "role" in group else table.c.role == Role.MENTOR
    columns = [table.c[one] for one in group]
    return (
        select(*columns, counted.label(name)).where(selection.of(table), _supported(table), mentors).group_by(*columns)
    )


def mentors_who_logged(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """Which mentors logged supported mentoring on which cohort in which month."""
    columns = [
        hours_place_month.c[name] for name in ("organisation_id", "programme_id", "cohort_id", "person_id", "month")
    ]
    query = select(*columns).where(
        selection.of(hours_place_month), _supported(hours_place_month), hours_place_month.c.role == Role.MENTOR
    )
    with fence.reading(database, scope) as connection:
        return renamed(frame(connection, query), {**KEYS, "person_id": "person"})


def mentor_places(scope: Scope, database: Database, selection: Selection, as_at: int | None = None) -> pd.DataFrame:
    """One row for each mentor place: its dates, what is expected of it and the minutes held so far."""
    query = _mentor_places(selection, _minutes_so_far(as_at))
    with fence.reading(database, scope) as connection:
        rows = renamed(frame(connection, query), {**KEYS, "person_id": "person"})
        return with_days(rows, ["started_on", "ends_on", "finished_on", "covered_to", "last_on"])


def _supported(table: FromClause) -> ColumnElement[bool]:
    return table.c.kind == SessionKind.SUPPORTED_MENTORING


def _minutes_so_far(as_at: int | None) -> FromClause:
    """Minutes of each mentor on each cohort; up to a day asked for, the log itself has to be read."""
    key = ("organisation_id", "programme_id", "cohort_id", "person_id")
    if as_at is None:
        counted, minutes, last_on = hours_place_month, hours_place_month.c.minutes, hours_place_month.c.last_on
        tests: list[ColumnElement[bool]] = []
    else:
        counted = tables.attendance
        minutes, last_on = counted.c.minutes, counted.c.held_on
        tests = [counted.c.held_on <= as_at, counted.c.status == SessionStatus.HELD]
    return (
        select(
            *(counted.c[name] for name in key), func.sum(minutes).label("minutes"), func.max(last_on).label("last_on")
        )
        .where(counted.c.role == Role.MENTOR, _supported(counted), *tests)
        .group_by(*(counted.c[name] for name in key))
        .subquery("so_far")
    )


def _mentor_places(selection: Selection, so_far: FromClause) -> Select[Any]:
    place, programme, cohort = (tables.current[name] for name in ("place", "programme", "cohort"))
    same_place = and_(
        *(place.c[name] == so_far.c[name] for name in ("organisation_id", "programme_id", "cohort_id", "person_id"))
    )
    return (
        select(
            place.c.organisation_id,
            place.c.programme_id,
            place.c.cohort_id,
            place.c.person_id,
            place.c.role,
            place.c.started_on,
            func.coalesce(place.c.due_on, cohort.c.ends_on).label("ends_on"),
            func.coalesce(place.c.withdrawn_on, place.c.completed_on).label("finished_on"),
            func.coalesce(cohort.c.hours_low, programme.c.hours_low).label("hours_low"),
            func.coalesce(cohort.c.hours_high, programme.c.hours_high).label("hours_high"),
            func.coalesce(so_far.c.minutes, 0).label("minutes"),
            so_far.c.last_on,
            _covered_to(place, "sessions").label("covered_to"),
        )
        .outerjoin(programme, programme.c.programme_id == place.c.programme_id)
        .outerjoin(cohort, and_(cohort.c.programme_id == place.c.programme_id, cohort.c.cohort_id == place.c.cohort_id))
        .outerjoin(so_far, same_place)
        .where(selection.of(place), place.c.role == Role.MENTOR)
    )


def _covered_to(table: FromClause, list_of: str) -> Any:  # noqa: ANN401 - a scalar subquery of SQLAlchemy
    covered = tables.current["coverage"]
    return (
        select(func.max(covered.c.complete_on))
        .where(covered.c.organisation_id == table.c.organisation_id, covered.c.list_of == list_of)
        .scalar_subquery()
    )


def unattributed(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """Names in logs that stand for nobody known, with the minutes that they carry."""
    attendance = tables.attendance
    query = (
        select(
            attendance.c.organisation_id,
            func.max(attendance.c.name_as_written).label("written"),
            attendance.c.role,
            func.sum(attendance.c.minutes).label("minutes"),
            func.count().label("entries"),
        )
        .where(selection.of(attendance), attendance.c.person_id.startswith("?", autoescape=True))
        .where(or_(attendance.c.status == SessionStatus.HELD, attendance.c.status.is_(None)))
        .group_by(attendance.c.organisation_id, attendance.c.person_id, attendance.c.role)
        .order_by(func.sum(attendance.c.minutes).desc())
        .limit(200)
    )
    with fence.reading(database, scope) as connection:
        return renamed(frame(connection, query), KEYS)


def mentees_without_match(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """Mentee places that have neither a match nor any session with a mentor."""
    place, match = tables.current["place"], tables.current["match"]
    matched = select(match.c.mentee_id).where(match.c.organisation_id == place.c.organisation_id)
    logged = select(hours_place_month.c.person_id).where(
        hours_place_month.c.organisation_id == place.c.organisation_id, hours_place_month.c.role == Role.MENTEE
    )
    query = select(
        place.c.organisation_id, place.c.programme_id, place.c.cohort_id, place.c.person_id, place.c.started_on
    ).where(
        selection.of(place),
        place.c.role == Role.MENTEE,
        place.c.withdrawn_on.is_(None),
        place.c.completed_on.is_(None),
        place.c.person_id.not_in(matched),
        place.c.person_id.not_in(logged),
    )
    with fence.reading(database, scope) as connection:
        return with_days(renamed(frame(connection, query), {**KEYS, "person_id": "person"}), ["started_on"])


def names(scope: Scope, database: Database) -> pd.DataFrame:
    """What the people of the scope are called; nobody without leave to see people gets any."""
    person = tables.current["person"]
    query = select(person.c.organisation_id, person.c.person_id.label("person"), person.c.name)
    with fence.reading(database, scope) as connection:
        return renamed(frame(connection, query), KEYS)
