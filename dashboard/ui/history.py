"""The uploads page: what was stored, by whom, from which file, and taking it back."""

import pandas as pd
import streamlit as st

from dashboard import data, drawing, exports, uploads
from dashboard.session import Viewer
from dashboard.ui.figure import download
from dashboard.ui.importing import KINDS, layouts_in_words
from dashboard.ui.markdown import escape

ENDED = ("stored", "undone")


def stored(viewer: Viewer) -> None:
    """Every upload that was stored, newest first, each with its undo."""
    rows = data.uploads(viewer.scope, viewer.url)
    ended = rows[rows["state"].isin(ENDED)]
    busy = _any_busy(viewer, rows)
    st.fragment(_list, run_every=1.0 if busy else None)(viewer, busy)
    if ended.empty:
        st.info("Nothing has been stored yet. Go to **Import** and drop a file.")


def publishing(viewer: Viewer) -> None:
    """What leaders read, and publishing it anew."""
    st.header("What senior leaders and programme leads see", anchor=False)
    published = data.published(*viewer.key)
    last = "Nothing yet." if published.empty else f"Last published {str(published['published_at'].iloc[0])[:10]}."
    st.write(
        f"{last} They read published figures only: no names, small groups hidden or given as a range. "
        "Figures are published by themselves when a month has closed."
    )
    st.button("Publish now", on_click=uploads.publish, args=(viewer.url, viewer.scope))


def _list(viewer: Viewer, was_busy: bool) -> None:  # noqa: FBT001 - handed on by the fragment
    rows = data.uploads(viewer.scope, viewer.url)
    if _any_busy(viewer, rows) != was_busy:
        st.rerun()  # the whole page, which says how often this part is drawn
    for row in rows[rows["state"].isin(ENDED)].to_dict("records"):
        _one(viewer, row)


def _any_busy(viewer: Viewer, rows: pd.DataFrame) -> bool:
    return any(uploads.is_busy(viewer.url, int(number)) for number in [0, *rows["upload_id"]])


def _one(viewer: Viewer, row: dict[object, object]) -> None:
    number, undone = int(str(row["upload_id"])), row["state"] == "undone"
    with st.container(border=True, key=f"stored-{number}"):
        mark = " (undone)" if undone else ""
        st.header(f"{number}. {escape(str(row['file_name']))}{mark}", anchor=False)
        when = str(row["planned_at"]).replace("T", " ")[:16]
        st.caption(f"{escape(layouts_in_words(str(row['layout'])))} · {when} UTC{_by(str(row['uploaded_by']))}")
        st.write(_words(row["report"]))
        if reference := uploads.fault_of(viewer.url, number):
            st.error(f"It was not undone, through a fault of ours. Try again, or quote reference {reference}.")
        with st.container(horizontal=True):
            if not undone:
                st.button(
                    "Undo",
                    key=f"undo-{number}",
                    icon=":material/undo:",
                    on_click=uploads.undo,
                    args=(viewer.url, viewer.scope, number),
                    disabled=uploads.is_busy(viewer.url, number),
                    help="Takes back what this file said; what older files said of the same rows is true again.",
                )
            _rejections(viewer, number, row["report"])


def _by(subject: str) -> str:
    return "" if subject == exports.LOCAL else f" · by {escape(subject)}"


def _words(report: object) -> str:
    assert isinstance(report, dict)  # noqa: S101 - the reader's own column
    plan = uploads.plan_of(report)
    if plan is None:
        return ""
    parts = [
        f"{KINDS.get(one.kind, one.kind)}: {one.new + one.changed + one.unchanged:,} "
        f"({one.new:,} new, {one.changed:,} changed)"
        for one in plan.counted
        if one.kind not in ("identity", "coverage") and one.new + one.changed
    ]
    parts += [f"complete up to {drawing.day_label(day)}" for day in plan.as_at.values()]
    parts = parts or ["nothing new: all that it says was known already"]
    parts += [f"rows kept out: {plan.rejected:,}"] if plan.rejected else []
    words = "; ".join(parts) + "."
    return words[:1].upper() + words[1:]


def _rejections(viewer: Viewer, number: int, report: object) -> None:
    assert isinstance(report, dict)  # noqa: S101 - the reader's own column
    if report.get("rejected"):
        download(
            f"rejected-{number}.csv",
            "Rows kept out (CSV)",
            lambda: exports.csv_bytes(data.rejected(viewer.scope, viewer.url, number)),
            f"kept-out-{number}",
        )


def waiting_hint(viewer: Viewer) -> None:
    """Plans that wait to be stored are on the import page."""
    rows = data.uploads(viewer.scope, viewer.url)
    planned = int((rows["state"] == "planned").sum())
    if planned:
        st.info(f"Files that wait to be stored: {planned}. Go to **Import**.")
