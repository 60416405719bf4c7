"""Figures for pages, command line and documents: the same door, the same numbers, whatever asks for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import pandas as pd

from dashboard.metrics import catalogue, completion, course, demand, hours, response, retention
from dashboard.metrics.measure import FIGURE_COLUMNS, Family, Measure
from dashboard.metrics.measure import figures as figures_of
from data_access import release
from data_access.database import Database
from data_access.reading import hours as hours_read
from data_access.reading import places, reference, released, staff, surveys
from data_access.reading.selection import EVERYTHING, Selection
from data_access.scope import Scope

DIMENSIONS = ("organisation", "programme", "cohort", "role", "month")
BY_FAMILY: Mapping[Family, tuple[str, ...]] = MappingProxyType(
    {
        "retention": ("organisation", "programme", "cohort", "role"),
        "completion": ("organisation", "programme", "cohort", "role"),
        "hours": ("organisation", "programme", "cohort", "role", "month"),
        "response": ("organisation", "programme", "cohort", "role"),
        "demand": ("organisation", "programme", "cohort", "role"),
        "course": ("programme", "cohort"),
    }
)
RELEASED_BY: tuple[tuple[str, ...], ...] = ((), ("organisation",), ("programme",), ("organisation", "programme"))


class NotOfferedError(Exception):
    """A figure was asked for in a way it does not come in; the message says which ways there are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a figure is asked for."""

    family: Family
    by: tuple[str, ...] = ()
    selection: Selection = EVERYTHING
    as_at: int | None = None
    measures: tuple[str, ...] = ()

    def wants(self, measure: Measure) -> bool:
        """Whether a measure is asked for; naming none asks for all of the family."""
        return not self.measures or measure.name in self.measures


def figures(scope: Scope, database: Database, asked: Asked) -> pd.DataFrame:
    """One row for each measure of the family and each group, with all that an honest figure carries.

    Raises:
        NotOfferedError: the family is not counted by one of the dimensions.
    """
    _refuse_unoffered(scope, asked)
    if asked.family == "course":
        rows = _course(scope, database, asked)
    elif scope.may_see_people:
        rows = _EXACT[asked.family](scope, database, asked)
    else:
        rows = _released(scope, database, asked)
    return rows[[*FIGURE_COLUMNS, *(name for name in ("reason",) if name in rows)]]


def with_names(scope: Scope, database: Database, rows: pd.DataFrame) -> pd.DataFrame:
    """The same figures with the names of organisations, programmes and cohorts for their keys."""
    organisations = reference.organisations(scope, database).set_index("organisation_id")["name"]
    cohorts = reference.cohorts(scope, database)
    programmes = cohorts.drop_duplicates("programme_id").set_index("programme_id")["programme"]
    labels = cohort_labels(cohorts)
    return rows.assign(
        organisation=rows["organisation"].map(lambda key: organisations.get(key, key)),
        programme=rows["programme"].map(lambda key: programmes.get(key, key)),
        cohort=rows["cohort"].map(lambda key: labels.get(key, key)),
    )


def cohort_labels(cohorts: pd.DataFrame) -> dict[str, str]:
    """Each cohort by its programme and its own name, so that no two labels are alike."""
    labels = cohorts["programme"].str.cat(cohorts["cohort"], sep=", ")
    return dict(zip(cohorts["cohort_id"], labels, strict=True))


def within(rows: pd.DataFrame, column: str, selection: Selection) -> pd.DataFrame:
    """The rows whose day lies in the months selected."""
    if selection.first_month is None or selection.last_month is None:
        return rows
    months = rows[column].map(lambda day: _month_of(int(day)), na_action="ignore")
    return rows[months.between(selection.first_month, selection.last_month).fillna(value=False).astype(bool)]


def _month_of(day: int) -> int:
    on = date.fromordinal(day)
    return on.year * 12 + on.month - 1


def _refuse_unoffered(scope: Scope, asked: Asked) -> None:
    offered = BY_FAMILY[asked.family]
    unknown = [name for name in asked.by if name not in offered]
    if unknown:
        raise NotOfferedError(
            f"{asked.family.capitalize()} is not counted by {unknown[0]}. It is counted by {', '.join(offered)}."
        )
    if asked.family != "course" and not scope.may_see_people and asked.by not in RELEASED_BY:
        raise NotOfferedError("Published figures come by organisation or by programme, not by anything finer.")


def _retention(scope: Scope, database: Database, asked: Asked) -> pd.DataFrame:
    on_programmes = "programme" in asked.by or "cohort" in asked.by
    spells = staff.spells(scope, database, asked.selection, on_programmes=on_programmes)
    spells = within(spells, "started_on", asked.selection)
    return _together(
        asked,
        {
            measure: retention.counts(spells, retention.MONTHS[measure.name], asked.by, asked.as_at)
            for measure in retention.MEASURES
        },
    )


def _completion(scope: Scope, database: Database, asked: Asked) -> pd.DataFrame:
    rows = within(places.places(scope, database, asked.selection), "due_on", asked.selection)
    return _together(asked, {completion.COMPLETION_RATE: completion.counts(rows, asked.by, asked.as_at)})


def _hours(scope: Scope, database: Database, asked: Asked) -> pd.DataFrame:
    counted: dict[Measure, pd.DataFrame] = {}
    if asked.wants(hours.HOURS_LOGGED):
        log = _log(scope, database, asked)
        counted[hours.HOURS_LOGGED] = hours.logged_counts(log, asked.by, asked.as_at)
    if asked.wants(hours.LOG_COVERAGE) or asked.wants(hours.MENTORS_AT_PACE):
        mentors = hours_read.mentor_places(scope, database, asked.selection, asked.as_at)
        active = _active(scope, database, mentors, asked)
        counted[hours.LOG_COVERAGE] = hours.coverage_counts(active, asked.by, asked.as_at)
        if "month" not in asked.by:
            paced = _paced(mentors, reference.calendar(scope, database))
            counted[hours.MENTORS_AT_PACE] = hours.pace_counts(paced, asked.by, asked.as_at)
    return _together(asked, counted)


def _paced(mentors: pd.DataFrame, calendar: pd.DataFrame) -> pd.DataFrame:
    """Mentors who did not stop early, with the days off; one who never logged is unknown, not behind."""
    stayed = mentors[mentors["finished_on"].isna() | (mentors["finished_on"] >= mentors["ends_on"])]
    off = calendar[(calendar["no_teaching"] == 1) & calendar["until_on"].notna()]
    days_off = tuple(zip(off["event_on"].tolist(), off["until_on"].tolist(), strict=True))
    return stayed.assign(
        covered_to=stayed["covered_to"].mask(stayed["last_on"].isna()),
        weeks_off=pd.Series([days_off for _ in range(len(stayed))], index=stayed.index, dtype="object"),
    )


def not_in_completion(scope: Scope, database: Database, selection: Selection) -> pd.DataFrame:
    """How many places the completion rate leaves out, one column for each reason."""
    rows = within(places.places(scope, database, selection), "due_on", selection)
    return completion.not_in_the_rate(rows, [])


def _until(selection: Selection, as_at: int | None) -> Selection:
    """Months that had begun by the day; whole months are counted, so the last may run on past it."""
    if as_at is None:
        return selection
    last = _month_of(as_at) if selection.last_month is None else min(selection.last_month, _month_of(as_at))
    return replace(selection, last_month=last)


def _covered(scope: Scope, database: Database, list_of: str) -> pd.DataFrame:
    covered = reference.coverage(scope, database)
    covered = covered[covered["list_of"] == list_of]
    return covered.rename(columns={"organisation_id": "organisation"})[["organisation", "covered_to"]]


def _log(scope: Scope, database: Database, asked: Asked) -> pd.DataFrame:
    """Minutes and distinct people of each organisation and group, with the day the logs reach to."""
    logged = hours_read.hours_logged(scope, database, _until(asked.selection, asked.as_at), asked.by)
    people = logged["people"].fillna(0)
    log = logged.assign(mentors_logged=people, mentors_active=people)
    return log.merge(_covered(scope, database, "sessions"), on="organisation", how="left")


def _active(scope: Scope, database: Database, mentors: pd.DataFrame, asked: Asked) -> pd.DataFrame:
    """For each month, which mentors were active and which of them logged; by default only the latest month."""
    selection = _until(asked.selection, asked.as_at)
    if "month" not in asked.by:
        latest = _latest_month(mentors, selection)
        selection = replace(selection, first_month=latest, last_month=latest)
    if mentors.empty or ("month" not in asked.by and selection.last_month is None):
        return _NOBODY_ACTIVE
    logged = hours_read.mentors_who_logged(scope, database, selection)
    months = logged["month"].unique() if "month" in asked.by else [selection.last_month]
    parts = [_active_in(mentors, logged, int(month)) for month in sorted(filter(None, months))]
    return pd.concat(parts) if parts else _NOBODY_ACTIVE


_NOBODY_ACTIVE = pd.DataFrame(
    columns=["organisation", "programme", "cohort", "role", "month", "mentors_active", "mentors_logged", "covered_to"]
)


def _latest_month(mentors: pd.DataFrame, selection: Selection) -> int | None:
    """The month that the newest log reaches into, or the last one selected if that is earlier."""
    covered = mentors["covered_to"].dropna()
    reached = [] if covered.empty else [_month_of(int(covered.max()))]
    return min([*reached, *(month for month in [selection.last_month] if month and reached)], default=None)


def _active_in(mentors: pd.DataFrame, by_month: pd.DataFrame, month: int) -> pd.DataFrame:
    first = date(month // 12, month % 12 + 1, 1).toordinal()
    last = date((month + 1) // 12, (month + 1) % 12 + 1, 1).toordinal() - 1
    over = mentors["finished_on"].fillna(mentors["ends_on"])
    active = mentors[(mentors["started_on"] <= last) & (over.isna() | (over >= first)).astype(bool)]
    key = ["organisation", "programme", "cohort", "person"]
    logged = by_month[by_month["month"] == month][key].drop_duplicates().assign(mentors_logged=1)
    rows = active.merge(logged, on=key, how="left").assign(month=month, mentors_active=1)
    return rows.assign(mentors_logged=rows["mentors_logged"].fillna(0).astype("int64"))


def _response(scope: Scope, database: Database, asked: Asked) -> pd.DataFrame:
    rows = _dated(surveys.returns(scope, database, asked.selection))
    return _together(asked, {response.RESPONSE_RATE: response.counts(rows, asked.by, asked.as_at)})


def _demand(scope: Scope, database: Database, asked: Asked) -> pd.DataFrame:
    answers = _dated(surveys.demand(scope, database, asked.selection))
    returned = response.counts(_dated(surveys.returns(scope, database, asked.selection)), asked.by, asked.as_at)
    return _together(
        asked,
        {measure: demand.counts(measure, answers, asked.by, asked.as_at, returned) for measure in demand.MEASURES},
    )


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.rename(columns={"as_at": "covered_to"})


def _course(scope: Scope, database: Database, asked: Asked) -> pd.DataFrame:
    runs = reference.course_runs(scope, database)
    runs = runs.assign(
        programme=runs["run"].str.rsplit("/", n=1).str[0], cohort=runs["run"], covered_to=runs["data_to"]
    )
    chosen = asked.selection
    if chosen.programme_ids:
        runs = runs[runs["programme"].isin(chosen.programme_ids)]
    if chosen.cohort_ids:
        runs = runs[runs["cohort"].isin(chosen.cohort_ids)]
    by = asked.by or ("programme", "cohort")
    counted = {measure: course.counts(measure, runs, by, asked.as_at) for measure in course.MEASURES}
    if not scope.may_see_people:
        counted = {measure: _printed(counts) for measure, counts in counted.items()}
    return _together(replace(asked, by=by), counted)


def _printed(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of a run as others may read them: the rule of a release, which runs are not part of."""
    known = counts["denominator"].notna()
    shown = [
        release.printed(int(numerator), int(denominator)) if is_known else release.Printed(None, None, None, "x")
        for numerator, denominator, is_known in zip(counts["numerator"], counts["denominator"], known, strict=True)
    ]
    return counts.assign(
        numerator=pd.Series([one.numerator for one in shown], counts.index, dtype="Float64"),
        numerator_high=pd.Series([one.numerator_high for one in shown], counts.index, dtype="Float64"),
        denominator=pd.Series([one.denominator for one in shown], counts.index, dtype="Float64"),
        status=pd.Series([one.status for one in shown], counts.index, dtype="str"),
    )


def _released(scope: Scope, database: Database, asked: Asked) -> pd.DataFrame:
    """Published counts of the measures; what was not published is not there."""
    slice_of = "programme" if "programme" in asked.by or asked.selection.programme_ids else "all"
    rows = released.released(scope, database, asked.selection)
    rows = rows[rows["slice"] == slice_of]
    if asked.selection.programme_ids:
        rows = rows[rows["part"].isin(asked.selection.programme_ids)]
    everyone = rows["organisation"] == "*"
    rows = rows[~everyone] if "organisation" in asked.by or not everyone.any() else rows[everyone]
    rows = rows.rename(columns={"part": "programme"})
    group = [name for name in asked.by if name in ("organisation", "programme")]
    family = catalogue.of_family(asked.family)
    return _together(asked, {measure: rows[rows["measure"] == measure.name] for measure in family}, group)


def _together(asked: Asked, counted: Mapping[Measure, pd.DataFrame], by: Sequence[str] | None = None) -> pd.DataFrame:
    group = list(asked.by if by is None else by)
    parts = [figures_of(measure, counts.reset_index(drop=True), group) for measure, counts in counted.items()]
    return pd.concat(parts, ignore_index=True)


_EXACT: Mapping[Family, Callable[[Scope, Database, Asked], pd.DataFrame]] = MappingProxyType(
    {
        "retention": _retention,
        "completion": _completion,
        "hours": _hours,
        "response": _response,
        "demand": _demand,
    }
)
