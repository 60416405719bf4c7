"""Hours of mentoring held each month, with the dates that explain them."""

from typing import Final

import altair as alt

from dashboard.charts import theme
from dashboard.charts.marks import drawn, has, layered, pixels, words

HEIGHT: Final = 240
LINE: Final = 18
NOTES_SHOWN: Final = 6
WIDEST_BAR: Final = 160
# The axis reaches at least so far, so that months of nothing still stand on the ground line.
FEWEST_HOURS: Final = 10
MONTH_IN_MS: Final = 28 * 24 * 3600 * 1000

_NEXT_MONTH: Final = "utc(utcyear(datum.starts), utcmonth(datum.starts) + 1, 1)"
_MONTH: Final = "(scale('x', datum.ends) - scale('x', datum.starts))"
_RIGHT_EDGE: Final = alt.ExprRef(f"-max(1.5, {_MONTH} - {WIDEST_BAR})")
_CENTRE: Final = alt.ExprRef(f"min({_MONTH}, {WIDEST_BAR}) / 2")
# A label stands at the start of its month; the end of the last month starts none.
_LABELS: Final = (
    "utcdate(datum.value) != 1 || datum.value >= domain('x')[1] ? '' : [utcFormat(datum.value, '%b'), "
    "utcmonth(datum.value) == 0 || datum.index == 0 ? utcFormat(datum.value, '%Y') : '']"
)


def hours_by_month() -> alt.LayerChart:
    """Draw a bar for each month and a dated, numbered rule for each calendar note.

    The frame holds both kinds of rows, each with the columns of the other kind empty.
    """
    chart = layered(_bars(), _zeros_and_gaps(), _rules(), _numbers(), _key())
    return (
        chart.transform_calculate(starts="toDate(datum.month)", noted="toDate(datum.event_on)")
        .transform_calculate(ends=f"isValid(datum.starts) ? {_NEXT_MONTH} : null")
        .transform_joinaggregate(first="min(starts)", last="max(ends)")
        .properties(height=HEIGHT)
    )


def _when(column: str) -> alt.X:
    axis = alt.Axis(
        title=None,
        labelExpr=_LABELS,
        labelAlign="left",
        labelOverlap="greedy",
        tickMinStep=MONTH_IN_MS,
        tickSize=6,
    )
    return alt.X(f"{column}:T", scale=alt.Scale(type="utc", nice=False), axis=axis)


def _hours() -> alt.Y:
    scale = alt.Scale(domain=alt.DomainUnionWith(unionWith=[0, FEWEST_HOURS]), nice=True)
    return alt.Y("hours:Q", scale=scale, axis=alt.Axis(title="Hours", tickCount=5, format=",.1~f"))


def _bars() -> alt.Chart:
    bars = drawn("rect", where=has("hours"), color=theme.BLUE, xOffset=1.5, x2Offset=_RIGHT_EDGE)
    return bars.transform_calculate(spoken=_spoken()).encode(
        x=_when("starts"),
        x2="ends:T",
        y=_hours(),
        y2=alt.value("height"),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("month_label:N", title="Month"),
            alt.Tooltip("hours:Q", title="Hours", format=",.1~f"),
            alt.Tooltip("mentors:Q", title="Mentors"),
        ],
    )


def _spoken() -> str:
    mentors = f"({has('mentors')} ? ', ' + datum.mentors + ' mentors' : '')"
    return f"datum.month_label + ': ' + format(datum.hours, ',.1~f') + ' hours' + {mentors}"


def _zeros_and_gaps() -> alt.Chart:
    """Tell a month without any hours from a month that is not shown."""
    text = words("said", where=f"{has('starts')} && !datum.hours", xOffset=_CENTRE, dy=-8, muted=True)
    said = text.transform_calculate(said="datum.hours === 0 ? '0' : '\u2013'")
    return said.encode(x=_when("starts"), y=alt.value("height"))


def _notes(chart: alt.Chart) -> alt.Chart:
    """Keep the notes that fall within the months shown, numbered in the order of their dates."""
    return (
        chart.transform_filter(f"{has('noted')} && datum.noted >= datum.first && datum.noted <= datum.last")
        .transform_window(number="row_number()", sort=[alt.SortField("noted")])
        .transform_joinaggregate(notes="max(number)")
        .transform_calculate(lines=f"min(datum.notes, {NOTES_SHOWN})")
        .transform_calculate(spoken="utcFormat(datum.noted, '%-d %b %Y') + ', ' + datum.event")
        .transform_calculate(key="datum.number + ': ' + datum.spoken")
    )


def _rules() -> alt.Chart:
    rule = _notes(drawn("rule", color=theme.INK, strokeDash=[3, 3], strokeWidth=1.5, aria=False))
    return rule.encode(x=_when("noted"), tooltip=alt.Tooltip("spoken:N", title="Note"))


def _numbers() -> alt.Chart:
    """Number each note, and speak for its rule: without notes, the rules would be an image without a name."""
    text = _notes(words("number", fontWeight=600, aria=True))
    return text.encode(x=_when("noted"), y=alt.value(-9), description="spoken:N")


def _key() -> alt.Chart:
    text = _notes(words("key", align="left", limit=alt.ExprRef("width")))
    above = pixels(f"-30 - {LINE} * (datum.lines - datum.number)")
    return text.transform_filter(f"datum.number <= {NOTES_SHOWN}").encode(x=alt.value(0), y=above)
