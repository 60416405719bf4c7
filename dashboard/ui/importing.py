"""The import page: drop files, see what they are and what they would change, store them or not."""

from collections import Counter
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import data, drawing, exports, session, templates, uploads
from dashboard.session import Viewer
from dashboard.ui.figure import download, table
from dashboard.ui.markdown import escape
from data_access.importing.planning import Plan
from data_access.ingest.issues import Issue, Question, Severity

WAITING = ("reading", "asked", "refused", "planned", "interrupted")
SHOWN = 20
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
    rows = data.uploads(viewer.scope, viewer.url)
    rows = rows[rows["state"].isin(WAITING)]
    busy = any(uploads.is_busy(viewer.url, int(number)) for number in rows["upload_id"])
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
    return "", f"“{written}” is not a date. Write it as 31/07/2022."


def _take_in(viewer: Viewer, key: str) -> None:
    answers, problem = _given()
    if problem:
        st.session_state["import-problem"] = problem
        return
    for file in st.session_state[key] or []:
        uploads.receive(viewer.url, viewer.scope, file.name, file.getvalue(), answers)
    st.session_state["uploader"] += 1


def _cards(viewer: Viewer, was_busy: bool) -> None:  # noqa: FBT001 - handed on by the fragment
    rows = data.uploads(viewer.scope, viewer.url)
    rows = rows[rows["state"].isin(WAITING)]
    busy = any(uploads.is_busy(viewer.url, int(number)) for number in rows["upload_id"])
    if was_busy and not busy:
        st.rerun()
    if problem := st.session_state.pop("import-problem", ""):
        st.error(escape(problem))
    for row in rows.to_dict("records"):
        with st.container(border=True, key=f"upload-{row['upload_id']}"):
            st.header(escape(row["file_name"]), anchor=False)
            _card(viewer, row)


def _card(viewer: Viewer, row: "dict[object, object]") -> None:
    number, state, report = int(str(row["upload_id"])), row["state"], row["report"]
    assert isinstance(report, dict)  # noqa: S101 - the reader's own column
    if uploads.is_busy(viewer.url, number):
        st.write("Storing …" if state == "planned" else "Reading …")
        return
    plan = uploads.plan_of(report)
    if state == "planned" and plan is not None:
        _plan(viewer, number, plan)
    elif state == "asked":
        _questions(viewer, number, uploads.questions_of(report))
    else:
        _refusal(viewer, number, uploads.issues_of(report))


def _plan(viewer: Viewer, number: int, plan: Plan) -> None:
    _what_it_is(plan)
    _counts(plan)
    _apart(plan)
    _changes(plan)
    _becomes(plan)
    _issues(plan.issues, number)
    with st.container(horizontal=True):
        st.button(
            _store_label(plan),
            key=f"store-{number}",
            type="primary",
            on_click=uploads.store,
            args=(viewer.url, viewer.scope, number),
        )
        st.button("Do not store", key=f"cancel-{number}", on_click=uploads.cancel, args=(viewer.url, number))


def _store_label(plan: Plan) -> str:
    kept = sum(int(sheet["rows"]) for sheet in plan.sheets) - (plan.rejected - _wrong_in_file(plan))
    return f"Store {kept} rows" + (f", keep {plan.rejected} out" if plan.rejected else "")


def _wrong_in_file(plan: Plan) -> int:
    return sum(int(sheet["rejected"]) for sheet in plan.sheets)


def _what_it_is(plan: Plan) -> None:
    for sheet in plan.sheets:
        name = f"Sheet “{escape(str(sheet['sheet']))}”: " if sheet["sheet"] else ""
        parts = [f"{sheet['rows']} rows", f"headings in row {sheet['header_row']}"]
        parts += [f"{sheet['rejected']} rejected"] if sheet["rejected"] else []
        parts += [f"{sheet['set_aside']} totals or notes set aside"] if sheet["set_aside"] else []
        st.write(f"{name}**{escape(str(sheet['layout']))}**: {', '.join(parts)}.")
    for kind, names in plan.added.items():
        shown = ", ".join(escape(name) for name in names[:SHOWN])
        st.write(f"New {KINDS.get(kind, kind)}: {shown}{' …' if len(names) > SHOWN else ''}.")


def _counts(plan: Plan) -> None:
    rows = [
        {"What": KINDS.get(one.kind, one.kind), "New": one.new, "Changed": one.changed, "Unchanged": one.unchanged}
        for one in plan.counted
    ]
    if rows:
        st.table(pd.DataFrame(rows), hide_index=True)


def _apart(plan: Plan) -> None:
    sentences = {
        "rows repeat another row of the file and are set aside.": plan.duplicates,
        "people are matched by their name alone, which only one person has.": plan.matched_by_name,
        "attendances are of names on no list of places. Their hours count, under nobody.": plan.unattributed,
        "learners are held until a learner map says who they are.": plan.held,
    }
    for sentence, number in sentences.items():
        if number:
            st.markdown(f"- {number} {sentence}")
    for list_of, day in plan.as_at.items():
        st.markdown(f"- The list of {list_of} is taken to be complete up to {drawing.day_label(day)}.")


def _changes(plan: Plan) -> None:
    if plan.changes:
        with st.expander(f"What changes: the first {len(plan.changes)}", key=f"changes-{plan.upload_id}"):
            rows = [
                {
                    "Row": one.row,
                    "What": KINDS.get(one.kind, one.kind),
                    "Field": one.field.replace("_", " "),
                    "Now": one.old,
                    "Then": one.new,
                }
                for one in plan.changes
            ]
            st.table(table(pd.DataFrame(rows)), hide_index=True)


def _becomes(plan: Plan) -> None:
    moved = {name: pair for name, pair in plan.becomes.items() if pair[0] != pair[1]}
    if moved:
        words = [f"{name.lower()} {before:,g} → {after:,g}" for name, (before, after) in moved.items()]
        st.write(f"The totals would become: {'; '.join(words)}.")


def _issues(issues: tuple[Issue, ...], number: int) -> None:
    rejected = [issue for issue in issues if issue.severity is Severity.REJECTED]
    noted = [issue for issue in issues if issue.severity is Severity.NOTED]
    if rejected:
        st.error(f"{len(rejected)} things to put right. The rows stay out; correct them and drop the file again.")
        st.table(table(_listed(rejected[:SHOWN])), hide_index=True)
        download(
            f"rejected-{number}.csv",
            "Download all of them (CSV)",
            lambda: exports.csv_bytes(_listed(rejected)),
            f"rejected-{number}",
        )
    if noted:
        with st.expander(f"{len(noted)} things to know", key=f"noted-{number}"):
            for words, count in Counter(map(str, noted)).most_common(SHOWN):
                st.markdown(f"- {escape(words)}" + (f" ({count} times)" if count > 1 else ""))


def _listed(issues: list[Issue]) -> pd.DataFrame:
    return pd.DataFrame(
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
