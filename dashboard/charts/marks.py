"""The pieces that several charts draw alike: the rows they stand on, marks, plain words and shares."""

from typing import Any, Final, Literal

import altair as alt

from dashboard.charts import theme

Kind = Literal["area", "bar", "line", "point", "rect", "rule", "text"]

ROWS: Final = alt.NamedData(name="data")
SHARES: Final = alt.Scale(domain=[0, 1], nice=False)


def has(*columns: str) -> str:
    """Return a condition that holds for rows in which all these columns are filled."""
    return " && ".join(f"isValid(datum.{column})" for column in columns)


def lacks(*columns: str) -> str:
    """Return a condition that holds for rows in which all these columns are empty."""
    return " && ".join(f"!isValid(datum.{column})" for column in columns)


def drawn(kind: Kind, *, where: str | None = None, **style: Any) -> alt.Chart:  # noqa: ANN401
    """Return a layer of one kind of mark over the rows that meet a condition."""
    layer = alt.Chart(mark=alt.MarkDef(type=kind, **style))
    return layer.transform_filter(where) if where else layer


def words(column: str, *, where: str | None = None, muted: bool = False, **style: Any) -> alt.Chart:  # noqa: ANN401
    """Return a layer that writes one column in the colour of the page's own text."""
    opacity = theme.MUTED_OPACITY if muted else 1
    layer = drawn("text", where=where, **{"color": theme.INK, "opacity": opacity, "aria": False, **style})
    return layer.encode(text=f"{column}:N")


def shares_axis(**options: Any) -> alt.Axis:  # noqa: ANN401
    """Return an axis of shares in whole per cent with a light grid."""
    quarters = [0, 0.25, 0.5, 0.75, 1]
    return alt.Axis(**{"format": ".0%", "values": quarters, "title": None, "grid": True, **options})


def pixels(expression: str) -> Any:  # noqa: ANN401
    """Return a position worked out for each row, in pixels."""
    return alt.value(alt.ExprRef(expression))


def layered(*layers: alt.Chart) -> alt.LayerChart:
    """Return one chart of these layers over the rows that the page hands in."""
    return alt.LayerChart(layer=list(layers), data=ROWS)
