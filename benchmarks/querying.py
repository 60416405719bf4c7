"""The data of the hours page, against pandas with every attendance in memory already."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import Connection, func, select

from benchmarks.measuring import median_seconds
from benchmarks.sizes import ATTENDANCES, REPEATS
from data_access import accounts, counting, fence, ledger, writing
from data_access.database import Database, insert_rows, open_database
from data_access.reading.hours import hours_logged
from data_access.reading.selection import EVERYTHING, Selection, frame
from data_access.records import Claim
from data_access.scope import Access, Scope
from data_access.tables import attendance, hours_month

COLLEGES, PEOPLE, MONTHS, FIRST_MONTH = 200, 40, 36, 2019 * 12
AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Queried:
    """What one view of the hours costs here, and in pandas."""

    view: str
    here: float
    pandas: float


def measure(folder: Path) -> list[Queried]:
    """What the hours page reads: minutes and, with them, how many people stand behind them."""
    database = open_database(f"sqlite:///{folder / 'queries.sqlite'}")
    rows = _fill(database)
    scope = accounts.local_scope(database, Access.COORDINATOR)
    one = Selection(organisation_ids=("college-7",))
    return [
        _view("minutes by organisation", lambda: _minutes(scope, database), lambda: _sums(rows, ["organisation"])),
        _view(
            "hours and people by organisation",
            lambda: hours_logged(scope, database, EVERYTHING),
            lambda: _with_pandas(rows, ["organisation"], []),
        ),
        _view(
            "hours and people of one organisation by month",
            lambda: hours_logged(scope, database, one, ("month",)),
            lambda: _with_pandas(rows, ["month"], [7]),
        ),
    ]


def _view(view: str, read: Callable[[], object], there: Callable[[], object]) -> Queried:
    return Queried(view, median_seconds(read, REPEATS), median_seconds(there, REPEATS))


def _minutes(scope: Scope, database: Database) -> pd.DataFrame:
    query = (
        select(hours_month.c.organisation_id, func.sum(hours_month.c.minutes))
        .where(hours_month.c.role == "mentor", hours_month.c.kind == "supported mentoring")
        .group_by(hours_month.c.organisation_id)
    )
    with fence.reading(database, scope) as connection:
        return frame(connection, query)


def _sums(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    held = rows[(rows["status"] == 0) & (rows["role"] == 0) & (rows["kind"] == 0)]
    return held.groupby(by)["minutes"].sum().to_frame()


def _with_pandas(rows: pd.DataFrame, by: list[str], organisations: list[int]) -> pd.DataFrame:
    """The same figures: minutes, distinct people, and who logged in the month, of rows held as whole numbers."""
    chosen = rows[rows["organisation"].isin(organisations)] if organisations else rows
    held = chosen[(chosen["status"] == 0) & (chosen["role"] == 0) & (chosen["kind"] == 0)]
    minutes = held.groupby(by)["minutes"].sum()
    people = held.groupby(by)["person"].nunique()
    return pd.concat([minutes, people], axis=1)


def _fill(database: Database) -> pd.DataFrame:
    """Attendances straight into the current rows, and the same as whole numbers in memory."""
    rng = np.random.default_rng(1)
    organisation = np.minimum(rng.zipf(1.3, ATTENDANCES) - 1, COLLEGES - 1)
    person = organisation * PEOPLE + rng.integers(0, PEOPLE, ATTENDANCES)
    month = FIRST_MONTH + rng.integers(0, MONTHS, ATTENDANCES)
    minutes = rng.integers(1, 9, ATTENDANCES) * 15
    rows = pd.DataFrame({"organisation": organisation, "person": person, "month": month, "minutes": minutes})
    with database.writing() as connection:
        _enter_organisations(connection)
        for start in range(0, ATTENDANCES, AT_ONCE):
            part = rows.iloc[start : start + AT_ONCE]
            insert_rows(
                connection, attendance, [_attendance(start + n, *row) for n, row in enumerate(part.to_numpy().tolist())]
            )
        counting.recount_everything(connection)
    return rows.assign(status=0, role=0, kind=0)


def _attendance(number: int, organisation: int, person: int, month: int, minutes: int) -> tuple[object, ...]:
    day = month * 30 + 30
    session = (f"college-{organisation}", f"s{number}", f"p{person}", "mentor")
    return (*session, "bench", "bench/one", day, month, "supported mentoring", "held", minutes, None)


def _enter_organisations(connection: Connection) -> None:
    upload_id = ledger.open_upload(
        connection, file_name="bench", sha256="0" * 64, size=0, uploaded_by="local", options={}
    )
    names = (f"college-{number}" for number in range(COLLEGES))
    writing.claim(connection, upload_id, (Claim("organisation", (name,), {"name": name}, 0, 0) for name in names))
    writing.apply(connection, upload_id, "local")
