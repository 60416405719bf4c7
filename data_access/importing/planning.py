"""A plan: what storing a file would change, kept in the database and the only thing that can be stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, insert, or_, select, true

from data_access import ledger, tables, writing
from data_access.database import Database
from data_access.importing.drafting import Drafting
from data_access.importing.register import open_register
from data_access.importing.spool import Inspected
from data_access.ingest import catalogue
from data_access.ingest.issues import Issue, Severity
from data_access.ingest.layout import Layout, SaidRow
from data_access.records import KINDS, Claim, Kind, Role, SessionKind, SessionStatus, Value
from data_access.scope import Access, Scope
from data_access.tables import hours_month, rejected_row

CHANGES_SHOWN = 50
HEADLINES = {
    "Organisations": "organisation",
    "Places": "place",
    "Employment spells": "employment",
    "Learners on online courses": "learner",
    "Survey returns": "response",
}
NEW_ORGANISATIONS = "new organisations"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows of a kind are new, changed and unchanged."""

    kind: str
    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would change."""

    kind: str
    sheet: str
    row: int
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What one file would do."""

    upload_id: int
    file_name: str
    counted: tuple[Counted, ...]
    changes: tuple[Change, ...]
    issues: tuple[Issue, ...]
    sheets: tuple[Mapping[str, Any], ...]
    duplicates: int
    rejected: int
    unattributed: int
    matched_by_name: int
    held: int
    added: Mapping[str, tuple[str, ...]]
    becomes: Mapping[str, tuple[float, float]]
    as_at: Mapping[str, int] = field(default_factory=dict)

    @property
    def rejections(self) -> tuple[Issue, ...]:
        """The issues that keep a row out."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.REJECTED)


class RefusedPlanError(Exception):
    """No plan can be made of the file; the issues say why."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__("; ".join(map(str, issues)))
        self.issues = tuple(issues)


def enter(connection: Connection, scope: Scope, inspected: Inspected) -> int:
    """Enter an inspected file in the ledger."""
    return ledger.open_upload(
        connection,
        file_name=inspected.file_name,
        sha256=inspected.sha256,
        size=inspected.size,
        uploaded_by=scope.subject,
        options=inspected.options,
    )


def plan(  # noqa: PLR0913 - who plans what, where and when
    connection: Connection,
    database: Database,
    scope: Scope,
    upload_id: int,
    inspected: Inspected,
    *,
    today: date | None = None,
) -> Plan:
    """Make the plan of an inspected file, and keep it with its claims, not yet applied.

    Raises:
        RefusedPlanError: the file's columns contradict themselves, or it was stored before.
    """
    _refuse_unfit(connection, scope, inspected)
    register = open_register(
        connection,
        database.secret,
        _allowed(scope),
        may_add=inspected.answers.get(NEW_ORGANISATIONS) == "yes",
    )
    drafting = Drafting(register)
    layouts = {layout.name: layout for layout in catalogue.LAYOUTS}
    until = _Until(inspected, layouts, (today or date.today()).toordinal())  # noqa: DTZ011 - the machine's own day
    rows = until.watch(inspected.staged.rows())
    claims = drafting.claims(rows, inspected.staged.sheets, layouts)
    writing.claim(connection, upload_id, until.then(claims, drafting))
    made = _plan(connection, upload_id, inspected, drafting, until)
    _keep(connection, made, inspected)
    return made


def plan_of(report: Mapping[str, Any]) -> Plan:
    """A plan from the ledger's record of it."""
    return Plan(
        **{
            **report,
            "counted": tuple(Counted(**one) for one in report["counted"]),
            "changes": tuple(Change(**one) for one in report["changes"]),
            "issues": tuple(Issue(**{**one, "severity": Severity(one["severity"])}) for one in report["issues"]),
            "sheets": tuple(report["sheets"]),
            "added": {kind: tuple(names) for kind, names in report["added"].items()},
            "becomes": {name: (pair[0], pair[1]) for name, pair in report["becomes"].items()},
        }
    )


@dataclass(slots=True)
class _Until:
    """Watches the rows go by for the last day that each organisation's list speaks of."""

    inspected: Inspected
    layouts: Mapping[str, Layout]
    today: int
    latest: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)

    def watch(self, rows: Iterable[tuple[int, SaidRow]]) -> Iterator[tuple[int, SaidRow]]:
        sheets = self.inspected.staged.sheets
        for number, row in rows:
            layout = self.layouts[sheets[number].layout]
            days = (row.said.get(name) for name in layout.covered_by)
            past = [day for day in days if isinstance(day, int) and day <= self.today]
            if past and layout.covers:
                self.latest[layout.covers] = max(*past, self.latest.get(layout.covers, 0))
            yield number, row

    def then(self, claims: Iterable[Claim], drafting: Drafting) -> Iterator[Claim]:
        """The claims, and after them up to which day each organisation's list is complete."""
        yield from claims
        stated, since = (self.inspected.answers.get(name) for name in ("as_at", "complete_from"))
        for list_of, latest in self.latest.items():
            complete_on = date.fromisoformat(stated).toordinal() if stated else latest
            self.found[list_of] = complete_on
            for organisation_id in sorted(drafting.organisations):
                values: dict[str, Value] = {"stated": int(stated is not None)}
                if since:
                    values["complete_from_on"] = date.fromisoformat(since).toordinal()
                yield Claim("coverage", (organisation_id, list_of, complete_on), values, 0, 0)


def _refuse_unfit(connection: Connection, scope: Scope, inspected: Inspected) -> None:
    refusals = [issue for issue in inspected.staged.issues if issue.severity is Severity.REFUSED]
    refusals += [
        Issue(Severity.ASKED, question.prompt, question.sheet, None, question.column)
        for question in inspected.staged.questions
    ]
    if scope.access is not Access.COORDINATOR:
        refusals.append(Issue(Severity.REFUSED, "Only a coordinator may import files."))
    before = ledger.stored_with(connection, inspected.sha256)
    if before is not None:
        refusals.append(
            Issue(
                Severity.REFUSED,
                f"The very same file was stored before, as upload {before.upload_id} (“{before.file_name}”). "
                "Nothing was stored again; undo that upload first if you want to.",
            )
        )
    if refusals:
        raise RefusedPlanError(refusals)


def _allowed(scope: Scope) -> frozenset[str] | None:
    """The organisations a person may write for; the one person at this machine may write for all."""
    return None if scope.subject == "local" else frozenset(scope.organisation_ids)


def _plan(connection: Connection, upload_id: int, inspected: Inspected, drafting: Drafting, until: _Until) -> Plan:
    kinds = [KINDS[name] for name in ledger.claimed_kinds(connection, upload_id)]
    counted = tuple(_count(connection, kind, upload_id) for kind in kinds)
    sheets, register = inspected.staged.sheets, drafting.register
    return Plan(
        upload_id=upload_id,
        file_name=inspected.file_name,
        counted=counted,
        changes=tuple(_changes(connection, kinds, upload_id, [sheet.sheet for sheet in sheets])),
        issues=(*inspected.staged.issues, *drafting.issues),
        sheets=tuple(asdict(sheet) for sheet in sheets),
        duplicates=drafting.duplicates,
        rejected=drafting.rejected + sum(sheet.rejected for sheet in sheets),
        unattributed=drafting.unattributed,
        matched_by_name=register.by_name,
        held=_held(connection, upload_id),
        added={
            kind: tuple(sorted(register.names.get(name, name) for name in names))
            for kind, names in register.added.items()
            if names
        },
        becomes=_becomes(connection, upload_id, counted),
        as_at=until.found,
    )


def _keep(connection: Connection, made: Plan, inspected: Inspected) -> None:
    ledger.move(
        connection,
        made.upload_id,
        ledger.PLANNED,
        layout=", ".join(sorted({sheet.layout for sheet in inspected.staged.sheets})),
        sheets=made.sheets,
        options=inspected.options,
        report=asdict(made),
    )
    for number, issue in enumerate(made.rejections):
        connection.execute(
            insert(rejected_row).values(
                upload_id=made.upload_id,
                issue=number,
                sheet=issue.sheet,
                row=issue.row or 0,
                column=issue.column,
                value=issue.value,
                sentence=issue.sentence,
            )
        )


def _differs(kind: Kind) -> ColumnElement[bool]:
    claims, current = tables.claims[kind.name], tables.current[kind.name]
    tests = [
        and_(claims.c.supplied.op("&")(1 << bit) != 0, claims.c[name].is_distinct_from(current.c[name]))
        for bit, name in enumerate(kind.field_names)
    ]
    return or_(*tests)


def _same_key(kind: Kind) -> ColumnElement[bool]:
    claims, current = tables.claims[kind.name], tables.current[kind.name]
    return and_(*(claims.c[name] == current.c[name] for name in kind.key_names))


def _count(connection: Connection, kind: Kind, upload_id: int) -> Counted:
    claims, current = tables.claims[kind.name], tables.current[kind.name]
    is_new = current.c[kind.key_names[0]].is_(None)
    query = (
        select(
            func.coalesce(func.sum(case((is_new, 1), else_=0)), 0),
            func.coalesce(func.sum(case((and_(~is_new, _differs(kind)), 1), else_=0)), 0),
            func.count(),
        )
        .select_from(claims.outerjoin(current, _same_key(kind)))
        .where(claims.c.upload_id == upload_id)
    )
    new, changed, all_of_them = connection.execute(query).one()
    return Counted(kind.name, int(new), int(changed), int(all_of_them - new - changed))


def _changes(connection: Connection, kinds: Sequence[Kind], upload_id: int, sheets: Sequence[str]) -> Iterator[Change]:
    shown = 0
    for kind in kinds:
        claims, current = tables.claims[kind.name], tables.current[kind.name]
        query = (
            select(claims, *(current.c[name].label(f"old_{name}") for name in kind.field_names))
            .select_from(claims.join(current, _same_key(kind)))
            .where(claims.c.upload_id == upload_id, _differs(kind), true())
            .limit(CHANGES_SHOWN - shown)
        )
        for row in connection.execute(query).mappings():
            shown += 1
            yield from _changes_of(kind, row, sheets)


def _changes_of(kind: Kind, row: Mapping[Any, Any], sheets: Sequence[str]) -> Iterator[Change]:
    for bit, one in enumerate(kind.fields):
        old, new = row[f"old_{one.name}"], row[one.name]
        if row["supplied"] & (1 << bit) and old != new:
            written = [_written(value, one.type) for value in (old, new)]
            yield Change(kind.name, sheets[row["sheet"]], row["row"], one.name, *written)


def _written(value: object, type_: str) -> str:
    if value is None:
        return "blank"
    return date.fromordinal(int(str(value))).strftime("%d/%m/%Y") if type_ == "day" else str(value)


def _held(connection: Connection, upload_id: int) -> int:
    """Learners of this file whom no learner map names yet."""
    claims, identity = tables.claims["learner"], tables.current["identity"]
    mapped = select(identity.c.value).where(identity.c.means == "learner")
    query = select(func.count()).where(claims.c.upload_id == upload_id, claims.c.learner_id.not_in(mapped))
    return int(connection.execute(query).scalar_one())


def _becomes(connection: Connection, upload_id: int, counted: Sequence[Counted]) -> dict[str, tuple[float, float]]:
    """The headline totals now, and as they would be."""
    new = {one.kind: one.new for one in counted}
    minutes = _minutes_counted(connection)
    moved = _minutes_of_keys(connection, upload_id)
    becomes = {"Supported mentoring hours": (_hours(minutes), _hours(minutes + moved))}
    for words, kind in HEADLINES.items():
        now = connection.execute(select(func.count()).select_from(tables.current[kind])).scalar_one()
        becomes[words] = (float(now), float(now + new.get(kind, 0)))
    return becomes


def _hours(minutes: int) -> float:
    return round(minutes / 60, 2)


def _minutes_counted(connection: Connection) -> int:
    query = select(func.coalesce(func.sum(hours_month.c.minutes), 0)).where(
        hours_month.c.role == Role.MENTOR, hours_month.c.kind == SessionKind.SUPPORTED_MENTORING
    )
    return int(connection.execute(query).scalar_one())


def _minutes_of_keys(connection: Connection, upload_id: int) -> int:
    """How many more minutes the attendances that an upload speaks of would count."""
    kind = KINDS["attendance"]
    claims, current = tables.claims[kind.name], tables.current[kind.name]
    spoken_of = select(current).join(claims, _same_key(kind)).where(claims.c.upload_id == upload_id)
    now, then = (_minutes_in(connection, rows.subquery()) for rows in (spoken_of, writing.preview(kind, upload_id)))
    return then - now


def _minutes_in(connection: Connection, attendances: FromClause) -> int:
    query = select(func.coalesce(func.sum(attendances.c.minutes), 0)).where(
        attendances.c.role == Role.MENTOR,
        attendances.c.kind == SessionKind.SUPPORTED_MENTORING,
        attendances.c.status == SessionStatus.HELD,
    )
    return int(connection.execute(query).scalar_one())
