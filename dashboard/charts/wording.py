"""Numbers, intervals and lists in the words that titles and descriptions share."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

LONGEST: Final = 450
LONGEST_NAME: Final = 40

Row = Mapping[str, Any]


def rows(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame with every missing value as None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(column): value for column, value in row.items()} for row in plain.to_dict("records")]


def filled(candidates: Iterable[Row], *columns: str) -> list[Row]:
    """Return the rows in which all these columns are filled."""
    return [row for row in candidates if all(row[column] is not None for column in columns)]


def percent(share: float) -> str:
    """Return a share in whole per cent, never rounded to none or to all."""
    if 0 < share < 0.005:  # noqa: PLR2004
        return "under 1%"
    if 0.995 < share < 1:  # noqa: PLR2004
        return "over 99%"
    return f"{share:.0%}"


def interval(row: Row) -> str:
    """Return the ends of a row's interval in words."""
    return f"{percent(row['low'])} to {percent(row['high'])}"


def amount(hours: float) -> str:
    """Return hours with at most one decimal."""
    return f"{hours:,.1f}".removesuffix(".0")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def clipped(name: str) -> str:
    """Return a name short enough to stand in a sentence."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def listed(names: Sequence[str], limit: int = 3) -> str:
    """Return names as a list in a sentence, the rest as a number."""
    shown = [clipped(name) for name in names[:limit]]
    if len(names) > limit:
        shown.append(f"{len(names) - limit} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def passage(opening: str, facts: Iterable[str], closing: str) -> str:
    """Return one paragraph with as many of the facts, in their order, as its length allows."""
    text = opening
    for fact in facts:
        if len(text) + len(fact) + len(closing) + 2 <= LONGEST:
            text = f"{text} {fact}"
    return f"{text} {closing}"


def overlapping(measured: Iterable[Row]) -> bool:
    """Tell whether one value would lie in every interval."""
    ends = [(row["low"], row["high"]) for row in measured]
    return bool(max(low for low, _ in ends) <= min(high for _, high in ends))


def gap(first: Row, second: Row) -> tuple[float, float]:
    """Return the 95% interval of the difference between two shares from their own intervals (MOVER)."""
    one, two = first["value"], second["value"]
    difference = one - two
    below = ((one - first["low"]) ** 2 + (second["high"] - two) ** 2) ** 0.5
    above = ((first["high"] - one) ** 2 + (two - second["low"]) ** 2) ** 0.5
    return difference - below, difference + above


def headline_month(measured: Iterable[Row]) -> int:
    """Return 12 months where anybody has reached it, else the last month reached."""
    months = {int(row["months"]) for row in measured}
    return 12 if 12 in months else max(months)  # noqa: PLR2004


def complete_questions(answers: Iterable[Row]) -> dict[str, dict[str, Row]]:
    """Return the answers of each question by level, for questions of which every part may be shown."""
    questions: dict[str, dict[str, Row]] = {}
    for row in answers:
        questions.setdefault(row["question"], {})[row["level"]] = row
    return {name: parts for name, parts in questions.items() if _complete(parts)}


def _complete(parts: Mapping[str, Row]) -> bool:
    return all(level in parts and parts[level]["share"] is not None for level in ("low", "medium", "high"))


def latest_by_mentor(weeks: Iterable[Row]) -> list[Row]:
    """Return the last row with hours and an expected pace of each mentor."""
    known = sorted(filled(weeks, "mentor", "hours", "low"), key=lambda row: int(row["week"]))
    return list({row["mentor"]: row for row in known}.values())
