"""The figures of each page: which measure, drawn how, grouped by what."""

import pandas as pd
import streamlit as st

from dashboard import data, drawing
from dashboard.metrics import catalogue
from dashboard.metrics.measure import Family
from dashboard.session import Viewer
from dashboard.ui import figure

SHORT = {
    "retained_12": "in post at 12 months",
    "completion_rate": "completion",
    "mentors_at_pace": "mentors at pace",
    "response_rate": "response",
}
HEADLINES: tuple[tuple[Family, str], ...] = (
    ("retention", "retained_12"),
    ("completion", "completion_rate"),
    ("hours", "hours_logged"),
    ("hours", "mentors_at_pace"),
    ("response", "response_rate"),
    ("demand", "demand_self"),
)


def headlines(viewer: Viewer, *families: Family) -> None:
    """The headline figures of some families, or of all."""
    chosen = [(family, name) for family, name in HEADLINES if not families or family in families]
    rows = [_measured(viewer, family, name) for family, name in chosen]
    figure.headlines(pd.concat(rows, ignore_index=True))


def rates(viewer: Viewer, family: Family, measure: str, group: str) -> None:
    """One measure compared over organisations, programmes or cohorts, in the order of their names."""
    figures = data.figures(*viewer.key, viewer.asked(family, group))
    figures = figures[figures["measure"] == measure]
    if group == "organisation" and len(figures) <= 1:
        return
    about = f"{SHORT[measure]} by {group}"
    figure.show("rates", drawing.for_rates(figures, group), figures, f"{measure}-by-{group}", about=about)


def retention_steps(viewer: Viewer) -> None:
    """Who is still in post 6, 12 and 24 months after starting."""
    figures = data.figures(*viewer.key, viewer.asked("retention"))
    drawn = drawing.for_retention_steps(figures, _whose(viewer))
    figure.show("retention_steps", drawn, figures, "retention")


def hours_by_month(viewer: Viewer) -> None:
    """Supported mentoring hours of each month, with the calendar's notes."""
    if not viewer.scope.may_see_people:
        return
    logged = data.figures(*viewer.key, viewer.asked("hours", "month", measures=("hours_logged",)))
    drawn = drawing.for_hours_by_month(logged, data.calendar(*viewer.key))
    figure.show("hours_by_month", drawn, logged, "hours-by-month")


def log_coverage(viewer: Viewer) -> None:
    """How many of the mentors logged anything in the latest month, before any total is read."""
    if viewer.scope.may_see_people:
        figures = _measured(viewer, "hours", "log_coverage")
        row = figures.to_dict("records")[0]
        counted = drawing.count_words(row)
        words = f"{counted} mentors with an open place logged something in the latest month of the logs."
        if row["status"] == "z":
            words = "no mentor's place is open in the latest month of the logs."
        st.write(f"**Log coverage:** {words if counted else drawing.value_words(row)}")


def demand(viewer: Viewer) -> None:
    """How much more training respondents want, in three parts where exact answers may be seen."""
    figures = data.figures(*viewer.key, viewer.asked("demand"))
    if viewer.scope.may_see_people:
        drawn = drawing.for_demand_parts(data.demand(*viewer.key, viewer.selection))
        figure.show("demand_parts", drawn, figures, "demand")
        return
    labelled = figures.assign(organisation=[catalogue.named(name).label for name in figures["measure"]])
    figure.show(
        "rates", drawing.for_rates(labelled, "organisation"), figures, "demand", about="demand for further training"
    )


def comments(viewer: Viewer) -> None:
    """What respondents wrote, for those who may see it."""
    if not viewer.scope.may_see_people:
        st.caption("Comments are shown to coordinators only.")
        return
    rows = data.comments(*viewer.key, viewer.selection)
    st.header(f"{len(rows)} comments" if len(rows) else "No comments yet", anchor=False)
    if len(rows):
        st.caption("Comments may name people. They stay on this page; nothing here goes into shared figures.")
        shown = pd.DataFrame({"Comment": rows["comment"], "Role": rows["role"].fillna("")})
        st.table(figure.table(shown.head(20)), hide_index=True)


LEFT_OUT = {
    "in_progress": "in progress",
    "completed_early": "completed before they were due",
    "withdrawn_so_far": "withdrew before they were due",
    "no_due_date": "without a due date",
    "no_list": "of organisations without a list of places",
    "not_started": "not started",
}


def not_in_the_rate(viewer: Viewer) -> None:
    """Who the completion rate does not count yet, and why: being in progress is no failure."""
    if not viewer.scope.may_see_people:
        return
    row = data.not_in_the_rate(*viewer.key, viewer.selection).iloc[0]
    parts = [f"{int(row[name]):,} {words}" for name, words in LEFT_OUT.items() if row[name]]
    if parts:
        st.write(f"**Not in the rate:** {', '.join(parts)}.")


def courses(viewer: Viewer) -> None:
    """How far the learners of each run of an online course came."""
    figures = data.figures(*viewer.key, viewer.asked("course"))
    for run, rows in figures.groupby("cohort", sort=True):
        figure.show("course_funnel", drawing.for_course_funnel(rows), rows, f"course-{run}", of=str(run))


def course_comments(viewer: Viewer) -> None:
    """What learners of online courses wrote, week by week, for those who may see comments."""
    if not viewer.scope.may_see_people:
        return
    rows = data.course_comments(*viewer.key)
    written = rows[rows["comment"].notna()]
    if rows.empty:
        return
    st.header("Weekly comments on online courses", anchor=False)
    st.write(f"{len(rows)} weekly ratings, {len(written)} with a comment. They carry no name and no organisation.")
    shown = pd.DataFrame(
        {
            "Week": written["week"].astype(str),
            "Rating, 1 to 3": written["rating"].astype(str),
            "Comment": written["comment"],
        }
    )
    st.table(figure.table(shown.head(20)), hide_index=True)


def _measured(viewer: Viewer, family: Family, name: str) -> pd.DataFrame:
    figures = data.figures(*viewer.key, viewer.asked(family))
    found = figures[figures["measure"] == name]
    return found if len(found) else _not_published(figures, name)


def _not_published(figures: pd.DataFrame, name: str) -> pd.DataFrame:
    row = dict.fromkeys(figures.columns, pd.NA) | {"measure": name, "status": "x"}
    return pd.DataFrame([row | dict.fromkeys(("organisation", "programme", "cohort", "role"), "")])


def _whose(viewer: Viewer) -> str:
    held = data.organisations(*viewer.key)
    chosen = (
        held[held["organisation_id"].isin(viewer.selection.organisation_ids)]
        if len(viewer.selection.organisation_ids)
        else held
    )
    return str(chosen["name"].iloc[0]) if len(chosen) == 1 else f"{len(chosen)} organisations"
