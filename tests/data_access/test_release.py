"""What may be printed of a count: at the boundaries, and so that no range gives its rule away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.release import HIDDEN, Printed, printed, printed_across, printed_hours

COUNTS = st.integers(0, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (0, 0, Printed(0, 0, 0, "z")),
        (2, 4, HIDDEN),
        (0, 5, Printed(0, 0, 5)),
        (5, 5, Printed(5, 5, 5)),
        (2, 5, Printed(1, 4, 5)),
        (4, 8, Printed(1, 7, 8)),
        (4, 9, Printed(1, 4, 9)),
        (5, 9, Printed(5, 8, 9)),
        (4, 20, Printed(1, 4, 20)),
        (5, 20, Printed(5, 5, 20)),
        (15, 20, Printed(15, 15, 20)),
        (16, 20, Printed(16, 19, 20)),
        (19, 20, Printed(16, 19, 20)),
        (20, 20, Printed(20, 20, 20)),
    ],
)
def test_small_outcomes_and_small_complements_become_a_range(
    numerator: int, denominator: int, expected: Printed
) -> None:
    assert printed(numerator, denominator) == expected


@given(COUNTS)
def test_a_range_holds_the_truth(counts: tuple[int, int]) -> None:
    shown = printed(*counts)

    if shown.numerator is not None and shown.numerator_high is not None:
        assert shown.numerator <= counts[0] <= shown.numerator_high


@given(COUNTS)
def test_every_number_in_a_range_would_have_been_printed_as_that_range(counts: tuple[int, int]) -> None:
    shown = printed(*counts)

    if shown.numerator is not None and shown.numerator_high is not None:
        for other in range(shown.numerator, shown.numerator_high + 1):
            assert printed(other, counts[1]) == shown


def test_totals_of_hours_need_ten_people() -> None:
    assert printed_hours(120.4, 9) == HIDDEN
    assert printed_hours(120.4, 10) == Printed(120, 120, 10)


def test_figures_across_organisations_need_ten_of_them_and_are_rounded() -> None:
    assert printed_across(33, 48, 9) == HIDDEN
    assert printed_across(33, 48, 10) == Printed(35, 35, 50)
