"""A figure on a page: what was found, the chart, its description, the numbers behind it and a download."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import drawing, exports
from dashboard.charts import descriptions, specs, titles
from dashboard.charts.specs import ChartName
from dashboard.metrics import catalogue
from dashboard.ui.markdown import escape

MOST_HEADLINES = 6


def headlines(figures: pd.DataFrame) -> None:
    """At most six headline figures, each with its counts, interval and definition."""
    grid = st.grid(min_column_width=230)
    for row in figures.head(MOST_HEADLINES).to_dict("records"):
        measure = catalogue.named(row["measure"])
        with grid.cell().container(border=True, height="stretch"):
            st.metric(measure.label, drawing.value_words(row), help=f"{measure.definition} {measure.caution}")
            _caption(row)


def show(  # noqa: PLR0913 - what a figure is made of
    chart: ChartName, drawn: pd.DataFrame, figures: pd.DataFrame, key: str, *, about: str = "", of: str = ""
) -> None:
    """One figure: its finding as a heading, the chart, the table on request and a download."""
    title, description = _words(chart, drawn, about)
    st.header(escape(f"{of}: {title[:1].lower()}{title[1:]}" if of else title), anchor=False)
    if _is_drawable(drawn):
        st.vega_lite_chart(drawn, specs.spec(chart), theme=None, width="stretch", key=f"chart-{key}", alt=description)
        st.caption(specs.SHAPES[chart].reading)
    else:
        st.info(_why_not(figures))
    numbers(figures, key)


def numbers(figures: pd.DataFrame, key: str) -> None:
    """The numbers behind a figure with what they count, as a table on request and as a download."""
    opened = st.expander("Show the numbers and what they count", key=f"numbers-{key}", on_change="rerun")
    if opened.open:
        with opened:
            definitions(figures)
            st.table(table(drawing.for_table(figures)), hide_index=True)
    with st.container(horizontal=True):
        download(f"{key}.csv", "These numbers (CSV)", lambda: exports.csv_bytes(drawing.for_download(figures)), key)
        download(f"{key}.xlsx", "These numbers (Excel)", lambda: _workbook(figures), f"{key}-excel", exports.XLSX)


def _workbook(figures: pd.DataFrame) -> bytes:
    """The numbers on one sheet, what they count and do not show on another."""
    notes = [("Measure", "What it counts", "What it does not show", "Source")]
    for name in dict.fromkeys(figures["measure"]):
        measure = catalogue.named(name)
        notes.append((measure.label, measure.definition, measure.caution, measure.source))
    return exports.xlsx_bytes(drawing.for_download(figures), "Figures", notes)


def download(file_name: str, label: str, content: Callable[[], bytes], key: str, media_type: str = exports.CSV) -> None:
    """A link to a file that is made on the click and given once."""
    address = exports.link(exports.LOCAL, file_name, media_type, content)
    st.link_button(label, address, key=f"download-{key}", icon=":material/download:", on_click="rerun")


def table(rows: pd.DataFrame) -> pd.DataFrame:
    """A table whose texts show as they are, whatever they contain."""
    return rows.map(lambda cell: escape(cell) if isinstance(cell, str) else cell).rename(columns=escape)


def definitions(figures: pd.DataFrame) -> None:
    """What each measure in the figures means, in its own words."""
    for name in dict.fromkeys(figures["measure"]):
        measure = catalogue.named(name)
        st.caption(f"**{measure.label}.** {measure.definition} {measure.caution}")


def _caption(row: Mapping[Any, Any]) -> None:
    parts = [drawing.count_words(row), drawing.interval_words(row), drawing.day_label(row["as_at"])]
    why = _why(row).removeprefix(drawing.value_words(row)).removeprefix(", ")
    words = [why, parts[0], f"95 % interval {parts[1]}" if parts[1] else "", f"as at {parts[2]}" if parts[2] else ""]
    st.caption(" · ".join(part for part in words if part))


def _why(row: Mapping[Any, Any]) -> str:
    """Why a figure is no plain number; where there is none at all, what is missing and for how many."""
    why, missing = drawing.STATUS_WORDS[row["status"]], row.get("reason")
    return f"{why}, {missing}" if row["status"] == "x" and isinstance(missing, str) and missing else why


def _words(chart: ChartName, drawn: pd.DataFrame, about: str) -> tuple[str, str]:
    title, description = getattr(titles, chart), getattr(descriptions, chart)
    return (title(drawn, about), description(drawn, about)) if about else (title(drawn), description(drawn))


def _is_drawable(drawn: pd.DataFrame) -> bool:
    return not drawn.empty and ("low" not in drawn or bool(drawn["low"].notna().any()))


def _why_not(figures: pd.DataFrame) -> str:
    """Why there is nothing to draw, in the words of the figures themselves."""
    reasons = dict.fromkeys(filter(None, map(_why, figures.to_dict("records"))))
    if not reasons:
        return "There is nothing to show yet. Import a list, or choose fewer filters."
    return escape(f"There is nothing to draw: {'; '.join(reasons)}.")
