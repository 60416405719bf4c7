"""The programmes with what each expects, their cohorts, and the days on which colleges were shut or taught online."""

from dataclasses import dataclass
from datetime import date, timedelta

AS_AT = date(2022, 7, 31)
"""The last day that the sample knows of."""


@dataclass(frozen=True, slots=True)
class Programme:
    """An offer with its own expectations; blank where it has none."""

    name: str
    guided_hours: int
    group_size: int | None
    grant_per_place: int | None
    certificate: str
    completion_rule: str


@dataclass(frozen=True, slots=True)
class Cohort:
    """One intake, and the hours of mentoring that it asks for."""

    programme: Programme
    name: str
    code: str
    starts_on: date
    ends_on: date
    hours_low: int | None = None
    hours_high: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is not yet due."""
        return self.ends_on > AS_AT


@dataclass(frozen=True, slots=True)
class Event:
    """A dated note; `weight` is how much mentoring goes on meanwhile."""

    starts_on: date
    until_on: date | None
    words: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Term:
    """The part of a year that one national log is of."""

    name: str
    starts_on: date
    ends_on: date


GETTING_READY = Programme("Getting ready to mentor", 6, None, None, "no", "steps 90%")
NEW = Programme("New to mentoring", 24, 8, 6000, "yes", "certificate")
ADVANCED = Programme("Advanced mentoring", 20, 8, 6000, "yes", "certificate")
T_LEVEL = Programme("T Level Leadership Mentoring", 4, None, None, "no", "completed on")

RUN_1 = Cohort(GETTING_READY, "Run 1", "RUN1", date(2020, 11, 9), date(2020, 11, 29))
NEW_2020 = Cohort(NEW, "October 2020", "N20", date(2020, 10, 5), date(2021, 3, 31), 40, 50)
ADVANCED_2020 = Cohort(ADVANCED, "October 2020", "A20", date(2020, 10, 5), date(2021, 3, 31), 40, 50)
NEW_2021 = Cohort(NEW, "September 2021", "N21", date(2021, 9, 20), date(2022, 2, 28), 40)
ADVANCED_2021 = Cohort(ADVANCED, "September 2021", "A21", date(2021, 9, 20), date(2022, 2, 28), 40)
NEW_2022 = Cohort(NEW, "April 2022", "N22", date(2022, 4, 25), date(2022, 10, 31), 40)
T_LEVEL_2021 = Cohort(T_LEVEL, "October 2021", "T21", date(2021, 10, 11), date(2022, 5, 31), 12, 18)

COHORTS = (NEW_2022, T_LEVEL_2021, ADVANCED_2021, NEW_2021, ADVANCED_2020, NEW_2020, RUN_1)
"""Newest first, as such lists grow."""

TERMS = (
    Term("2020-autumn", date(2020, 10, 1), date(2020, 12, 31)),
    Term("2021-spring", date(2021, 1, 1), date(2021, 4, 30)),
    Term("2021-autumn", date(2021, 9, 1), date(2021, 12, 31)),
    Term("2022-spring", date(2022, 1, 1), date(2022, 3, 31)),
    Term("2022-summer", date(2022, 4, 1), date(2022, 12, 31)),
)

CALENDAR = (
    Event(date(2017, 12, 21), date(2018, 1, 2), "Christmas closure", 0.0),
    Event(date(2018, 12, 21), date(2019, 1, 2), "Christmas closure", 0.0),
    Event(date(2019, 12, 21), date(2020, 1, 5), "Christmas closure", 0.0),
    Event(date(2020, 3, 23), None, "First national lockdown begins"),
    Event(date(2020, 11, 5), date(2020, 12, 2), "Second national lockdown", 0.75),
    Event(date(2020, 12, 19), date(2021, 1, 3), "Christmas closure", 0.0),
    Event(date(2021, 1, 5), date(2021, 3, 7), "Third national lockdown, colleges teach online", 0.55),
    Event(date(2021, 3, 8), None, "Colleges open again to all students"),
    Event(date(2021, 4, 2), date(2021, 4, 16), "Easter closure", 0.05),
    Event(date(2021, 7, 24), date(2021, 8, 31), "Summer closure", 0.05),
    Event(date(2021, 12, 18), date(2022, 1, 3), "Christmas closure", 0.0),
    Event(date(2022, 4, 9), date(2022, 4, 22), "Easter closure", 0.05),
    Event(date(2022, 7, 23), date(2022, 8, 31), "Summer closure", 0.05),
)
HALF_TERMS = (
    Event(date(2020, 10, 26), date(2020, 10, 30), "half term", 0.15),
    Event(date(2021, 2, 15), date(2021, 2, 19), "half term", 0.15),
    Event(date(2021, 10, 25), date(2021, 10, 29), "half term", 0.15),
    Event(date(2022, 2, 14), date(2022, 2, 18), "half term", 0.15),
    Event(date(2022, 5, 30), date(2022, 6, 3), "half term", 0.15),
)


def mentoring_on(day: date) -> float:
    """How much mentoring goes on, on a day: none on weekends and in closures, less in lockdowns."""
    if day.weekday() > 4:  # noqa: PLR2004 - Friday
        return 0.0
    meanwhile = [
        event.weight for event in CALENDAR + HALF_TERMS if event.until_on and event.starts_on <= day <= event.until_on
    ]
    return min(meanwhile, default=1.0)


def days_from(first: date, last: date) -> list[date]:
    """The days from first to last on which any mentoring goes on."""
    days = (first + timedelta(days=after) for after in range((last - first).days + 1))
    return [day for day in days if mentoring_on(day)]
