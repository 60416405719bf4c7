"""Publishing: the fixed cube of figures, suppressed and frozen, that leaders read."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard.figures import Asked, figures
from dashboard.metrics import catalogue
from dashboard.metrics.measure import Family
from data_access import accounts, release, writing
from data_access.database import Database
from data_access.reading import released
from data_access.records import EVERY_ORGANISATION
from data_access.release import Printed

FAMILIES: tuple[Family, ...] = ("retention", "completion", "hours", "response", "demand")
PUBLISHED = frozenset(
    {"retained_12", "completion_rate", "mentors_at_pace", "hours_logged", "response_rate"}
    | {measure.name for measure in catalogue.of_family("demand")}
)


@dataclass(frozen=True, slots=True)
class _Cell:
    organisation: str
    measure: str
    slice: str
    part: str
    shown: Printed
    as_at: int | None


def publish(database: Database, by: str) -> int:
    """Publish what the data say now. Gives the number of the release."""
    cells = list(_cube(database))
    rows = [
        {
            "organisation_id": cell.organisation,
            "measure": cell.measure,
            "slice": cell.slice,
            "part": cell.part,
            "numerator": cell.shown.numerator,
            "numerator_high": cell.shown.numerator_high,
            "denominator": cell.shown.denominator,
            "status": cell.shown.status,
            "as_at": cell.as_at,
        }
        for cell in cells
    ]
    with database.writing() as connection:
        return writing.publish(connection, rows, by)


def publish_if_due(database: Database, by: str, today: date) -> int | None:
    """Publish the first time at once, and from then on when a month has closed."""
    scope = accounts.publisher(database)
    last = released.published(scope, database)
    if not last.empty and str(last["published_at"].iloc[0])[:7] >= today.isoformat()[:7]:
        return None
    return publish(database, by)


def _cube(database: Database) -> Iterator[_Cell]:
    scope = accounts.publisher(database)
    for family in FAMILIES:
        for slice_of, by in (("all", ("organisation",)), ("programme", ("organisation", "programme"))):
            exact = figures(scope, database, Asked(family, by))
            exact = exact[exact["measure"].isin(PUBLISHED)]
            yield from _of_organisations(exact, slice_of)
            yield from _across(exact, slice_of)


def _of_organisations(exact: pd.DataFrame, slice_of: str) -> Iterator[_Cell]:
    for row in exact.to_dict("records"):
        part = str(row["programme"]) if slice_of == "programme" else ""
        yield _Cell(row["organisation"], row["measure"], slice_of, part, _shown(row), _day(row["as_at"]))


def _shown(row: dict[Hashable, Any]) -> Printed:
    numerator, denominator = row["numerator"], row["denominator"]
    if pd.isna(numerator) or pd.isna(denominator):
        return Printed(None, None, None, "x")
    if catalogue.named(row["measure"]).unit == "hours":
        return release.printed_hours(numerator, int(denominator))
    return release.printed(int(numerator), int(denominator))


def _across(exact: pd.DataFrame, slice_of: str) -> Iterator[_Cell]:
    group = ["measure", "programme"] if slice_of == "programme" else ["measure"]
    counted = exact[exact["denominator"] > 0]
    for key, rows in counted.groupby(group):
        part = str(key[1]) if slice_of == "programme" else ""
        shown = release.printed_across(
            rows["numerator"].sum(), rows["denominator"].sum(), rows["organisation"].nunique()
        )
        yield _Cell(EVERY_ORGANISATION, str(key[0]), slice_of, part, shown, _day(rows["as_at"].max()))


def _day(value: Any) -> int | None:  # noqa: ANN401 - a value of a frame
    return None if pd.isna(value) else int(value)
