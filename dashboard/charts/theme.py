"""One palette and one Vega-Lite config that read on a light and on a dark ground alike.

The marks take no mode: a theme switch does not rerun the page and what the server hears about the theme can
be stale, so every colour keeps at least 3:1 on both grounds and text takes the colour of the page around it.
"""

from collections.abc import Mapping
from typing import Any, Final

GROUNDS: Final[Mapping[str, str]] = {"light": "#FFFFFF", "dark": "#0E1117"}
INKS: Final[Mapping[str, str]] = {"light": "#0B0C0C", "dark": "#FAFAFA"}

INK: Final = "currentColor"
MUTED_OPACITY: Final = 0.78
GRID_OPACITY: Final = 0.16
BAND_OPACITY: Final = 0.2
TRACK_OPACITY: Final = 0.1

BLUE: Final = "#2F7DC4"
PLUM: Final = "#C2407F"
TEAL: Final = "#1F8F86"
ORANGE: Final = "#D9541A"
GREY: Final = "#6F7B87"

SERIES: Final = (BLUE, PLUM, TEAL)
SERIES_DASHES: Final = ((1, 0), (6, 3), (2, 2))
SERIES_SHAPES: Final = ("circle", "diamond", "triangle-up")

FONT: Final = '"Source Sans", "Source Sans Pro", Arial, sans-serif'
TEXT_SIZE: Final = 13

_AXIS: Final = {
    "labelFont": FONT,
    "titleFont": FONT,
    "labelFontSize": TEXT_SIZE,
    "titleFontSize": TEXT_SIZE,
    "titleFontWeight": 400,
    "labelColor": INK,
    "labelOpacity": MUTED_OPACITY,
    "titleColor": INK,
    "titleOpacity": MUTED_OPACITY,
    "domainColor": INK,
    "domainOpacity": 0.6,
    "tickColor": INK,
    "tickOpacity": 0.6,
    "gridColor": INK,
    "gridOpacity": GRID_OPACITY,
    "labelPadding": 6,
    "titlePadding": 10,
}
_AXIS_X: Final = {"grid": False, "labelFlush": False}
# The title of a y axis lies flat above it and ends at the axis, clear of anything written over the plot.
_AXIS_Y: Final = {
    "domain": False,
    "ticks": False,
    "grid": True,
    "titleAngle": 0,
    "titleAlign": "right",
    "titleX": -4,
    "titleY": -10,
    "titleBaseline": "bottom",
}
_LEGEND: Final = {
    "labelFont": FONT,
    "labelFontSize": TEXT_SIZE,
    "labelColor": INK,
    "labelLimit": 0,
    "orient": "top",
    "direction": "horizontal",
    "offset": 24,
    "title": None,
}

CONFIG: Final[Mapping[str, Any]] = {
    "background": "transparent",
    "font": FONT,
    "padding": {"left": 2, "right": 8, "top": 4, "bottom": 8},
    "view": {"stroke": None},
    "axis": _AXIS,
    "axisX": _AXIS_X,
    "axisY": _AXIS_Y,
    "legend": _LEGEND,
    "text": {"font": FONT, "fontSize": TEXT_SIZE, "color": INK},
    "aria": True,
}
