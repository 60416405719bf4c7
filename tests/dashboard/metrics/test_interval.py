"""The Wilson interval against published values."""

import numpy as np
import pytest

from dashboard.metrics.interval import wilson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_newcombe_1998_method_3(count: float, of: float, low: float, high: float) -> None:
    lows, highs = wilson(np.array([float(count)]), np.array([float(of)]))

    assert (round(lows[0], 4), round(highs[0], 4)) == (low, high)


@pytest.mark.parametrize("of", range(1, 60))
def test_none_and_all_touch_the_ends_and_never_pass_them(of: int) -> None:
    lows, highs = wilson(np.array([0.0, float(of)]), np.array([float(of)] * 2))

    assert lows[0] == 0
    assert highs[1] == 1
    assert highs[0] < 1
    assert lows[1] > 0


def test_where_there_is_no_share_there_is_no_interval() -> None:
    lows, highs = wilson(np.array([0.0, float("nan"), 3.0, 5.0]), np.array([0.0, 4.0, float("nan"), 4.0]))

    assert np.isnan(lows).all()
    assert np.isnan(highs).all()
