"""The vocabulary: what each kind of record is, the key that names it and the fields a file may supply."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

FieldType = Literal["text", "day", "whole", "number", "flag"]
Value = str | int | float | None

UNATTRIBUTED = "?"
"""First character of a person key that stands for a name nobody could be matched to."""

EVERY_ORGANISATION = "*"
"""The organisation of a released figure that counts everyone across organisations."""


class Role(StrEnum):
    """What a place on a cohort makes of a person."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    PARTICIPANT = "participant"


class SessionKind(StrEnum):
    """What a meeting was; only supported mentoring counts towards a programme's hours."""

    SUPPORTED_MENTORING = "supported mentoring"
    TUTORIAL = "tutorial"
    ACTION_LEARNING_SET = "action learning set"
    SIMULATION = "simulation"
    GUIDED_LEARNING = "guided learning"
    SELF_STUDY = "self-study"


class SessionStatus(StrEnum):
    """Whether a meeting took place."""

    HELD = "held"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class MatchStatus(StrEnum):
    """Where a match of mentor and mentee stands."""

    ACTIVE = "active"
    COMPLETED = "completed"
    ENDED_EARLY = "ended early"


class Demand(StrEnum):
    """How much more mentoring training a respondent wants."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CompletionRule(StrEnum):
    """What a programme counts as completing it."""

    COMPLETED_ON = "completed on"
    CERTIFICATE = "certificate"
    HALF_THE_STEPS = "steps 50%"
    NINETY_PER_CENT = "steps 90%"
    FULLY_PARTICIPATED = "fully participated"


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a record; days are kept as whole numbers, so that they subtract on every database."""

    name: str
    type: FieldType = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: one row is named by its key and carries fields that files may supply."""

    name: str
    one_row_is: str
    key: tuple[Field, ...]
    fields: tuple[Field, ...]

    @property
    def key_names(self) -> tuple[str, ...]:
        """The columns that name one row."""
        return tuple(field.name for field in self.key)

    @property
    def field_names(self) -> tuple[str, ...]:
        """The columns a file may supply, in the order of their bits."""
        return tuple(field.name for field in self.fields)

    @property
    def of_an_organisation(self) -> bool:
        """Whether each row belongs to one organisation, and is seen only within its scope."""
        return self.key[0].name == "organisation_id"

    def bits(self, supplied: frozenset[str]) -> int:
        """The supplied fields as a number with one bit each."""
        return sum(1 << position for position, name in enumerate(self.field_names) if name in supplied)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one row of a file said: a key, the values it supplied and where they stood."""

    kind: str
    key: tuple[str | int, ...]
    values: Mapping[str, Value]
    sheet: int
    row: int


def _key(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, "day" if name.endswith("_on") else "text") for name in names)


def _fields(**types: FieldType) -> tuple[Field, ...]:
    return tuple(Field(name, type_) for name, type_ in types.items())


ORGANISATION = Kind(
    "organisation",
    "a provider of further education, the employer",
    _key("organisation_id"),
    _fields(name="text", also_known_as="text", ukprn="text", provider_type="text", region="text"),
)
EXPECTATIONS: Mapping[str, FieldType] = MappingProxyType(
    {
        "hours_low": "number",
        "hours_high": "number",
        "guided_hours": "number",
        "group_size": "whole",
        "grant_per_place": "number",
        "certificate": "flag",
        "completion_rule": "text",
    }
)
"""What an offer expects and gives; these changed from year to year, so a cohort's own go before its programme's."""

PROGRAMME = Kind(
    "programme",
    "a named offer with its own expectations",
    _key("programme_id"),
    _fields(name="text", **EXPECTATIONS),
)
COHORT = Kind(
    "cohort",
    "one intake of a programme, with expectations of its own where they differ",
    _key("programme_id", "cohort_id"),
    _fields(name="text", starts_on="day", ends_on="day", **EXPECTATIONS),
)
PERSON = Kind(
    "person",
    "someone within one organisation; the name is kept here and nowhere else",
    _key("organisation_id", "person_id"),
    _fields(name="text"),
)
IDENTITY = Kind(
    "identity",
    "a staff number, e-mail address, learner id or name that stands for a person",
    _key("organisation_id", "means", "value"),
    _fields(person_id="text"),
)
PLACE = Kind(
    "place",
    "a person on a cohort in a role",
    _key("organisation_id", "programme_id", "cohort_id", "person_id", "role"),
    _fields(
        group_name="text",
        tutor="text",
        started_on="day",
        due_on="day",
        completed_on="day",
        withdrawn_on="day",
        withdrawal_reason="text",
        certificate_on="day",
    ),
)
MATCH = Kind(
    "match",
    "one mentor with one mentee on a cohort",
    _key("organisation_id", "programme_id", "cohort_id", "mentor_id", "mentee_id", "matched_on"),
    _fields(ended_on="day", status="text"),
)
ATTENDANCE = Kind(
    "attendance",
    "one person at one session; what is known of the session stands on each of its attendances",
    _key("organisation_id", "session_id", "person_id", "role"),
    _fields(
        programme_id="text",
        cohort_id="text",
        held_on="day",
        month="whole",
        kind="text",
        status="text",
        minutes="whole",
        name_as_written="text",
    ),
)
EMPLOYMENT = Kind(
    "employment",
    "a spell of employment; in post on a day = started ≤ day ≤ last day employed",
    _key("organisation_id", "person_id", "started_on"),
    _fields(
        last_day_on="day",
        main_role="text",
        reason_for_leaving="text",
        destination="text",
        contract_type="text",
    ),
)
INVITATION = Kind(
    "invitation",
    "how many of a role an organisation's survey wave was sent to",
    _key("organisation_id", "programme_id", "cohort_id", "survey_id", "role"),
    _fields(invited="whole"),
)
RESPONSE = Kind(
    "response",
    "one returned questionnaire",
    _key("organisation_id", "survey_id", "response_id"),
    _fields(programme_id="text", cohort_id="text", role="text", returned_on="day"),
)
ANSWER = Kind(
    "answer",
    "one answer of a return: a choice, a number on a scale or a comment",
    _key("organisation_id", "survey_id", "response_id", "question"),
    _fields(choice="text", scale="number", comment="text"),
)
LEARNER = Kind(
    "learner",
    "a pseudonymous learner on a run of an online course, held until a learner map says who it is",
    _key("run_id", "learner_id"),
    _fields(
        enrolled_on="day",
        unenrolled_on="day",
        course_role="text",
        fully_participated_on="day",
        first_visited_on="day",
        last_completed_on="day",
        steps_visited="whole",
        steps_completed="whole",
        steps_total="whole",
        left_on="day",
        leaving_reason="text",
        staff="flag",
    ),
)
COURSE_COMMENT = Kind(
    "course_comment",
    "a weekly rating and comment on a run, which carries no learner",
    _key("run_id", "response_id"),
    _fields(responded_on="day", week="whole", rating="whole", comment="text"),
)
CALENDAR_EVENT = Kind(
    "calendar_event",
    "a dated note drawn on time axes",
    _key("event_on", "event"),
    _fields(until_on="day", no_teaching="flag"),
)
COVERAGE = Kind(
    "coverage",
    "a day up to which a list of an organisation is complete",
    _key("organisation_id", "list_of", "complete_on"),
    _fields(stated="flag", complete_from_on="day"),
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            ORGANISATION,
            PROGRAMME,
            COHORT,
            PERSON,
            IDENTITY,
            PLACE,
            MATCH,
            ATTENDANCE,
            EMPLOYMENT,
            INVITATION,
            RESPONSE,
            ANSWER,
            LEARNER,
            COURSE_COMMENT,
            CALENDAR_EVENT,
            COVERAGE,
        )
    }
)
