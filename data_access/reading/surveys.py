"""Survey returns against invitations, and what respondents want more of."""

from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, FromClause, and_, func, select, union_all

from data_access import fence, tables
from data_access.database import Database
from data_access.reading.selection import KEYS, Selection, frame, renamed, with_days
from data_access.scope import Scope

GROUP = ("organisation_id", "programme_id", "cohort_id", "survey_id", "role")


def returns(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """How many were invited and how many returned, by organisation, cohort, survey and role."""
    invitation, response = tables.current["invitation"], tables.current["response"]
    returned = (
        select(*_group(response), func.count().label("returned"), func.max(response.c.returned_on).label("as_at"))
        .where(selection.of(response))
        .group_by(*_group(response))
    )
    with fence.reading(database, scope) as connection:
        invited = frame(connection, select(*_group(invitation), invitation.c.invited).where(selection.of(invitation)))
        counted = frame(connection, returned)
    both = invited.merge(counted, on=list(GROUP), how="outer").astype(
        {"invited": "Int64", "returned": "Int64", "as_at": "Int64"}
    )
    both["returned"] = both["returned"].fillna(0)
    return renamed(both, {**KEYS, "survey_id": "survey"})


def demand(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """How many respondents chose each level of demand, for themselves and for their organisation."""
    response, answer = tables.current["response"], tables.current["answer"]
    group = [response.c.organisation_id, response.c.programme_id, response.c.cohort_id, response.c.role]
    same = and_(
        *(answer.c[name] == response.c[name] for name in ("organisation_id", "survey_id", "response_id")),
    )
    asked = {"demand_self": "self", "demand_organisation": "organisation"}
    parts = [
        select(
            *group,
            answer.c.question,
            answer.c.choice.label("level"),
            func.count().label("respondents"),
            func.max(response.c.returned_on).label("as_at"),
        )
        .join(answer, same)
        .where(selection.of(response), answer.c.question == question, answer.c.choice.is_not(None))
        .group_by(*group, answer.c.question, answer.c.choice)
        for question in asked
    ]
    with fence.reading(database, scope) as connection:
        rows = frame(connection, select(union_all(*parts).subquery()))
    rows["question"] = rows["question"].replace(asked)
    return renamed(rows, KEYS)


def comments(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """What respondents wrote, newest first."""
    response, answer = tables.current["response"], tables.current["answer"]
    same = and_(
        *(answer.c[name] == response.c[name] for name in ("organisation_id", "survey_id", "response_id")),
    )
    query = (
        select(
            response.c.organisation_id,
            response.c.programme_id,
            response.c.cohort_id,
            response.c.role,
            response.c.returned_on,
            answer.c.comment,
        )
        .join(answer, same)
        .where(selection.of(response), answer.c.comment.is_not(None))
        .order_by(response.c.returned_on.desc(), answer.c.comment)
        .limit(200)
    )
    with fence.reading(database, scope) as connection:
        return renamed(frame(connection, query), KEYS)


def course_comments(scope: Scope, database: Database) -> pd.DataFrame:
    """What learners of online courses wrote and how they rated their week, newest first; nobody knows who."""
    said = tables.current["course_comment"]
    query = (
        select(said.c.run_id.label("run"), said.c.week, said.c.rating, said.c.comment, said.c.responded_on)
        .order_by(said.c.responded_on.desc(), said.c.response_id)
        .limit(500)
    )
    with fence.reading(database, scope) as connection:
        return with_days(frame(connection, query), ["week", "rating", "responded_on"])


def _group(table: FromClause) -> list[ColumnElement[Any]]:
    return [table.c[name] for name in GROUP]
