"""The frame around every page: whose data these are, how far they reach, and what to do when there are none."""

from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import data, drawing, session, uploads
from dashboard.session import Viewer
from dashboard.ui.markdown import escape

IMPORT_PAGE = str(Path(__file__).resolve().parent.parent.parent / "pages" / "import.py")


def band() -> None:
    """Say plainly that sample data are made up, or that there is no sign-in."""
    if session.is_sample():
        st.info(
            "Sample data: the colleges and people are made up. "
            "Choose “My own data” in the sidebar to use your own files.",
            icon=":material/science:",
        )


def filling(url: str) -> bool:
    """While the sample is being brought in, say how far it is; gives whether that is so."""
    if not session.is_sample() or uploads.fill_sample(url) is None:
        return False
    st.fragment(_progress, run_every=1.0)(url)
    return True


def _progress(url: str) -> None:
    progress = uploads.fill_sample(url)
    if progress is None:
        st.rerun()
    else:
        st.progress(progress.done / progress.of, f"Bringing in the sample data: {progress.done} of {progress.of} files")


def empty(viewer: Viewer) -> bool:
    """Where nothing was imported yet, say what to do first; gives whether that was so."""
    if viewer.scope.organisation_ids:
        return False
    if not data.figures(*viewer.key, viewer.asked("course")).empty:
        st.info("So far there are only online courses, which need no organisation: see Completion and Feedback.")
    elif viewer.scope.may_see_people:
        st.info("Nothing has been imported yet. Start with a list of places or a staff list.")
        st.page_link(IMPORT_PAGE, label="Import files", icon=":material/upload_file:")
    else:
        st.info("Nothing has been published yet. A coordinator imports files first.")
    return True


def data_up_to(viewer: Viewer) -> None:
    """Up to which day the lists are complete, or when the figures were published."""
    st.caption(_reach(viewer))


def _reach(viewer: Viewer) -> str:
    if not viewer.scope.may_see_people:
        published = data.published(*viewer.key)
        if published.empty:
            return "Nothing has been published yet."
        on = drawing.day_label(date.fromisoformat(str(published["published_at"].iloc[0])[:10]).toordinal())
        return (
            f"Published on {on}. Small groups are hidden or given as a range; "
            "figures across organisations are rounded to the nearest 5."
        )
    covered = data.coverage(*viewer.key)
    if covered.empty:
        return "No list says yet up to which day it is complete."
    latest = covered.groupby("list_of")["covered_to"].agg(["min", "max"])
    parts = [f"{escape(str(row.Index))} {_from_to(row.min, row.max)}" for row in latest.itertuples()]
    return f"Data up to: {', '.join(parts)}."


def _from_to(oldest: Any, newest: Any) -> str:  # noqa: ANN401 - days of a frame
    first, last = drawing.day_label(oldest), drawing.day_label(newest)
    return last if first == last else f"{last} (the oldest list {first})"
