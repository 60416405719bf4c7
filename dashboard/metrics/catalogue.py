"""Every measure there is, in the order of the pages and of the glossary."""

from dashboard.metrics import completion, course, demand, hours, response, retention
from dashboard.metrics.measure import Family, Measure

MEASURES: tuple[Measure, ...] = (
    *retention.MEASURES,
    *completion.MEASURES,
    *hours.MEASURES,
    *response.MEASURES,
    *demand.MEASURES,
    *course.MEASURES,
)
_BY_NAME = {measure.name: measure for measure in MEASURES}


def of_family(family: Family) -> tuple[Measure, ...]:
    """The measures of one family."""
    return tuple(measure for measure in MEASURES if measure.family == family)


def named(name: str) -> Measure:
    """The measure of that name."""
    if name not in _BY_NAME:
        raise KeyError(f"There is no measure {name!r}; the measures are {', '.join(_BY_NAME)}.")
    return _BY_NAME[name]
