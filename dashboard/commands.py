"""What the command line does, apart from reading its arguments and printing."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from dashboard import drawing, places_of_data, publishing
from dashboard.figures import Asked, NotOfferedError, with_names
from dashboard.figures import figures as figures_for
from dashboard.metrics.measure import Family
from data_access import accounts
from data_access.database import Database, back_up, open_database
from data_access.importing import planning, spool, storing
from data_access.importing.planning import Plan, RefusedPlanError
from data_access.importing.register import slug
from data_access.importing.spool import Inspected
from data_access.ingest import catalogue as layouts
from data_access.ingest.sheet import Refused
from data_access.reading import reference
from data_access.reading import uploads as uploads_read
from data_access.reading.selection import Selection
from data_access.scope import Access, Scope


class NotUnderstoodError(Exception):
    """The command asks for something that does not exist; the message says what does."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: its plans, and the reasons where it refused and stored nothing."""

    plans: tuple[Plan, ...] = ()
    reasons: tuple[str, ...] = ()
    stored: bool = False

    def as_json(self) -> dict[str, Any]:
        """The outcome for another program."""
        return {"stored": self.stored, "reasons": list(self.reasons), "files": [asdict(one) for one in self.plans]}

    def in_words(self) -> str:
        """The outcome for a person, a paragraph for each file."""
        if self.reasons:
            return "Nothing was stored."
        verb = "Stored" if self.stored else "Would store"
        return "\n".join(f"{verb} {_in_words(plan)}" for plan in self.plans)


@dataclass(slots=True)
class _Refusals(Exception):  # noqa: N818 - it carries reasons out of a transaction, and is no fault
    reasons: list[str] = field(default_factory=list)


def import_files(  # noqa: PLR0913 - the options of the command
    url: str | None,
    files: Sequence[Path],
    *,
    layout: str | None,
    answers: Mapping[str, str],
    keep_good_rows: bool,
    dry_run: bool,
) -> Outcome:
    """Store all of the files, or none of them."""
    database = open_database(url or places_of_data.own_database())
    with tempfile.TemporaryDirectory(prefix="mentoring-") as folder:
        inspected, reasons = _inspect_all(Path(folder), files, layout, answers)
        if reasons:
            return Outcome(reasons=tuple(reasons))
        return _plan_and_store(database, inspected, keep_good_rows=keep_good_rows, dry_run=dry_run)


def uploads(url: str | None) -> pd.DataFrame:
    """What was uploaded, newest first."""
    database = open_database(url or places_of_data.own_database())
    rows = uploads_read.uploads(accounts.local_scope(database, Access.COORDINATOR), database)
    return rows.drop(columns="report").rename(columns={"planned_at": "at", "upload_id": "upload"})


def undo(url: str | None, upload_id: int) -> str:
    """Take an upload back. Gives the reason where that cannot be."""
    database = open_database(url or places_of_data.own_database())
    back_up(database, "before-undo")
    try:
        with database.writing() as connection:
            storing.undo(connection, upload_id, accounts.LOCAL)
    except storing.NotStorableError as problem:
        return str(problem)
    return ""


def figures(  # noqa: PLR0913 - the options of the command
    url: str | None,
    family: str,
    *,
    by: tuple[str, ...],
    where: Sequence[tuple[str, str]],
    as_at: date | None,
    access: str,
) -> pd.DataFrame:
    """Figures with their definitions, for one kind of access."""
    database = open_database(url or places_of_data.own_database())
    chosen = dict(where)
    scope = accounts.local_scope(database, Access(access), slug(chosen.get("organisation", "")))
    asked = Asked(_family(family), by, _selection(scope, database, where), as_at.toordinal() if as_at else None)
    try:
        rows = with_names(scope, database, figures_for(scope, database, asked))
    except NotOfferedError as problem:
        raise NotUnderstoodError(str(problem)) from None
    return drawing.for_download(rows)


def _family(name: str) -> Family:
    return next(family for family in get_args(Family) if family == name)


def _selection(scope: Scope, database: Database, where: Sequence[tuple[str, str]]) -> Selection:
    organisations = reference.organisations(scope, database)
    cohorts = reference.cohorts(scope, database)
    known = {
        "organisation": dict(zip(organisations["organisation_id"], organisations["name"], strict=True)),
        "programme": dict(zip(cohorts["programme_id"], cohorts["programme"], strict=True)),
        "cohort": dict(zip(cohorts["cohort_id"], cohorts["cohort"], strict=True)),
    }
    chosen: dict[str, list[str]] = {"organisation": [], "programme": [], "cohort": [], "role": [], "period": []}
    for key, value in where:
        chosen[key] += _keys(key, value, known[key]) if key in known else [value]
    first, last = _months(chosen["period"])
    return Selection(
        tuple(chosen["organisation"]),
        tuple(chosen["programme"]),
        tuple(chosen["cohort"]),
        tuple(chosen["role"]),
        first,
        last,
    )


def _keys(what: str, value: str, known: Mapping[str, str]) -> list[str]:
    found = [key for key, name in known.items() if value in (key, name) or slug(value) in (key, slug(name))]
    if not found:
        raise NotUnderstoodError(f"There is no {what} “{value}” here, or it is not yours to see.")
    return found


def _months(periods: Sequence[str]) -> tuple[int | None, int | None]:
    if not periods:
        return None, None
    try:
        year = int(periods[-1].split("/")[0])
    except ValueError:
        raise NotUnderstoodError(f"“{periods[-1]}” is not an academic year. Write it as 2021/22.") from None
    return year * 12 + 7, (year + 1) * 12 + 6


def _inspect_all(
    folder: Path, files: Sequence[Path], layout: str | None, answers: Mapping[str, str]
) -> tuple[list[Inspected], list[str]]:
    inspected: list[Inspected] = []
    reasons: list[str] = []
    for file in files:
        try:
            received = spool.receive(folder, file.read_bytes())
            inspected.append(spool.inspect(received, file.name, layout=layout, answers=answers))
        except Refused as refused:
            reasons.append(f"{file.name}: {refused}")
    return sorted(inspected, key=_rank), reasons


def _rank(inspected: Inspected) -> int:
    """Lists that others refer to come first, whatever order the files were named in."""
    ranks = {one.name: one.rank for one in layouts.LAYOUTS}
    return min((ranks[sheet.layout] for sheet in inspected.staged.sheets), default=0)


def _plan_and_store(
    database: Database, inspected: Sequence[Inspected], *, keep_good_rows: bool, dry_run: bool
) -> Outcome:
    plans: list[Plan] = []
    try:
        with database.writing() as connection:
            for one in inspected:
                plans.append(_plan_one(connection, database, one, keep_good_rows=keep_good_rows))
                storing.store(connection, plans[-1].upload_id, accounts.LOCAL)
            _stop_if(dry_run)
    except _Refusals as refusals:
        return Outcome(tuple(plans), tuple(refusals.reasons))
    publishing.publish_if_due(database, accounts.LOCAL, date.today())  # noqa: DTZ011 - the machine's own day
    return Outcome(tuple(plans), stored=True)


def _stop_if(dry_run: bool) -> None:  # noqa: FBT001 - one answer, one parameter
    if dry_run:
        raise _Refusals


def _plan_one(connection: Any, database: Database, one: Inspected, *, keep_good_rows: bool) -> Plan:  # noqa: ANN401 - a connection is SQLAlchemy's
    scope = accounts.local_scope(database, Access.COORDINATOR)
    upload_id = planning.enter(connection, scope, one)
    try:
        plan = planning.plan(connection, database, scope, upload_id, one)
    except RefusedPlanError as refused:
        raise _Refusals([f"{one.file_name}: {issue}" for issue in refused.issues]) from None
    if plan.rejections and not keep_good_rows:
        raise _Refusals([f"{one.file_name}: {issue}" for issue in plan.rejections])
    return plan


def _in_words(plan: Plan) -> str:
    parts = [
        f"{one.kind.replace('_', ' ')}: {one.new} new, {one.changed} changed, {one.unchanged} unchanged"
        for one in plan.counted
    ]
    apart = {
        "rows rejected": plan.rejected,
        "rows that repeat another": plan.duplicates,
        "attendances of names that nobody is known by": plan.unattributed,
        "people matched by name": plan.matched_by_name,
        "learners held until a learner map names them": plan.held,
    }
    parts += [f"{words}: {number}" for words, number in apart.items() if number]
    return f"upload {plan.upload_id}, {plan.file_name}: " + "; ".join(parts) + "."
