"""Who works at each college: starters and leavers since August 2017, and those in post before."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from sample_data.cohorts import AS_AT
from sample_data.colleges import COLLEGES, College
from sample_data.drawing import between, chance, source, weighted, working_day
from sample_data.names import FIRST_NAMES, SURNAMES

LISTED_FROM = date(2017, 8, 1)
NOTICE_KNOWN_TO = date(2022, 8, 31)
YEARS = range(2017, 2022)
LEAVING = (0.19, 0.17, 0.14, 0.12)
"""The share who leave in the first, second, third and every later year of service."""

TEACHING_ROLES = {
    "Lecturer": 46.0,
    "Teacher": 12.0,
    "Tutor": 9.0,
    "Advanced Practitioner": 6.0,
    "Instructor": 5.0,
    "Trainer": 4.0,
    "Practitioner": 3.0,
}
MANAGER = "Curriculum Manager"
OTHER_ROLES = {MANAGER: 7.0, "Learning Support Assistant": 5.0, "Technician": 2.0, "Administrator": 1.0}
CONTRACTS = {"Permanent": 76.0, "Fixed term": 17.0, "Zero hours": 7.0}
REASONS = {"Resignation": 70.0, "End of fixed-term contract": 13.0, "Redundancy": 7.0, "Ill health": 4.0}
DESTINATIONS = {
    "Another FE college": 26.0,
    "School": 22.0,
    "Outside education": 27.0,
    "Higher education": 8.0,
    "Sixth-form college": 5.0,
    "Not known": 12.0,
}
NO_EXIT_INTERVIEWS = "Stannerton"
"""The college that rarely knows where its leavers went."""


@dataclass(frozen=True, slots=True)
class Spell:
    """From the first to the last day employed."""

    started_on: date
    last_day_on: date | None = None
    reason: str = ""
    destination: str = ""

    def covers(self, day: date) -> bool:
        """Whether the day is one of employment."""
        return self.started_on <= day and (self.last_day_on is None or day <= self.last_day_on)


@dataclass(frozen=True, slots=True)
class Employee:
    """Someone on the staff list of a college."""

    college: College
    staff_number: str
    name: str
    e_mail: str
    main_role: str
    contract: str
    spells: tuple[Spell, ...]

    @property
    def teaches(self) -> bool:
        """Whether the main role is a teaching one."""
        return self.main_role in TEACHING_ROLES

    @property
    def leaves_on(self) -> date | None:
        """The last day employed, if there is one."""
        return self.spells[-1].last_day_on

    def years_in_post(self, day: date) -> float:
        """Years since the first day, negative before it."""
        return (day - self.spells[0].started_on).days / 365.25

    def in_post(self, day: date) -> bool:
        """Whether employed on the day."""
        return any(spell.covers(day) for spell in self.spells)


NAMESAKES = "Robin Carrick"
LEFT_BUT_ACTIVE = "Jules Ormerod"
SURNAME_NULL = "Petra Null"
WITH_ACCENTS = "Renée Beauchêne"
PLANTED = {
    "Thornbeck": ((WITH_ACCENTS, "r.beauchene@thornbeck.example", Spell(date(2019, 9, 2))),),
    "Marlstow": (
        (NAMESAKES, "robin.carrick@marlstow.example", Spell(date(2019, 9, 2))),
        (NAMESAKES, "r.carrick2@marlstow.example", Spell(date(2020, 1, 6))),
    ),
    "Calderwick": (
        (
            LEFT_BUT_ACTIVE,
            "j.ormerod@calderwick.example",
            Spell(date(2020, 9, 1), date(2022, 6, 10), "Resignation", "School"),
        ),
    ),
    "Eastholme": ((SURNAME_NULL, "p.null@eastholme.example", Spell(date(2018, 9, 3))),),
}
"""People who are there for what they show."""


@cache
def staff_of(college: College) -> tuple[Employee, ...]:
    """Everyone on the college's staff list, by when they started."""
    dice = source(f"staff {college.name}")
    strain = dice.uniform(0.75, 1.3)
    starts = sorted([*_starts_before(dice, college), *_starts_since(dice, college)])
    names, addresses = set[str](), set[str]()
    people = [_employee(dice, college, strain, start, names, addresses) for start in starts]
    planted = [_planted(college, *one) for one in PLANTED.get(college.short, ())]
    return tuple(
        replace(one, staff_number=_staff_number(college, place)) for place, one in enumerate([*people, *planted])
    )


@cache
def everyone() -> tuple[Employee, ...]:
    """The staff of all colleges."""
    return tuple(one for college in COLLEGES for one in staff_of(college))


def _starts_before(dice: Random, college: College) -> Iterator[date]:
    for _ in range(7 + round(college.people * 0.9)):
        year = dice.randrange(2003, 2017)
        yield (
            working_day(date(year, 9, 1))
            if chance(dice, 0.65)
            else between(dice, date(year, 9, 2), date(year + 1, 7, 31))
        )


def _starts_since(dice: Random, college: College) -> Iterator[date]:
    each_year = 2.7 + college.people * 0.24
    for year in YEARS:
        for _ in range(round(each_year * dice.uniform(0.75, 1.25))):
            yield _start_in(dice, year)


def _start_in(dice: Random, year: int) -> date:
    season = weighted(dice, {"September": 6.0, "January": 1.5, "any": 2.5})
    if season == "September":
        return working_day(date(year, 9, 1))
    if season == "January":
        return working_day(date(year + 1, 1, 4))
    return working_day(between(dice, date(year, 8, 15), date(year + 1, 7, 15)))


def _employee(  # noqa: PLR0913 - a person, and the names that are taken
    dice: Random, college: College, strain: float, started_on: date, names: set[str], addresses: set[str]
) -> Employee:
    name = _unlike(dice, names)
    return Employee(
        college=college,
        staff_number="",
        name=name,
        e_mail=_address(name, college, addresses),
        main_role=weighted(dice, TEACHING_ROLES | OTHER_ROLES),
        contract=weighted(dice, CONTRACTS),
        spells=tuple(_spells(dice, college, strain, started_on)),
    )


def _planted(college: College, name: str, e_mail: str, spell: Spell) -> Employee:
    return Employee(college, "", name, e_mail, "Lecturer", "Permanent", (spell,))


def _staff_number(college: College, place: int) -> str:
    return str(10_000 + (ord(college.code[0]) - ord("A")) * 700 + place * 3)


def _unlike(dice: Random, names: set[str]) -> str:
    while True:
        name = f"{dice.choice(FIRST_NAMES)} {dice.choice(SURNAMES)}"
        if name not in names:
            names.add(name)
            return name


def _address(name: str, college: College, addresses: set[str]) -> str:
    first, _, last = _bare(name).partition(" ")
    tries = (f"{first[0]}.{last}{number or ''}@{college.domain}" for number in (0, *range(2, 100)))
    address = next(one for one in tries if one not in addresses)
    addresses.add(address)
    return address


def _bare(name: str) -> str:
    """Letters without accents, as addresses have them."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if letter in "abcdefghijklmnopqrstuvwxyz -")


def _spells(dice: Random, college: College, strain: float, started_on: date) -> Iterator[Spell]:
    last_day = _last_day(dice, strain, started_on)
    if last_day is None:
        yield Spell(started_on)
        return
    yield _ended(dice, college, started_on, last_day)
    back = working_day(last_day + timedelta(days=dice.randrange(150, 500)))
    if chance(dice, 0.02) and back < AS_AT:
        yield Spell(back)


def _last_day(dice: Random, strain: float, started_on: date) -> date | None:
    """The day on which the person leaves, if one is known; the list has nobody who left before it begins."""
    for year in range(20):
        begins = started_on + timedelta(days=round(year * 365.25))
        leaves = chance(dice, LEAVING[min(year, len(LEAVING) - 1)] * strain)
        day = _end_of_month(begins + timedelta(days=dice.randrange(25, 365)), dice)
        if leaves and day >= LISTED_FROM:
            return day if day <= AS_AT or (day <= NOTICE_KNOWN_TO and chance(dice, 0.5)) else None
    return None


def _end_of_month(day: date, dice: Random) -> date:
    """Most leave at the end of a month, many at the end of August."""
    if day.month in (6, 7) and chance(dice, 0.6):
        return date(day.year, 8, 31)
    if chance(dice, 0.3):
        return working_day(day)
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _ended(dice: Random, college: College, started_on: date, last_day: date) -> Spell:
    if (last_day - started_on).days > 365 * 9 and chance(dice, 0.35):
        return Spell(started_on, last_day, "Retirement", "Retired")
    unknown = college.short == NO_EXIT_INTERVIEWS and chance(dice, 0.55)
    destination = "Not known" if unknown else weighted(dice, DESTINATIONS)
    return Spell(started_on, last_day, weighted(dice, REASONS), destination)
