"""The sets that FutureLearn exports for each run of a course."""

import re
from collections.abc import Callable, Iterable, Iterator

from data_access.ingest import cells
from data_access.ingest.columns import cohort, programme
from data_access.ingest.layout import Column, Draft, Layout, Said, SaidRow
from data_access.records import Value

FILE_NAME = re.compile(r"(?P<course>.+)-(?P<run>\d+)_(?:[a-z-]+)\.csv", re.IGNORECASE)


def run_named_in(file_name: str) -> tuple[str, str] | None:
    """The programme and cohort that a file such as `getting-ready-to-mentor-1_enrolments.csv` is of."""
    match = FILE_NAME.fullmatch(file_name)
    if match is None:
        return None
    return match["course"].replace("-", " ").capitalize(), f"Run {int(match['run'])}"


def _day(name: str, heading: str) -> Column:
    return Column(name, (heading,), cells.day, is_day=True)


def _learner(*names: str) -> Callable[[Said], Iterator[Draft]]:
    def drafts(said: Said) -> Iterator[Draft]:
        values = {name: said[name] for name in names if name in said}
        yield Draft(
            "learner",
            None,
            str(said["programme"]),
            str(said["cohort"]),
            key=(str(said["learner_id"]),),
            values=values,
        )

    return drafts


def _staff(said: Said) -> Iterator[Draft]:
    yield Draft(
        "learner",
        None,
        str(said["programme"]),
        str(said["cohort"]),
        key=(str(said["learner_id"]),),
        values={"staff": 1},
    )


def _comment(said: Said) -> Iterator[Draft]:
    values = {name: said[name] for name in ("responded_on", "week", "rating", "comment") if name in said}
    yield Draft(
        "course_comment",
        None,
        str(said["programme"]),
        str(said["cohort"]),
        key=(str(said["response_id"]),),
        values=values,
    )


def _left(row: SaidRow) -> int:
    return int(row.said.get("left_on") or 0)


def _latest_of_each_learner(rows: Iterable[SaidRow]) -> Iterator[SaidRow]:
    """Some learners leave twice: the last time stands."""
    latest: dict[Value, SaidRow] = {}
    for row in rows:
        earlier = latest.get(row.said["learner_id"])
        if earlier is None or _left(row) >= _left(earlier):
            latest[row.said["learner_id"]] = row
    yield from latest.values()


def _of_each_learner(rows: Iterable[SaidRow]) -> Iterator[SaidRow]:
    """Steps counted per learner; the run has as many steps as its learners ever touched."""
    learners: dict[Value, list[SaidRow]] = {}
    steps: set[tuple[Value, Value]] = set()
    for row in rows:
        learners.setdefault(row.said["learner_id"], []).append(row)
        steps.add((row.said["week"], row.said["step"]))
    for of_learner in learners.values():
        yield _steps_of(of_learner, len(steps))


def _steps_of(rows: list[SaidRow], steps_total: int) -> SaidRow:
    visited = {(row.said["week"], row.said["step"]) for row in rows}
    completed = {(row.said["week"], row.said["step"]) for row in rows if row.said["completed_on"] is not None}
    first = rows[0]
    values: dict[str, Value] = {
        "learner_id": first.said["learner_id"],
        "programme": first.said.get("programme"),
        "cohort": first.said.get("cohort"),
        "first_visited_on": min(_days(rows, "visited_on"), default=None),
        "last_completed_on": max(_days(rows, "completed_on"), default=None),
        "steps_visited": len(visited),
        "steps_completed": len(completed),
        "steps_total": steps_total,
    }
    return SaidRow(first.row, values)


def _days(rows: Iterable[SaidRow], name: str) -> list[int]:
    return [day for row in rows if isinstance(day := row.said[name], int)]


_RUN = (programme(), cohort())
_LEARNER_ID = Column("learner_id", ("learner_id",), required=True)

ENROLMENTS = Layout(
    name="FutureLearn enrolments",
    title="FutureLearn enrolments",
    rank=2,
    columns=(
        *_RUN,
        _LEARNER_ID,
        _day("enrolled_on", "enrolled_at"),
        _day("unenrolled_on", "unenrolled_at"),
        Column("course_role", ("role",)),
        _day("fully_participated_on", "fully_participated_at"),
    ),
    signature=frozenset({"learner_id", "enrolled_on", "fully_participated_on"}),
    drafts=_learner("enrolled_on", "unenrolled_on", "course_role", "fully_participated_on"),
    template=False,
)
STEP_ACTIVITY = Layout(
    name="FutureLearn step activity",
    title="FutureLearn step activity",
    rank=2,
    columns=(
        *_RUN,
        _LEARNER_ID,
        Column("week", ("week_number",), cells.whole, required=True),
        Column("step", ("step_number",), cells.whole, required=True),
        _day("visited_on", "first_visited_at"),
        _day("completed_on", "last_completed_at"),
    ),
    signature=frozenset({"learner_id", "week", "step", "visited_on", "completed_on"}),
    drafts=_learner("first_visited_on", "last_completed_on", "steps_visited", "steps_completed", "steps_total"),
    gather=_of_each_learner,
    template=False,
)
LEAVING_SURVEY = Layout(
    name="FutureLearn leaving survey",
    title="FutureLearn leaving survey",
    rank=2,
    columns=(
        *_RUN,
        _LEARNER_ID,
        _day("left_on", "left_at"),
        Column("leaving_reason", ("leaving_reason",)),
    ),
    signature=frozenset({"learner_id", "left_on", "leaving_reason"}),
    drafts=_learner("left_on", "leaving_reason"),
    gather=_latest_of_each_learner,
    template=False,
)
WEEKLY_SENTIMENT = Layout(
    name="FutureLearn weekly sentiment",
    title="FutureLearn weekly sentiment survey",
    rank=2,
    columns=(
        *_RUN,
        Column("response_id", ("id",), required=True),
        _day("responded_on", "responded_at"),
        Column("week", ("week_number",), cells.whole),
        Column("rating", ("experience_rating",), cells.whole),
        Column("comment", ("reason",), cells.comment),
    ),
    signature=frozenset({"response_id", "responded_on", "rating"}),
    drafts=_comment,
    template=False,
)
TEAM_MEMBERS = Layout(
    name="FutureLearn team members",
    title="FutureLearn team members",
    rank=2,
    columns=(
        *_RUN,
        Column("learner_id", ("id",), required=True),
        Column("team_role", ("team_role",)),
        Column("user_role", ("user_role",)),
    ),
    signature=frozenset({"learner_id", "team_role", "user_role"}),
    drafts=_staff,
    template=False,
)
SETS = (ENROLMENTS, STEP_ACTIVITY, LEAVING_SURVEY, WEEKLY_SENTIMENT, TEAM_MEMBERS)
