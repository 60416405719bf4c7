"""Suppression: what may be printed of a count that others will read. Pure; the primary rule, for now."""

from dataclasses import dataclass

SMALLEST_GROUP = 5
"""Fewer distinct people than this in a denominator, and the figure is not printed."""

SMALLEST_FOR_HOURS = 10
"""Totals of hours need this many people."""

FEWEST_ORGANISATIONS = 10
"""Figures across organisations need this many of them."""

ROUNDED_TO = 5


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed: a range for the numerator, a denominator, or a status that says why not."""

    numerator: int | None
    numerator_high: int | None
    denominator: int | None
    status: str = ""


HIDDEN = Printed(None, None, None, "c")


def printed(numerator: int, denominator: int) -> Printed:
    """A share of people: small groups are hidden, small outcomes and complements become a range.

    Where both could be small (8 people or fewer) one range covers every outcome but none and all, so that
    the range does not tell which of the two it stands for.
    """
    if denominator == 0:
        return Printed(0, 0, 0, "z")
    if denominator < SMALLEST_GROUP:
        return HIDDEN
    if numerator in (0, denominator):
        return Printed(numerator, numerator, denominator)
    lowest, highest = _range(numerator, denominator)
    return Printed(lowest, highest, denominator)


def _range(numerator: int, denominator: int) -> tuple[int, int]:
    small = SMALLEST_GROUP - 1
    if denominator <= 2 * small:
        return 1, denominator - 1
    if numerator <= small:
        return 1, small
    if denominator - numerator <= small:
        return denominator - small, denominator - 1
    return numerator, numerator


def printed_hours(hours: float, people: int) -> Printed:
    """A total of hours, whole, where enough people stand behind it."""
    if people == 0:
        return Printed(0, 0, 0, "z")
    if people < SMALLEST_FOR_HOURS:
        return HIDDEN
    return Printed(round(hours), round(hours), people)


def printed_across(numerator: float, denominator: float, organisations: int) -> Printed:
    """A figure of everyone across organisations, rounded, where there are enough of them."""
    if organisations < FEWEST_ORGANISATIONS:
        return HIDDEN
    rounded = _rounded(numerator), _rounded(denominator)
    return Printed(min(rounded), min(rounded), rounded[1], "z" if rounded[1] == 0 else "")


def _rounded(count: float) -> int:
    return ROUNDED_TO * int((count + ROUNDED_TO / 2) // ROUNDED_TO)
