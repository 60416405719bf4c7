"""A run of the FutureLearn course as FutureLearn exports it, and the map that says who most of its learners are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from uuid import UUID

from sample_data.cohorts import RUN_1
from sample_data.comments import OF_THE_COURSE
from sample_data.drawing import between, chance, source, weighted
from sample_data.places import places
from sample_data.saving import Cell, Page, workbook
from sample_data.staffing import Employee, everyone

LEARNERS, TEAM = 160, 5
STEPS = ((1, 10), (2, 8), (3, 6))
"""Each week and how many steps it has; the tenth of the first is written 1.10."""
ENROLLED, LATECOMERS = (date(2020, 10, 12), date(2020, 11, 27)), (date(2020, 12, 1), date(2021, 1, 31))
NOT_ON_THE_MAP = ("Hartsedge", "Ebbsworth")
MAPPED = 0.7
REACHED = {(0, 0): 22.0, (1, 5): 17.0, (6, 12): 15.0, (13, 20): 10.0, (21, 23): 8.0, (24, 24): 28.0}
"""How many steps learners come to, from and to."""
NOT_MARKED_COMPLETE = 0.06
LEAVING_REASONS = {
    "I don\u2019t have enough time": 44.0,
    "Other": 18.0,
    "I prefer not to say": 14.0,
    "The course required more time than I realised": 11.0,
    "The course wasn\u2019t what I expected": 8.0,
    "The course was too easy": 5.0,
}
COUNTRIES = {"GB": 88.0, "--": 5.0, "IE": 3.0, "NA": 1.0, "ES": 1.0, "PK": 1.0, "NG": 1.0}
TEAM_ROLES = ("lead_educator", "educator", "educator", "host", "mentor")


@dataclass(frozen=True, slots=True)
class Visit:
    """One step as one learner went through it."""

    week: int
    step: int
    visited_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Learner:
    """Someone on the run, known to FutureLearn by an id only."""

    learner_id: str
    is_team: bool
    enrolled_at: datetime
    visits: tuple[Visit, ...]
    left_at: datetime | None
    leaving_reason: str
    fully_participated_at: datetime | None

    @property
    def completed(self) -> list[Visit]:
        """The steps marked as complete, in order."""
        return [visit for visit in self.visits if visit.completed_at]


@cache
def learners() -> tuple[Learner, ...]:
    """Everyone on the run; the first few are its own team."""
    return tuple(_learner(source(f"learner {number}"), number) for number in range(LEARNERS))


def enrolments() -> bytes:
    """One row a learner."""
    headings = (
        "learner_id", "enrolled_at", "unenrolled_at", "role", "fully_participated_at", "purchased_statement_at",
        "gender", "country", "age_range", "highest_education_level", "employment_status", "employment_area",
        "detected_country",
    )  # fmt: skip
    return _export(headings, [_enrolment(source(f"enrolment {one.learner_id}"), one) for one in learners()])


def step_activity() -> bytes:
    """One row a learner and step."""
    headings = ("learner_id", "step", "week_number", "step_number", "first_visited_at", "last_completed_at")
    rows = [
        (one.learner_id, f"{visit.week}.{visit.step}", visit.week, visit.step, visit.visited_at, visit.completed_at)
        for one in learners()
        for visit in one.visits
    ]
    return _export(headings, sorted(rows, key=lambda row: (row[4], row[0])))


def leaving_survey() -> bytes:
    """One row a learner who left."""
    headings = (
        "id", "learner_id", "left_at", "leaving_reason", "last_completed_step_at", "last_completed_step",
        "last_completed_week_number", "last_completed_step_number",
    )  # fmt: skip
    left = sorted((one.left_at, one.learner_id, one) for one in learners() if one.left_at)
    return _export(headings, [(110_400 + 37 * number, *_leaver(one)) for number, (_, _, one) in enumerate(left)])


def weekly_sentiment() -> bytes:
    """One row an answer, which names no learner."""
    headings = ("id", "responded_at", "week_number", "experience_rating", "reason")
    dice = source("weekly sentiment")
    reasons = [*OF_THE_COURSE, *[""] * 2 * len(OF_THE_COURSE)]
    dice.shuffle(reasons)
    answers = sorted((*_sentiment(dice), reason) for reason in reasons)
    rows = [(16_810 + 11 * number, *answer) for number, answer in enumerate(answers)]
    return _export(headings, rows, blank='""')


def team_members() -> bytes:
    """The people who ran the course; this set alone ends its lines as Windows does."""
    headings = ("id", "first_name", "last_name", "team_role", "user_role")
    rows = [
        (one.learner_id, "FIRST", "LAST", role, "learner" if role == "mentor" else "organisation_admin")
        for one, role in zip(learners(), TEAM_ROLES, strict=False)
    ]
    return _export(headings, rows, line_end="\r\n")


def learner_map() -> bytes:
    """Who most of the learners are, by a coordinator who asked around; the rest stay unknown."""
    above = ("Getting ready to mentor, run 1: who is who", "From the joining forms; not everybody sent theirs in", "")
    headings = ("Learner ID", "College", "Learner name", "Email")
    widths = {"A": 40, "B": 32, "C": 26, "D": 34}
    rows = [(one.learner_id, who.college.short, who.name, who.e_mail) for one, who in _mapped()]
    return workbook(Page("Learners", headings, rows, above=above, widths=widths))


def _learner(dice: Random, number: int) -> Learner:
    is_team = number < TEAM
    enrolled_at = _moment(dice, *(LATECOMERS if chance(dice, 0.07) else ENROLLED))
    visits = tuple(_visits(dice, enrolled_at, *_reach(dice, is_team=is_team)))
    everything = len(visits) == sum(steps for _, steps in STEPS)
    left = not is_team and not everything and chance(dice, 0.16)
    last_at = max((visit.completed_at or visit.visited_at for visit in visits), default=enrolled_at)
    return Learner(
        learner_id=str(UUID(int=dice.getrandbits(128), version=4)),
        is_team=is_team,
        enrolled_at=enrolled_at,
        visits=visits,
        left_at=last_at + timedelta(days=dice.randrange(2, 20), minutes=dice.randrange(600)) if left else None,
        leaving_reason=weighted(dice, LEAVING_REASONS) if left else "",
        fully_participated_at=last_at if everything and chance(dice, 0.45) else None,
    )


def _reach(dice: Random, *, is_team: bool) -> tuple[int, int]:
    """How many steps are visited, and how many days apart the sittings are."""
    fewest, most = (18, 24) if is_team else weighted(dice, REACHED)
    return dice.randint(fewest, most), dice.choice((1, 2, 3, 5, 7))


def _visits(dice: Random, enrolled_at: datetime, number: int, days_apart: int) -> Iterator[Visit]:
    """The first so many steps, gone through in a few sittings."""
    at = max(
        enrolled_at + timedelta(hours=1),
        datetime.combine(RUN_1.starts_on, time(dice.randrange(7, 21), dice.randrange(60))),
    )
    for week, step in [(week, step) for week, steps in STEPS for step in range(1, steps + 1)][:number]:
        at += timedelta(minutes=dice.randrange(2, 19), seconds=dice.randrange(60))
        if chance(dice, 0.18):
            at += timedelta(days=dice.randint(1, days_apart), minutes=dice.randrange(300))
        finished = at + timedelta(minutes=dice.randrange(1, 16), seconds=dice.randrange(60))
        yield Visit(week, step, at, None if chance(dice, NOT_MARKED_COMPLETE) else finished)


def _moment(dice: Random, first: date, last: date) -> datetime:
    return datetime.combine(
        between(dice, first, last), time(dice.randrange(7, 23), dice.randrange(60), dice.randrange(60))
    )


def _enrolment(dice: Random, one: Learner) -> Sequence[Cell | datetime]:
    known = chance(dice, 0.12)
    about = ("female", "GB", "36-45", "university_degree", "working_full_time", "teaching_and_education")
    unenrolled_at = one.left_at if one.left_at and chance(dice, 0.6) else None
    role = "organisation_admin" if one.is_team and chance(dice, 0.8) else "learner"
    dates = (one.enrolled_at, unenrolled_at, role, one.fully_participated_at, None)
    return (one.learner_id, *dates, *(about if known else ("Unknown",) * len(about)), weighted(dice, COUNTRIES))


def _leaver(one: Learner) -> Sequence[Cell | datetime]:
    if not one.completed:
        return (one.learner_id, one.left_at, one.leaving_reason, None, None, None, None)
    last = one.completed[-1]
    return (
        one.learner_id,
        one.left_at,
        one.leaving_reason,
        last.completed_at,
        f"{last.week}.{last.step}",
        last.week,
        last.step,
    )


def _sentiment(dice: Random) -> tuple[datetime, int, int]:
    week = weighted(dice, {1: 5.0, 2: 3.0, 3: 2.0})
    begins = RUN_1.starts_on + timedelta(weeks=week - 1, days=1)
    return _moment(dice, begins, begins + timedelta(days=12)), week, weighted(dice, {3: 76.0, 2: 19.0, 1: 5.0})


@cache
def _mapped() -> tuple[tuple[Learner, Employee], ...]:
    dice = source("learner map")
    known = [one for one in learners() if not one.is_team]
    dice.shuffle(known)
    return tuple(zip(known[: round(MAPPED * len(known))], _people(dice), strict=False))


def _people(dice: Random) -> list[Employee]:
    """Teachers in post while the course ran, those who went on to a programme rather first."""
    placed = {place.employee for place in places()}
    there = [one for one in everyone() if one.in_post(RUN_1.starts_on) and one.in_post(RUN_1.ends_on) and one.teaches]
    there = [one for one in there if one.college.short not in NOT_ON_THE_MAP]
    return sorted(there, key=lambda one: dice.random() * (1.0 if one in placed else 2.5))


def _export(
    headings: Sequence[str], rows: Iterable[Sequence[Cell | datetime]], *, blank: str = "", line_end: str = "\n"
) -> bytes:
    """A set as FutureLearn writes it, which no writer of the standard library does: blanks may be quoted."""
    lines = [",".join(headings), *(",".join(_written(cell, blank) for cell in row) for row in rows)]
    return "".join(f"{line}{line_end}" for line in lines).encode()


def _written(cell: Cell | datetime, blank: str) -> str:
    if cell is None or cell == "":
        return blank
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S} UTC"
    written = str(cell)
    return '"' + written.replace('"', '""') + '"' if any(mark in written for mark in ',"\n') else written
