"""The pages, in order: file, title, icon, and whether one must be allowed to see people."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard import session

PAGES_FOLDER = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the menu."""

    file: str
    title: str
    icon: str
    for_importers: bool = False


ENTRIES = (
    Entry("overview", "Overview", ":material/dashboard:"),
    Entry("retention", "Retention", ":material/group:"),
    Entry("completion", "Completion", ":material/task_alt:"),
    Entry("hours", "Hours", ":material/schedule:"),
    Entry("feedback", "Feedback", ":material/forum:"),
    Entry("import", "Import", ":material/upload_file:", for_importers=True),
    Entry("uploads", "Uploads", ":material/history:", for_importers=True),
    Entry("definitions", "Definitions", ":material/menu_book:"),
)


def chosen_page() -> st.Page:
    """The page asked for, out of those that whoever is looking has a use for."""
    may_import = session.may_import()
    entries = [entry for entry in ENTRIES if may_import or not entry.for_importers]
    pages = [
        st.Page(
            PAGES_FOLDER / f"{entry.file}.py",
            title=entry.title,
            icon=entry.icon,
            url_path=entry.file,
            default=entry is ENTRIES[0],
        )
        for entry in entries
    ]
    return st.navigation(pages, expanded=True)
