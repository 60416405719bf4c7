"""People by name, for those who may see them: who needs a look, and what in the data does not fit."""

import pandas as pd
import streamlit as st

from dashboard import data, drawing
from dashboard.metrics import attention
from dashboard.session import Viewer
from dashboard.ui.figure import table

SHOWN = 12
STATE_WORDS = {
    "needs check-in": "to check in with",
    "no log": "without any log",
    "too early to tell": "too early to tell",
    "on track": "on track",
}


def attention_list(viewer: Viewer) -> None:
    """Which mentors need a look this week, and why."""
    if not viewer.scope.may_see_people:
        return
    mentors = attention.of_mentors(data.mentors(*viewer.key, viewer.selection))
    due = mentors[mentors["state"].isin(("needs check-in", "no log"))]
    st.header("What needs you this week", anchor=False)
    if mentors.empty:
        st.write("No mentor's place is open on the day the session logs reach to.")
        return
    st.write(_summary(mentors))
    if not due.empty:
        _names(viewer, due.head(SHOWN), {"state": "State", "reason": "Why"})
    if len(due) > SHOWN:
        st.caption(f"{len(due) - SHOWN} more. Choose an organisation or a cohort to see fewer.")


def findings(viewer: Viewer) -> None:
    """What in the data does not fit together, with what to do about it."""
    if not viewer.scope.may_see_people:
        return
    found = [
        _unattributed(viewer),
        _mentees(viewer),
        _left(viewer),
    ]
    if any(found):
        st.header("What to check in the data", anchor=False)
        for sentence in filter(None, found):
            st.markdown(f"- {sentence}")


def unattributed(viewer: Viewer) -> None:
    """Hours of names that nobody is known by, printed beside the hours they are part of."""
    if not viewer.scope.may_see_people:
        return
    rows = data.unattributed(*viewer.key, viewer.selection)
    if rows.empty:
        return
    hours = rows["minutes"].sum() / 60
    st.warning(f"{hours:.1f} hours are logged under names that are on no list of places. They count in the total only.")
    with st.expander("Show these names", key="unattributed"):
        _written_names(rows)


def _written_names(rows: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "Name as written": rows["written"].fillna(""),
            "Role": rows["role"],
            "Hours": [f"{minutes / 60:.1f}" for minutes in rows["minutes"]],
            "Entries": rows["entries"].astype(str),
        }
    )
    st.table(table(shown.head(SHOWN)), hide_index=True)


def _summary(mentors: pd.DataFrame) -> str:
    counts = mentors["state"].value_counts()
    parts = [f"{int(counts[state])} {words}" for state, words in STATE_WORDS.items() if state in counts]
    return f"Of {len(mentors)} mentors with an open place: {', '.join(parts)}."


def _names(viewer: Viewer, rows: pd.DataFrame, columns: dict[str, str]) -> None:
    named = rows.merge(data.names(*viewer.key), on=["organisation", "person"], how="left")
    organisations = data.organisations(*viewer.key).set_index("organisation_id")["name"]
    shown = {"Mentor": named["name"].fillna("")}
    if len(named["organisation"].unique()) > 1:
        shown["Organisation"] = named["organisation"].map(lambda key: organisations.get(key, key))
    shown |= {words: named[name] for name, words in columns.items()}
    shown["Last session"] = named["last_on"].map(drawing.day_label)
    st.table(table(pd.DataFrame(shown)), hide_index=True)


def _unattributed(viewer: Viewer) -> str:
    rows = data.unattributed(*viewer.key, viewer.selection)
    hours = rows["minutes"].sum() / 60
    return (
        ""
        if rows.empty
        else (
            f"**{hours:.1f} hours** are logged under {len(rows)} names that are on no list of places. "
            "Add the people to a list of places, or correct the names in the log."
        )
    )


def _mentees(viewer: Viewer) -> str:
    rows = data.mentees_without_match(*viewer.key, viewer.selection)
    return (
        ""
        if rows.empty
        else (
            f"**{len(rows)} mentees** have neither a match nor a session. Import your list of matches, or match them."
        )
    )


def _left(viewer: Viewer) -> str:
    rows = data.left_but_active(*viewer.key, viewer.selection)
    return (
        ""
        if rows.empty
        else (
            f"**{len(rows)} people** have an open place although the staff list says they have left. "
            "Enter the withdrawal in the list of places, or correct the staff list."
        )
    )
