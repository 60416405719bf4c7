"""Whatever is imported, corrected and undone, in any order, current rows are the fold and counts are the rows."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, func, select

from data_access import counting, ledger, tables, writing
from data_access.database import Database
from data_access.records import KINDS, Claim, Value

MEETING: dict[str, Value] = {
    "programme_id": "new",
    "cohort_id": "c",
    "kind": "supported mentoring",
    "held_on": 737_000,
    "month": 24_240,
    "status": "held",
}
COUNTS = (tables.hours_month, tables.hours_place_month, tables.course_place, tables.course_run)


def attendance_claims() -> st.SearchStrategy[Claim]:
    return st.builds(
        Claim,
        kind=st.just("attendance"),
        key=st.tuples(
            st.sampled_from(["north", "south"]),
            st.sampled_from(["s1", "s2", "s3"]),
            st.sampled_from(["p1", "p2", "?who"]),
            st.sampled_from(["mentor", "mentee"]),
        ),
        values=st.fixed_dictionaries(
            {
                "month": st.sampled_from([24_240, 24_241]),
                "programme_id": st.just("new"),
                "cohort_id": st.just("c"),
            }
            | {"kind": st.just("supported mentoring"), "held_on": st.integers(737_000, 737_060)},
            optional={
                "status": st.sampled_from(["held", "cancelled"]),
                "minutes": st.none() | st.integers(0, 600),
                "name_as_written": st.none() | st.just("A. Name"),
            },
        ),
        sheet=st.just(0),
        row=st.integers(2, 9),
    )


def learner_claims() -> st.SearchStrategy[Claim]:
    return st.builds(
        Claim,
        kind=st.just("learner"),
        key=st.tuples(st.sampled_from(["run-1", "run-2"]), st.sampled_from(["l1", "l2", "l3"])),
        values=st.fixed_dictionaries(
            {},
            optional={
                "enrolled_on": st.none() | st.integers(737_000, 737_060),
                "steps_visited": st.integers(0, 10),
                "steps_completed": st.integers(0, 10),
                "steps_total": st.integers(1, 10),
                "staff": st.integers(0, 1),
            },
        ),
        sheet=st.just(0),
        row=st.integers(2, 9),
    )


def map_claims() -> st.SearchStrategy[Claim]:
    return st.builds(
        Claim,
        kind=st.just("identity"),
        key=st.tuples(st.just("north"), st.just("learner"), st.sampled_from(["l1", "l2", "l4"])),
        values=st.fixed_dictionaries({"person_id": st.sampled_from(["p1", "p2"])}),
        sheet=st.just(0),
        row=st.integers(2, 9),
    )


Upload = tuple[Claim, ...]
Step = Upload | int
UPLOADS = st.lists(attendance_claims() | learner_claims() | map_claims(), max_size=6).map(tuple)
HISTORIES = st.lists(UPLOADS | st.integers(0, 5), max_size=7)


@dataclass
class History:
    """The same steps, kept in plain Python: what the store must agree with."""

    applied: dict[int, Upload] = field(default_factory=dict)
    ever: list[int] = field(default_factory=list)

    def current(self, kind: str) -> set[tuple[Any, ...]]:
        rows: dict[tuple[str | int, ...], dict[str, Value]] = defaultdict(dict)
        for upload in self.applied.values():
            for claim in upload:
                if claim.kind == kind:
                    rows[claim.key].update(claim.values)
        names = KINDS[kind].field_names
        return {(*key, *(values.get(name) for name in names)) for key, values in rows.items()}


def one_claim_per_key(upload: Sequence[Claim]) -> Upload:
    """What the plan does with repeated rows of one file: the first stands."""
    first: dict[tuple[str, tuple[str | int, ...]], Claim] = {}
    for claim in upload:
        first.setdefault((claim.kind, claim.key), claim)
    return tuple(first.values())


def play(connection: Connection, steps: Sequence[Step]) -> History:
    history = History()
    for step in steps:
        if isinstance(step, tuple):
            upload = one_claim_per_key(step)
            number = enter(connection, upload)
            writing.apply(connection, number, "her")
            history.applied[number] = upload
            history.ever.append(number)
        elif history.applied:
            number = sorted(history.applied)[step % len(history.applied)]
            writing.unapply(connection, number, "her")
            del history.applied[number]
    return history


def enter(connection: Connection, upload: Upload) -> int:
    number = ledger.open_upload(
        connection,
        file_name="log.csv",
        sha256="0" * 64,
        size=1,
        uploaded_by="her",
        options={},
    )
    writing.claim(connection, number, upload)
    return number


def rows(connection: Connection, table: Table) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in connection.execute(select(table))}


def for_all(store: Database, examples: int, **given_: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], None]:
    """Hold a property over examples, fewer of them where each takes longer."""

    def hold(law: Callable[..., None]) -> None:
        settings(max_examples=examples if store.is_sqlite else examples // 2)(given(**given_)(law))()

    return hold


@contextmanager
def taken_back(store: Database) -> Iterator[Connection]:
    """A transaction of which nothing is kept, so that the next example starts from an empty store."""
    with store.engine.connect().execution_options(writes=True) as connection:
        yield connection


def test_current_rows_are_the_fold_and_counts_are_the_rows(store: Database) -> None:
    @for_all(store, 60, steps=HISTORIES)
    def holds(steps: list[Step]) -> None:
        with taken_back(store) as connection:
            history = play(connection, steps)

            for kind in ("attendance", "learner", "identity"):
                assert rows(connection, tables.current[kind]) == history.current(kind)
            kept = [rows(connection, table) for table in COUNTS]
            counting.recount_everything(connection)
            assert kept == [rows(connection, table) for table in COUNTS]
            assert hours_by_hand(history) == rows(connection, tables.hours_month)


def hours_by_hand(history: History) -> set[tuple[Any, ...]]:
    names = ("organisation_id", "session_id", "person_id", "role", *KINDS["attendance"].field_names)
    sums: dict[tuple[Any, ...], list[int]] = {}
    for row in history.current("attendance"):
        one = dict(zip(names, row, strict=True))
        if one["status"] == "held":
            group = tuple(one[n] for n in ("organisation_id", "programme_id", "cohort_id", "role", "kind", "month"))
            total = sums.setdefault(group, [0, 0, 0])
            total[0] += one["minutes"] or 0
            total[1] += 1
            total[2] += (one["minutes"] or 0) if one["person_id"].startswith("?") else 0
    return {(*group, *total) for group, total in sums.items()}


def test_undoing_everything_leaves_an_empty_store(store: Database) -> None:
    @for_all(store, 30, steps=HISTORIES)
    def holds(steps: list[Step]) -> None:
        with taken_back(store) as connection:
            history = play(connection, steps)
            for number in list(history.applied):
                writing.unapply(connection, number, "her")

            for table in (*tables.current.values(), *COUNTS):
                assert connection.execute(select(func.count()).select_from(table)).scalar_one() == 0


def test_an_earlier_position_reads_as_a_store_that_only_saw_that_much(store: Database) -> None:
    @for_all(store, 30, before=HISTORIES, after=HISTORIES)
    def holds(before: list[Step], after: list[Step]) -> None:
        with taken_back(store) as connection:
            history = play(connection, before)
            seen = {kind: history.current(kind) for kind in ("attendance", "learner", "identity")}
            then = ledger.position(connection)
            play(connection, after)

            for kind, expected in seen.items():
                folded = connection.execute(writing.fold(KINDS[kind], at_position=then))
                assert {tuple(row) for row in folded} == expected


def test_a_newer_file_that_lacks_a_column_leaves_the_older_value(database: Database) -> None:
    key = ("north", "s1", "p1", "mentor")
    with database.writing() as connection:
        first = enter(connection, (Claim("attendance", key, MEETING | {"minutes": 60}, 0, 2),))
        second = enter(connection, (Claim("attendance", key, {"status": "cancelled"}, 0, 2),))
        writing.apply(connection, first, "her")
        writing.apply(connection, second, "her")

        row = connection.execute(select(tables.attendance)).mappings().one()

    assert (row["minutes"], row["status"]) == (60, "cancelled")


def test_a_blank_in_a_column_the_file_has_clears_the_older_value(database: Database) -> None:
    key = ("north", "p1", 737_000)
    with database.writing() as connection:
        for last_day in (737_100, None):
            claim = Claim("employment", key, {"last_day_on": last_day}, 0, 2)
            writing.apply(connection, enter(connection, (claim,)), "her")

        row = connection.execute(select(tables.current["employment"])).mappings().one()

    assert row["last_day_on"] is None


def test_nothing_is_kept_of_a_transaction_that_fails(database: Database) -> None:
    claim = Claim("attendance", ("north", "s1", "p1", "mentor"), MEETING, 0, 2)

    def fail_halfway() -> None:
        with database.writing() as connection:
            writing.apply(connection, enter(connection, (claim,)), "her")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_halfway()

    with database.writing() as connection:
        assert rows(connection, tables.attendance) == set()
        assert ledger.position(connection) == 0
