"""Who has which place on which cohort."""

from collections.abc import Iterator

from data_access.ingest import cells
from data_access.ingest.columns import ROLES, cohort, day, organisation, person_of, programme, supplied
from data_access.ingest.layout import Column, Draft, Layout, Said

FIELDS = (
    "group_name",
    "tutor",
    "started_on",
    "due_on",
    "completed_on",
    "withdrawn_on",
    "withdrawal_reason",
    "certificate_on",
)


def _drafts(said: Said) -> Iterator[Draft]:
    person = person_of(said, makes_known=True)
    if person is not None:
        yield Draft(
            "place",
            person.organisation,
            str(said["programme"]),
            str(said["cohort"]),
            (person,),
            (str(said["role"]),),
            supplied(said, *FIELDS),
        )


def _in_order(said: Said) -> Iterator[tuple[str, str]]:
    start = said.get("started_on")
    for name, word in (("due_on", "due"), ("completed_on", "completed"), ("withdrawn_on", "withdrawn")):
        end = said.get(name)
        if isinstance(start, int) and isinstance(end, int) and end < start:
            yield name, f"The place is {word} before it started. Check the two dates."


LAYOUT = Layout(
    name="places",
    title="List of places",
    rank=2,
    columns=(
        organisation(),
        programme(),
        cohort(),
        Column(
            "role",
            ("Role", "Place", "Type of place"),
            ROLES,
            required=True,
            example="mentor",
            note="mentor, mentee or participant.",
        ),
        Column(
            "name",
            ("Name", "Participant", "Participant name", "Full name", "Learner name"),
            required=True,
            example="Ada Byron",
        ),
        Column(
            "e_mail",
            ("E-mail", "Email", "Email address", "E-mail address"),
            cells.e_mail,
            example="a.byron@northfield.ac.uk",
        ),
        Column(
            "staff_number",
            ("Staff number", "Staff no", "Staff ID", "Employee number", "Payroll number"),
            example="10234",
        ),
        Column("group_name", ("Group", "Group name", "Tutor group"), example="Group 2"),
        Column("tutor", ("Tutor", "Trainer"), example="J. Stone"),
        day("started_on", "Started", "Start date", "Started on", required=True, example="05/10/2020"),
        day("due_on", "Due", "Due date", "Planned end date", "Expected end date", example="31/03/2021"),
        day("completed_on", "Completed", "Completed on", "Completion date", "Actual end date"),
        day("withdrawn_on", "Withdrawn", "Withdrawn on", "Withdrawal date"),
        Column("withdrawal_reason", ("Withdrawal reason", "Reason for withdrawal")),
        day("certificate_on", "Certificate issued", "Certificate date", "Certificate issued on"),
    ),
    signature=frozenset({"role", "name", "started_on"}),
    drafts=_drafts,
    checks=(_in_order,),
    covers="places",
    covered_by=("started_on", "completed_on", "withdrawn_on", "certificate_on"),
    notes=(
        "One row for each person on each cohort.",
        "A staff number or an e-mail address keeps two people of one name apart.",
        "Leave a date blank where it has not happened.",
    ),
)
