"""The dice: one seeded source for each part, so that a change to one part leaves the others as they were."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

SEED = 20220731

T = TypeVar("T")


def source(part: str) -> Random:
    """The source of one part; only draws that come out the same on every machine are made with it."""
    return Random(f"{SEED} {part}")  # noqa: S311 - made-up data, not secrets


def chance(dice: Random, share: float) -> bool:
    """True in that share of cases."""
    return dice.random() < share


def weighted(dice: Random, weights: Mapping[T, float]) -> T:
    """One of the things, the heavier the likelier."""
    return dice.choices(list(weights), list(weights.values()))[0]


def between(dice: Random, first: date, last: date) -> date:
    """A day from first to last."""
    return first + timedelta(days=dice.randrange((last - first).days + 1))


def evenly(number: int, parts: int) -> tuple[int, ...]:
    """A number as so many whole numbers as alike as can be, the larger ones first."""
    each, left = divmod(number, parts)
    return tuple(each + (place < left) for place in range(parts))


def dealt(things: Sequence[T], sizes: Sequence[int]) -> tuple[tuple[T, ...], ...]:
    """The things in order, dealt into hands of those sizes."""
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    return tuple(tuple(things[start : start + size]) for start, size in zip(starts, sizes, strict=True))


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)  # noqa: PLR2004 - Friday
