"""Who the pseudonymous learners of an online course are, and which organisation employs them."""

from collections.abc import Iterator

from data_access.ingest import cells
from data_access.ingest.columns import organisation, organisation_of
from data_access.ingest.layout import Column, Draft, Layout, Person, Said


def _drafts(said: Said) -> Iterator[Draft]:
    person = Person(
        organisation=organisation_of(said),
        name=str(said["name"]),
        e_mail=_text(said, "e_mail"),
        staff_number=_text(said, "staff_number"),
        learner_id=_text(said, "learner_id"),
        makes_known=True,
    )
    yield Draft("person", person.organisation, people=(person,))


def _text(said: Said, name: str) -> str | None:
    return None if said.get(name) is None else str(said[name])


LAYOUT = Layout(
    name="learner map",
    title="Learner map",
    rank=3,
    columns=(
        Column("learner_id", ("learner_id", "Learner ID", "FutureLearn ID"), required=True, example="0b6f0c2e-…"),
        organisation(),
        Column("name", ("Name", "Learner name", "Full name"), required=True, example="Ada Byron"),
        Column("e_mail", ("E-mail", "Email", "Email address"), cells.e_mail, example="a.byron@northfield.ac.uk"),
        Column("staff_number", ("Staff number", "Staff no", "Staff ID"), example="10234"),
    ),
    signature=frozenset({"learner_id", "organisation", "name"}),
    drafts=_drafts,
    notes=(
        "FutureLearn's files carry no name and no employer. This list says who is who.",
        "Without it the course is shown as a whole.",
    ),
)
