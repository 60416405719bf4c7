"""What holds for every measure, whatever the rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.metrics import completion, course, demand, hours, response, retention
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.measure import WITHOUT_VALUE, Measure, figures

Row = dict[str, Any]
Count = Callable[..., pd.DataFrame]

FIRST_DAY, LAST_DAY = 738000, 739500
DAYS = st.integers(FIRST_DAY, LAST_DAY)
NUMBERS = st.integers(0, 30)
ORGANISATIONS = st.sampled_from(["Ashby College", "Brook College", "Calder College"])
BY = ["organisation"]


def perhaps(strategy: st.SearchStrategy[int]) -> st.SearchStrategy[int | None]:
    return st.none() | strategy


def row_of(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries({"organisation": ORGANISATIONS, **columns})


def falling(*names: str, **others: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    """Rows of which each named number is at most the one before."""
    numbers = st.lists(NUMBERS, min_size=len(names), max_size=len(names))
    return st.builds(
        lambda row, found: row | dict(zip(names, sorted(found, reverse=True), strict=True)),
        row_of(**others),
        numbers,
    )


SPELL = row_of(started_on=DAYS, last_day_on=perhaps(DAYS), covered_to=perhaps(DAYS), people=NUMBERS)
PLACE = row_of(
    due_on=perhaps(DAYS),
    outcome=st.sampled_from(["completed", "withdrawn", ""]),
    outcome_on=perhaps(DAYS),
    started=st.booleans(),
    covered_to=perhaps(DAYS),
    people=NUMBERS,
)
MENTOR = row_of(
    started_on=perhaps(DAYS),
    ends_on=perhaps(DAYS),
    hours_low=st.sampled_from([None, 18.0, 40.0]),
    minutes=st.integers(0, 3000),
    covered_to=perhaps(DAYS),
    weeks_off=st.sampled_from([(), ((738100, 738113),), ((738100, 738113), (738300, 738306))]),
)
LOG = falling("minutes", "mentors_active", "mentors_logged", covered_to=perhaps(DAYS)).map(
    lambda row: row | {"minutes": row["minutes"] if row["mentors_logged"] else 0}
)
SURVEY = falling("invited", "returned") | row_of(invited=st.none(), returned=NUMBERS)
ANSWER = row_of(
    question=st.sampled_from(["self", "organisation"]),
    level=st.sampled_from(["low", "medium", "high", ""]),
    respondents=NUMBERS,
)
STEPS = ("enrolled", "visited", "completed_step", "half", "ninety", "fully_participated")
RUN = falling(*STEPS, steps_total=st.sampled_from([None, 0, 60]))


@dataclass(frozen=True, slots=True)
class Case:
    """How rows of a measure look, how they are counted, and which of their columns are counts."""

    row: st.SearchStrategy[Row]
    count: Count
    amounts: tuple[str, ...] = ()
    has_clock: bool = False

    @property
    def rows(self) -> st.SearchStrategy[list[Row]]:
        return st.lists(self.row, min_size=1, max_size=12)


def retained(spells: pd.DataFrame, by: Sequence[str], as_at: int | None = None, *, months: int) -> pd.DataFrame:
    return retention.counts(spells, months, by, as_at)


CASES: Mapping[str, Case] = {
    **{
        name: Case(SPELL, partial(retained, months=months), ("people",), has_clock=True)
        for name, months in retention.MONTHS.items()
    },
    "completion_rate": Case(PLACE, completion.counts, ("people",), has_clock=True),
    "hours_logged": Case(LOG, hours.logged_counts, ("minutes", "mentors_active", "mentors_logged")),
    "mentors_at_pace": Case(MENTOR, hours.pace_counts, has_clock=True),
    "log_coverage": Case(LOG, hours.coverage_counts, ("mentors_active", "mentors_logged")),
    "response_rate": Case(SURVEY, response.counts, ("invited", "returned")),
    **{m.name: Case(ANSWER, partial(demand.counts, m), ("respondents",)) for m in demand.MEASURES},
    **{m.name: Case(RUN, partial(course.counts, m), STEPS) for m in course.MEASURES},
}

every_measure = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
some_examples = settings(max_examples=10, deadline=None)


def figures_of(measure: Measure, rows: Sequence[Row], by: Sequence[str]) -> pd.DataFrame:
    counts = CASES[measure.name].count(pd.DataFrame(list(rows)), by)
    return figures(measure, counts, by)


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))


def test_every_measure_is_put_to_these_laws() -> None:
    assert set(CASES) == {measure.name for measure in MEASURES}


@every_measure
def test_it_says_what_it_is_and_where_it_comes_from(measure: Measure) -> None:
    sentences = (measure.definition, measure.source, measure.caution)

    assert all(sentence[:1].isupper() and sentence.endswith(".") for sentence in sentences)
    assert measure.label
    assert measure.numerator_is
    assert measure.denominator_is


@every_measure
@some_examples
@given(data=st.data())
def test_a_share_lies_within_its_interval_and_the_interval_within_none_and_all(
    measure: Measure, data: st.DataObject
) -> None:
    found = figures_of(measure, data.draw(CASES[measure.name].rows), BY)
    shown = found[~found["status"].isin(WITHOUT_VALUE)]

    assert found.loc[found["status"].isin(WITHOUT_VALUE), ["value", "low", "high"]].isna().all(axis=None)
    if measure.unit == "percent":
        assert ((shown["low"] >= 0) & (shown["low"] <= shown["value"])).all()
        assert ((shown["value"] <= shown["high"]) & (shown["high"] <= 1)).all()
    else:
        assert (shown["value"] == shown["numerator"]).all()
        assert shown[["low", "high"]].isna().all(axis=None)


@every_measure
@some_examples
@given(data=st.data())
def test_the_counts_of_organisations_add_up_to_those_of_all(measure: Measure, data: st.DataObject) -> None:
    rows = data.draw(CASES[measure.name].rows)
    amounts = ["numerator", "denominator", "not_yet", "left_out"]

    each, everyone = figures_of(measure, rows, BY), figures_of(measure, rows, [])

    assert each[amounts].sum().tolist() == pytest.approx(everyone[amounts].sum().tolist())


@every_measure
@some_examples
@given(data=st.data())
def test_the_order_of_rows_is_of_no_account(measure: Measure, data: st.DataObject) -> None:
    rows = data.draw(CASES[measure.name].rows)

    same(figures_of(measure, data.draw(st.permutations(rows)), BY), figures_of(measure, rows, BY))


@pytest.mark.parametrize("measure", [m for m in MEASURES if CASES[m.name].amounts], ids=lambda measure: measure.name)
@some_examples
@given(data=st.data())
def test_counting_some_people_in_two_rows_instead_of_one_changes_nothing(measure: Measure, data: st.DataObject) -> None:
    case = CASES[measure.name]
    rows, some = data.draw(case.rows), data.draw(NUMBERS)
    part = {name: min(some, rows[0][name]) for name in case.amounts if rows[0][name] is not None}
    rest = {name: rows[0][name] - amount for name, amount in part.items()}

    same(
        figures_of(measure, [rows[0] | part, *rows[1:], rows[0] | rest], BY),
        figures_of(measure, rows, BY),
    )


@every_measure
@some_examples
@given(data=st.data())
def test_another_organisation_changes_nothing_in_mine(measure: Measure, data: st.DataObject) -> None:
    rows = data.draw(CASES[measure.name].rows)
    mine = rows[0]["organisation"]

    among_all = figures_of(measure, rows, BY)
    alone = figures_of(measure, [row for row in rows if row["organisation"] == mine], BY)

    same(among_all[among_all["organisation"] == mine], alone)


@every_measure
@some_examples
@given(data=st.data())
def test_of_nobody_there_is_no_figure_rather_than_nought(measure: Measure, data: st.DataObject) -> None:
    case = CASES[measure.name]
    nobody = pd.DataFrame([data.draw(case.row)]).iloc[:0]

    everyone = figures(measure, case.count(nobody, []), []).iloc[0]

    assert (everyone["status"], everyone["denominator"]) == ("z", 0)
    assert pd.isna(everyone["value"])
    assert figures(measure, case.count(nobody, BY), BY).empty


@every_measure
@some_examples
@given(ends=st.lists(NUMBERS, min_size=5, max_size=5).map(sorted))
def test_a_wider_range_of_the_numerator_has_a_wider_interval(measure: Measure, ends: list[int]) -> None:
    widest, low, high, highest, denominator = ends
    counts = pd.DataFrame(
        {
            "numerator": [low, widest],
            "numerator_high": [high, highest],
            "denominator": max(denominator, 1),
            "as_at": LAST_DAY,
        }
    )

    narrow, wide = (row for _, row in figures(measure, counts, []).iterrows())

    assert pd.isna(narrow["value"]) == (low != high)
    assert pd.isna(wide["value"]) == (widest != highest)
    if measure.unit == "percent":
        assert wide["low"] <= narrow["low"] <= narrow["high"] <= wide["high"]


@pytest.mark.parametrize("measure", [m for m in MEASURES if CASES[m.name].has_clock], ids=lambda measure: measure.name)
@some_examples
@given(data=st.data(), days=st.tuples(DAYS, DAYS).map(sorted))
def test_who_is_counted_on_a_day_is_counted_on_every_later_day(
    measure: Measure, data: st.DataObject, days: list[int]
) -> None:
    case = CASES[measure.name]
    rows = pd.DataFrame(data.draw(case.rows))

    earlier, later = (case.count(rows, [], day)["denominator"].sum() for day in days)

    assert earlier <= later
