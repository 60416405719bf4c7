"""Every chart by name: its columns, how to read it, and its specification, built once per process."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import altair as alt

from dashboard.charts.course import course_funnel
from dashboard.charts.demand import demand_parts
from dashboard.charts.hours import hours_by_month
from dashboard.charts.pace import hours_pace
from dashboard.charts.rates import rates
from dashboard.charts.retention import retention_steps
from dashboard.charts.theme import CONFIG

ChartName = Literal["hours_by_month", "rates", "retention_steps", "demand_parts", "course_funnel", "hours_pace"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A chart, the columns of the frame that it draws, and a sentence on how to read it."""

    draw: Callable[[], alt.LayerChart]
    columns: tuple[str, ...]
    reading: str


SHAPES: Final[Mapping[ChartName, Shape]] = {
    "hours_by_month": Shape(
        hours_by_month,
        ("month", "month_label", "hours", "mentors", "event_on", "event"),
        "Bar: hours held in the month. 0: none held. –: not shown. Dashed rule: a dated note, listed above.",  # noqa: RUF001
    ),
    "rates": Shape(
        rates,
        ("group", "value", "low", "high", "value_low", "value_high", "words", "status", "status_words"),
        "Dot: the rate. Line: its 95% interval. Hollow, dashed: few people. Thick bar: the rate lies within.",
    ),
    "retention_steps": Shape(
        retention_steps,
        ("months", "value", "low", "high", "series", "words"),
        "Point: the share still in post. Line: its 95% interval; a line without a point is a range.",
    ),
    "demand_parts": Shape(
        demand_parts,
        ("question", "level", "share", "people", "words"),
        "Bar: everyone who answered. Empty: low demand. Half filled: medium. Filled: high.",
    ),
    "course_funnel": Shape(
        course_funnel, ("step", "people", "share", "words"), "Bar: people at the step, out of all enrolled."
    ),
    "hours_pace": Shape(
        hours_pace,
        ("week", "hours", "mentor", "low", "high"),
        "Line: one mentor's hours so far. Shading: the expected pace. Dashed, triangle: below it now.",
    ),
}


def spec(name: ChartName) -> dict[str, Any]:
    """Return a fresh copy of a chart's specification, without data, for a frame handed in beside it."""
    copy: dict[str, Any] = json.loads(_built(name))
    return copy


@cache
def _built(name: ChartName) -> str:
    chart = SHAPES[name].draw().configure(**CONFIG)
    chart.autosize = alt.AutoSizeParams(type="fit-x", contains="padding")
    # On a canvas, text would lose the colour of the page and marks their place for assistive technology.
    chart.usermeta = {"embedOptions": {"renderer": "svg"}}
    return json.dumps(_without_data(chart.to_dict(validate=True)))


def _without_data(built: dict[str, Any]) -> dict[str, Any]:
    """Leave out the data and whatever a global Altair theme put into the config."""
    kept = {key: value for key, value in built.items() if key not in {"data", "datasets", "$schema"}}
    return {**kept, "config": dict(CONFIG)}
