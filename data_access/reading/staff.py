"""Employment spells of teachers, counted by the days they began and ended."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from data_access import fence, tables
from data_access.database import Database
from data_access.reading.selection import KEYS, Selection, frame, renamed, with_days
from data_access.scope import Scope

TEACHING_ROLES = ("Advanced Practitioner", "Instructor", "Lecturer", "Practitioner", "Teacher", "Trainer", "Tutor")
"""The teaching roles of the FE Workforce Data Collection."""


def spells(scope: Scope, database: Database, selection: Selection, *, on_programmes: bool = False) -> pd.DataFrame:
    """Teachers' spells of employment, counted by organisation, main role, first and last day.

    With `on_programmes` each is counted for every programme and cohort its person had a place on while in
    post, and starts with the place: nobody is counted as retained for the months before it.
    """
    query = _by_programme(selection) if on_programmes else _plain(selection)
    with fence.reading(database, scope) as connection:
        rows = renamed(frame(connection, query), {**KEYS, "main_role": "role"})
        return with_days(rows, ["started_on", "last_day_on", "covered_to", "listed_from", "people"])


def left_but_active(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """People whose place is still open although the staff list says that they have left."""
    employment, place = tables.current["employment"], tables.current["place"]
    same = and_(place.c.organisation_id == employment.c.organisation_id, place.c.person_id == employment.c.person_id)
    open_spell = employment.alias("open_spell")
    still_here = select(open_spell.c.person_id).where(
        open_spell.c.organisation_id == place.c.organisation_id, open_spell.c.last_day_on.is_(None)
    )
    query = (
        select(
            place.c.organisation_id,
            place.c.programme_id,
            place.c.cohort_id,
            place.c.person_id.label("person"),
            func.max(employment.c.last_day_on).label("last_day_on"),
        )
        .join(employment, same)
        .where(
            selection.of(place),
            place.c.completed_on.is_(None),
            place.c.withdrawn_on.is_(None),
            employment.c.last_day_on.is_not(None),
            place.c.person_id.not_in(still_here),
        )
        .group_by(place.c.organisation_id, place.c.programme_id, place.c.cohort_id, place.c.person_id)
    )
    with fence.reading(database, scope) as connection:
        return with_days(renamed(frame(connection, query), KEYS), ["last_day_on"])


def _columns() -> list[ColumnElement[Any]]:
    employment = tables.current["employment"]
    return [
        employment.c.organisation_id,
        func.coalesce(employment.c.main_role, "").label("main_role"),
        employment.c.started_on,
        employment.c.last_day_on,
        _of_the_list("complete_on").label("covered_to"),
        _of_the_list("complete_from_on").label("listed_from"),
    ]


def _of_the_list(name: str) -> Any:  # noqa: ANN401 - a scalar subquery of SQLAlchemy
    employment, covered = tables.current["employment"], tables.current["coverage"]
    return (
        select(func.max(covered.c[name]))
        .where(covered.c.organisation_id == employment.c.organisation_id, covered.c.list_of == "staff")
        .scalar_subquery()
    )


def _teaches() -> ColumnElement[bool]:
    role = tables.current["employment"].c.main_role
    return or_(role.is_(None), func.lower(role).in_([one.lower() for one in TEACHING_ROLES]))


def _plain(selection: Selection) -> Select[Any]:
    employment, place = tables.current["employment"], tables.current["place"]
    columns = _columns()
    query = (
        select(*columns, func.count().label("people")).where(_teaches(), selection.of(employment)).group_by(*columns)
    )
    if selection.programme_ids or selection.cohort_ids:
        on_it = select(place.c.person_id).where(
            place.c.organisation_id == employment.c.organisation_id, selection.of(place)
        )
        query = query.where(employment.c.person_id.in_(on_it))
    return query


def _by_programme(selection: Selection) -> Select[Any]:
    employment, place = tables.current["employment"], tables.current["place"]
    held = (
        select(
            place.c.organisation_id,
            place.c.person_id,
            place.c.programme_id,
            place.c.cohort_id,
            func.min(place.c.started_on).label("placed_on"),
        )
        .where(selection.of(place), place.c.started_on.is_not(None))
        .group_by(place.c.organisation_id, place.c.person_id, place.c.programme_id, place.c.cohort_id)
        .subquery("held")
    )
    columns = [column for column in _columns() if column.key != "started_on"]
    group = [*columns, held.c.placed_on.label("started_on"), held.c.programme_id, held.c.cohort_id]
    in_post = and_(
        held.c.organisation_id == employment.c.organisation_id,
        held.c.person_id == employment.c.person_id,
        employment.c.started_on <= held.c.placed_on,
        or_(employment.c.last_day_on.is_(None), employment.c.last_day_on >= held.c.placed_on),
    )
    return (
        select(*group, func.count().label("people"))
        .join(held, in_post)
        .where(_teaches(), selection.of(employment))
        .group_by(*group)
    )
