"""Who sees which rows of which table: the one list that the fences of both databases are made from."""

from collections.abc import Mapping
from types import MappingProxyType

from data_access.records import KINDS

EVERY_ROW = "1=1"
WITHIN = "{within}"

COUNTS = ("hours_month", "hours_place_month", "course_place")
OF_AN_ORGANISATION = (*(kind.name for kind in KINDS.values() if kind.of_an_organisation), *COUNTS)
"""Seen by whoever may see people, within the organisations of the scope."""

RELEASED = ("organisation", "release_figure")
"""Seen by everybody else, within the organisations of the scope."""

FOR_EVERYBODY = ("programme", "cohort", "calendar_event", "course_run", "release", "event")
"""Seen whole by every scope: nothing in them is of one organisation or one person."""

LEDGER: Mapping[str, str] = MappingProxyType(
    {
        "upload": "{own} OR upload_id IN (SELECT upload_id FROM upload_organisation)",
        "upload_organisation": WITHIN,
        "rejected_row": "upload_id IN (SELECT upload_id FROM upload WHERE {own})",
        "course_comment": EVERY_ROW,
    }
)
"""Seen by whoever may see people, under a condition of its own; a table named in one is itself fenced."""

FOR_NOBODY = ("learner", "setting", "touched", *(f"{name}_claim" for name in KINDS))
"""Never read through the fence: claims, pseudonymous learners, secrets and the workings of counting."""


def conditions(*, people: bool, within: str, own: str) -> dict[str, str]:
    """Each table that may be read, with the condition its rows must meet.

    Args:
        people: whether for scopes that may see people.
        within: what says, in the database's SQL, that a row's organisation is in the scope.
        own: what says that an upload is the reader's own.
    """
    shown = dict.fromkeys(FOR_EVERYBODY, EVERY_ROW)
    shown |= dict.fromkeys(OF_AN_ORGANISATION if people else RELEASED, WITHIN)
    shown |= LEDGER if people else {}
    return {table: rule.replace("{within}", within).replace("{own}", own) for table, rule in shown.items()}
