"""Counts kept beside the rows: touched groups are counted again, never added to, so they cannot drift."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
)

from data_access import tables
from data_access.records import KINDS, UNATTRIBUTED, Role, SessionStatus
from data_access.tables import (
    attendance,
    course_place,
    course_run,
    hours_month,
    hours_place_month,
    touched,
)

Query = Select[Any]


def begin(connection: Connection) -> None:
    """Forget any groups noted before."""
    connection.execute(delete(touched))


def touch(connection: Connection, kinds: Sequence[str], upload_id: int) -> None:
    """Note the groups whose rows this upload speaks of, as the current rows stand."""
    if "attendance" in kinds:
        _touch(connection, _touched_hours(upload_id))
    if "learner" in kinds:
        _touch(connection, _touched_runs(upload_id))
    if "identity" in kinds:
        _touch(connection, _touched_by_learner_map(upload_id))
    if "cohort" in kinds:
        _touch(connection, _touched_by_cohort(upload_id))


def recount(connection: Connection) -> None:
    """Count the noted groups again from the current rows."""
    _recount_hours(connection)
    _recount_courses(connection)
    connection.execute(delete(touched))


def recount_everything(connection: Connection) -> None:
    """Make every count again from the current rows: a repair, and what the touched counts must equal."""
    for table in (hours_month, hours_place_month, course_place, course_run):
        connection.execute(delete(table))
    begin(connection)
    _touch(
        connection,
        select(literal("hours"), attendance.c.organisation_id, attendance.c.month, literal("")).distinct(),
    )
    learner = tables.current["learner"]
    _touch(connection, select(literal("run"), literal(""), literal(0), learner.c.run_id).distinct())
    recount(connection)


def _touched_hours(upload_id: int) -> Query:
    key = [attendance.c[name] for name in KINDS["attendance"].key_names]
    return (
        select(literal("hours"), attendance.c.organisation_id, attendance.c.month, literal(""))
        .where(tuple_(*key).in_(_attendances_of(upload_id)))
        .distinct()
    )


def _touched_runs(upload_id: int) -> Query:
    claims = tables.claims["learner"]
    return (
        select(literal("run"), literal(""), literal(0), claims.c.run_id)
        .where(claims.c.upload_id == upload_id)
        .distinct()
    )


def _touched_by_learner_map(upload_id: int) -> Query:
    claims, learner = tables.claims["identity"], tables.current["learner"]
    return (
        select(literal("run"), literal(""), literal(0), learner.c.run_id)
        .join(claims, and_(claims.c.means == "learner", claims.c.value == learner.c.learner_id))
        .where(claims.c.upload_id == upload_id)
        .distinct()
    )


def _touched_by_cohort(upload_id: int) -> Query:
    claims, learner = tables.claims["cohort"], tables.current["learner"]
    return (
        select(literal("run"), literal(""), literal(0), learner.c.run_id)
        .join(claims, claims.c.cohort_id == learner.c.run_id)
        .where(claims.c.upload_id == upload_id)
        .distinct()
    )


def _touch(connection: Connection, groups: Query) -> None:
    found = groups.subquery("found")
    what, organisation_id, month, run_id = found.columns
    new = select(what, organisation_id, month, run_id).where(
        tuple_(what, organisation_id, month, run_id).not_in(
            select(touched.c.what, touched.c.organisation_id, touched.c.month, touched.c.run_id)
        )
    )
    connection.execute(insert(touched).from_select(["what", "organisation_id", "month", "run_id"], new))


def _attendances_of(upload_id: int) -> Query:
    claims = tables.claims["attendance"]
    key = (claims.c[name] for name in KINDS["attendance"].key_names)
    return select(*key).where(claims.c.upload_id == upload_id)


def _recount_hours(connection: Connection) -> None:
    groups = select(touched.c.organisation_id, touched.c.month).where(touched.c.what == "hours")
    for table in (hours_month, hours_place_month):
        connection.execute(delete(table).where(_within(table, groups)))
    held = and_(_within(attendance, groups), attendance.c.status == SessionStatus.HELD)
    _count_into(connection, hours_place_month, attendance, held, _hours_place_counts())
    _count_into(connection, hours_month, hours_place_month, _within(hours_place_month, groups), _hours_counts())


def _within(table: Table, groups: Query) -> ColumnElement[bool]:
    return tuple_(table.c.organisation_id, table.c.month).in_(groups)


def _hours_place_counts() -> tuple[ColumnElement[Any], ...]:
    return (
        func.sum(func.coalesce(attendance.c.minutes, 0)),
        func.count(),
        func.max(attendance.c.held_on),
    )


def _hours_counts() -> tuple[ColumnElement[Any], ...]:
    """Of the counts of each person, which are fewer than the attendances they were made from."""
    minutes = hours_place_month.c.minutes
    unattributed = hours_place_month.c.person_id.startswith(UNATTRIBUTED, autoescape=True)
    return func.sum(minutes), func.sum(hours_place_month.c.entries), func.sum(case((unattributed, minutes), else_=0))


def _count_into(
    connection: Connection,
    table: Table,
    counted: Table,
    where: ColumnElement[bool],
    counts: Sequence[ColumnElement[Any]],
) -> None:
    names = table.columns.keys()
    group = [counted.c[name] for name in islice(names, len(names) - len(counts))]
    query = select(*group, *counts).where(where).group_by(*group)
    connection.execute(insert(table).from_select(names, query))


def _recount_courses(connection: Connection) -> None:
    runs = select(touched.c.run_id).where(touched.c.what == "run")
    connection.execute(delete(course_place).where(course_place.c.cohort_id.in_(runs)))
    connection.execute(delete(course_run).where(course_run.c.run_id.in_(runs)))
    connection.execute(insert(course_place).from_select(course_place.columns.keys(), _course_places(runs)))
    connection.execute(insert(course_run).from_select(course_run.columns.keys(), _course_counts(runs)))


def _course_places(runs: Query) -> Query:
    learner, identity, cohort = (tables.current[name] for name in ("learner", "identity", "cohort"))
    return (
        select(
            identity.c.organisation_id,
            func.coalesce(cohort.c.programme_id, ""),
            learner.c.run_id,
            identity.c.person_id,
            literal(Role.PARTICIPANT.value),
            learner.c.learner_id,
            func.coalesce(learner.c.first_visited_on, learner.c.enrolled_on),
            cohort.c.ends_on,
            func.coalesce(learner.c.left_on, learner.c.unenrolled_on),
            learner.c.last_completed_on,
            learner.c.fully_participated_on,
            func.coalesce(learner.c.steps_completed, 0),
            _steps_of(learner.c.run_id),
        )
        .join(identity, and_(identity.c.means == "learner", identity.c.value == learner.c.learner_id))
        .outerjoin(cohort, cohort.c.cohort_id == learner.c.run_id)
        .where(learner.c.run_id.in_(runs), func.coalesce(learner.c.staff, 0) == 0)
        .where(learner.c.enrolled_on.is_not(None) | learner.c.steps_visited.is_not(None))
    )


def _steps_of(run_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """How many steps the run has: the most that any of its files knew of."""
    other = tables.current["learner"].alias("other")
    return select(func.coalesce(func.max(other.c.steps_total), 0)).where(other.c.run_id == run_id).scalar_subquery()


def _course_counts(runs: Query) -> Query:
    learner = tables.current["learner"]
    is_staff = func.coalesce(learner.c.staff, 0) == 1
    totals = (
        select(learner.c.run_id, func.coalesce(func.max(learner.c.steps_total), 0).label("steps"))
        .group_by(learner.c.run_id)
        .subquery("totals")
    )
    done, steps = func.coalesce(learner.c.steps_completed, 0), totals.c.steps

    def people(that: ColumnElement[bool]) -> ColumnElement[Any]:
        return func.sum(case((and_(that, ~is_staff), 1), else_=0))

    latest = func.max(func.coalesce(learner.c.last_completed_on, learner.c.first_visited_on, learner.c.enrolled_on, 0))
    return (
        select(
            learner.c.run_id,
            people(learner.c.enrolled_on.is_not(None)),
            people(func.coalesce(learner.c.steps_visited, 0) > 0),
            people(done > 0),
            people(and_(done > 0, done * 2 >= steps)),
            people(and_(done > 0, done * 10 >= steps * 9)),
            people(learner.c.fully_participated_on.is_not(None)),
            func.max(steps),
            func.sum(case((is_staff, 1), else_=0)),
            func.sum(case((learner.c.learner_id.in_(_mapped()), 1), else_=0)),
            latest,
        )
        .join(totals, totals.c.run_id == learner.c.run_id)
        .where(learner.c.run_id.in_(runs))
        .group_by(learner.c.run_id)
    )


def _mapped() -> Query:
    identity = tables.current["identity"]
    return select(identity.c.value).where(identity.c.means == "learner")
