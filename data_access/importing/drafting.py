"""What rows say becomes claims: names become keys, and rows that say the same thing twice are one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from data_access.importing.register import NotKnownError, Register
from data_access.ingest.issues import Issue, Severity
from data_access.ingest.layout import Draft, Layout, SaidRow
from data_access.ingest.staging import SheetAccount
from data_access.records import KINDS, UNATTRIBUTED, Claim, Role, Value

PEOPLE = ("person_id", "mentor_id", "mentee_id")
KEYS = {kind.name: kind.key_names for kind in KINDS.values()}
PEOPLE_OF = {kind: tuple(name for name in key if name in PEOPLE) for kind, key in KEYS.items()}
COURSES_OF = {
    kind.name: tuple(name for name in ("programme_id", "cohort_id") if name in kind.field_names)
    for kind in KINDS.values()
}
REFERENCE = frozenset({"organisation", "programme", "cohort", "person", "identity"})


@dataclass(slots=True)
class Drafting:
    """The claims of one file in the making, with what went wrong and what was set aside."""

    register: Register
    issues: list[Issue] = field(default_factory=list)
    duplicates: int = 0
    rejected: int = 0
    unattributed: int = 0
    organisations: set[str] = field(default_factory=set)
    said_of: dict[tuple[str, tuple[str, ...], str], tuple[Value, int]] = field(default_factory=dict)
    said_before: dict[tuple[str, tuple[str | int, ...]], tuple[int, int]] = field(default_factory=dict)

    def claims(
        self,
        rows: Iterable[tuple[int, SaidRow]],
        sheets: tuple[SheetAccount, ...],
        layouts: Mapping[str, Layout],
    ) -> Iterator[Claim]:
        """The claims of all rows; a row that cannot be kept gives an issue and no claim."""
        for number, row in rows:
            sheet = sheets[number]
            try:
                made = [self._claim(draft, number, row.row) for draft in layouts[sheet.layout].drafts(row.said)]
                yield from self._new_among(made, sheet, row)
            except NotKnownError as problem:
                self._reject(sheet, row, problem.column, problem.sentence)
        yield from self.register.claims()

    def _claim(self, draft: Draft, sheet: int, row: int) -> Claim:
        known = self._keys(draft)
        rest = iter(draft.key)
        key = tuple(known[name] if name in known else next(rest) for name in KEYS[draft.kind])
        values: dict[str, Value] = {**draft.values, **{name: known[name] for name in COURSES_OF[draft.kind]}}
        if draft.kind == "attendance" and str(known["person_id"]).startswith(UNATTRIBUTED):
            values["name_as_written"] = draft.people[0].name or draft.people[0].e_mail
        return Claim(draft.kind, key, values, sheet, row)

    def _keys(self, draft: Draft) -> dict[str, str]:
        known: dict[str, str] = {}
        if draft.organisation is not None:
            known["organisation_id"] = self.register.organisation(draft.organisation)
            self.organisations.add(known["organisation_id"])
        known["programme_id"] = self.register.programme(draft.programme) if draft.programme else ""
        known["cohort_id"] = self.register.cohort(known["programme_id"], draft.cohort) if draft.cohort else ""
        for name, person in zip(PEOPLE_OF[draft.kind], draft.people, strict=True):
            known[name] = self.register.person(person, known["organisation_id"], known["cohort_id"])
            self._must_be_known(draft, person.name, known[name])
        if draft.kind in ("learner", "course_comment"):
            known["run_id"] = known["cohort_id"]
        if draft.kind == "attendance" and not known["cohort_id"]:
            self._take_only_cohort(known)
        return known

    def _must_be_known(self, draft: Draft, name: str | None, person_id: str) -> None:
        if draft.kind != "attendance" and person_id.startswith(UNATTRIBUTED):
            raise NotKnownError(
                "mentor_name",
                f"“{name or 'This person'}” is on no list of places. Add the place first, or correct the name.",
            )

    def _take_only_cohort(self, known: dict[str, str]) -> None:
        only = self.register.only_cohort_of(known["organisation_id"], known["person_id"])
        if only is not None:
            known["programme_id"], known["cohort_id"] = only

    def _new_among(self, made: list[Claim], sheet: SheetAccount, row: SaidRow) -> list[Claim]:
        """The claims that no earlier row of the file made; a contradiction rejects the row."""
        facts = [one for one in made if one.kind not in REFERENCE]
        earlier = [self._row_before(one) for one in facts]
        for one in made:
            if one.kind in REFERENCE:
                self._merge(one, row.row)
        fresh = [one for one, where in zip(facts, earlier, strict=True) if where is None]
        if earlier and earlier[0] is not None and not fresh:
            self.duplicates += 1
            self._note_duplicate(sheet, row, earlier[0])
        for one in fresh:
            self.said_before[one.kind, one.key] = (_fingerprint(one.values), row.row)
            self.unattributed += one.kind == "attendance" and str(one.key[2]).startswith(UNATTRIBUTED)
        return fresh

    def _row_before(self, one: Claim) -> int | None:
        """The earlier row that said the same of the same."""
        earlier = self.said_before.get((one.kind, one.key))
        if earlier is None:
            return None
        fingerprint, where = earlier
        if fingerprint != _fingerprint(one.values):
            raise NotKnownError("", _contradicts(one.kind, where))
        return where

    def _merge(self, one: Claim, row: int) -> None:
        """What several rows say of one cohort or organisation is put together, unless they contradict each other."""
        key = (one.kind, tuple(map(str, one.key)))
        for name, value in one.values.items():
            earlier, where = self.said_of.setdefault((*key, name), (value, row))
            if earlier != value:
                raise NotKnownError(name, _contradicts(one.kind, where))
        self.register.mentioned.setdefault(key, {}).update(one.values)

    def _reject(self, sheet: SheetAccount, row: SaidRow, column: str, sentence: str) -> None:
        self.rejected += 1
        letters = sheet.columns.get(column, "")
        value = str(row.said.get(column) or "")
        self.issues.append(Issue(Severity.REJECTED, sentence, sheet.sheet, row.row, letters, value))

    def _note_duplicate(self, sheet: SheetAccount, row: SaidRow, earlier: int) -> None:
        sentence = f"The row says the same as row {earlier} and was set aside."
        self.issues.append(Issue(Severity.NOTED, sentence, sheet.sheet, row.row))


def _fingerprint(values: Mapping[str, Value]) -> int:
    return hash(frozenset(values.items()))


def _contradicts(kind: str, earlier: int) -> str:
    what = {
        "place": "the same person's place",
        "employment": "the same person's employment",
        "attendance": f"the same session for the same {Role.MENTOR.value} or other person",
    }.get(kind, f"the same {kind}")
    return f"The row contradicts row {earlier}, which is about {what}. Keep the one that is right."
