"""The list of every measure."""

from typing import get_args

import pytest

from dashboard.metrics.catalogue import MEASURES, named, of_family
from dashboard.metrics.measure import Family


def test_no_two_measures_share_a_name_or_a_label() -> None:
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)
    assert len({measure.label for measure in MEASURES}) == len(MEASURES)


def test_the_families_share_out_the_measures() -> None:
    families = [of_family(family) for family in get_args(Family)]

    assert all(families)
    assert sorted(m.name for family in families for m in family) == sorted(m.name for m in MEASURES)


def test_a_measure_is_found_by_its_name() -> None:
    assert all(named(measure.name) is measure for measure in MEASURES)


def test_an_unknown_measure_is_named_in_the_refusal() -> None:
    with pytest.raises(KeyError, match="There is no measure 'turnover'; the measures are retained_6"):
        named("turnover")
