"""Retention at points in time, for up to three series side by side."""

from typing import Any, Final

import altair as alt

from dashboard.charts import theme
from dashboard.charts.marks import SHARES, drawn, has, lacks, layered, shares_axis, words

HEIGHT: Final = 270
DODGE: Final = 11
LABEL_GAP: Final = 0.08
SLOTS: Final = (1, 2, 3)

_SIDEWAYS: Final = f"{DODGE} * (datum.slot - (datum.slots + 1) / 2)"
_LEFT_OF_TWO: Final = "datum.slots == 2 && datum.slot == 1"
_ROOM_FOR_VALUES: Final = "datum.slots == 1 || (datum.slots == 2 && width > 380)"


def retention_steps() -> alt.LayerChart:
    """Draw the share in post at each point in time; points are not joined, as each counts its own people."""
    chart = layered(_said(), _intervals(), _ranges(), _points(), _values(), _names(), _keys())
    return (
        chart.transform_window(row="row_number()")
        .transform_joinaggregate(first_row="min(row)", groupby=["series"])
        .transform_window(slot="dense_rank()", sort=[alt.SortField("first_row")])
        .transform_joinaggregate(slots="max(slot)")
        .transform_calculate(spoken=_spoken())
        .properties(height=HEIGHT)
    )


def _spoken() -> str:
    interval = "', 95% interval ' + format(datum.low, '.0%') + ' to ' + format(datum.high, '.0%')"
    said = "datum.series + ', ' + datum.months + ' months: ' + datum.words"
    return f"{said} + ({has('low', 'high')} ? {interval} : '')"


def _months() -> alt.X:
    axis = alt.Axis(title="Months since starting in post", values=[6, 12, 18, 24, 36], tickSize=5, format="d")
    return alt.X("months:Q", scale=alt.Scale(zero=False, nice=False, padding=34), axis=axis)


def _share(column: str) -> alt.Y:
    return alt.Y(f"{column}:Q", scale=SHARES, axis=shares_axis())


def _series(channel: Any, values: tuple[Any, ...]) -> Any:  # noqa: ANN401
    return channel("slot:N", scale=alt.Scale(domain=list(SLOTS), range=list(values)), legend=None)


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("series:N", title="Series"),
        alt.Tooltip("months:Q", title="Months since starting"),
        alt.Tooltip("words:N", title="Still in post"),
        alt.Tooltip("low:Q", title="95% interval from", format=".0%"),
        alt.Tooltip("high:Q", title="to", format=".0%"),
    ]


def _said() -> alt.Chart:
    """Speak for every row: a layer that may be empty would be an image without a name."""
    text = drawn("text", text="", color=theme.INK, aria=True)
    return text.encode(x=_months(), y=alt.value(0), description="spoken:N")


def _intervals() -> alt.Chart:
    """Draw the intervals of points."""
    return _interval(has("value", "low", "high"))


def _ranges() -> alt.Chart:
    """Draw the intervals of ranges, which have no point."""
    where = f"{has('low', 'high')} && {lacks('value')}"
    return _interval(where).encode(tooltip=_tooltip())


def _interval(where: str) -> alt.Chart:
    rule = drawn("rule", where=where, strokeWidth=2, xOffset=alt.ExprRef(_SIDEWAYS), aria=False)
    return rule.encode(
        x=_months(),
        y=_share("low"),
        y2="high:Q",
        color=_series(alt.Color, theme.SERIES),
        strokeDash=_series(alt.StrokeDash, theme.SERIES_DASHES),
    )


def _points() -> alt.Chart:
    sideways = alt.ExprRef(_SIDEWAYS)
    point = drawn("point", where=has("value"), filled=True, size=110, opacity=1, xOffset=sideways, aria=False)
    return point.encode(
        x=_months(),
        y=_share("value"),
        color=_series(alt.Color, theme.SERIES),
        shape=_series(alt.Shape, theme.SERIES_SHAPES),
        tooltip=_tooltip(),
    )


def _values() -> alt.Chart:
    """Write each share beside its point, outwards, where there is room for it."""
    text = drawn(
        "text",
        where=has("value"),
        color=theme.INK,
        aria=False,
        xOffset=alt.ExprRef(f"{_SIDEWAYS} + ({_LEFT_OF_TWO} ? -9 : 9)"),
        align=alt.ExprRef(f"{_LEFT_OF_TWO} ? 'right' : 'left'"),
        opacity=alt.ExprRef(f"{_ROOM_FOR_VALUES} ? 1 : 0"),
    )
    return text.encode(x=_months(), y=_share("value"), text=alt.Text("value:Q", format=".0%"))


def _names() -> alt.Chart:
    text = _last_of_each_series(words("series", align="left", dx=24, limit=180))
    return text.encode(x=alt.value("width"), y=_share("label_at"))


def _keys() -> alt.Chart:
    point = _last_of_each_series(drawn("point", filled=True, size=80, opacity=1, xOffset=14, aria=False))
    return point.encode(
        x=alt.value("width"),
        y=_share("label_at"),
        color=_series(alt.Color, theme.SERIES),
        shape=_series(alt.Shape, theme.SERIES_SHAPES),
    )


def _last_of_each_series(chart: alt.Chart) -> alt.Chart:
    """Keep the last point of each series and move its label clear of the labels above it."""
    last = (
        chart.transform_filter(has("low", "high"))
        .transform_calculate(anchor="isValid(datum.value) ? datum.value : (datum.low + datum.high) / 2")
        .transform_joinaggregate(last="max(months)", groupby=["series"])
        .transform_filter("datum.months == datum.last")
        .transform_window(place="row_number()", sort=[alt.SortField("anchor", order="descending")])
    )
    return (
        last.transform_joinaggregate(top="max(anchor)", bottom="min(anchor)", middle="median(anchor)")
        .transform_joinaggregate(places="max(place)")
        .transform_calculate(next="datum.places == 2 ? datum.bottom : datum.middle")
        .transform_calculate(second=f"min(datum.next, datum.top - {LABEL_GAP})")
        .transform_calculate(third=f"min(datum.bottom, datum.second - {LABEL_GAP})")
        .transform_calculate(label_at="[datum.top, datum.second, datum.third][datum.place - 1]")
    )
