"""Who is looking, at which data, with which choices: asked anew by every page on every run."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard import data, places_of_data
from dashboard.figures import Asked, cohort_labels
from dashboard.metrics.measure import Family
from data_access.reading.selection import Selection
from data_access.scope import Access, Scope

SAMPLE, OWN = "Sample data", "My own data"
VIEWS = {"Coordinator": Access.COORDINATOR, "Senior leader": Access.SLT, "Programme lead": Access.LEAD}
ALL_TIME = "All time"


@dataclass(frozen=True, slots=True)
class Viewer:
    """One person's scope, the data they look at and what they narrowed it to."""

    scope: Scope
    url: str
    version: int
    selection: Selection
    not_applied: tuple[str, ...]

    @property
    def key(self) -> tuple[Scope, str, int]:
        """What leads every cached read."""
        return self.scope, self.url, self.version

    def asked(self, family: Family, *by: str, measures: tuple[str, ...] = ()) -> Asked:
        """A family of figures, or some measures of it, under the viewer's choices."""
        return Asked(family, by, self.selection, measures=measures)


def default_data() -> str:
    """Which data a visitor sees first."""
    return SAMPLE if places_of_data.is_demonstration() else OWN


def is_sample() -> bool:
    """Whether the sample data are being looked at."""
    return str(st.session_state.get("data", default_data())) == SAMPLE


def url() -> str:
    """The database being looked at."""
    return places_of_data.sample_database() if is_sample() else places_of_data.own_database()


def access() -> Access:
    """As whom the person at this machine is looking."""
    return VIEWS[st.session_state.get("view") or "Coordinator"]


def current_scope() -> Scope:
    """The scope of whoever is looking."""
    chosen = st.session_state.get("college")
    return data.scope_of(url(), access(), _key_of(chosen) if chosen else "")


def viewer() -> Viewer:
    """Whoever is looking, with the choices in the URL applied as far as the scope allows."""
    scope = current_scope()
    version = data.version(scope, url())
    selection, not_applied = _selection(scope, version)
    return Viewer(scope, url(), version, selection, not_applied)


def month_label(month: int) -> str:
    """A month of the counts in words, such as Mar 2021."""
    return date(month // 12, month % 12 + 1, 1).strftime("%b %Y")


def academic_years(first: int, last: int) -> list[str]:
    """The academic years from one month of the counts to another, newest first."""
    return [f"{year}/{(year + 1) % 100:02}" for year in range(_year_of(last), _year_of(first) - 1, -1)]


def _year_of(month: int) -> int:
    return (month - 7) // 12


def _key_of(name: str) -> str:
    """The key of an organisation chosen by its name; looked up among all that the machine's user holds."""
    everything = data.scope_of(url(), Access.COORDINATOR, "")
    known = data.organisations(everything, url(), data.version(everything, url()))
    found = known[known["name"] == name]["organisation_id"]
    return "" if found.empty else str(found.iloc[0])


def _selection(scope: Scope, version: int) -> tuple[Selection, tuple[str, ...]]:
    state = st.session_state
    organisations = data.organisations(scope, url(), version)
    cohorts = data.cohorts(scope, url(), version)
    labels = {label: key for key, label in cohort_labels(cohorts).items()}
    programmes = dict(zip(cohorts["programme"], cohorts["programme_id"], strict=True))
    by_name = dict(zip(organisations["name"], organisations["organisation_id"], strict=True))
    chosen = [by_name[name] for name in state.get("org") or [] if name in by_name]
    first, last = _months(state.get("period") or ALL_TIME)
    full = Selection(
        organisation_ids=tuple(sorted(chosen)),
        programme_ids=tuple(programmes[name] for name in state.get("programme") or [] if name in programmes),
        cohort_ids=tuple(labels[name] for name in state.get("cohort") or [] if name in labels),
        first_month=first,
        last_month=last,
    )
    return (full, ()) if scope.may_see_people else _as_published(full)


def _as_published(full: Selection) -> tuple[Selection, tuple[str, ...]]:
    """Published figures come by organisation and programme; finer choices are named, not silently dropped."""
    not_applied = [
        words for words, given in (("cohort", bool(full.cohort_ids)), ("period", full.first_month is not None)) if given
    ]
    return Selection(full.organisation_ids, full.programme_ids), tuple(not_applied)


def _months(period: str) -> tuple[int | None, int | None]:
    if period == ALL_TIME or not period[:4].isdigit():
        return None, None
    year = int(period[:4])
    return year * 12 + 7, (year + 1) * 12 + 6


def may_import() -> bool:
    """Whether whoever is looking may bring files in."""
    return access() is Access.COORDINATOR


def month_of(day: int) -> int:
    """The month of the counts that a day lies in."""
    on = date.fromordinal(day)
    return on.year * 12 + on.month - 1
