import json
import re
from collections.abc import Iterator
from typing import Any

import altair as alt
import pytest

from dashboard.charts import specs
from dashboard.charts.specs import SHAPES, ChartName, spec
from dashboard.charts.theme import CONFIG
from tests.dashboard.charts.frames import NORMAL

ORDERED_BY_ROW: tuple[ChartName, ...] = ("rates", "demand_parts", "course_funnel")


def nodes(part: object) -> Iterator[dict[str, Any]]:
    """Walk a specification, leaving out axes, whose expressions speak of ticks and not of rows."""
    if isinstance(part, dict):
        yield part
        for key, value in part.items():
            if key != "axis":
                yield from nodes(value)
    if isinstance(part, list):
        for value in part:
            yield from nodes(value)


def keys(part: object) -> set[str]:
    return {key for node in nodes(part) for key in node}


def texts(part: object) -> Iterator[str]:
    for node in nodes(part):
        yield from (value for value in node.values() if isinstance(value, str))


def made_within(part: object) -> set[str]:
    made: set[str] = set()
    for node in nodes(part):
        names = node.get("as", [])
        made.update([names] if isinstance(names, str) else names)
    return made


def read_from_rows(part: object) -> set[str]:
    fields = {node["field"] for node in nodes(part) if node.get("field")}
    grouped = {name for node in nodes(part) for name in node.get("groupby", [])}
    stacked = {node["stack"] for node in nodes(part) if isinstance(node.get("stack"), str)}
    spoken = {name for text in texts(part) for name in re.findall(r"datum\.(\w+)", text)}
    return fields | grouped | stacked | spoken


@pytest.mark.parametrize("name", SHAPES)
def test_a_specification_is_valid_vega_lite(name: ChartName) -> None:
    alt.LayerChart.from_dict({**spec(name), "data": {"name": "data"}}, validate=True)


@pytest.mark.parametrize("name", SHAPES)
def test_a_chart_reads_only_columns_of_its_frame_and_what_it_made_of_them(name: ChartName) -> None:
    built = spec(name)

    assert read_from_rows(built) <= set(SHAPES[name].columns) | made_within(built)


@pytest.mark.parametrize("name", SHAPES)
def test_a_chart_makes_nothing_that_hides_a_column_of_another_kind(name: ChartName) -> None:
    aggregated_by_week = {"low", "high"} if name == "hours_pace" else set()

    assert made_within(spec(name)) & set(SHAPES[name].columns) == aggregated_by_week


@pytest.mark.parametrize("name", SHAPES)
def test_the_sample_frames_have_exactly_the_columns_of_the_chart(name: ChartName) -> None:
    assert tuple(NORMAL[name].columns) == SHAPES[name].columns


@pytest.mark.parametrize("name", SHAPES)
def test_a_specification_carries_no_data_and_no_address(name: ChartName) -> None:
    built = spec(name)

    assert keys(built).isdisjoint({"data", "datasets", "$schema", "url", "href"})
    assert "http" not in json.dumps(built)


@pytest.mark.parametrize("name", SHAPES)
def test_charts_are_layered_and_leave_titles_to_the_page(name: ChartName) -> None:
    built = spec(name)

    assert len(built["layer"]) > 1
    assert keys(built).isdisjoint({"hconcat", "vconcat", "concat", "facet", "repeat"})
    assert "title" not in built


@pytest.mark.parametrize("name", SHAPES)
def test_charts_take_their_width_from_the_page_and_are_drawn_as_svg(name: ChartName) -> None:
    built = spec(name)

    assert "width" not in built
    assert built["autosize"] == {"type": "fit-x", "contains": "padding"}
    assert built["usermeta"]["embedOptions"] == {"renderer": "svg"}


@pytest.mark.parametrize("name", SHAPES)
def test_one_page_cannot_change_the_chart_of_another(name: ChartName) -> None:
    first = spec(name)
    first["layer"].clear()
    first["config"]["axis"]["labelColor"] = "#FFFFFF"

    assert spec(name)["layer"]
    assert spec(name)["config"]["axis"]["labelColor"] == "currentColor"


def test_a_chart_is_built_once_however_often_it_is_asked_for() -> None:
    specs._built.cache_clear()

    for _ in range(3):
        spec("rates")

    assert specs._built.cache_info().misses == 1


def test_an_altair_theme_set_elsewhere_does_not_leak_into_a_chart() -> None:
    specs._built.cache_clear()

    with alt.theme.enable("dark"):
        built = spec("rates")

    assert built["config"] == json.loads(json.dumps(CONFIG))


@pytest.mark.parametrize("name", ORDERED_BY_ROW)
def test_rows_keep_the_order_of_the_frame_because_the_first_layer_holds_them_all(name: ChartName) -> None:
    first = spec(name)["layer"][0]

    assert first["encoding"]["y"]["sort"] is None
    assert not any("filter" in transform for transform in first.get("transform", []))


@pytest.mark.parametrize("name", SHAPES)
def test_written_words_take_the_colour_of_the_page(name: ChartName) -> None:
    written = [layer["mark"] for layer in spec(name)["layer"] if layer["mark"]["type"] == "text"]

    assert {mark["color"] for mark in written} == {"currentColor"}


@pytest.mark.parametrize("name", SHAPES)
def test_assistive_technology_meets_words_or_nothing_on_every_mark(name: ChartName) -> None:
    for layer in spec(name)["layer"]:
        assert layer["mark"].get("aria") is False or layer["encoding"]["description"]["field"] == "spoken"


@pytest.mark.parametrize("name", SHAPES)
def test_each_chart_says_in_a_line_how_to_read_it(name: ChartName) -> None:
    assert 30 < len(SHAPES[name].reading) < 120
