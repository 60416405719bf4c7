"""The staff list: employment spells in the words of the FE Workforce Data Collection."""

from collections.abc import Iterator

from data_access.ingest import cells
from data_access.ingest.columns import day, organisation, person_of, supplied
from data_access.ingest.layout import Column, Draft, Layout, Said

FIELDS = ("last_day_on", "main_role", "reason_for_leaving", "destination", "contract_type")


def _drafts(said: Said) -> Iterator[Draft]:
    person = person_of(said, makes_known=True)
    if person is not None:
        started_on = int(said["started_on"] or 0)
        yield Draft(
            "employment",
            person.organisation,
            people=(person,),
            key=(started_on,),
            values=supplied(said, *FIELDS),
        )


def _leaves_after_start(said: Said) -> Iterator[tuple[str, str]]:
    start, last = said.get("started_on"), said.get("last_day_on")
    if isinstance(start, int) and isinstance(last, int) and last < start:
        yield "last_day_on", "The leaving date is before the starting date. Check the two dates."


LAYOUT = Layout(
    name="staff",
    title="Staff list",
    rank=2,
    columns=(
        organisation(),
        Column(
            "staff_number",
            ("Staff number", "Staff no", "Staff ID", "Employee number", "Payroll number", "Staff reference"),
            example="10234",
        ),
        Column(
            "name",
            ("Name", "Employee", "Employee name", "Full name", "Staff name"),
            required=True,
            example="Ada Byron",
        ),
        Column(
            "e_mail",
            ("E-mail", "Email", "Email address", "Work email"),
            cells.e_mail,
            example="a.byron@northfield.ac.uk",
        ),
        day(
            "started_on",
            "Employment Start Date",
            "Start date",
            "Date started",
            "Started",
            required=True,
            example="01/09/2019",
        ),
        day(
            "last_day_on",
            "Employment End Date",
            "Leaving date",
            "Leave date",
            "Last day employed",
            "End date",
            "Date left",
            note="The last day employed. Blank means still in post.",
        ),
        Column("main_role", ("Main Role", "Job role", "Role", "Job title"), example="Lecturer"),
        Column("reason_for_leaving", ("Reason for Leaving", "Leaving reason")),
        Column("destination", ("Destination", "Leaving destination")),
        Column("contract_type", ("Contract Type", "Contract"), example="Permanent"),
    ),
    signature=frozenset({"name", "started_on"}),
    one_of=(frozenset({"last_day_on", "main_role", "contract_type"}),),
    drafts=_drafts,
    checks=(_leaves_after_start,),
    covers="staff",
    covered_by=("started_on", "last_day_on"),
    notes=(
        "One row for each spell of employment, leavers included. Someone who left and came back has two rows.",
        "When you import it, say at which date the list was complete: nobody is counted as in post after that.",
    ),
)
