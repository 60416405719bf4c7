"""A test that the machine cannot run is left out, and is a failure where it was asked for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import machine
from tests.server_process import ROOT

pytestmark = pytest.mark.slow  # it starts other processes

NEEDY = "import pytest\n\n@pytest.mark.browser\ndef test_a_page(): pass\n"


def outcome(folder: Path, **environment: str) -> str:
    """Last line of a test run that needs Chromium, on a machine without one."""
    (folder / "test_page.py").write_text(NEEDY)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", str(folder)]
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": str(folder), "REQUIRE": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout


def test_without_chromium_a_browser_test_is_skipped_with_the_reason(tmp_path: Path) -> None:
    assert "1 skipped" in outcome(tmp_path)


def test_without_chromium_a_browser_test_fails_where_it_is_required(tmp_path: Path) -> None:
    said = outcome(tmp_path, REQUIRE="browser,postgres")

    assert "REQUIRE asks for the browser tests, and none of chromium" in said
    assert "1 error" in said or "1 failed" in said


@pytest.mark.parametrize(("value", "markers"), [("browser, postgres", {"browser", "postgres"}), ("", {""})])
def test_require_names_markers(value: str, markers: set[str]) -> None:
    assert machine.required({"REQUIRE": value}) == markers


def test_an_unmarked_test_lacks_nothing() -> None:
    assert machine.missing("slow") is None
