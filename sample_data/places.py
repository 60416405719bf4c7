"""Places with how they ended, the groups that mentors learn in, and who is matched with whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import ceil
from random import Random
from typing import NamedTuple

from sample_data.cohorts import AS_AT, T_LEVEL_2021, Cohort
from sample_data.drawing import between, chance, dealt, evenly, source, weighted, working_day
from sample_data.intakes import SURELY_MENTEES, intakes, leaders
from sample_data.names import SPECIALISTS, TUTORS
from sample_data.staffing import LEFT_BUT_ACTIVE, Employee

MENTOR, MENTEE, PARTICIPANT = "mentor", "mentee", "participant"
ENDINGS = {
    MENTOR: {"completed": 84.0, "withdrawn": 9.0, "": 7.0},
    MENTEE: {"completed": 80.0, "withdrawn": 8.0, "": 12.0},
    PARTICIPANT: {"completed": 78.0, "withdrawn": 11.0, "": 11.0},
}
ENDINGS_SO_FAR = {"": 94.0, "withdrawn": 6.0}
CERTIFICATES_FORGOTTEN = 0.04
MATCHED = 0.93
WITHDRAWALS = {
    "Workload": 36.0,
    "Timetable changed": 19.0,
    "Changed role": 13.0,
    "Family leave": 11.0,
    "Long-term sickness": 9.0,
    "Prefer not to say": 8.0,
}
LEFT = "Left the organisation"


class Group(NamedTuple):
    """The small group in which mentors of several colleges learn with one tutor."""

    name: str
    tutor: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a place ended, all blank where it has not."""

    completed_on: date | None = None
    withdrawn_on: date | None = None
    reason: str = ""
    certificate_on: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A person on a cohort in a role."""

    employee: Employee
    cohort: Cohort
    role: str
    started_on: date
    group: Group
    ending: Ending

    @property
    def over_on(self) -> date:
        """The last day on which something is logged for the place."""
        return min(self.ending.withdrawn_on or self.ending.completed_on or self.cohort.ends_on, AS_AT)


@dataclass(frozen=True, slots=True)
class Match:
    """A mentor with a mentee."""

    mentor: Place
    mentee: Place
    matched_on: date
    ended_on: date | None
    status: str


@cache
def places() -> tuple[Place, ...]:
    """All places, each person's on a cohort once."""
    wanted = [
        *((one, intake.cohort, role) for intake in intakes() for one, role in _roles(intake.mentor, intake.mentees)),
        *((leader, T_LEVEL_2021, PARTICIPANT) for leader in leaders()),
    ]
    return tuple(_place(*one) for one in wanted)


@cache
def matches() -> tuple[Match, ...]:
    """Who mentors whom; a few mentees still wait for a mentor."""
    of = {(place.employee, place.cohort): place for place in places()}
    pairs = [(of[i.mentor, i.cohort], of[mentee, i.cohort]) for i in intakes() for mentee in i.mentees]
    dice = source("matches")
    return tuple(
        _match(dice, *pair) for pair in pairs if chance(dice, MATCHED) or pair[1].employee.name in SURELY_MENTEES
    )


@cache
def groups() -> Mapping[tuple[Employee, Cohort], Group]:
    """The group of each mentor on a cohort."""
    cohorts = dict.fromkeys(intake.cohort for intake in intakes())
    return {(mentor, cohort): group for cohort in cohorts for mentor, group in _groups_of(cohort)}


def _roles(mentor: Employee, mentees: Iterable[Employee]) -> Iterator[tuple[Employee, str]]:
    yield mentor, MENTOR
    yield from ((mentee, MENTEE) for mentee in mentees)


def _groups_of(cohort: Cohort) -> Iterator[tuple[Employee, Group]]:
    dice = source(f"groups {cohort.code}")
    mentors = [intake.mentor for intake in intakes() if intake.cohort is cohort]
    dice.shuffle(mentors)
    sizes = evenly(len(mentors), ceil(len(mentors) / (cohort.programme.group_size or len(mentors))))
    for number, hand in enumerate(dealt(mentors, sizes), 1):
        group = Group(f"Group {number}", dice.choice(TUTORS))
        yield from ((mentor, group) for mentor in hand)


def _place(employee: Employee, cohort: Cohort, role: str) -> Place:
    dice = source(f"place {employee.e_mail} {cohort.code}")
    latest = cohort.starts_on + timedelta(days=28 if role == MENTEE else 7)
    group = groups().get((employee, cohort), Group("", ""))
    return Place(
        employee=employee,
        cohort=cohort,
        role=role,
        started_on=working_day(between(dice, cohort.starts_on, latest)),
        group=group if role == MENTOR else Group("", dice.choice(SPECIALISTS) if role == PARTICIPANT else ""),
        ending=_ending(dice, employee, cohort, role),
    )


def _ending(dice: Random, employee: Employee, cohort: Cohort, role: str) -> Ending:
    last_day = employee.leaves_on
    if last_day and cohort.starts_on < last_day < min(cohort.ends_on, AS_AT):
        return Ending() if employee.name == LEFT_BUT_ACTIVE else Ending(withdrawn_on=last_day, reason=LEFT)
    ends = weighted(dice, ENDINGS_SO_FAR if cohort.ends_on > AS_AT else ENDINGS[role])
    if ends == "withdrawn":
        return _withdrawal(dice, cohort)
    return _completion(dice, cohort) if ends == "completed" else Ending()


def _withdrawal(dice: Random, cohort: Cohort) -> Ending:
    first, last = cohort.starts_on + timedelta(days=30), min(cohort.ends_on, AS_AT) - timedelta(days=10)
    return Ending(withdrawn_on=between(dice, first, last), reason=weighted(dice, WITHDRAWALS))


def _completion(dice: Random, cohort: Cohort) -> Ending:
    completed_on = between(dice, cohort.ends_on - timedelta(days=3), cohort.ends_on + timedelta(days=18))
    certified = cohort.programme.certificate == "yes" and not chance(dice, CERTIFICATES_FORGOTTEN)
    return Ending(completed_on, None, "", completed_on + timedelta(days=dice.randrange(3, 25)) if certified else None)


def _match(dice: Random, mentor: Place, mentee: Place) -> Match:
    matched_on = max(mentor.started_on, mentee.started_on) + timedelta(days=dice.randrange(10))
    over_on = min(mentor.over_on, mentee.over_on)
    if mentor.ending.withdrawn_on or mentee.ending.withdrawn_on:
        return Match(mentor, mentee, matched_on, max(matched_on, over_on), "ended early")
    if mentor.cohort.ends_on > AS_AT:
        return Match(mentor, mentee, matched_on, None, "active")
    return Match(mentor, mentee, matched_on, max(matched_on, over_on), "completed")
