"""The choices in the sidebar: they sit in the URL, so they survive a reload and can be shared."""

import streamlit as st

from dashboard import data, session
from dashboard.figures import cohort_labels
from dashboard.session import Viewer
from data_access.scope import Access


def draw() -> None:
    """Draw what is looked at, before the page."""
    viewer = session.viewer()
    with st.sidebar:
        _what(viewer)
        st.button("Reset filters", on_click=_reset, width="stretch")
    if not viewer.scope.may_see_people:
        _say_what_was_not_applied(session.viewer())


def _say_what_was_not_applied(viewer: Viewer) -> None:
    if viewer.not_applied:
        left = " and ".join(viewer.not_applied)
        st.warning(f"Published figures do not come by {left}, so that choice was not applied.")


def who() -> None:
    """Draw whose data are looked at and as whom; the menu depends on it, so this comes first."""
    with st.sidebar:
        _who()


def _who() -> None:
    kinds = (session.SAMPLE, session.OWN)
    st.radio(
        "Data",
        kinds,
        index=kinds.index(session.default_data()),
        key="data",
        bind="query-params",
        help="The sample data are made up. Switching changes nothing in either.",
    )
    st.selectbox(
        "View as",
        tuple(session.VIEWS),
        key="view",
        bind="query-params",
        help="There is no sign-in on this computer, so you can look as each of the three.",
    )


def _what(viewer: Viewer) -> None:
    is_all = viewer.scope.access is Access.COORDINATOR
    everything = viewer.scope if is_all else data.scope_of(viewer.url, Access.COORDINATOR, "")
    organisations = data.organisations(everything, viewer.url, viewer.version)["name"].tolist()
    if len(viewer.scope.organisation_ids) <= 1 < len(organisations):
        _college(organisations)
    elif len(organisations) > 1:
        st.multiselect("Organisations", organisations, key="org", bind="query-params", placeholder="All organisations")
    cohorts = data.cohorts(*viewer.key)
    programmes = list(dict.fromkeys(cohorts["programme"]))
    if programmes:
        st.multiselect("Programmes", programmes, key="programme", bind="query-params", placeholder="All programmes")
        labels = list(cohort_labels(cohorts).values())
        st.multiselect("Cohorts", labels, key="cohort", bind="query-params", placeholder="All cohorts")
    years = _years(viewer)
    if years:
        st.selectbox(
            "Period",
            (session.ALL_TIME, *years),
            key="period",
            bind="query-params",
            help="Hours held in the year, people who started in it, places due in it.",
        )


def _college(organisations: list[str]) -> None:
    """One college is looked at; once it is chosen, no other is even named."""
    chosen = st.session_state.get("college") or st.query_params.get("college")
    st.selectbox(
        "College",
        [chosen] if chosen in organisations else organisations,
        index=None,
        key="college",
        bind="query-params",
        placeholder="Choose a college",
        help="Clear it to choose another.",
    )


def _years(viewer: Viewer) -> list[str]:
    cohorts = data.cohorts(*viewer.key)
    starts = cohorts["starts_on"].dropna()
    covered = data.coverage(*viewer.key)["covered_to"].dropna() if viewer.scope.may_see_people else starts
    if starts.empty or covered.empty:
        return []
    return session.academic_years(session.month_of(int(starts.min())), session.month_of(int(covered.max())))


def _reset() -> None:
    """Empty what is drawn, which empties the address too, and drop from it what is not drawn."""
    choices: dict[str, object] = {"org": [], "programme": [], "cohort": [], "period": session.ALL_TIME, "college": None}
    for key, nothing in choices.items():
        if key in st.session_state:
            st.session_state[key] = nothing
        else:
            st.query_params.pop(key, None)
