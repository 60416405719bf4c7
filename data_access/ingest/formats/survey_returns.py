"""Returned questionnaires: demand for more training, a rating and a comment."""

from collections.abc import Iterator

from data_access.ingest import cells
from data_access.ingest.cells import plain
from data_access.ingest.columns import ROLES, cohort, day, organisation, organisation_of, programme, supplied
from data_access.ingest.layout import Column, Draft, Layout, Said
from data_access.records import Demand

DEMAND = cells.choice(Demand, {"none": "low", "some": "medium", "moderate": "medium"})
ANSWERS = (
    ("demand_self", "choice"),
    ("demand_organisation", "choice"),
    ("rating", "scale"),
    ("comment", "comment"),
)


def _drafts(said: Said) -> Iterator[Draft]:
    organisation_named, key = organisation_of(said), (plain(str(said["survey"])), str(said["respondent"]))
    yield Draft(
        "response",
        organisation_named,
        str(said["programme"]),
        str(said["cohort"]),
        key=key,
        values=supplied(said, "role", "returned_on"),
    )
    for question, form in ANSWERS:
        if said.get(question) is not None:
            yield Draft("answer", organisation_named, key=(*key, question), values={form: said[question]})


LAYOUT = Layout(
    name="survey returns",
    title="Survey returns",
    rank=6,
    columns=(
        organisation(),
        programme(),
        cohort(),
        Column("survey", ("Survey", "Survey wave", "Wave"), required=True, example="End of programme"),
        Column("role", ("Role",), ROLES, example="mentor"),
        day(
            "returned_on",
            "Returned on",
            "Completion time",
            "Date returned",
            required=True,
            example="29/03/2021",
        ),
        Column(
            "respondent",
            ("Respondent", "Respondent code", "Response ID"),
            required=True,
            example="R-17",
            note="Any code that is different for each return; no name is needed.",
        ),
        Column(
            "demand_self",
            ("Demand for yourself", "Demand for further training for yourself"),
            DEMAND,
            example="high",
            note="low, medium or high.",
        ),
        Column(
            "demand_organisation",
            ("Demand for your organisation", "Demand for further training in your organisation"),
            DEMAND,
            example="medium",
            note="low, medium or high.",
        ),
        Column("rating", ("Rating", "Overall rating"), cells.whole, example="4", note="1 to 5, 5 the best."),
        Column("comment", ("Comment", "Comments", "What would you like to tell us?"), cells.comment),
    ),
    signature=frozenset({"survey", "respondent"}),
    drafts=_drafts,
    notes=("One row for each questionnaire that came back.",),
)
