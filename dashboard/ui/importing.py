"""The import page: drop files, see what they are and what they would change, store them or not."""

from collections import Counter
from collections.abc import Hashable
from datetime import datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import data, drawing, exports, session, templates, uploads
from dashboard.session import Viewer
from dashboard.ui.figure import download, table
from dashboard.ui.markdown import escape
from data_access.importing.planning import Plan
from data_access.ingest import catalogue
from data_access.ingest.issues import Issue, Question, Severity

WAITING = ("reading", "asked", "refused", "planned", "interrupted")
SENT = "sent-to-be-stored"
SHOWN = 20
MENTIONED = ("organisation", "programme", "cohort", "person", "identity", "coverage")
"""What a list takes for granted besides what it lists: shown only where it is news."""
KINDS = {
    "organisation": "organisations",
    "programme": "programmes",
    "cohort": "cohorts",
    "person": "people",
    "identity": "staff numbers, e-mails and learner ids",
    "place": "places",
    "match": "matches",
    "attendance": "attendances",
    "employment": "employment spells",
    "invitation": "survey invitations",
    "response": "survey returns",
    "answer": "answers",
    "learner": "learners on online courses",
    "course_comment": "comments on online courses",
    "calendar_event": "calendar events",
    "coverage": "“complete up to” dates",
}


def layouts_in_words(layouts: str) -> str:
    """The layouts of a file, listed by their names, in words."""
    named = (catalogue.named(name) for name in layouts.split(", "))
    return ", ".join(layout.title for layout in named if layout) or layouts


def drop(viewer: Viewer) -> None:
    """Where files are dropped; each is taken in at once and read in the background."""
    st.write("Drop the spreadsheets and exports that you have. Nothing is stored before you have seen what it changes.")
    if session.is_sample():
        st.warning(
            "You are looking at the sample data. Files you drop here go into the sample, not into your own data."
        )
    with st.expander("What the file does not say", key="import-answers"):
        _answers(viewer)
    number = st.session_state.setdefault("uploader", 0)
    st.file_uploader(
        "Files",
        accept_multiple_files=True,
        key=f"files-{number}",
        on_change=_take_in,
        args=(viewer, f"files-{number}"),
        help="Excel (xlsx, xls, xlsb, ods), CSV or TSV, a SQLite export, FutureLearn's sets. 50 MB at most.",
    )


def waiting(viewer: Viewer) -> None:
    """The files that are being read, or wait for an answer or for being stored."""
    busy = _any_busy(viewer, data.uploads(viewer.scope, viewer.url))
    st.fragment(_cards, run_every=1.0 if busy else None)(viewer, busy)


def template_downloads() -> None:
    """A template of each kind of list, with an example row and notes."""
    st.header("Templates", anchor=False)
    st.write("If you have no list yet, start from one of these: headings, an example row and notes.")
    with st.container(horizontal=True):
        for layout in templates.offered():
            download(
                f"{layout.name}.xlsx",
                layout.title,
                partial(templates.workbook, layout),
                f"template-{layout.name}",
                exports.XLSX,
            )


def _answers(viewer: Viewer) -> None:
    names = data.organisations(*viewer.key)["name"].tolist()
    st.selectbox(
        "Organisation of files that name none",
        names,
        index=None,
        key="answer-organisation",
        accept_new_options=True,
        placeholder="The files say it themselves",
    )
    st.text_input(
        "Programme of files that name none", key="answer-programme", placeholder="The files say it themselves"
    )
    st.text_input("Cohort of files that name none", key="answer-cohort", placeholder="The files say it themselves")
    st.text_input(
        "The lists are complete up to",
        key="answer-as-at",
        placeholder="31/07/2022",
        help="The day up to which a staff list or log is complete. Left blank, the latest date in the file is taken.",
    )
    st.text_input(
        "Leavers are on the staff list since",
        key="answer-complete-from",
        placeholder="01/08/2017",
        help="People who started earlier are left out of retention: of them, only those who stayed are on the list.",
    )
    st.checkbox("Add organisations that are not known yet", key="answer-new")


def _given() -> tuple[dict[str, str], str]:
    """What the uploader said of the files, and what is wrong with it."""
    state = st.session_state
    said = {name: state.get(f"answer-{name}") or "" for name in ("organisation", "programme", "cohort")}
    said["as_at"], problem = _day(state.get("answer-as-at") or "")
    said["complete_from"], other = _day(state.get("answer-complete-from") or "")
    if state.get("answer-new") or said["organisation"]:
        said["new organisations"] = "yes"
    return {name: value for name, value in said.items() if value}, problem or other


def _day(written: str) -> tuple[str, str]:
    if not written.strip():
        return "", ""
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(written.strip(), form).date().isoformat(), ""  # noqa: DTZ007 - a date has no time zone
        except ValueError:
            continue
    return "", f"“{written}” is not a date. Write it as 31/07/2022, and drop the files again."


def _take_in(viewer: Viewer, key: str) -> None:
    answers, problem = _given()
    if problem:
        st.session_state["import-problem"] = problem
        st.session_state["uploader"] += 1
        return
    st.session_state.pop(SENT, None)
    for file in st.session_state[key] or []:
        uploads.receive(viewer.url, viewer.scope, file.name, file.getvalue(), answers)
    st.session_state["uploader"] += 1


def _cards(viewer: Viewer, was_busy: bool) -> None:  # noqa: FBT001 - handed on by the fragment
    rows = data.uploads(viewer.scope, viewer.url)
    if _any_busy(viewer, rows) != was_busy:
        st.rerun()  # the whole page, which says how often this part is drawn
    if problem := st.session_state.pop("import-problem", ""):
        st.error(escape(problem))
    _say_stored(viewer, rows[rows["state"] == "stored"])
    for row in sorted(rows[rows["state"].isin(WAITING)].to_dict("records"), key=_rank):
        with st.container(border=True, key=f"upload-{row['upload_id']}"):
            st.header(escape(row["file_name"]), anchor=False)
            _card(viewer, row)


def _any_busy(viewer: Viewer, rows: pd.DataFrame) -> bool:
    return any(uploads.is_busy(viewer.url, int(number)) for number in rows["upload_id"])


def _rank(row: dict[Hashable, Any]) -> int:
    """What needs an answer comes first, then the lists that other lists refer to."""
    ranks = {layout.name: layout.rank for layout in catalogue.LAYOUTS}
    return min((ranks.get(name, 0) for name in row["layout"].split(", ")), default=0)


def _say_stored(viewer: Viewer, stored: pd.DataFrame) -> None:
    names = [row["file_name"] for row in stored.to_dict("records") if _was_sent(viewer, row["upload_id"])]
    if names:
        st.success(f"Stored: {', '.join(map(escape, names))}. Under **Uploads** it can be undone.")


def _send(viewer: Viewer, number: int) -> None:
    st.session_state[SENT] = {*st.session_state.get(SENT, ()), (viewer.url, number)}
    uploads.store(viewer.url, viewer.scope, number)


def _was_sent(viewer: Viewer, number: int) -> bool:
    return (viewer.url, number) in st.session_state.get(SENT, ())


def _card(viewer: Viewer, row: dict[Hashable, Any]) -> None:
    number, state, report = int(row["upload_id"]), row["state"], row["report"]
    if uploads.is_busy(viewer.url, number):
        st.write("Storing …" if state == "planned" else "Reading …")
        return
    plan = uploads.plan_of(report)
    if state == "planned" and plan is not None:
        _why_again(viewer, number)
        _plan(viewer, number, plan)
    elif state == "asked":
        _questions(viewer, number, uploads.questions_of(report))
    else:
        _refusal(viewer, number, uploads.issues_of(report))


def _why_again(viewer: Viewer, number: int) -> None:
    """Why a plan that was sent to be stored is shown once more."""
    if reference := uploads.fault_of(viewer.url, number):
        st.error(f"It was not stored, through a fault of ours. Try again, or quote reference {reference}.")
    elif _was_sent(viewer, number):
        st.info("The data have changed since this plan was made, so it was made again. Look at it once more.")


def _plan(viewer: Viewer, number: int, plan: Plan) -> None:
    _what_it_is(plan)
    _counts(plan)
    _apart(plan)
    _changes(plan)
    _becomes(plan)
    _issues(plan.issues, number)
    kept = _kept(plan)
    with st.container(horizontal=True):
        if kept:
            label = f"Store {kept:,} rows" + (f", keep {plan.rejected:,} out" if plan.rejected else "")
            st.button(label, key=f"store-{number}", type="primary", on_click=_send, args=(viewer, number))
        st.button("Do not store", key=f"cancel-{number}", on_click=uploads.cancel, args=(viewer.url, number))


def _kept(plan: Plan) -> int:
    """Rows that were read, less those rejected for what the database knows."""
    wrong_in_file = sum(int(sheet["rejected"]) for sheet in plan.sheets)
    return sum(int(sheet["rows"]) for sheet in plan.sheets) - (plan.rejected - wrong_in_file)


def _what_it_is(plan: Plan) -> None:
    for sheet in plan.sheets:
        name = f"Sheet “{escape(str(sheet['sheet']))}”: " if sheet["sheet"] else ""
        parts = [f"{sheet['rows']} rows", f"headings in row {sheet['header_row']}"]
        parts += [f"{sheet['rejected']} rejected"] if sheet["rejected"] else []
        parts += [f"{sheet['set_aside']} totals or notes set aside"] if sheet["set_aside"] else []
        st.write(f"{name}**{escape(layouts_in_words(sheet['layout']))}**: {', '.join(parts)}.")
    for kind, names in plan.added.items():
        shown = ", ".join(escape(name) for name in names[:SHOWN])
        st.write(f"New {KINDS.get(kind, kind)}: {shown}{' …' if len(names) > SHOWN else ''}.")


def _counts(plan: Plan) -> None:
    rows = [
        {"What": KINDS.get(one.kind, one.kind), "New": one.new, "Changed": one.changed, "Unchanged": one.unchanged}
        for one in plan.counted
        if one.new or one.changed or one.kind not in MENTIONED
    ]
    if rows:
        st.table(pd.DataFrame(rows), hide_index=True)


def _apart(plan: Plan) -> None:
    sentences = {
        "rows repeat another row of the file and are set aside.": plan.duplicates,
        "people are matched by their name alone, which only one person has.": plan.matched_by_name,
        "attendances are of names on no list of places; their hours count, but under nobody. Store the list of "
        "places first, if you have one.": plan.unattributed,
        "learners are held until a learner map says who they are.": plan.held,
    }
    for sentence, number in sentences.items():
        if number:
            st.markdown(f"- {number} {sentence}")
    for list_of, day in plan.as_at.items():
        st.markdown(f"- The list of {list_of} is taken to be complete up to {drawing.day_label(day)}.")


def _changes(plan: Plan) -> None:
    rows = pd.DataFrame(
        {
            "Row": one.row,
            "What": KINDS.get(one.kind, one.kind),
            "Field": one.field.replace("_", " "),
            "Now": one.old,
            "Then": one.new,
        }
        for one in plan.changes
    ).drop_duplicates()  # a session of two people changes for both
    if len(rows):
        few = len(rows) <= SHOWN
        with st.expander(f"What changes: {len(rows)} values shown", key=f"changes-{plan.upload_id}", expanded=few):
            st.table(table(rows), hide_index=True)


def _becomes(plan: Plan) -> None:
    moved = {name: pair for name, pair in plan.becomes.items() if pair[0] != pair[1]}
    if moved:
        words = [f"{name.lower()} {_total(before)} → {_total(after)}" for name, (before, after) in moved.items()]
        st.write(f"The totals would become: {'; '.join(words)}.")


def _total(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _issues(issues: tuple[Issue, ...], number: int) -> None:
    rejected = [issue for issue in issues if issue.severity is Severity.REJECTED]
    noted = [issue for issue in issues if issue.severity is Severity.NOTED]
    if rejected:
        st.error(f"To put right: {len(rejected)}. These rows stay out; correct them and drop the file again.")
        st.table(table(_listed(rejected[:SHOWN])), hide_index=True)
        download(
            f"rejected-{number}.csv",
            "Download all of them (CSV)",
            lambda: exports.csv_bytes(_listed(rejected)),
            f"rejected-{number}",
        )
    if noted:
        with st.expander(f"To know: {len(noted)}", key=f"noted-{number}"):
            for words, count in Counter(map(str, noted)).most_common(SHOWN):
                st.markdown(f"- {escape(words)}" + (f" ({count} times)" if count > 1 else ""))


def _listed(issues: list[Issue]) -> pd.DataFrame:
    listed = pd.DataFrame(
        [
            {
                "Sheet": issue.sheet,
                "Row": str(issue.row or ""),
                "Column": issue.column,
                "Value": issue.value,
                "What is wrong": issue.sentence,
            }
            for issue in issues
        ]
    )
    return listed if listed["Sheet"].any() else listed.drop(columns="Sheet")


def _questions(viewer: Viewer, number: int, questions: tuple[Question, ...]) -> None:
    with st.form(f"questions-{number}", border=False):
        given = {_name(question): _ask(viewer, number, question) for question in questions}
        if st.form_submit_button("Go on", type="primary"):
            answers = {name: str(value) for name, value in given.items() if value}
            if "organisation" in answers:
                answers["new organisations"] = "yes"
            uploads.answer(viewer.url, viewer.scope, number, answers)
            st.rerun()
    st.button("Do not store", key=f"cancel-{number}", on_click=uploads.cancel, args=(viewer.url, number))


def _name(question: Question) -> str:
    return f"{question.name} {question.sheet}!{question.column}" if question.column else question.name


def _ask(viewer: Viewer, number: int, question: Question) -> str | None:
    key = f"answer-{number}-{_name(question)}"
    if question.choices:
        return st.radio(escape(question.prompt), question.choices, index=None, key=key)
    if question.name == "organisation":
        names = data.organisations(*viewer.key)["name"].tolist()
        return st.selectbox(escape(question.prompt), names, index=None, key=key, accept_new_options=True)
    return st.text_input(escape(question.prompt), key=key)


def _refusal(viewer: Viewer, number: int, issues: tuple[Issue, ...]) -> None:
    if not issues:
        st.error("Reading was interrupted. Drop the file again.")
    for issue in issues:
        st.error(escape(str(issue)))
    st.write("Nothing of it was stored.")
    st.button("Put it away", key=f"cancel-{number}", on_click=uploads.cancel, args=(viewer.url, number))
