"""Every sample file is listed as synthetic, is made anew to the byte, and goes through the importer without loss."""

import re
from pathlib import Path

import pytest

from sample_data import FILES, FOLDER, SampleFile
from sample_data.build import MAKERS, build
from tests.sample_data.reading import parsed

pytestmark = pytest.mark.slow  # it starts other processes

README = (FOLDER.parent / "README.md").read_text("utf-8")
ASKED = [file for file in FILES if set(file.answers) - {"as_at", "complete_from"} and file.then == "store"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build(folder)
    return folder


def named(file: SampleFile) -> str:
    return f"{file.name}, {file.then}"


def test_the_readme_lists_every_file_and_no_other() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE)

    assert sorted(listed) == sorted(path.name for path in FOLDER.iterdir())
    assert "All of them are synthetic." in README


def test_nothing_lies_among_the_files_that_is_not_built_and_imported() -> None:
    kept = {path.name for path in FOLDER.iterdir()}

    assert kept == set(MAKERS) == {file.name for file in FILES}


@pytest.mark.parametrize("name", MAKERS)
def test_the_builder_makes_the_file_again_to_the_byte(built: Path, name: str) -> None:
    assert (built / name).read_bytes() == (FOLDER / name).read_bytes(), "run: python -m sample_data.build"


def test_the_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 3_000_000


@pytest.mark.parametrize("file", FILES, ids=named)
def test_each_file_is_recognised_and_gives_no_rejected_row_and_no_question(file: SampleFile) -> None:
    sheets = parsed(file.name, file.answers)

    assert [question.prompt for sheet in sheets for question in sheet.questions] == []
    assert sum(sheet.rejected for sheet in sheets) == 0
    assert sum(sheet.read for sheet in sheets) > 0


@pytest.mark.parametrize("file", ASKED, ids=named)
def test_a_file_that_needs_answers_asks_for_them(file: SampleFile) -> None:
    questions = [question for sheet in parsed(file.name, {}) for question in sheet.questions]

    assert {question.name for question in questions} == set(file.answers) - {"as_at", "complete_from"}


def test_the_files_come_in_the_shapes_that_colleges_keep() -> None:
    thornbeck = (FOLDER / "places-thornbeck.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        thornbeck.decode("utf-8")

    assert thornbeck.splitlines()[0].count(b";") > 10
    assert (FOLDER / "places-harrowmere.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (FOLDER / "staff-kesterby.sqlite").read_bytes().startswith(b"SQLite format 3\0")
    assert b"\r\n" in (FOLDER / "getting-ready-to-mentor-1_team-members.csv").read_bytes()
    assert b"\r\n" not in (FOLDER / "getting-ready-to-mentor-1_enrolments.csv").read_bytes()
