"""Who and what the database knows: names in a file become keys here, or a sentence says why not."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from sqlalchemy import Connection, select

from data_access import tables
from data_access.ingest.cells import plain
from data_access.ingest.layout import Organisation, Person
from data_access.records import UNATTRIBUTED, Claim, Value

MEANS = ("staff number", "e-mail", "learner")


class NotKnownError(Exception):
    """A name in a file stands for nothing known; the message says what to do about it."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column
        self.sentence = sentence


def slug(name: str) -> str:
    """A key made of a name, the same however it is spaced, cased or punctuated."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.casefold().replace("&", " and "))
    return "-".join(words.split()) or "unnamed"


@dataclass(slots=True)
class Register:
    """Organisations, cohorts and people as they are known now, and as this file adds to them."""

    secret: bytes
    allowed: frozenset[str] | None
    may_add: bool
    organisations: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    programmes: dict[str, str] = field(default_factory=dict)
    cohorts: dict[tuple[str, str], str] = field(default_factory=dict)
    identities: dict[tuple[str, str, str], str] = field(default_factory=dict)
    people: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    person_names: dict[tuple[str, str], str] = field(default_factory=dict)
    roster: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    cohort_of: dict[tuple[str, str], set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    mentioned: dict[tuple[str, tuple[str, ...]], dict[str, Value]] = field(default_factory=dict)
    added: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_name: int = 0
    found: dict[tuple[str, ...], str] = field(default_factory=dict)
    settled: dict[Person, str] = field(default_factory=dict)

    def organisation(self, named: Organisation) -> str:
        """The key of an organisation.

        Raises:
            NotKnownError: no organisation goes by that name, or it is not this person's.
        """
        written = ("organisation", named.name)
        if written not in self.found:
            self.found[written] = self._find_organisation(named.name)
        return self.found[written]

    def programme(self, name: str) -> str:
        """The key of a programme, entered where it is new."""
        written = ("programme", name)
        if written not in self.found:
            self.found[written] = self._find_programme(name)
        return self.found[written]

    def cohort(self, programme_id: str, name: str) -> str:
        """The key of a programme cohort, entered where it is new."""
        written = ("cohort", programme_id, name)
        if written not in self.found:
            self.found[written] = self._find_cohort(programme_id, name)
        return self.found[written]

    def person(self, one: Person, organisation_id: str, cohort_id: str) -> str:
        """The key of a person; where nobody is known by what is written, a key that starts with “?”.

        Raises:
            NotKnownError: the means of identity contradict each other, or two people fit.
        """
        person_id = self.settled.get(one)
        if person_id is None:
            person_id = self.settled[one] = self._settle(one, organisation_id, cohort_id)
        return person_id

    def only_cohort_of(self, organisation_id: str, person_id: str) -> tuple[str, str] | None:
        """The programme and cohort of a person who has a place on one only."""
        found = self.cohort_of[organisation_id, person_id]
        return next(iter(found)) if len(found) == 1 else None

    def additions(self) -> dict[str, tuple[str, ...]]:
        """What the file makes known that was not, by name."""
        return {
            kind: tuple(sorted(self.names.get(name, name) for name in names))
            for kind, names in self.added.items()
            if names
        }

    def claims(self) -> Iterator[Claim]:
        """What the file takes for granted: the organisations, cohorts and people that it mentions."""
        for (kind, key), values in self.mentioned.items():
            yield Claim(kind, key, values, 0, 0)

    def _find_organisation(self, name: str) -> str:
        if not name:
            raise NotKnownError("organisation", "The row names no organisation. Write the college's name.")
        key = self.organisations.get(plain(name)) or self._new_organisation(name)
        if self.allowed is not None and key not in self.allowed and key not in self.added["organisation"]:
            raise NotKnownError("organisation", f"“{name}” is not an organisation you may import for.")
        self._mention("organisation", (key,), {"name": self.names[key]})
        return key

    def _find_programme(self, name: str) -> str:
        key = slug(name)
        if key not in self.programmes:
            self.programmes[key] = name
            self.added["programme"].add(name)
        self._mention("programme", (key,), {"name": self.programmes[key]})
        return key

    def _find_cohort(self, programme_id: str, name: str) -> str:
        key = (programme_id, f"{programme_id}/{slug(name)}")
        if key not in self.cohorts:
            self.cohorts[key] = name
            self.added["cohort"].add(f"{self.programmes[programme_id]}, {name}")
        self._mention("cohort", key, {"name": self.cohorts[key]})
        return key[1]

    def _new_organisation(self, name: str) -> str:
        if not self.may_add:
            close = get_close_matches(plain(name), self.organisations, n=1, cutoff=0.75)
            hint = f" Did you mean “{self.names[self.organisations[close[0]]]}”?" if close else ""
            raise NotKnownError(
                "organisation",
                f"“{name}” is not an organisation known here.{hint} "
                "Correct the name, or add it to the list of organisations.",
            )
        key = slug(name)
        self.organisations[plain(name)] = key
        self.names.setdefault(key, name)
        self.added["organisation"].add(key)
        return key

    def _settle(self, one: Person, organisation_id: str, cohort_id: str) -> str:
        written = self._means_of(one)
        known = {self.identities[means] for means in written if means in self.identities}
        if len(known) > 1:
            raise NotKnownError("name", self._contradiction(written))
        person_id = next(iter(known), None) or self._by_name(one, written, organisation_id, cohort_id)
        if person_id is None and not one.makes_known:
            return self._unattributed(one)
        person_id = person_id or self._pseudonym(one, written, organisation_id)
        self._know(one, written, organisation_id, person_id)
        return person_id

    def _means_of(self, one: Person) -> list[tuple[str, str, str]]:
        organisation_id = self.organisations.get(plain(one.organisation.name), "")
        values = (one.staff_number, one.e_mail, one.learner_id)
        return [
            (organisation_id, means, value.casefold().strip())
            for means, value in zip(MEANS, values, strict=True)
            if value
        ]

    def _by_name(
        self, one: Person, written: list[tuple[str, str, str]], organisation_id: str, cohort_id: str
    ) -> str | None:
        """The one person of exactly this name on the cohort, or else in the organisation."""
        if not one.name:
            return None
        same = self.people[organisation_id, plain(one.name)]
        on_cohort = same & self.roster[organisation_id, cohort_id]
        found = on_cohort or same
        fits = [person_id for person_id in found if not self._has_other(organisation_id, person_id, written)]
        if len(fits) > 1 and one.makes_known and not written:
            raise NotKnownError(
                "name",
                f"{len(fits)} people are called “{one.name}”. Add a staff number or an e-mail address.",
            )
        if len(fits) == 1 and not one.makes_known:
            self.by_name += 1
        return fits[0] if len(fits) == 1 else None

    def _has_other(self, organisation_id: str, person_id: str, written: list[tuple[str, str, str]]) -> bool:
        """Whether someone has another staff number or e-mail than the row gives: then it is not them."""
        kept = {
            means
            for (organisation, means, _), owner in self.identities.items()
            if owner == person_id and organisation == organisation_id
        }
        return any(means in kept for _, means, _ in written if means != "learner")

    def _contradiction(self, written: list[tuple[str, str, str]]) -> str:
        owners = {means: (means[0], self.identities[means]) for means in written if means in self.identities}
        parts = [f"the {means[1]} belongs to “{self.person_names.get(owner, '?')}”" for means, owner in owners.items()]
        return f"The row mixes people: {', '.join(parts)}. Correct the one that is wrong."

    def _unattributed(self, one: Person) -> str:
        written = "|".join(part or "" for part in (one.name, one.e_mail, one.staff_number))
        return UNATTRIBUTED + hashlib.blake2b(plain(written).encode(), key=self.secret, digest_size=8).hexdigest()

    def _pseudonym(self, one: Person, written: list[tuple[str, str, str]], organisation_id: str) -> str:
        strongest = written[0] if written else (organisation_id, "name", plain(one.name or ""))
        return hashlib.blake2b("|".join(strongest).encode(), key=self.secret, digest_size=8).hexdigest()

    def _know(self, one: Person, written: list[tuple[str, str, str]], organisation_id: str, person_id: str) -> None:
        if not one.makes_known:
            return
        for means in written:
            self.identities[means] = person_id
            self._mention("identity", means, {"person_id": person_id})
        name = one.name or self.person_names.get((organisation_id, person_id), "")
        self.person_names[organisation_id, person_id] = name
        self.people[organisation_id, plain(name)].add(person_id)
        self._mention("person", (organisation_id, person_id), {"name": name})

    def _mention(self, kind: str, key: tuple[str, ...], values: Mapping[str, Value]) -> None:
        self.mentioned.setdefault((kind, key), {}).update(values)


def open_register(connection: Connection, secret: bytes, allowed: frozenset[str] | None, *, may_add: bool) -> Register:
    """The register as the current rows have it; while no organisation is known, any may be added."""
    register = Register(secret=secret, allowed=allowed, may_add=may_add)
    _load_organisations(connection, register)
    register.may_add = may_add or not register.organisations
    for row in connection.execute(select(tables.current["programme"])).mappings():
        register.programmes[row["programme_id"]] = row["name"] or row["programme_id"]
    for row in connection.execute(select(tables.current["cohort"])).mappings():
        register.cohorts[row["programme_id"], row["cohort_id"]] = row["name"] or row["cohort_id"]
    _load_people(connection, register)
    return register


def _load_organisations(connection: Connection, register: Register) -> None:
    for row in connection.execute(select(tables.current["organisation"])).mappings():
        key, name = row["organisation_id"], row["name"] or row["organisation_id"]
        register.names[key] = name
        for alias in (name, key, *(row["also_known_as"] or "").split(";")):
            if plain(alias):
                register.organisations.setdefault(plain(alias), key)


def _load_people(connection: Connection, register: Register) -> None:
    for row in connection.execute(select(tables.current["identity"])).mappings():
        register.identities[row["organisation_id"], row["means"], row["value"]] = row["person_id"]
    for row in connection.execute(select(tables.current["person"])).mappings():
        register.people[row["organisation_id"], plain(row["name"] or "")].add(row["person_id"])
        register.person_names[row["organisation_id"], row["person_id"]] = row["name"] or ""
    place = tables.current["place"]
    columns = (place.c.organisation_id, place.c.programme_id, place.c.cohort_id, place.c.person_id)
    for organisation_id, programme_id, cohort_id, person_id in connection.execute(select(*columns).distinct()):
        register.roster[organisation_id, cohort_id].add(person_id)
        register.cohort_of[organisation_id, person_id].add((programme_id, cohort_id))
