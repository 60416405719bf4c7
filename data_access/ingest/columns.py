"""Columns that several layouts have in common."""

from collections.abc import Iterable, Mapping

from data_access.ingest import cells
from data_access.ingest.layout import Column, Organisation, Person, Said
from data_access.records import Role, Value

ROLES = cells.choice(
    Role,
    {
        "mentors": "mentor",
        "mentees": "mentee",
        "participants": "participant",
        "learner": "participant",
        "coach": "mentor",
    },
)


def organisation(*, required: bool = True) -> Column:
    """Whose row it is."""
    return Column(
        "organisation",
        (
            "Organisation",
            "College",
            "Provider",
            "Employer",
            "Organisation name",
            "Provider name",
            "College name",
        ),
        required=required,
        example="Northfield College",
        note="The college as it is named elsewhere. A list of one college may leave it out and say it on import.",
    )


def programme(*, required: bool = True) -> Column:
    """Which programme."""
    return Column(
        "programme",
        ("Programme", "Program", "Programme name", "Course"),
        required=required,
        example="New to mentoring",
    )


def cohort(*, required: bool = True) -> Column:
    """Which intake of the programme."""
    return Column(
        "cohort",
        ("Cohort", "Programme cohort", "Intake", "Cohort name"),
        required=required,
        example="October 2020",
    )


def day(name: str, *headings: str, required: bool = False, example: str = "", note: str = "") -> Column:
    """A date."""
    return Column(name, headings, cells.day, required=required, is_day=True, example=example, note=note)


def someone(prefix: str, heading: str, also: Iterable[str] = (), example: str = "") -> tuple[Column, ...]:
    """The three columns that say who someone is."""
    names = (heading, f"{heading} name", *also)
    word = heading.lower()
    return (
        Column(f"{prefix}name", names, example=example),
        Column(
            f"{prefix}e_mail",
            (f"{heading} e-mail", f"{heading} email", f"{heading} email address"),
            cells.e_mail,
            example=f"{word}@northfield.ac.uk",
        ),
        Column(
            f"{prefix}staff_number",
            (
                f"{heading} staff number",
                f"{heading} staff no",
                f"{heading} staff id",
                f"{heading} employee number",
            ),
            example="10234",
        ),
    )


def person_of(said: Said, prefix: str = "", *, makes_known: bool = False) -> Person | None:
    """Who the row names, or nobody."""
    name, e_mail, number = (_text(said, f"{prefix}{part}") for part in ("name", "e_mail", "staff_number"))
    if name is None and e_mail is None and number is None:
        return None
    return Person(
        organisation=organisation_of(said),
        name=name,
        e_mail=e_mail,
        staff_number=number,
        makes_known=makes_known,
        programme=_text(said, "programme") or "",
        cohort=_text(said, "cohort") or "",
    )


def organisation_of(said: Said) -> Organisation:
    """The organisation the row names."""
    return Organisation(_text(said, "organisation") or "")


def supplied(said: Said, *names: str) -> Mapping[str, Value]:
    """Of these fields, those that the file has a column for."""
    return {name: said[name] for name in names if name in said}


def _text(said: Said, name: str) -> str | None:
    value = said.get(name)
    return None if value is None else str(value)
