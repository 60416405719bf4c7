"""How far those enrolled on the on-line course have come."""

from typing import Final

import altair as alt

from dashboard.charts import theme
from dashboard.charts.marks import SHARES, drawn, has, layered, words

ROW_HEIGHT: Final = 46
BAR_HEIGHT: Final = 14


def course_funnel() -> alt.LayerChart:
    """Draw a bar for each step in the order of the frame, on a track as long as everyone enrolled."""
    return layered(_track(), _bars(), _steps(), _counts()).properties(height=alt.Step(ROW_HEIGHT))


def _step() -> alt.Y:
    return alt.Y("step:N", sort=None, axis=None)


def _track() -> alt.Chart:
    """Draw the tracks; as the first layer and unfiltered, this keeps the order of the frame."""
    track = drawn("bar", height=BAR_HEIGHT, yOffset=9, color=theme.INK, opacity=theme.TRACK_OPACITY, aria=False)
    nobody = alt.XDatum(0, type="quantitative", scale=SHARES, axis=None)
    return track.encode(x=nobody, x2=alt.datum(1), y=_step())


def _bars() -> alt.Chart:
    bars = drawn("bar", where=has("share"), height=BAR_HEIGHT, yOffset=9, color=theme.BLUE)
    return bars.transform_calculate(spoken="datum.step + ': ' + datum.words").encode(
        x=alt.X("share:Q", scale=SHARES, axis=None),
        y=_step(),
        description="spoken:N",
        tooltip=[alt.Tooltip("step:N", title="Step"), alt.Tooltip("words:N", title="People")],
    )


def _steps() -> alt.Chart:
    text = words("step", align="left", dy=-9, limit=alt.ExprRef("width - 160"))
    return text.encode(x=alt.value(0), y=_step())


def _counts() -> alt.Chart:
    text = words("words", where=has("words"), align="right", dy=-9)
    return text.encode(x=alt.value("width"), y=_step())
