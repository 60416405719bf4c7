"""What is wrong with a file, said so that the person who made it can put it right."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What an issue means for the row or file it is about."""

    REFUSED = "refused"
    REJECTED = "rejected"
    ASKED = "asked"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Issue:
    """One sentence about one place in a file, as the spreadsheet itself names it."""

    severity: Severity
    sentence: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""

    @property
    def where(self) -> str:
        """The place in words, such as “Log”, row 7, column C."""
        parts = [f"“{self.sheet}”" if self.sheet else "", f"row {self.row}" if self.row else ""]
        parts.append(f"column {self.column}" if self.column else "")
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        """The sentence with its place in front."""
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the uploader knows, asked once and not guessed per cell."""

    name: str
    prompt: str
    choices: tuple[str, ...] = ()
    sheet: str = ""
    column: str = ""
