"""The log of mentoring and other sessions: one row is one person or pair at one session."""

import hashlib
from collections.abc import Iterator
from datetime import date

from data_access.ingest import cells
from data_access.ingest.cells import plain
from data_access.ingest.columns import cohort, day, organisation, person_of, programme, someone
from data_access.ingest.layout import Column, Draft, Layout, Person, Said
from data_access.records import Role, SessionKind, SessionStatus, Value

PEOPLE = ((Role.MENTOR, "mentor_"), (Role.MENTEE, "mentee_"), (Role.PARTICIPANT, "participant_"))
LENGTHS = ("hours", "minutes", "duration")
LONG_MINUTES = 8 * 60


def _drafts(said: Said) -> Iterator[Draft]:
    session, values = _session_id(said), _values(said)
    for role, prefix in PEOPLE:
        person = person_of(said, prefix)
        if person is not None:
            yield _attendance(said, person, (session, role.value), values)


def _attendance(said: Said, person: Person, key: tuple[str, str], values: dict[str, Value]) -> Draft:
    return Draft(
        "attendance",
        person.organisation,
        str(said["programme"]) if said.get("programme") else None,
        str(said["cohort"]) if said.get("cohort") else None,
        (person,),
        key,
        values,
    )


def _values(said: Said) -> dict[str, Value]:
    held_on = int(said["held_on"] or 0)
    on = date.fromordinal(held_on)
    values: dict[str, Value] = {
        "held_on": held_on,
        "month": on.year * 12 + on.month - 1,
        "kind": said.get("kind") or SessionKind.SUPPORTED_MENTORING.value,
        "status": said.get("status") or SessionStatus.HELD.value,
    }
    lengths = [said[name] for name in LENGTHS if name in said]
    if lengths:
        values["minutes"] = next((length for length in lengths if length is not None), None)
    return values


def _session_id(said: Said) -> str:
    """The same for all rows of one session: by its reference, or else by day, time, kind and who met."""
    where = (said.get("programme"), said.get("cohort"))
    parts: tuple[Value, ...]
    if said.get("reference"):
        parts = ("reference", *where, said["reference"])
    elif said.get("start_time"):
        leader = said.get("mentor_name") or said.get("mentor_e_mail") or said.get("mentor_staff_number")
        parts = (
            "time",
            said.get("organisation"),
            *where,
            said["held_on"],
            said["start_time"],
            said.get("kind"),
            leader,
        )
    else:
        who = (said.get(f"{prefix}{part}") for _, prefix in PEOPLE for part in ("name", "e_mail", "staff_number"))
        parts = ("who", said.get("organisation"), *where, said["held_on"], said.get("kind"), *who)
    written = "|".join(plain(str(part)) if part is not None else "" for part in parts)
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


def _somebody_was_there(said: Said) -> Iterator[tuple[str, str]]:
    if all(person_of(said, prefix) is None for _, prefix in PEOPLE):
        yield "mentor_name", "The row names nobody. Write who met: a mentor and mentee, or a participant."


def _held_has_length(said: Said) -> Iterator[tuple[str, str]]:
    held = (said.get("status") or SessionStatus.HELD) == SessionStatus.HELD
    if held and all(said.get(name) is None for name in LENGTHS):
        given = next((name for name in LENGTHS if name in said), "hours")
        yield (
            given,
            "A session that was held has no length. Write it as 1:30 or 90 mins, or mark it cancelled.",
        )


LAYOUT = Layout(
    name="sessions",
    title="Session log",
    rank=4,
    columns=(
        organisation(),
        programme(required=False),
        cohort(required=False),
        Column(
            "reference",
            ("Session reference", "Session ID", "Meeting ID", "Reference"),
            example="S-0012",
            note="The same on every row of one session; a corrected date then replaces the old one.",
        ),
        day(
            "held_on",
            "Date",
            "Session date",
            "Held on",
            "Meeting date",
            "Date of session",
            required=True,
            example="12/11/2020",
        ),
        Column(
            "start_time",
            ("Start time", "Time", "Start"),
            example="14:00",
            note="Rows with the same mentor, date and start time are one session.",
        ),
        Column(
            "kind",
            ("Session type", "Type", "Type of session", "Activity"),
            cells.choice(
                SessionKind,
                {
                    "mentoring": "supported mentoring",
                    "one to one": "supported mentoring",
                    "1:1": "supported mentoring",
                    "als": "action learning set",
                    "action learning": "action learning set",
                },
            ),
            example="supported mentoring",
            note="One of: " + ", ".join(kind.value for kind in SessionKind) + ". Blank means supported mentoring.",
        ),
        Column(
            "status",
            ("Session status", "Status"),
            cells.choice(
                SessionStatus,
                {
                    "completed": "held",
                    "done": "held",
                    "attended": "held",
                    "planned": "scheduled",
                    "canceled": "cancelled",
                    "did not attend": "cancelled",
                },
            ),
            example="held",
            note="held, scheduled or cancelled. Blank means held.",
        ),
        Column(
            "hours",
            ("Hours", "Duration (hours)", "Hours logged", "Number of hours"),
            cells.minutes,
            unit="hours",
            is_duration=True,
            example="1:30",
            note="1.5, 1:30 or 90 mins are all read as an hour and a half.",
        ),
        Column(
            "minutes",
            ("Minutes", "Duration (minutes)", "Mins", "Length (minutes)"),
            cells.minutes,
            unit="minutes",
            is_duration=True,
            in_template=False,
        ),
        Column(
            "duration",
            ("Duration", "Length", "Time spent"),
            cells.minutes,
            is_duration=True,
            in_template=False,
        ),
        *someone("mentor_", "Mentor", example="Ada Byron"),
        *someone("mentee_", "Mentee", example="Noor Khan"),
        *someone("participant_", "Participant", also=("Attendee", "Name")),
    ),
    signature=frozenset({"held_on"}),
    one_of=(
        frozenset({"hours", "minutes", "duration"}),
        frozenset(f"{prefix}{part}" for _, prefix in PEOPLE for part in ("name", "e_mail", "staff_number")),
    ),
    drafts=_drafts,
    checks=(_somebody_was_there, _held_has_length),
    covers="sessions",
    covered_by=("held_on",),
    notes=(
        "One row for each mentor and mentee at each session.",
        "For a tutorial or an action learning set, one row for each participant.",
        "An hour with three mentees is three rows with one session reference: 1 mentor hour and 3 mentee hours.",
    ),
)
