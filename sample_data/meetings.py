"""What took place: mentors with mentees, groups across colleges, and specialists with leaders."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache
from itertools import groupby
from random import Random

from sample_data.cohorts import AS_AT, T_LEVEL_2021, Cohort, days_from, mentoring_on
from sample_data.colleges import College
from sample_data.drawing import chance, source, weighted, working_day
from sample_data.places import MENTOR, PARTICIPANT, Match, Place, matches, places
from sample_data.staffing import Employee

SUPPORTED, TUTORIAL, ACTION_LEARNING = "supported mentoring", "tutorial", "action learning set"
SIMULATION, GUIDED = "simulation", "guided learning"
HELD, CANCELLED, SCHEDULED = "held", "cancelled", "scheduled"

NEVER_LOG = ("Lowmarsh", "Oakenby")
"""Colleges whose mentors keep no log, so that their hours are unknown and not nought."""
ALSO_NEVER_LOG = 0.07
LENGTHS = {45: 10.0, 60: 46.0, 75: 9.0, 90: 25.0, 105: 3.0, 120: 7.0}
WITH_SEVERAL_MENTEES = 0.08
CANCELLATIONS = 0.05
ATTENDANCE = 0.87
AT_FULL_PACE = 44.0
"""Hours of a mentor who does all that is asked, for those who are not at the end yet."""

GROUP_MEETINGS = (
    (1, GUIDED, 120),
    (2, TUTORIAL, 60),
    (4, ACTION_LEARNING, 90),
    (6, SIMULATION, 120),
    (8, TUTORIAL, 60),
    (10, ACTION_LEARNING, 90),
    (14, ACTION_LEARNING, 90),
    (16, SIMULATION, 120),
    (18, TUTORIAL, 60),
    (20, ACTION_LEARNING, 90),
)
"""The week, kind and minutes of what each group does with its tutor."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting, by its reference; either a mentor and mentees or participants were there."""

    reference: str
    cohort: Cohort
    held_on: date
    starts_at: time
    kind: str
    status: str
    minutes: int | None
    mentor: Employee | None = None
    mentees: tuple[Employee, ...] = ()
    participants: tuple[Employee, ...] = ()

    @property
    def colleges(self) -> tuple[College, ...]:
        """The colleges of those who were there."""
        mentor = () if self.mentor is None else (self.mentor,)
        return tuple(dict.fromkeys(one.college for one in (*mentor, *self.mentees, *self.participants)))


@cache
def meetings() -> tuple[Meeting, ...]:
    """All meetings, by day."""
    found = sorted(
        [*_of_mentors(), *_of_groups(), *_of_leaders()], key=lambda meeting: (meeting.held_on, meeting.starts_at)
    )
    return tuple(_numbered(found))


def _numbered(found: Iterable[Meeting]) -> Iterator[Meeting]:
    """Each college numbers the meetings of its own mentors."""
    numbers = Counter[College]()
    for meeting in found:
        if meeting.mentor is None:
            yield meeting
            continue
        college = meeting.mentor.college
        numbers[college] += 1
        yield replace(meeting, reference=f"{college.code}-{numbers[college]:04d}")


def _of_mentors() -> Iterator[Meeting]:
    for mentor, matched in groupby(matches(), key=lambda match: match.mentor):
        yield from _of_mentor(mentor, list(matched))


def _of_mentor(mentor: Place, matched: Sequence[Match]) -> Iterator[Meeting]:
    dice = source(f"meetings {mentor.employee.e_mail} {mentor.cohort.code}")
    if mentor.employee.college.short in NEVER_LOG or chance(dice, ALSO_NEVER_LOG):
        return
    first = min(match.matched_on for match in matched)
    days = days_from(first, mentor.over_on)
    left = 60 * _hours(dice, mentor)
    for day in _days(dice, days):
        meeting = _meeting(dice, mentor, matched, day)
        if left <= 0:
            break
        if meeting is not None:
            left -= meeting.minutes or 0
            yield meeting
    yield from _still_to_come(dice, mentor, matched)


def _hours(dice: Random, mentor: Place) -> float:
    """The hours that the mentor will have logged: most of them what is asked, some far less, a few more."""
    so_far = (mentor.over_on - mentor.cohort.starts_on) / (mentor.cohort.ends_on - mentor.cohort.starts_on)
    if mentor.ending.completed_on:
        usual = weighted(dice, {(40.0, 50.0): 64.0, (34.0, 40.0): 18.0, (50.0, 60.0): 12.0, (9.0, 30.0): 6.0})
        return dice.uniform(*usual)
    if mentor.ending.withdrawn_on or mentor.cohort.is_running:
        return AT_FULL_PACE * min(so_far, 1.0) * dice.uniform(0.45, 1.15)
    return dice.uniform(5.0, 30.0)


def _days(dice: Random, days: Sequence[date]) -> list[date]:
    """The days in the order in which they are taken, those on which more goes on rather earlier."""
    return sorted(days, key=lambda day: dice.random() / mentoring_on(day))


def _meeting(dice: Random, mentor: Place, matched: Sequence[Match], day: date) -> Meeting | None:
    there = [match.mentee.employee for match in matched if _is_on(match, day)]
    if not there:
        return None
    together = len(there) > 1 and chance(dice, WITH_SEVERAL_MENTEES)
    cancelled = chance(dice, CANCELLATIONS)
    return Meeting(
        reference="",
        cohort=mentor.cohort,
        held_on=day,
        starts_at=time(dice.randrange(9, 17), dice.choice((0, 0, 30))),
        kind=SUPPORTED,
        status=CANCELLED if cancelled else HELD,
        minutes=None if cancelled else weighted(dice, LENGTHS),
        mentor=mentor.employee,
        mentees=tuple(there[:3] if together else [dice.choice(there)]),
    )


def _is_on(match: Match, day: date) -> bool:
    return match.matched_on <= day and (match.ended_on is None or day <= match.ended_on)


def _still_to_come(dice: Random, mentor: Place, matched: Sequence[Match]) -> Iterator[Meeting]:
    """What is in the diary after the last day that the sample knows of."""
    if not mentor.cohort.is_running or mentor.ending.withdrawn_on:
        return
    for weeks in (6, 7):
        day = working_day(AS_AT + timedelta(weeks=weeks, days=dice.randrange(5)))
        meeting = _meeting(dice, mentor, matched, day)
        if meeting is not None:
            yield replace(meeting, status=SCHEDULED, minutes=60)


def _of_groups() -> Iterator[Meeting]:
    mentors = [place for place in places() if place.role == MENTOR]
    mentors.sort(key=lambda place: (place.cohort.starts_on, place.cohort.code, place.group.name))
    for (cohort, group), members in groupby(mentors, key=lambda place: (place.cohort, place.group.name)):
        yield from _of_group(cohort, group, list(members))


def _of_group(cohort: Cohort, group: str, members: Sequence[Place]) -> Iterator[Meeting]:
    dice = source(f"group {cohort.code} {group}")
    weekday, hour, code = dice.randrange(5), dice.choice((10, 13, 16)), group.replace("Group ", "G")
    for number, (week, kind, minutes) in enumerate(GROUP_MEETINGS, 1):
        day = _next_taught(cohort.starts_on + timedelta(weeks=week - 1, days=weekday))
        there = tuple(place.employee for place in members if place.over_on >= day and chance(dice, ATTENDANCE))
        if there and day <= min(cohort.ends_on, AS_AT):
            reference = f"{cohort.code}-{code}-{number:02d}"
            yield Meeting(reference, cohort, day, time(hour), kind, HELD, minutes, participants=there)


def _next_taught(day: date) -> date:
    """The day itself, or the same day of the first week that is no holiday."""
    while mentoring_on(day) < 0.5:  # noqa: PLR2004 - a lockdown slows, a holiday stops
        day += timedelta(weeks=1)
    return day


def _of_leaders() -> Iterator[Meeting]:
    """One-to-one mentoring by outside specialists, who are on nobody's staff and so are not logged by name."""
    for place in places():
        if place.role == PARTICIPANT:
            yield from _of_leader(place)


def _of_leader(place: Place) -> Iterator[Meeting]:
    dice = source(f"leader {place.employee.e_mail}")
    hours = dice.uniform(11.5, 18.0) if place.ending.completed_on else dice.uniform(2.0, 9.0)
    left, code = hours * 60, place.employee.college.code
    for number, day in enumerate(_days(dice, days_from(place.started_on, place.over_on)), 1):
        if left <= 0:
            return
        minutes = dice.choice((60, 60, 90))
        left -= minutes
        reference = f"{T_LEVEL_2021.code}-{code}{place.employee.staff_number}-{number:02d}"
        starts_at = time(dice.randrange(9, 16))
        yield Meeting(reference, place.cohort, day, starts_at, SUPPORTED, HELD, minutes, participants=(place.employee,))
