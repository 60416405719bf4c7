import json
import re
import tomllib
from pathlib import Path

import pytest

from dashboard.charts import theme
from dashboard.charts.specs import SHAPES, ChartName, spec

MARKS = {
    "blue": theme.BLUE,
    "plum": theme.PLUM,
    "teal": theme.TEAL,
    "orange": theme.ORANGE,
    "grey": theme.GREY,
}


def channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def luminance(colour: tuple[float, float, float]) -> float:
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def seen_through(ink: str, ground: str, opacity: float) -> tuple[float, float, float]:
    red, green, blue = (
        opacity * over + (1 - opacity) * under for over, under in zip(channels(ink), channels(ground), strict=True)
    )
    return red, green, blue


@pytest.mark.parametrize("ground", theme.GROUNDS)
def test_grounds_and_inks_are_those_of_the_pages(ground: str) -> None:
    settings = Path(__file__).parents[3] / ".streamlit" / "config.toml"

    pages = tomllib.loads(settings.read_text(encoding="utf-8"))["theme"][ground]

    assert (pages["backgroundColor"], pages["textColor"]) == (theme.GROUNDS[ground], theme.INKS[ground])


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast(channels("#000000"), channels("#FFFFFF")) == pytest.approx(21)


@pytest.mark.parametrize("ground", theme.GROUNDS)
@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_stands_out_on_a_light_and_on_a_dark_ground(mark: str, ground: str) -> None:
    assert contrast(channels(MARKS[mark]), channels(theme.GROUNDS[ground])) >= 3


@pytest.mark.parametrize("ground", theme.GROUNDS)
def test_muted_text_can_still_be_read(ground: str) -> None:
    behind = theme.GROUNDS[ground]

    text = seen_through(theme.INKS[ground], behind, theme.MUTED_OPACITY)

    assert contrast(text, channels(behind)) >= 4.5


@pytest.mark.parametrize("name", SHAPES)
def test_a_chart_uses_no_colour_outside_the_palette(name: ChartName) -> None:
    used = set(re.findall(r"#[0-9A-Fa-f]{3,8}", json.dumps(spec(name))))

    assert used <= set(MARKS.values())


def test_series_differ_in_dash_and_shape_as_well_as_colour() -> None:
    for marks in (theme.SERIES, theme.SERIES_DASHES, theme.SERIES_SHAPES):
        assert len(set(marks)) == 3


def test_text_takes_the_colour_of_the_page_so_that_a_theme_switch_needs_no_rerun() -> None:
    axis, legend, text = (theme.CONFIG[part] for part in ("axis", "legend", "text"))

    assert {axis["labelColor"], axis["titleColor"], legend["labelColor"], text["color"]} == {"currentColor"}
    assert theme.CONFIG["background"] == "transparent"
