"""Places and their outcomes, as their programme's own rule has them."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, literal, null, select, union_all

from data_access import fence, tables
from data_access.database import Database
from data_access.reading.selection import KEYS, Selection, frame, renamed, with_days
from data_access.records import CompletionRule
from data_access.scope import Scope
from data_access.tables import course_place, course_run

GROUP = (
    "organisation_id",
    "programme_id",
    "cohort_id",
    "role",
    "due_on",
    "outcome",
    "outcome_on",
    "started",
    "covered_to",
)


def places(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """Places counted by organisation, cohort, role, due day and outcome."""
    every = union_all(_of_lists(selection), _of_courses(selection)).subquery("every_place")
    group = [every.c[name] for name in GROUP]
    query = select(*group, func.count().label("people")).group_by(*group)
    with fence.reading(database, scope) as connection:
        rows = renamed(frame(connection, query), KEYS)
        return with_days(rows, ["due_on", "outcome_on", "covered_to", "started", "people"])


def _of_lists(selection: Selection) -> Select[Any]:
    place, programme, cohort = (tables.current[name] for name in ("place", "programme", "cohort"))
    completed_on = case(
        (_rule() == CompletionRule.CERTIFICATE, place.c.certificate_on),
        else_=place.c.completed_on,
    )
    return (
        select(
            *_key(place),
            func.coalesce(place.c.due_on, cohort.c.ends_on).label("due_on"),
            *_outcome(completed_on, place.c.withdrawn_on),
            case((place.c.started_on.is_not(None), 1), else_=0).label("started"),
            _covered_to(place).label("covered_to"),
        )
        .outerjoin(programme, programme.c.programme_id == place.c.programme_id)
        .outerjoin(cohort, and_(cohort.c.programme_id == place.c.programme_id, cohort.c.cohort_id == place.c.cohort_id))
        .where(selection.of(place))
    )


def _of_courses(selection: Selection) -> Select[Any]:
    programme, cohort = tables.current["programme"], tables.current["cohort"]
    done, steps = course_place.c.steps_completed, course_place.c.steps_total
    by_steps = course_place.c.last_completed_on
    rule = _rule()
    completed_on = case(
        (and_(rule == CompletionRule.HALF_THE_STEPS, done > 0, done * 2 >= steps), by_steps),
        (and_(rule == CompletionRule.NINETY_PER_CENT, done > 0, done * 10 >= steps * 9), by_steps),
        (rule == CompletionRule.FULLY_PARTICIPATED, course_place.c.fully_participated_on),
        else_=null(),
    )
    ruled = rule.in_([CompletionRule.HALF_THE_STEPS, CompletionRule.NINETY_PER_CENT, CompletionRule.FULLY_PARTICIPATED])
    return (
        select(
            *_key(course_place),
            case((ruled, course_place.c.due_on), else_=null()).label("due_on"),
            *_outcome(completed_on, course_place.c.left_on),
            literal(1).label("started"),
            course_run.c.data_to.label("covered_to"),
        )
        .outerjoin(programme, programme.c.programme_id == course_place.c.programme_id)
        .outerjoin(
            cohort,
            and_(cohort.c.programme_id == course_place.c.programme_id, cohort.c.cohort_id == course_place.c.cohort_id),
        )
        .outerjoin(course_run, course_run.c.run_id == course_place.c.cohort_id)
        .where(selection.of(course_place))
    )


def _rule() -> ColumnElement[Any]:
    """What counts as completing: the cohort's own rule, or else its programme's."""
    programme, cohort = tables.current["programme"], tables.current["cohort"]
    return func.coalesce(cohort.c.completion_rule, programme.c.completion_rule)


def _key(table: FromClause) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in ("organisation_id", "programme_id", "cohort_id", "role")]


def _outcome(completed_on: ColumnElement[Any], withdrawn_on: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    outcome = case((completed_on.is_not(None), "completed"), (withdrawn_on.is_not(None), "withdrawn"), else_="")
    return [outcome.label("outcome"), func.coalesce(completed_on, withdrawn_on).label("outcome_on")]


def _covered_to(table: FromClause) -> Any:  # noqa: ANN401 - a scalar subquery of SQLAlchemy
    covered = tables.current["coverage"]
    return (
        select(func.max(covered.c.complete_on))
        .where(covered.c.organisation_id == table.c.organisation_id, covered.c.list_of == "places")
        .scalar_subquery()
    )
