"""The lists that are kept of colleges, programmes, staff, places and matches, in the shapes people keep them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from sample_data.cohorts import AS_AT, CALENDAR, COHORTS, Cohort
from sample_data.colleges import BY_SHORT, COLLEGES, UKPRN
from sample_data.places import Match, Place, matches, places
from sample_data.saving import Cell, Page, database, text, workbook
from sample_data.staffing import Employee, Spell, everyone

OWN_STAFF = ("Thornbeck", "Harrowmere", "Penbrock", "Kesterby")
OWN_PLACES = ("Thornbeck", "Harrowmere")
"""Colleges that are on no national list of staff, or of places."""
OUTCOMES_FROM_COLLEGE = "Kesterby"
"""The college whose places the national list has, but not how they ended."""

Row = TypeVar("Row")
Columns = Mapping[str, Callable[[Row], Cell]]
Employment = tuple[Employee, Spell]

SPELL: Columns[Employment] = {
    "Staff number": lambda row: row[0].staff_number,
    "Name": lambda row: row[0].name,
    "E-mail": lambda row: row[0].e_mail,
    "Employment Start Date": lambda row: row[1].started_on,
    "Employment End Date": lambda row: row[1].last_day_on,
    "Main Role": lambda row: row[0].main_role,
    "Reason for Leaving": lambda row: row[1].reason,
    "Destination": lambda row: row[1].destination,
    "Contract Type": lambda row: row[0].contract,
}
PLACE: Columns[Place] = {
    "Programme": lambda place: place.cohort.programme.name,
    "Cohort": lambda place: place.cohort.name,
    "Role": lambda place: place.role,
    "Name": lambda place: place.employee.name,
    "E-mail": lambda place: place.employee.e_mail,
    "Group": lambda place: place.group.name,
    "Tutor": lambda place: place.group.tutor,
    "Started": lambda place: place.started_on,
    "Due": lambda place: place.cohort.ends_on,
    "Completed": lambda place: place.ending.completed_on,
    "Withdrawn": lambda place: place.ending.withdrawn_on,
    "Withdrawal reason": lambda place: place.ending.reason,
    "Certificate issued": lambda place: place.ending.certificate_on,
}
MATCH: Columns[Match] = {
    "Organisation": lambda match: match.mentor.employee.college.name,
    "Programme": lambda match: match.mentor.cohort.programme.name,
    "Cohort": lambda match: match.mentor.cohort.name,
    "Mentor": lambda match: match.mentor.employee.name,
    "Mentor e-mail": lambda match: match.mentor.employee.e_mail,
    "Mentee": lambda match: match.mentee.employee.name,
    "Mentee e-mail": lambda match: match.mentee.employee.e_mail,
    "Matched on": lambda match: match.matched_on,
    "Ended on": lambda match: match.ended_on,
    "Match status": lambda match: match.status,
}


def organisations() -> bytes:
    """The national list of organisations, with lines above and a note below."""
    rows = [(one.name, one.short, UKPRN[one], one.provider_type, one.region) for one in COLLEGES]
    return workbook(
        Page(
            "Organisations",
            ("Organisation", "Also known as", "UKPRN", "Provider type", "Region"),
            rows,
            above=("Mentoring programme: participating organisations", "Synthetic sample: none of these exists", ""),
            below=((), ("Note: names as in the grant letters.",)),
            widths={"A": 34, "B": 16, "C": 12, "D": 28, "E": 26},
        )
    )


def programmes() -> bytes:
    """Programmes and cohorts, the newest first."""
    headings = (
        "Programme", "Cohort", "Cohort starts", "Cohort ends", "Target hours low", "Target hours high",
        "Guided hours", "Group size", "Grant per place", "Certificate", "Completion rule",
    )  # fmt: skip
    return text(headings, [_cohort(cohort) for cohort in COHORTS])


def _cohort(cohort: Cohort) -> Sequence[Cell]:
    of = cohort.programme
    expected = (of.guided_hours, of.group_size, of.grant_per_place, of.certificate, of.completion_rule)
    dates = (cohort.starts_on, cohort.ends_on)
    return (of.name, cohort.name, *dates, cohort.hours_low, cohort.hours_high, *expected)


def calendar() -> bytes:
    """Lockdowns and closures."""
    rows = [(one.starts_on, one.until_on, one.words, "yes" if one.weight == 0 else "no") for one in CALENDAR]
    return text(("Date", "Until", "Event", "No teaching"), rows)


def staff_national() -> bytes:
    """The staff of most colleges in one workbook."""
    columns = {"Organisation": _employer, **SPELL}
    spells = [row for row in _spells() if row[0].college.short not in OWN_STAFF]
    return workbook(
        Page(
            "Staff",
            tuple(columns),
            _rows(columns, spells),
            above=("Teaching and support staff", "In post on 1 August 2017, or started since; leavers included", ""),
            widths={"A": 30, "C": 24, "D": 34, "E": 20, "F": 20, "G": 20},
        )
    )


def staff_with_semicolons() -> bytes:
    """One college's list as an older spreadsheet program saves it, under headings of its own."""
    renamed = {"Employment Start Date": "Date started", "Employment End Date": "Date left", "Main Role": "Job title"}
    columns = {renamed.get(heading, heading): cell for heading, cell in SPELL.items()}
    return text(tuple(columns), _rows(columns, _spells("Thornbeck")), delimiter=";", encoding="cp1252")


def staff_of_one_college() -> bytes:
    """One college's list, which does not say whose it is."""
    return text(tuple(SPELL), _rows(SPELL, _spells("Harrowmere")), encoding="utf-8-sig")


def staff_without_addresses() -> bytes:
    """One college's list that gives no e-mail address, with dates as databases write them."""
    columns = {"Provider": _employer, **SPELL}
    del columns["E-mail"]
    return text(tuple(columns), _rows(columns, _spells("Penbrock")), day="%Y-%m-%d")


def staff_database() -> bytes:
    """One college's list as an export from a personnel system, its columns named as the workforce return names them."""
    columns = ["".join(heading.title().split()).replace("-", "") for heading in SPELL]
    return database("StaffData", columns, _rows(SPELL, _spells("Kesterby")))


def places_national() -> bytes:
    """The places of most colleges in one workbook; of one college only how they began."""
    columns = {"Organisation": lambda place: place.employee.college.name, **PLACE}
    listed = [place for place in places() if place.employee.college.short not in OWN_PLACES]
    rows = [_without_outcome(row) if OUTCOMES_FROM_COLLEGE in str(row[0]) else row for row in _rows(columns, listed)]
    return workbook(
        Page(
            "Places",
            tuple(columns),
            rows,
            above=("Places on the mentoring programmes", f"As at {AS_AT:%d %B %Y}"),
            widths={"A": 30, "B": 28, "C": 16, "E": 24, "F": 34},
        )
    )


def places_with_semicolons() -> bytes:
    """One college's places with headings of its own, semicolons and an older encoding."""
    renamed = {
        "Role": "Type of place",
        "Name": "Participant name",
        "E-mail": "Email address",
        "Due": "Planned end date",
    }
    columns = {renamed.get(heading, heading): cell for heading, cell in PLACE.items()}
    columns = {"College": lambda place: place.employee.college.name, **columns}
    return text(tuple(columns), _rows(columns, _places("Thornbeck")), delimiter=";", encoding="cp1252")


def places_of_one_college() -> bytes:
    """One college's places, which do not say whose they are."""
    columns = {"Staff number": lambda place: place.employee.staff_number, **PLACE}
    return text(tuple(columns), _rows(columns, _places("Harrowmere")), encoding="utf-8-sig")


def places_with_titles() -> bytes:
    """One college's places below titles, in its own words and with a total."""
    renamed = {
        "Programme": "Course", "Cohort": "Intake", "Name": "Full name", "E-mail": "Email", "Started": "Start date",
        "Due": "Expected end date", "Completed": "Actual end date", "Withdrawn": "Withdrawal date",
    }  # fmt: skip
    columns = {renamed.get(heading, heading): cell for heading, cell in PLACE.items()}
    columns["Role"] = lambda place: {"mentor": "Mentors", "mentee": "Mentees"}.get(place.role, "Participants")
    listed = _places("Kesterby")
    return workbook(
        Page(
            "Mentoring places",
            ("Provider name", *columns),
            [("Kesterby & District College", *row) for row in _rows(columns, listed)],
            above=(
                "Kesterby and District College",
                "Mentoring: who is on what",
                "Contact the mentoring coordinator",
                "",
            ),
            below=((), ("Total", None, None, len(listed))),
            widths={"A": 28, "B": 28, "E": 24, "F": 32},
        )
    )


def matches_national() -> bytes:
    """All matches."""
    return text(tuple(MATCH), _rows(MATCH, matches()))


def _employer(row: Employment) -> str:
    return row[0].college.name


def _without_outcome(row: Sequence[Cell]) -> Sequence[Cell]:
    return (*row[:-4], None, None, None, None)


def _spells(short: str | None = None) -> list[Employment]:
    staff = [one for one in everyone() if short is None or one.college is BY_SHORT[short]]
    return [(one, spell) for one in staff for spell in one.spells]


def _places(short: str) -> list[Place]:
    return [place for place in places() if place.employee.college is BY_SHORT[short]]


def _rows(columns: Columns[Row], things: Iterable[Row]) -> list[Sequence[Cell]]:
    return [tuple(cell(thing) for cell in columns.values()) for thing in things]
