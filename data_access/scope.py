"""Who may see which organisations: the first argument of every reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Access(StrEnum):
    """What a user may do."""

    COORDINATOR = "coordinator"
    SLT = "slt"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Scope:
    """The organisations a person may see, and whether people and exact counts are among it.

    Made only in `data_access.accounts`; an empty scope sees nothing. Equal scopes hash alike, so a scope
    can be part of every cache key.
    """

    subject: str
    access: Access
    organisation_ids: tuple[str, ...]
    may_see_people: bool

    def narrow(self, organisation_ids: Iterable[str]) -> "Scope":
        """The same person with fewer organisations; what is not held already is not gained."""
        wanted = set(organisation_ids)
        kept = tuple(one for one in self.organisation_ids if one in wanted)
        return Scope(self.subject, self.access, kept, self.may_see_people)
