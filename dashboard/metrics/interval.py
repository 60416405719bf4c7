"""The Wilson score interval, which stays honest at the handful of people our figures are made of."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.floating[Any]]


def wilson(count: Numbers, of: Numbers) -> tuple[Numbers, Numbers]:
    """The 95 % interval of each share `count / of`, NaN where there is no share to speak of."""
    known = (of > 0) & (count >= 0) & (count <= of)
    low, high = np.full(len(of), np.nan), np.full(len(of), np.nan)
    low[known], high[known] = _limits(count[known], of[known])
    return low, high


def _limits(count: Numbers, of: Numbers) -> tuple[Numbers, Numbers]:
    # Imported when first needed: it takes longer than everything else in this package together.
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415

    low, high = proportion_confint(count, of, method="wilson")
    # At none and at all the limit is the share itself, but for the last digit of a float.
    return np.clip(low, 0, count / of), np.clip(high, count / of, 1)
