"""Every page runs for everybody who may open it, and shows nobody what is not theirs."""

import pytest

from dashboard import navigation
from dashboard.session import VIEWS
from tests.colleges import OF_NORTH, OF_SOUTH
from tests.pages.conftest import Open, everything

FOR_ALL = [entry.file for entry in navigation.ENTRIES if not entry.for_importers]
FOR_IMPORTERS = [entry.file for entry in navigation.ENTRIES if entry.for_importers]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("page", FOR_ALL)
def test_every_page_runs_for_everybody(page: str, view: str, open_page: Open) -> None:
    app = open_page(page, view=view)

    assert not app.exception
    assert not app.error
    assert [title.value for title in app.title] == [_title(page)]


@pytest.mark.parametrize("page", FOR_IMPORTERS)
def test_pages_for_importing_run_for_a_coordinator(page: str, open_page: Open) -> None:
    app = open_page(page)

    assert not app.exception
    assert [title.value for title in app.title] == [_title(page)]


@pytest.mark.parametrize("view", ["Senior leader", "Programme lead"])
@pytest.mark.parametrize("page", FOR_ALL)
def test_leaders_see_nobodys_name_and_no_comment(page: str, view: str, open_page: Open) -> None:
    app = open_page(page, view=view)

    shown = everything(app)
    assert OF_NORTH not in shown
    assert OF_SOUTH not in shown


@pytest.mark.parametrize("page", FOR_ALL)
def test_a_senior_leader_sees_one_college_only(page: str, open_page: Open) -> None:
    app = open_page(page, view="Senior leader", college="North College")

    assert "South College" not in everything(app)


@pytest.mark.parametrize("page", FOR_ALL)
def test_choosing_an_organisation_narrows_every_figure(page: str, open_page: Open) -> None:
    app = open_page(page, org="North College")

    shown = everything(app)
    assert "South College" not in shown
    assert OF_SOUTH not in shown


def test_the_overview_tells_a_coordinator_who_needs_her(open_page: Open) -> None:
    app = open_page("overview", org="North College")

    assert len(app.metric) <= 6
    assert "What needs you this week" in [header.value for header in app.header]


def test_a_choice_that_published_figures_lack_is_named_not_dropped(open_page: Open) -> None:
    app = open_page("completion", view="Senior leader", cohort="New to mentoring, October 2020")

    assert [warning.value for warning in app.warning] == [
        "Published figures do not come by cohort, so that choice was not applied."
    ]


def test_an_unknown_organisation_in_a_link_widens_nothing(open_page: Open) -> None:
    app = open_page("hours", view="Senior leader", college="South College' OR 1=1 --")

    assert "South College" not in everything(app)


def _title(page: str) -> str:
    return next(entry.title for entry in navigation.ENTRIES if entry.file == page)
