"""The only cached reads: every one takes the scope, the database and the version of the data into its key."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar, cast

import pandas as pd
import streamlit as st

from dashboard import places_of_data
from dashboard.figures import Asked, not_in_completion, with_names
from dashboard.figures import figures as figures_for
from data_access import accounts, ledger
from data_access.database import Database, open_database
from data_access.reading import hours, reference, released, staff, surveys
from data_access.reading import uploads as uploads_read
from data_access.reading.selection import Selection
from data_access.scope import Access, Scope

Read = TypeVar("Read", bound=Callable[..., pd.DataFrame])


def cached(read: Read) -> Read:
    """Keep small results, for everybody who has the same scope and sees the same version of the data.

    The key is compared whole, not by a hash of it, and everybody is given a copy of their own.
    """
    kept = lru_cache(maxsize=256)(read)

    @wraps(read)
    def copied(*key: Hashable) -> pd.DataFrame:
        return kept(*key).copy()

    return cast("Read", copied)


@st.cache_resource(max_entries=8, show_spinner=False)
def database(url: str) -> Database:
    """One database for each address, opened once per process."""
    return open_database(url)


def ready() -> str:
    """Whether one's own data can be read: “ok”, or a sentence."""
    own = database(places_of_data.own_database())
    reference.version(accounts.nobody(), own)
    return "ok"


def scope_of(url: str, access: Access, organisation_id: str) -> Scope:
    """The scope of the one person there is while no sign-in is configured; looked up on every run."""
    return accounts.local_scope(database(url), access, organisation_id)


def version(scope: Scope, url: str) -> int:
    """The version of the data; it is part of every key below, and so is never cached itself."""
    return ledger.version(database(url))


@cached
def figures(scope: Scope, url: str, version: int, asked: Asked) -> pd.DataFrame:
    """Figures, by name."""
    return with_names(scope, database(url), figures_for(scope, database(url), asked))


@cached
def not_in_the_rate(scope: Scope, url: str, version: int, selection: Selection) -> pd.DataFrame:
    """Places that the completion rate leaves out, by reason."""
    return not_in_completion(scope, database(url), selection)


@cached
def organisations(scope: Scope, url: str, version: int) -> pd.DataFrame:
    """The scope's organisations."""
    return reference.organisations(scope, database(url))


@cached
def cohorts(scope: Scope, url: str, version: int) -> pd.DataFrame:
    """All programme cohorts."""
    return reference.cohorts(scope, database(url))


@cached
def coverage(scope: Scope, url: str, version: int) -> pd.DataFrame:
    """Up to which day each list is complete."""
    return reference.coverage(scope, database(url))


@cached
def calendar(scope: Scope, url: str, version: int) -> pd.DataFrame:
    """Dated notes for time axes."""
    return reference.calendar(scope, database(url))


@cached
def mentors(scope: Scope, url: str, version: int, selection: Selection) -> pd.DataFrame:
    """Mentor places with their hours so far."""
    return hours.mentor_places(scope, database(url), selection)


@cached
def names(scope: Scope, url: str, version: int) -> pd.DataFrame:
    """What the people of the scope are called."""
    return hours.names(scope, database(url))


@cached
def unattributed(scope: Scope, url: str, version: int, selection: Selection) -> pd.DataFrame:
    """Names in logs that stand for nobody known."""
    return hours.unattributed(scope, database(url), selection)


@cached
def mentees_without_match(scope: Scope, url: str, version: int, selection: Selection) -> pd.DataFrame:
    """Mentees with neither a match nor a session."""
    return hours.mentees_without_match(scope, database(url), selection)


@cached
def left_but_active(scope: Scope, url: str, version: int, selection: Selection) -> pd.DataFrame:
    """People with an open place who have left."""
    return staff.left_but_active(scope, database(url), selection)


@cached
def demand(scope: Scope, url: str, version: int, selection: Selection) -> pd.DataFrame:
    """Levels of demand as respondents chose them."""
    return surveys.demand(scope, database(url), selection)


@cached
def comments(scope: Scope, url: str, version: int, selection: Selection) -> pd.DataFrame:
    """What respondents wrote."""
    return surveys.comments(scope, database(url), selection)


@cached
def course_comments(scope: Scope, url: str, version: int) -> pd.DataFrame:
    """Weekly ratings and comments on online courses."""
    return surveys.course_comments(scope, database(url))


@cached
def published(scope: Scope, url: str, version: int) -> pd.DataFrame:
    """When figures were last published."""
    return released.published(scope, database(url))


def uploads(scope: Scope, url: str) -> pd.DataFrame:
    """What was uploaded; never cached, since an upload moves on while it is being read."""
    return uploads_read.uploads(scope, database(url))


def rejected(scope: Scope, url: str, upload_id: int) -> pd.DataFrame:
    """The rows of one's own upload that were kept out."""
    return uploads_read.rejected(scope, database(url), upload_id)
