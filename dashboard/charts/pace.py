"""Each mentor's hours so far against the pace that the programme expects; for those who may see people."""

from typing import Any, Final

import altair as alt

from dashboard.charts import theme
from dashboard.charts.marks import drawn, has, layered, words

HEIGHT: Final = 280
ON_PACE: Final = "At or above the pace"
BEHIND: Final = "Below the pace"

_COLOURS: Final = (theme.GREY, theme.ORANGE)


def hours_pace() -> alt.LayerChart:
    """Draw a thin line for each mentor over the band of expected hours, those below it dashed."""
    return layered(_band(), _lines(), _ends(), _expected()).properties(height=HEIGHT)


def _week() -> alt.X:
    axis = alt.Axis(title="Weeks since the start", tickMinStep=1, tickSize=5, format="d")
    return alt.X("week:Q", scale=alt.Scale(nice=False), axis=axis)


def _hours(column: str) -> alt.Y:
    return alt.Y(f"{column}:Q", scale=alt.Scale(zero=True), axis=alt.Axis(title="Hours", tickCount=6, format=",.1~f"))


def _standing(channel: Any, values: tuple[Any, ...]) -> Any:  # noqa: ANN401
    scale = alt.Scale(domain=[ON_PACE, BEHIND], range=list(values))
    return channel("standing:N", scale=scale, legend=alt.Legend(symbolStrokeWidth=0))


def _weeks(chart: alt.Chart) -> alt.Chart:
    weeks = chart.transform_filter(has("low", "high"))
    return weeks.transform_aggregate(low="min(low)", high="max(high)", groupby=["week"])


def _band() -> alt.Chart:
    band = drawn(
        "area",
        color=theme.BLUE,
        opacity=1,
        fillOpacity=theme.BAND_OPACITY,
        stroke=theme.BLUE,
        strokeWidth=1,
        aria=False,
    )
    return _weeks(band).encode(x=_week(), y=_hours("low"), y2="high:Q")


def _expected() -> alt.Chart:
    text = _weeks(words("said", align="left", dx=8, dy=-8, lineHeight=16))
    last = text.transform_joinaggregate(end="max(week)").transform_filter("datum.week == datum.end")
    said = "['Expected', format(datum.low, '.0f') + ' to ' + format(datum.high, '.0f')]"
    middle = last.transform_calculate(said=said, middle="(datum.low + datum.high) / 2")
    return middle.encode(x=alt.value("width"), y=_hours("middle"))


def _mentors(chart: alt.Chart) -> alt.Chart:
    """Keep the rows with hours and say for each mentor how the latest of them stands to the band."""
    return (
        chart.transform_filter(has("mentor", "hours"))
        .transform_window(
            now="last_value(hours)",
            due="last_value(low)",
            latest="last_value(week)",
            sort=[alt.SortField("week")],
            groupby=["mentor"],
            frame=[None, None],
        )
        .transform_calculate(standing=f"datum.now < datum.due ? '{BEHIND}' : '{ON_PACE}'")
    )


def _lines() -> alt.Chart:
    return _mentors(drawn("line", strokeWidth=1.5, aria=False)).encode(
        x=_week(),
        y=_hours("hours"),
        detail="mentor:N",
        color=_standing(alt.Color, _COLOURS),
        strokeDash=_standing(alt.StrokeDash, ((1, 0), (4, 2))),
    )


def _ends() -> alt.Chart:
    ends = _mentors(drawn("point", filled=True, size=60, opacity=1))
    ends = ends.transform_filter("datum.week == datum.latest").transform_calculate(spoken=_spoken())
    return ends.encode(
        x=_week(),
        y=_hours("hours"),
        color=_standing(alt.Color, _COLOURS),
        shape=_standing(alt.Shape, ("circle", "triangle-down")),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("mentor:N", title="Mentor"),
            alt.Tooltip("week:Q", title="Week"),
            alt.Tooltip("hours:Q", title="Hours", format=".1~f"),
            alt.Tooltip("standing:N", title="Expected pace"),
        ],
    )


def _spoken() -> str:
    hours = "datum.mentor + ': ' + format(datum.hours, '.1~f') + ' hours by week ' + datum.week"
    return f"{hours} + ', ' + lower(datum.standing)"
