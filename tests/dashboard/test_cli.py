"""The command line: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest

from dashboard.cli import main
from data_access.database import Database
from tests import colleges

pytestmark = pytest.mark.slow  # it starts other processes


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'own.sqlite'}"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    return {path.name: str(path) for path in colleges.write(tmp_path / "files")}


SAID = ("--dates", "day first", "--new-organisations")


def test_files_are_stored_whatever_order_they_are_named_in(
    url: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["import", files["log.csv"], files["places.csv"], "--database", url, *SAID])

    assert code == 0
    assert "attendances of names that nobody is known by: 2" in capsys.readouterr().out


def test_one_wrong_file_stores_none_of_them(
    url: str, files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("Date,Mentor,Mentee,Hours\nsoon,Mo1 Northerner,,1\n")

    code = main(
        ["import", files["places.csv"], str(wrong), "--database", url, "--organisation", "North College", *SAID[:2]]
    )

    printed = capsys.readouterr()
    assert code == 1
    assert printed.err.splitlines() == [
        "wrong.csv: row 2, column A: Date “soon” is not a date. Write it as 31/01/2026."
    ]
    assert main(["uploads", "--database", url]) == 0
    assert capsys.readouterr().out.strip() == "Nothing yet."


def test_a_dry_run_shows_the_plan_and_stores_nothing(
    url: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["import", files["places.csv"], "--database", url, "--dry-run", "--json", *SAID])

    printed = json.loads(capsys.readouterr().out)
    assert (code, printed["stored"]) == (0, False)
    assert {one["kind"]: one["new"] for one in printed["files"][0]["counted"]}["place"] == 32
    main(["uploads", "--database", url])
    assert capsys.readouterr().out.strip() == "Nothing yet."


def test_an_upload_is_undone_once(two_colleges: Database, capsys: pytest.CaptureFixture[str]) -> None:
    def hours() -> float:
        main(["figures", "hours", "--database", two_colleges.url, "--format", "json"])
        rows = json.loads(capsys.readouterr().out)
        return float(next(row["numerator"] for row in rows if row["measure"] == "hours_logged"))

    before = hours()
    main(["uploads", "--database", two_colleges.url])
    log = next(line.split()[0] for line in capsys.readouterr().out.splitlines() if "log.csv" in line)

    assert main(["undo", log, "--database", two_colleges.url]) == 0
    capsys.readouterr()
    assert (before, hours()) == (364.0, 0.0)
    assert main(["undo", log, "--database", two_colleges.url]) == 1
    assert "cannot be undone: it is undone" in capsys.readouterr().err


@pytest.mark.parametrize("family", ["retention", "completion", "hours", "response", "demand", "course"])
def test_every_family_of_figures_carries_counts_interval_status_and_definition(
    family: str, two_colleges: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["figures", family, "--database", two_colleges.url, "--format", "json"])

    rows = json.loads(capsys.readouterr().out)
    assert code == 0
    assert rows
    for row in rows:
        assert {"numerator", "denominator", "value", "low", "high", "status", "as_at", "definition"} <= row.keys()


def test_hours_by_role_are_one_mentor_hour_and_as_many_mentee_hours(
    two_colleges: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["figures", "hours", "--by", "role", "--database", two_colleges.url, "--format", "json"])

    rows = json.loads(capsys.readouterr().out)
    logged = {row["role"]: row["numerator"] for row in rows if row["measure"] == "hours_logged"}
    assert logged == {"mentor": 364.0, "mentee": 364.0}


def test_a_figure_is_narrowed_by_name(two_colleges: Database, capsys: pytest.CaptureFixture[str]) -> None:
    main(
        ["figures", "hours", "--where", "organisation=north college", "--database", two_colleges.url, "--format", "csv"]
    )

    assert "hours_logged,,,,,,182.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--by", "colour"], "Completion is not counted by colour. It is counted by organisation"),
        (["--where", "organisation=Nowhere"], "There is no organisation “Nowhere” here, or it is not yours to see."),
        (["--where", "colour=red"], "“colour” cannot be selected by"),
        (["--where", "period=then"], "“then” is not an academic year. Write it as 2021/22."),
        (["--by", "cohort", "--access", "slt"], "Published figures come by organisation or by programme"),
    ],
)
def test_what_is_not_understood_ends_with_2_and_a_sentence(
    arguments: list[str], sentence: str, two_colleges: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["figures", "completion", "--database", two_colleges.url, *arguments])

    assert code == 2
    assert sentence in capsys.readouterr().err


def test_a_missing_file_is_not_understood(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "nowhere.csv", "--database", url]) == 2
    assert "There is no file “nowhere.csv”." in capsys.readouterr().err
