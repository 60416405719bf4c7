"""A fault of ours is logged by type and place, and never with anybody's data."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import faults

PERSON = "ann.canary@northfield.example"


def failing() -> None:
    raise ValueError(PERSON)


def test_a_failure_is_logged_with_its_place_and_without_its_values(caplog: pytest.LogCaptureFixture) -> None:
    def look_up(person: str) -> int:
        try:
            return {"Bob": 1}[person]
        except KeyError as missing:
            raise RuntimeError(f"no place for {person}") from missing

    with pytest.raises(RuntimeError) as caught:
        look_up(PERSON)
    reference = faults.note(caught.value)

    assert PERSON not in caplog.text
    assert caplog.text.count("in look_up") == 2
    assert f"{Path(__file__)}:" in caplog.text
    assert "builtins.RuntimeError" in caplog.text
    assert "builtins.KeyError" in caplog.text
    assert f"Reference {reference}" in caplog.text


@pytest.fixture
def valueless_log() -> Iterator[None]:
    factory, hook = logging.getLogRecordFactory(), threading.excepthook
    faults.keep_values_out_of_the_log()
    yield
    logging.setLogRecordFactory(factory)
    threading.excepthook = hook


@pytest.mark.usefixtures("valueless_log")
def test_what_others_log_about_a_failure_keeps_its_place_and_loses_its_values(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        failing()
    except ValueError:
        logging.getLogger("some.library").exception("Could not answer %s", "/hours")

    assert "Could not answer /hours\nbuiltins.ValueError" in caplog.text
    assert "in failing" in caplog.text
    assert PERSON not in caplog.text


@pytest.mark.usefixtures("valueless_log")
def test_a_failure_in_a_thread_loses_its_values_too(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    thread = threading.Thread(target=failing)

    thread.start()
    thread.join()

    assert "builtins.ValueError" in caplog.text
    assert PERSON not in caplog.text + capsys.readouterr().err
