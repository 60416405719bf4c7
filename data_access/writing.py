"""Claims and their fold: the only way rows enter, change or leave the current tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    case,
    delete,
    func,
    insert,
    select,
    tuple_,
)

from data_access import counting, ledger, tables
from data_access.database import insert_rows
from data_access.records import KINDS, Claim, Kind
from data_access.tables import release, release_figure, upload, upload_organisation

ROWS_AT_ONCE = 5_000
FIELDS = {kind.name: kind.field_names for kind in KINDS.values()}

Mark = Callable[[], int]
Newest = FromClause


def claim(connection: Connection, upload_id: int, claims: Iterable[Claim]) -> None:
    """Keep what an upload says, not yet applied; claims of one key within it must already be one."""
    waiting: dict[str, list[tuple[object, ...]]] = {}
    bits = _Bits()
    for one in claims:
        rows = waiting.setdefault(one.kind, [])
        rows.append(_claim_row(upload_id, one, bits))
        if len(rows) == ROWS_AT_ONCE:
            insert_rows(connection, tables.claims[one.kind], rows)
            rows.clear()
    for kind, rows in waiting.items():
        insert_rows(connection, tables.claims[kind], rows)
    _note_organisations(connection, upload_id)


def apply(connection: Connection, upload_id: int, by: str) -> int:
    """Store a planned upload: its claims count from here on. Gives the ledger position."""
    return _change(connection, upload_id, lambda: ledger.mark_stored(connection, upload_id, by))


def unapply(connection: Connection, upload_id: int, by: str) -> int:
    """Undo a stored upload: what older uploads said of the same rows is true again."""
    return _change(connection, upload_id, lambda: ledger.mark_undone(connection, upload_id, by))


def fold(kind: Kind, keys_of_upload: int | None = None, at_position: int | None = None) -> Select[Any]:
    """The rows that the applied claims make: for each key and field, the newest claim that supplies it.

    Args:
        kind: what the rows are.
        keys_of_upload: only the keys that this upload speaks of, by default all.
        at_position: as the ledger stood then, by default now.
    """
    claims = tables.claims[kind.name]
    newest = _newest_of_each_key(kind, keys_of_upload, at_position)
    same_key = and_(*(claims.c[name] == newest.c[name] for name in kind.key_names))
    return (
        select(
            *(claims.c[name] for name in kind.key_names),
            *(_folded(kind, claims, bit, at_position) for bit in range(len(kind.fields))),
        )
        .select_from(newest)
        .join(upload, upload.c.stored_position == newest.c.stored_position)
        .join(claims, and_(same_key, claims.c.upload_id == upload.c.upload_id))
    )


def preview(kind: Kind, upload_id: int) -> Select[Any]:
    """The rows that a planned upload speaks of, as they would be if it were stored next."""
    claims, current = tables.claims[kind.name], tables.current[kind.name]
    same_key = and_(*(claims.c[name] == current.c[name] for name in kind.key_names))
    return (
        select(
            *(claims.c[name] for name in kind.key_names),
            *(
                case((_supplies(claims, bit), claims.c[name]), else_=current.c[name]).label(name)
                for bit, name in enumerate(kind.field_names)
            ),
        )
        .select_from(claims.outerjoin(current, same_key))
        .where(claims.c.upload_id == upload_id)
    )


def publish(connection: Connection, figures: Sequence[Mapping[str, object]], by: str) -> int:
    """Freeze a release of suppressed figures. Gives its number."""
    at_position = ledger.record(connection, "published", by)
    entry = connection.execute(
        insert(release)
        .values(published_at=ledger.now(), published_by=by, position=at_position)
        .returning(release.c.release_id)
    )
    release_id = int(entry.scalar_one())
    if figures:
        connection.execute(insert(release_figure), [{"release_id": release_id, **figure} for figure in figures])
    return release_id


def _change(connection: Connection, upload_id: int, mark: Mark) -> int:
    kinds = ledger.claimed_kinds(connection, upload_id)
    counting.begin(connection)
    counting.touch(connection, kinds, upload_id)
    at_position = mark()
    for kind in kinds:
        _refold(connection, KINDS[kind], upload_id)
    counting.touch(connection, kinds, upload_id)
    counting.recount(connection)
    return at_position


class _Bits(dict[tuple[str, ...], int]):
    """The fields that a kind's claims supply, as numbers; the rows of one list all supply the same."""

    def __missing__(self, supplied: tuple[str, ...]) -> int:
        kind, *names = supplied
        self[supplied] = KINDS[kind].bits(frozenset(names))
        return self[supplied]


def _claim_row(upload_id: int, one: Claim, bits: _Bits) -> tuple[object, ...]:
    values = map(one.values.get, FIELDS[one.kind])
    return (*one.key, upload_id, one.sheet, one.row, bits[one.kind, *one.values], *values)


def _note_organisations(connection: Connection, upload_id: int) -> None:
    found: set[str] = set()
    for kind in KINDS.values():
        if kind.of_an_organisation:
            claims = tables.claims[kind.name]
            query = select(claims.c.organisation_id).where(claims.c.upload_id == upload_id).distinct()
            found.update(connection.execute(query).scalars())
    rows = [(upload_id, organisation_id) for organisation_id in sorted(found)]
    insert_rows(connection, upload_organisation, rows)


def _newest_of_each_key(kind: Kind, keys_of_upload: int | None, at_position: int | None) -> Newest:
    claims = tables.claims[kind.name].alias("said")
    by = tables.upload.alias("by_upload")
    key = [claims.c[name] for name in kind.key_names]
    query = (
        select(*key, func.max(by.c.stored_position).label("stored_position"))
        .join(by, by.c.upload_id == claims.c.upload_id)
        .where(_applied(by, at_position))
        .group_by(*key)
    )
    if keys_of_upload is not None:
        query = query.where(tuple_(*key).in_(_keys_of(kind, keys_of_upload)))
    return query.subquery("newest")


def _applied(by: Newest, at_position: int | None) -> ColumnElement[bool]:
    if at_position is None:
        return by.c.state == ledger.STORED
    undone = by.c.undone_position
    return and_(by.c.stored_position <= at_position, undone.is_(None) | (undone > at_position))


def _keys_of(kind: Kind, upload_id: int) -> Select[Any]:
    claims = tables.claims[kind.name].alias("spoken_of")
    return select(*(claims.c[name] for name in kind.key_names)).where(claims.c.upload_id == upload_id)


def _folded(kind: Kind, claims: Table, bit: int, at_position: int | None) -> ColumnElement[object]:
    name = kind.fields[bit].name
    older = _older(kind, claims, bit, at_position)
    return case((_supplies(claims, bit), claims.c[name]), else_=older).label(name)


def _supplies(claims: FromClause, bit: int) -> ColumnElement[bool]:
    return claims.c.supplied.op("&")(1 << bit) != 0


def _older(kind: Kind, claims: Table, bit: int, at_position: int | None) -> ColumnElement[object]:
    older, by = claims.alias("older"), tables.upload.alias("older_upload")
    return (
        select(older.c[kind.fields[bit].name])
        .join(by, by.c.upload_id == older.c.upload_id)
        .where(
            *(older.c[name] == claims.c[name] for name in kind.key_names),
            _supplies(older, bit),
            _applied(by, at_position),
        )
        .order_by(by.c.stored_position.desc())
        .limit(1)
        .correlate(claims)
        .scalar_subquery()
    )


def _refold(connection: Connection, kind: Kind, upload_id: int) -> None:
    current = tables.current[kind.name]
    key = [current.c[name] for name in kind.key_names]
    connection.execute(delete(current).where(tuple_(*key).in_(_keys_of(kind, upload_id))))
    connection.execute(insert(current).from_select([*kind.key_names, *kind.field_names], fold(kind, upload_id)))
