"""Every kind of file that is known, ours and FutureLearn's."""

from data_access.ingest.formats import (
    calendar,
    futurelearn,
    learner_map,
    matches,
    organisations,
    places,
    programmes,
    sessions,
    staff,
    survey_invitations,
    survey_returns,
)
from data_access.ingest.layout import Layout

LAYOUTS: tuple[Layout, ...] = (
    organisations.LAYOUT,
    programmes.LAYOUT,
    places.LAYOUT,
    staff.LAYOUT,
    matches.LAYOUT,
    sessions.LAYOUT,
    survey_invitations.LAYOUT,
    survey_returns.LAYOUT,
    learner_map.LAYOUT,
    calendar.LAYOUT,
    *futurelearn.SETS,
)


def named(name: str) -> Layout | None:
    """The layout of that name, if there is one."""
    return next((layout for layout in LAYOUTS if layout.name == name), None)
