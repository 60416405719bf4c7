"""Demand for further training in three parts, low to high."""

from typing import Any, Final

import altair as alt

from dashboard.charts import theme
from dashboard.charts.marks import SHARES, drawn, has, layered, pixels, words

ROW_HEIGHT: Final = 84
BAR_HEIGHT: Final = 22
# Empty, half, full: the order shows without colour and holds on either ground.
FILLS: Final = (0, 0.45, 1)

_RANK: Final = alt.SortField("rank")
# The label of the middle part stays between the labels at either end.
_MIDDLE: Final = "clamp((datum.starts + datum.ends) / 2 * width - 48, 98, width - 196)"
_LABEL_STARTS: Final = f"[0, {_MIDDLE}, width][datum.rank]"


def demand_parts() -> alt.LayerChart:
    """Draw one bar a question, cut into low, medium and high, each part labelled beneath."""
    chart = layered(_questions(), _parts(), _answered(), _hidden(), _swatches(), *_labels())
    return (
        chart.transform_calculate(rank="indexof(['low', 'medium', 'high'], datum.level)")
        .transform_calculate(missing="isValid(datum.share) ? 0 : 1")
        .transform_joinaggregate(gaps="sum(missing)", answered="sum(people)", groupby=["question"])
        .transform_window(place="row_number()", sort=[_RANK], groupby=["question"])
        .transform_stack(stack="share", groupby=["question"], sort=[_RANK], as_=["starts", "ends"], offset="zero")
        .transform_calculate(name="upper(slice(datum.level, 0, 1)) + slice(datum.level, 1)")
        .transform_calculate(label="datum.name + ' ' + format(datum.share, '.0%')")
        .properties(height=alt.Step(ROW_HEIGHT))
    )


def _question() -> alt.Y:
    return alt.Y("question:N", sort=None, axis=None)


def _share(column: str) -> alt.X:
    return alt.X(f"{column}:Q", scale=SHARES, axis=None)


def _fill() -> alt.FillOpacity:
    scale = alt.Scale(type="ordinal", domain=[0, 1, 2], range=list(FILLS))
    return alt.FillOpacity("rank:O", scale=scale, legend=None)


def _questions() -> alt.Chart:
    """Write every question once; as the first layer and unfiltered, this keeps the order of the frame."""
    text = words("heading", align="left", dy=-24, fontWeight=600)
    once = text.transform_calculate(heading="datum.place == 1 ? datum.question : ''")
    return once.encode(x=alt.value(0), y=_question())


def _parts() -> alt.Chart:
    parts = drawn("bar", where="datum.gaps == 0 && datum.share > 0", **_part_style())
    spoken = parts.transform_calculate(spoken="datum.question + ', ' + datum.level + ': ' + datum.words")
    return spoken.encode(
        x=_share("starts"),
        x2="ends:Q",
        y=_question(),
        fillOpacity=_fill(),
        description="spoken:N",
        tooltip=[
            alt.Tooltip("question:N", title="Question"),
            alt.Tooltip("level:N", title="Demand"),
            alt.Tooltip("words:N", title="Answers"),
        ],
    )


def _part_style() -> dict[str, Any]:
    outline = {"color": theme.BLUE, "stroke": theme.BLUE, "strokeWidth": 1.5}
    return {**outline, "height": BAR_HEIGHT, "xOffset": 2, "x2Offset": -2}


def _answered() -> alt.Chart:
    text = words("said", where="datum.place == 1 && datum.gaps == 0", muted=True, align="right", dy=-24)
    said = text.transform_calculate(said="datum.answered + ' answered'")
    return said.encode(x=alt.value("width"), y=_question())


def _hidden() -> alt.Chart:
    missing = words("words", where="datum.missing == 1", muted=True, align="left")
    first = missing.transform_window(turn="row_number()", sort=[_RANK], groupby=["question"])
    return first.transform_filter("datum.turn == 1").encode(x=alt.value(0), y=_question())


def _swatches() -> alt.Chart:
    square = drawn(
        "point",
        where=has("share"),
        shape="square",
        size=90,
        fill=theme.BLUE,
        stroke=theme.BLUE,
        opacity=1,
        yOffset=26,
        aria=False,
    )
    inwards = "(datum.rank == 2 ? -6 : 6)"
    return square.encode(x=pixels(f"{_LABEL_STARTS} + {inwards}"), y=_question(), fillOpacity=_fill())


def _labels() -> tuple[alt.Chart, ...]:
    return _label("datum.rank < 2", "left", 17), _label("datum.rank == 2", "right", -17)


def _label(which: str, align: str, inwards: int) -> alt.Chart:
    text = words("label", where=f"{which} && {has('share')}", align=align, dx=inwards, dy=26)
    return text.encode(x=pixels(_LABEL_STARTS), y=_question())
