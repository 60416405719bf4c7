"""Session logs: one for all colleges each term, and those that colleges keep in shapes of their own."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from functools import cache

from sample_data.cohorts import AS_AT, TERMS, Term
from sample_data.colleges import BY_SHORT, College
from sample_data.meetings import CANCELLED, HELD, Meeting, meetings
from sample_data.names import NOBODY_KNOWS
from sample_data.saving import Cell, Page, text, workbook
from sample_data.staffing import Employee, everyone

OWN_LOGS = ("Brackenfold", "Harrowmere", "Kesterby", "Thornbeck", "Wexcombe", "Penbrock")
MISTYPED_EVERY = 83
"""One in so many meetings of two in the national logs names a mentor whom nobody knows."""
CORRECTED, MONTHS = 3, 12
TYPED_TOO_LONG = 120
"""Minutes that the rows corrected later have too many."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a log: a meeting with a mentor and mentee, or with a participant."""

    meeting: Meeting
    mentor: Employee | None = None
    mentee: Employee | None = None
    participant: Employee | None = None
    mentor_as_written: str = ""

    @property
    def college(self) -> College:
        """The college whose row it is."""
        return next(one.college for one in (self.mentor, self.mentee, self.participant) if one is not None)


Columns = Mapping[str, Callable[[Entry], Cell]]

NATIONAL: Columns = {
    "Organisation": lambda entry: entry.college.name,
    "Programme": lambda entry: entry.meeting.cohort.programme.name,
    "Cohort": lambda entry: entry.meeting.cohort.name,
    "Session reference": lambda entry: entry.meeting.reference,
    "Date": lambda entry: entry.meeting.held_on,
    "Start time": lambda entry: entry.meeting.starts_at,
    "Session type": lambda entry: entry.meeting.kind,
    "Session status": lambda entry: entry.meeting.status,
    "Minutes": lambda entry: entry.meeting.minutes,
    "Mentor": lambda entry: entry.mentor_as_written or _name(entry.mentor),
    "Mentee": lambda entry: _name(entry.mentee),
    "Mentee e-mail": lambda entry: _address_if_needed(entry.mentee),
    "Participant": lambda entry: _name(entry.participant),
}


def of_term(term: Term) -> Callable[[], bytes]:
    """A term's log of all colleges that send theirs in, with the meetings that bring colleges together."""

    def log() -> bytes:
        return text(tuple(NATIONAL), _rows(NATIONAL, _mistyped(_national(term))))

    return log


def of_last_term() -> bytes:
    """The log of the term that is not over, as a workbook that also has what is still to come."""
    rows = _rows(NATIONAL, _mistyped(_national(TERMS[-1])))
    above = ("Mentoring log, summer 2022", f"Complete to {AS_AT:%d %B %Y}; later rows are planned", "")
    return workbook(
        Page("Log", tuple(NATIONAL), rows, above=above, widths={"A": 30, "B": 20, "E": 12, "J": 24, "K": 24})
    )


def with_clock_times() -> bytes:
    """A college's workbook with a sheet for each year, durations as 1:30, totals, and a sheet of notes."""
    columns: Columns = {
        "Reference": NATIONAL["Session reference"],
        "Course": NATIONAL["Programme"],
        "Intake": NATIONAL["Cohort"],
        "Date of session": NATIONAL["Date"],
        "Start": NATIONAL["Start time"],
        "Type of session": lambda _: "Mentoring",
        "Status": NATIONAL["Session status"],
        "Duration": lambda entry: _clock(entry.meeting.minutes),
        "Mentor name": NATIONAL["Mentor"],
        "Mentee name": NATIONAL["Mentee"],
    }
    entries = _own("Brackenfold")
    years = {"2020-21": 2020, "2021-22": 2021}
    pages = [
        _year_page(title, columns, [one for one in entries if _year(one) == year]) for title, year in years.items()
    ]
    notes = Page("Notes", ("How to fill this in",), [["One row a meeting. Ask the coordinator about anything else."]])
    return workbook(*pages, notes)


def with_worded_lengths() -> bytes:
    """A college's workbook with lengths in words."""
    columns: Columns = {
        "Session ID": NATIONAL["Session reference"],
        **{heading: NATIONAL[heading] for heading in ("Programme", "Cohort", "Date")},
        "Status": lambda entry: {HELD: "Completed", CANCELLED: "Cancelled"}.get(entry.meeting.status, "Planned"),
        "Length": lambda entry: _words(entry.meeting.minutes),
        "Mentor": NATIONAL["Mentor"],
        "Mentee": NATIONAL["Mentee"],
    }
    return workbook(Page("Sheet1", tuple(columns), _rows(columns, _own("Harrowmere")), widths={"G": 24, "H": 24}))


def with_hours() -> bytes:
    """A college's workbook with hours as numbers, in titles' shadow."""
    columns: Columns = {
        "College": lambda _: "Kesterby",
        "Meeting ID": NATIONAL["Session reference"],
        **{heading: NATIONAL[heading] for heading in ("Programme", "Cohort")},
        "Meeting date": NATIONAL["Date"],
        "Hours": lambda entry: None if entry.meeting.minutes is None else entry.meeting.minutes / 60,
        "Session status": NATIONAL["Session status"],
        "Mentor email": lambda entry: _address(entry.mentor),
        "Mentee email": lambda entry: _address(entry.mentee),
    }
    above = ("Kesterby and District College", "Supported mentoring hours", "")
    return workbook(
        Page("Hours", tuple(columns), _rows(columns, _own("Kesterby")), above=above, widths={"H": 32, "I": 32})
    )


def with_bare_numbers() -> bytes:
    """A college's log whose durations are numbers without a unit, three of them wrong."""
    wrong = {meeting.reference for meeting in _corrected()}
    entries = [
        replace(one, meeting=_too_long(one.meeting)) if one.meeting.reference in wrong else one
        for one in _own("Thornbeck")
    ]
    return _thornbeck(entries)


def corrections() -> bytes:
    """The rows that were wrong, by the same references, put right."""
    right = set(_corrected())
    return _thornbeck(entry for entry in _own("Thornbeck") if entry.meeting in right)


def without_references() -> bytes:
    """A college's log without references, where a mentor's rows of one date and time are one meeting."""
    columns: Columns = {
        **{heading: NATIONAL[heading] for heading in ("Programme", "Cohort", "Date")},
        "Time": NATIONAL["Start time"],
        "Activity": lambda entry: "1:1" if len(entry.meeting.mentees) == 1 else "Mentoring",
        "Mins": NATIONAL["Minutes"],
        **{heading: NATIONAL[heading] for heading in ("Session status", "Mentor", "Mentee")},
    }
    return text(tuple(columns), _rows(columns, _own("Wexcombe")), day="%d-%b-%y")


def without_college() -> bytes:
    """A college's log that does not say whose it is."""
    columns: Columns = {
        heading: cell for heading, cell in NATIONAL.items() if heading not in ("Organisation", "Participant")
    }
    return text(tuple(columns), _rows(columns, _own("Penbrock")), encoding="utf-8-sig")


@cache
def _entries() -> tuple[Entry, ...]:
    return tuple(entry for meeting in meetings() for entry in _entries_of(meeting))


def _entries_of(meeting: Meeting) -> Iterator[Entry]:
    for mentee in meeting.mentees:
        yield Entry(meeting, meeting.mentor, mentee)
    for participant in meeting.participants:
        yield Entry(meeting, participant=participant)


def _national(term: Term) -> list[Entry]:
    """What colleges send in and what is held across colleges; mentoring logged at home stays there."""
    return [
        entry
        for entry in _entries()
        if term.starts_on <= entry.meeting.held_on <= term.ends_on
        and (entry.mentor is None or entry.college.short not in OWN_LOGS)
    ]


def _own(short: str) -> list[Entry]:
    """The mentoring of one college, as far as it is over."""
    college = BY_SHORT[short]
    return [one for one in _entries() if one.mentor and one.college is college and one.meeting.held_on <= AS_AT]


def _mistyped(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, now and then with a mentor's name that stands on no list."""
    meetings_of_two = 0
    for entry in entries:
        meetings_of_two += len(entry.meeting.mentees) == 1
        if len(entry.meeting.mentees) == 1 and meetings_of_two % MISTYPED_EVERY == 0:
            yield replace(entry, mentor_as_written=NOBODY_KNOWS[meetings_of_two // MISTYPED_EVERY % len(NOBODY_KNOWS)])
        else:
            yield entry


@cache
def _corrected() -> tuple[Meeting, ...]:
    """The first few that were held on days that could be months, so that the file's dates can be read two ways."""
    held = [entry.meeting for entry in _own("Thornbeck") if entry.meeting.status == HELD]
    either = [one for one in dict.fromkeys(held) if one.held_on.month != one.held_on.day <= MONTHS]
    return tuple(either[:CORRECTED])


def _too_long(meeting: Meeting) -> Meeting:
    return replace(meeting, minutes=(meeting.minutes or 0) + TYPED_TOO_LONG)


def _thornbeck(entries: Iterable[Entry]) -> bytes:
    columns: Columns = {
        "Reference": NATIONAL["Session reference"],
        **{heading: NATIONAL[heading] for heading in ("Programme", "Cohort", "Date")},
        "Duration": NATIONAL["Minutes"],
        **{heading: NATIONAL[heading] for heading in ("Session status", "Mentor", "Mentee")},
    }
    return text(tuple(columns), _rows(columns, entries), delimiter=";", encoding="cp1252")


def _year_page(title: str, columns: Columns, entries: Sequence[Entry]) -> Page:
    minutes = sum({entry.meeting.reference: entry.meeting.minutes or 0 for entry in entries}.values())
    above = ("Brackenfold College", f"Mentoring log {title}", "")
    below = ((), ("Total", None, None, None, None, None, None, f"{minutes / 60:.0f} hours"))
    return Page(title, tuple(columns), _rows(columns, entries), above, below, {"B": 20, "D": 14, "I": 24, "J": 24})


def _year(entry: Entry) -> int:
    """The year in which the academic year of the entry begins."""
    return entry.meeting.held_on.year - (entry.meeting.held_on.month < 8)  # noqa: PLR2004 - August


def _clock(minutes: int | None) -> time | None:
    return None if minutes is None else time(*divmod(minutes, 60))


def _words(minutes: int | None) -> str:
    if minutes is None:
        return ""
    hours, left = divmod(minutes, 60)
    return f"{minutes} mins" if minutes < 120 and minutes != 60 else f"{hours} hr" + (f" {left} mins" if left else "")  # noqa: PLR2004


def _name(employee: Employee | None) -> str:
    return "" if employee is None else employee.name


def _address(employee: Employee | None) -> str:
    return "" if employee is None else employee.e_mail


def _address_if_needed(employee: Employee | None) -> str:
    """An address only where two people of the college have one name."""
    return "" if employee is None or _namesakes()[employee.college, employee.name] == 1 else employee.e_mail


@cache
def _namesakes() -> Counter[tuple[College, str]]:
    return Counter((one.college, one.name) for one in everyone())


def _rows(columns: Columns, entries: Iterable[Entry]) -> list[Sequence[Cell]]:
    return [tuple(cell(entry) for cell in columns.values()) for entry in entries]
