"""Who goes on which cohort: mentors with their mentees, and the leaders on the T Level programme."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random

from sample_data.cohorts import ADVANCED_2020, ADVANCED_2021, AS_AT, NEW_2020, NEW_2021, NEW_2022, T_LEVEL_2021, Cohort
from sample_data.colleges import COLLEGES, GENERAL, College
from sample_data.drawing import dealt, evenly, source, weighted
from sample_data.staffing import LEFT_BUT_ACTIVE, MANAGER, NAMESAKES, SURNAME_NULL, WITH_ACCENTS, Employee, staff_of

JOINED_BY = {NEW_2020: 5.0, ADVANCED_2020: 2.5, NEW_2021: 4.0, ADVANCED_2021: 2.0, NEW_2022: 2.0}
"""The cohorts with mentors, the more popular the heavier."""
SURELY_JOINED = {"Calderwick": NEW_2022, "Marlstow": NEW_2020, "Eastholme": NEW_2021}
SURELY_MENTEES = {NAMESAKES: NEW_2020, LEFT_BUT_ACTIVE: NEW_2022, SURNAME_NULL: NEW_2021, WITH_ACCENTS: NEW_2020}
COHORTS_BY_PEOPLE = ((5, 1), (12, 2), (18, 3), (24, 4), (99, 5))
MENTORS_AMONG_PEOPLE = 0.28
LARGE = 10
EARLY_CAREER_YEARS = 3
LEAST_STAY = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class Intake:
    """A mentor on a cohort, and those who are to be mentored."""

    cohort: Cohort
    mentor: Employee
    mentees: tuple[Employee, ...]


@cache
def intakes() -> tuple[Intake, ...]:
    """All mentors with their mentees, college by college."""
    return tuple(intake for college in COLLEGES for intake in _of_college(college))


@cache
def leaders() -> tuple[Employee, ...]:
    """The middle leaders on the T Level programme."""
    return tuple(leader for college in COLLEGES for leader in _leaders_of(college))


@cache
def _of_college(college: College) -> tuple[Intake, ...]:
    dice = source(f"intakes {college.name}")
    people = college.people - _number_of_leaders(college)
    cohorts = _cohorts_of(dice, college)
    mentors = max(len(cohorts), round(people * MENTORS_AMONG_PEOPLE))
    sizes = evenly(people - mentors, mentors)
    taken = {one for one in staff_of(college) if one.name in SURELY_MENTEES}
    drawn = [
        intake
        for cohort, hand in zip(cohorts, dealt(sizes, evenly(mentors, len(cohorts))), strict=True)
        for intake in _on(dice, college, cohort, hand, taken)
    ]
    return (*drawn, *(_again(drawn) if ADVANCED_2021 in cohorts else ()))


def _number_of_leaders(college: College) -> int:
    return 1 + college.people // 12 if college.provider_type == GENERAL and college.people > LARGE else 0


def _cohorts_of(dice: Random, college: College) -> list[Cohort]:
    """One cohort for the smallest colleges, up to all five for the largest, in the order they began."""
    number = next(cohorts for most, cohorts in COHORTS_BY_PEOPLE if college.people <= most)
    chosen = {SURELY_JOINED[college.short]} if college.short in SURELY_JOINED else set[Cohort]()
    while len(chosen) < number:
        chosen.add(weighted(dice, JOINED_BY))
    return sorted(chosen, key=lambda cohort: (cohort.starts_on, cohort.code))


def _on(dice: Random, college: College, cohort: Cohort, sizes: Sequence[int], taken: set[Employee]) -> Iterator[Intake]:
    """One cohort's mentors of a college, each with as many mentees as `sizes` says."""
    sure = [one for one in staff_of(college) if SURELY_MENTEES.get(one.name) is cohort]
    mentors = _chosen(dice, college, cohort, taken, experienced=True)[: len(sizes)]
    taken.update(mentors)
    mentees = [*sure, *_chosen(dice, college, cohort, taken, experienced=False)][: sum(sizes)]
    taken.update(mentees)
    for mentor, hand in zip(mentors, dealt(mentees, sizes), strict=True):
        yield Intake(cohort, mentor, hand)


def _chosen(
    dice: Random, college: College, cohort: Cohort, taken: set[Employee], *, experienced: bool
) -> list[Employee]:
    """The college's free teachers, those first who fit best."""
    settled = min(cohort.starts_on + LEAST_STAY, AS_AT)
    there = [one for one in staff_of(college) if one not in taken and one.teaches]
    there = [one for one in there if one.in_post(cohort.starts_on) and one.in_post(settled)]
    return sorted(there, key=lambda one: _unfitness(one, cohort, experienced=experienced) + dice.random())


def _unfitness(employee: Employee, cohort: Cohort, *, experienced: bool) -> float:
    """Mentors have taught for some years and mentees have not; who means to leave puts the name down less often."""
    has_taught_long = employee.years_in_post(cohort.starts_on) >= EARLY_CAREER_YEARS
    return 2.0 * (has_taught_long != experienced) + 0.4 * (not employee.in_post(cohort.ends_on))


def _again(drawn: Sequence[Intake]) -> Iterator[Intake]:
    """One who was new to mentoring goes on to the advanced programme a year later, with the same mentees."""
    for intake in drawn:
        mentees = tuple(one for one in intake.mentees if one.in_post(ADVANCED_2021.ends_on))
        if intake.cohort is NEW_2020 and mentees and intake.mentor.in_post(ADVANCED_2021.ends_on):
            yield Intake(ADVANCED_2021, intake.mentor, mentees)
            return


def _leaders_of(college: College) -> list[Employee]:
    dice = source(f"leaders {college.name}")
    taken = {one for intake in _of_college(college) for one in (intake.mentor, *intake.mentees)}
    there = [one for one in staff_of(college) if one not in taken and one.in_post(T_LEVEL_2021.starts_on)]
    there = [one for one in there if one.teaches or one.main_role == MANAGER]
    return sorted(there, key=lambda one: (one.main_role != MANAGER) + dice.random())[: _number_of_leaders(college)]
