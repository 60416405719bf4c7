"""What a reader is asked for, within what its scope may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, true


@dataclass(frozen=True, slots=True)
class Selection:
    """Organisations, programmes, cohorts, roles and months; an empty part leaves nothing out."""

    organisation_ids: tuple[str, ...] = ()
    programme_ids: tuple[str, ...] = ()
    cohort_ids: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    first_month: int | None = None
    last_month: int | None = None

    def of(self, table: FromClause) -> ColumnElement[bool]:
        """The condition on a table that has some of these columns."""
        chosen = {
            "organisation_id": self.organisation_ids,
            "programme_id": self.programme_ids,
            "cohort_id": self.cohort_ids,
            "role": self.roles,
        }
        tests: list[ColumnElement[bool]] = [
            table.c[name].in_(values) for name, values in chosen.items() if values and name in table.c
        ]
        if "month" in table.c and self.first_month is not None:
            tests.append(table.c.month >= self.first_month)
        if "month" in table.c and self.last_month is not None:
            tests.append(table.c.month <= self.last_month)
        return and_(true(), *tests)


EVERYTHING = Selection()


def frame(connection: Connection, query: Select[Any]) -> pd.DataFrame:
    """The rows of a query, with their columns even where there are none."""
    result = connection.execute(query)
    return pd.DataFrame(result.fetchall(), columns=list(result.keys()))


def with_days(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The same rows with these day columns as whole numbers that may be missing."""
    return rows.astype(dict.fromkeys(columns, "Int64"))


def renamed(rows: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The same rows under the names that measures use."""
    return rows.rename(columns=dict(names))


KEYS = {"organisation_id": "organisation", "programme_id": "programme", "cohort_id": "cohort"}
"""Keys of the tables as measures call them."""
