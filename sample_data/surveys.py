"""Survey waves: how many were asked, who answered, and what they said."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from sample_data.cohorts import AS_AT, T_LEVEL_2021, Cohort
from sample_data.colleges import COLLEGES, College
from sample_data.comments import WITH_PARTICULARS, Commenter
from sample_data.drawing import chance, source, weighted
from sample_data.places import Place, places
from sample_data.saving import Cell, text

MID_POINT, END = "Mid-point", "End of programme"
RESPONSE = {"mentor": 1.12, "mentee": 0.92, "participant": 1.0}
"""How readily each role answers, against the usual of its college."""
RATINGS = {5: 40.0, 4: 37.0, 3: 14.0, 2: 6.0, 1: 3.0}
DEMAND = {"high": 56.0, "medium": 40.0, "low": 4.0}
LUKEWARM = {"high": 22.0, "medium": 56.0, "low": 22.0}
"""Demand of those who rate the programme 1 or 2."""
COMMENTED = 0.58
QUESTION_LEFT_OUT = 0.04
FIRST_YEAR_ENDS = date(2021, 7, 31)


@dataclass(frozen=True, slots=True)
class Wave:
    """One survey of one cohort and the day on which it was sent."""

    survey: str
    cohort: Cohort
    sent_on: date


@dataclass(frozen=True, slots=True)
class Return:
    """One questionnaire that came back."""

    wave: Wave
    college: College
    role: str
    returned_on: date
    respondent: str
    demand_self: str
    demand_organisation: str
    rating: int | None
    comment: str


@cache
def invited() -> Counter[tuple[Wave, College, str]]:
    """How many of each role each college's wave was sent to."""
    asked = [(wave, place) for wave in _waves() for place in places() if _is_asked(wave, place)]
    return Counter((wave, place.employee.college, place.role) for wave, place in asked)


@cache
def returns() -> tuple[Return, ...]:
    """All questionnaires that came back, by day."""
    dice = source("returns")
    commenter = Commenter(source("comments"))
    readiness = {college: dice.uniform(0.42, 0.88) for college in COLLEGES}
    answered = [
        (wave, college, role)
        for (wave, college, role), number in invited().items()
        for _ in range(min(number, int(number * readiness[college] * RESPONSE[role] + dice.random())))
    ]
    drawn = [_return(dice, commenter, *one, f"R-{number:04d}") for number, one in enumerate(answered, 1)]
    return tuple(sorted(_with_particulars(drawn), key=lambda one: (one.returned_on, one.respondent)))


def invitations() -> bytes:
    """How many were asked."""
    headings = ("Organisation", "Programme", "Cohort", "Survey", "Role", "Invited")
    rows = [
        (college.name, wave.cohort.programme.name, wave.cohort.name, wave.survey, role, number)
        for (wave, college, role), number in invited().items()
    ]
    return text(headings, rows)


def first_year_returns() -> bytes:
    """The returns of 2020-21 as the survey tool exports them, comments with line ends included."""
    return text(HEADINGS, [_row(one) for one in returns() if one.returned_on <= FIRST_YEAR_ENDS])


def later_returns() -> bytes:
    """The returns since, from another tool, which writes tabs and names the months."""
    rows = [_row(one) for one in returns() if one.returned_on > FIRST_YEAR_ENDS]
    return text(HEADINGS, rows, delimiter="\t", day="%d %b %Y")


HEADINGS = (
    "Organisation", "Programme", "Cohort", "Survey", "Role", "Returned on", "Respondent", "Demand for yourself",
    "Demand for your organisation", "Rating", "Comment",
)  # fmt: skip


def _row(one: Return) -> Sequence[Cell]:
    cohort = one.wave.cohort
    who = (one.college.name, cohort.programme.name, cohort.name, one.wave.survey, one.role)
    said = (one.demand_self, one.demand_organisation, one.rating, one.comment)
    return (*who, one.returned_on, one.respondent, *said)


def _waves() -> Iterator[Wave]:
    cohorts = sorted({place.cohort for place in places()}, key=lambda cohort: (cohort.starts_on, cohort.code))
    for cohort in cohorts:
        middle = cohort.starts_on + (cohort.ends_on - cohort.starts_on) / 2
        if cohort is not T_LEVEL_2021:
            yield Wave(MID_POINT, cohort, min(middle, AS_AT - timedelta(days=24)))
        if cohort.ends_on < AS_AT:
            yield Wave(END, cohort, cohort.ends_on - timedelta(days=6))


def _is_asked(wave: Wave, place: Place) -> bool:
    gone_on = place.ending.withdrawn_on
    return (
        place.cohort is wave.cohort and place.started_on < wave.sent_on and (gone_on is None or gone_on > wave.sent_on)
    )


def _return(  # noqa: PLR0913 - one questionnaire, with what is known of whose it is
    dice: Random, commenter: Commenter, wave: Wave, college: College, role: str, respondent: str
) -> Return:
    rating = weighted(dice, RATINGS)
    demand = DEMAND if rating > 2 else LUKEWARM  # noqa: PLR2004 - the two lowest
    said_self, said_organisation = (_or_left_out(dice, weighted(dice, demand)) for _ in range(2))
    return Return(
        wave=wave,
        college=college,
        role=role,
        returned_on=wave.sent_on + timedelta(days=dice.choice((0, 0, 1, 1, 2, 3, 5, 7, 8, 12, 15, 21))),
        respondent=respondent,
        demand_self=said_self,
        demand_organisation=said_organisation,
        rating=None if chance(dice, QUESTION_LEFT_OUT) else rating,
        comment=commenter.comment(role, rating) if chance(dice, COMMENTED) else "",
    )


def _or_left_out(dice: Random, answer: str) -> str:
    return "" if chance(dice, QUESTION_LEFT_OUT) else answer


def _with_particulars(drawn: Sequence[Return]) -> Iterator[Return]:
    """The returns, of which a few name people or say how to reach them."""
    at = {len(drawn) * (place + 1) // 4: said for place, said in enumerate(WITH_PARTICULARS)}
    for number, one in enumerate(drawn):
        yield replace(one, comment=f"{one.comment} {at[number]}".strip()) if number in at else one
