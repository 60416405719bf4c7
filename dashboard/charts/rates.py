"""Rates with their intervals, one row a group."""

from typing import Any, Final

import altair as alt

from dashboard.charts import theme
from dashboard.charts.marks import SHARES, drawn, has, lacks, layered, shares_axis, words

ROW_HEIGHT: Final = 34
LINE: Final = 24
CLEAR_OF_DOT: Final = 6

_FEW: Final = "datum.status == 'u' || datum.status == 'early'"
_BREAK: Final = f"lastindexof(slice(datum.label, 0, {LINE}), ' ')"
_ONE_LINE: Final = f"(length(datum.label) <= {LINE} || {_BREAK} < 1)"
_LABEL: Final = f"{_ONE_LINE} ? datum.label : [slice(datum.label, 0, {_BREAK}), slice(datum.label, {_BREAK} + 1)]"
_RAISED: Final = alt.ExprRef(f"{_ONE_LINE} ? 0 : -7")


def rates() -> alt.LayerChart:
    """Draw a dot and its interval for each group, in the order of the frame."""
    chart = layered(_counts(), _states(), *_intervals(), _ranges(), _dots())
    return chart.transform_calculate(few=_FEW, spoken=_spoken()).properties(height=alt.Step(ROW_HEIGHT))


def _spoken() -> str:
    interval = "', 95% interval ' + format(datum.low, '.0%') + ' to ' + format(datum.high, '.0%')"
    return (
        "datum.group + ': ' + datum.words + "
        f"({has('low', 'high')} ? {interval} : datum.status_words) + (datum.few ? ', few people' : '')"
    )


def _group() -> alt.Y:
    axis = alt.Axis(
        title=None,
        grid=False,
        labelExpr=_LABEL,
        labelOffset=_RAISED,
        labelLimit=170,
        labelOpacity=1,
        labelPadding=10,
    )
    return alt.Y("group:N", sort=None, axis=axis)


def _share(column: str) -> alt.X:
    return alt.X(f"{column}:Q", scale=SHARES, axis=shares_axis(orient="top", domain=False, ticks=False))


def _counts() -> alt.Chart:
    """Write every count, and speak for its row: a layer that may be empty would be an image without a name.

    As the first layer and unfiltered, this keeps the order of the frame.
    """
    counts = words("count", align="left", dx=12, aria=True)
    filled = counts.transform_calculate(count=f"{has('words')} ? datum.words : ''")
    return filled.encode(x=alt.value("width"), y=_group(), description="spoken:N")


def _states() -> alt.Chart:
    text = words("status_words", where=lacks("value", "value_low"), muted=True, align="left", dx=4)
    return text.encode(x=alt.value(0), y=_group())


def _intervals() -> tuple[alt.Chart, ...]:
    """Draw each interval up to the edge of its dot, so that a hollow dot stays hollow."""
    return (
        _interval("low", "value", f"{has('value')} && datum.value > datum.low", x2Offset=-CLEAR_OF_DOT),
        _interval("value", "high", f"{has('value')} && datum.high > datum.value", xOffset=CLEAR_OF_DOT),
        _interval("low", "high", f"{has('low', 'high')} && {lacks('value')}"),
    )


def _interval(start: str, end: str, where: str, **offset: Any) -> alt.Chart:  # noqa: ANN401
    rule = drawn("rule", where=where, color=theme.BLUE, strokeWidth=2, aria=False, **offset)
    dash = alt.when("datum.few").then(alt.value([3, 3])).otherwise(alt.value([1, 0]))
    return rule.encode(x=_share(start), x2=f"{end}:Q", y=_group(), strokeDash=dash)


def _ranges() -> alt.Chart:
    where = f"{has('value_low', 'value_high')} && {lacks('value')}"
    bar = drawn("rule", where=where, color=theme.BLUE, strokeWidth=10, strokeCap="round", aria=False)
    return bar.encode(x=_share("value_low"), x2="value_high:Q", y=_group(), tooltip=_tooltip())


def _dots() -> alt.Chart:
    dot = drawn("point", where=has("value"), size=90, strokeWidth=2, opacity=1, stroke=theme.BLUE, aria=False)
    fill = alt.when("datum.few").then(alt.value("transparent")).otherwise(alt.value(theme.BLUE))
    return dot.encode(x=_share("value"), y=_group(), fill=fill, tooltip=_tooltip())


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("group:N", title="Group"),
        alt.Tooltip("words:N", title="Count"),
        alt.Tooltip("low:Q", title="95% interval from", format=".0%"),
        alt.Tooltip("high:Q", title="to", format=".0%"),
        alt.Tooltip("status_words:N", title="Status"),
    ]
