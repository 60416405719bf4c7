"""A template, downloaded and imported as it is, is read to its last cell."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dashboard import commands, templates
from data_access.ingest.catalogue import LAYOUTS
from data_access.ingest.layout import Layout

pytestmark = pytest.mark.slow  # it starts other processes

OFFERED = {layout.name: layout for layout in templates.offered()}
REFERRED_TO = ("organisations", "programmes", "places")


def saved(layout: Layout, folder: Path) -> Path:
    file = folder / f"{layout.name}.xlsx"
    file.write_bytes(templates.workbook(layout))
    return file


def imported(url: str, *files: Path) -> commands.Outcome:
    answers = {"dates": "day first"}
    return commands.import_files(url, files, layout=None, answers=answers, keep_good_rows=False, dry_run=False)


@pytest.mark.parametrize("name", OFFERED)
def test_the_example_row_of_a_template_is_imported(name: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'own.sqlite'}"
    first = [saved(OFFERED[other], tmp_path) for other in REFERRED_TO if other != name]

    outcome = imported(url, *first, saved(OFFERED[name], tmp_path))

    assert outcome.reasons == ()
    plan = next(plan for plan in outcome.plans if plan.file_name == f"{name}.xlsx")
    assert [str(issue) for issue in plan.issues if issue.sheet != "Notes"] == []
    assert [(sheet["layout"], sheet["rows"], sheet["rejected"]) for sheet in plan.sheets] == [(name, 1, 0)]
    assert (plan.rejected, plan.duplicates, plan.unattributed, plan.held) == (0, 0, 0, 0)


@pytest.mark.parametrize("name", OFFERED)
def test_a_template_has_every_column_that_is_needed_and_explains_each(name: str) -> None:
    layout = OFFERED[name]
    book = load_workbook(BytesIO(templates.workbook(layout)))
    headings = [str(cell.value) for cell in book.worksheets[0][1]]

    explained = [str(row[0]) for row in book["Notes"].iter_rows(values_only=True)]

    assert {column.heading for column in layout.columns if column.required} <= set(headings)
    assert explained[-len(headings) :] == headings
    assert len(set(headings)) == len(headings)


def test_the_sets_of_futurelearn_need_no_template() -> None:
    left_out = {layout.name for layout in LAYOUTS} - set(OFFERED)

    assert left_out
    assert all(name.startswith("FutureLearn") for name in left_out)
