"""The server starts where it may, says where it is, and ends without a fuss."""

import os
import signal
import socket
import tomllib
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from dashboard import serving
from tests import scratch_server
from tests.server_process import PATIENCE, ROOT, free_port, running


@pytest.fixture
def unserved(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Serving, with the server itself left out: what it would have run with."""
    options: dict[str, object] = {}
    monkeypatch.setattr(serving, "_run", options.update)
    monkeypatch.setattr(serving, "_announce", lambda *_: None)
    monkeypatch.setenv("MENTORING_MODE", "before")
    monkeypatch.setenv("MENTORING_DATABASE", "before")
    return options


def refusal(capsys: pytest.CaptureFixture[str], host: str, port: int | None) -> str:
    with pytest.raises(SystemExit) as ended:
        serving.serve(host, port, None, demo=True)

    assert ended.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "dashboard.example.ac.uk", ""])
def test_a_network_is_refused_while_no_sign_in_is_configured(capsys: pytest.CaptureFixture[str], host: str) -> None:
    sentence = refusal(capsys, host, None)

    assert sentence.startswith(f"{host} can be reached from other computers, and no sign-in is configured")
    assert "--host 127.0.0.1" in sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_is_served(unserved: dict[str, object], host: str) -> None:
    serving.serve(host, None, None, demo=True)

    assert unserved["server.address"] == host
    assert host in str(unserved["server.allowedHosts"])


def test_a_named_port_that_is_in_use_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        sentence = refusal(capsys, "127.0.0.1", port)

    assert sentence == f"Port {port} is in use. Name another with --port, or leave it out to take the next free one.\n"


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_a_number_that_is_no_port_is_refused(capsys: pytest.CaptureFixture[str], port: int) -> None:
    assert refusal(capsys, "127.0.0.1", port).startswith(f"{port} is not a port.")


def test_a_named_port_that_is_free_is_taken(unserved: dict[str, object]) -> None:
    port = free_port()

    serving.serve("127.0.0.1", port, None, demo=True)

    assert unserved["server.port"] == port


def test_without_a_name_the_next_free_port_is_taken(
    unserved: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        busy = listening.getsockname()[1]
        monkeypatch.setattr(serving, "FIRST_PORT", busy)
        serving.serve("127.0.0.1", None, None, demo=True)

    port = unserved["server.port"]
    assert isinstance(port, int)
    assert busy < port < busy + serving.PORTS_TRIED


def test_no_free_port_at_all_is_a_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        busy = listening.getsockname()[1]
        monkeypatch.setattr(serving, "FIRST_PORT", busy)
        monkeypatch.setattr(serving, "PORTS_TRIED", 1)

        assert refusal(capsys, "127.0.0.1", None) == (
            f"Every port from {busy} to {busy} is in use. Name one with --port.\n"
        )


@pytest.mark.parametrize(("demo", "mode"), [(True, "demo"), (False, "own")])
def test_the_app_is_told_which_data_to_open(unserved: dict[str, object], *, demo: bool, mode: str) -> None:
    serving.serve("127.0.0.1", None, "sqlite:///own.sqlite3", demo=demo)

    assert unserved
    assert os.environ["MENTORING_MODE"] == mode
    assert os.environ["MENTORING_DATABASE"] == "sqlite:///own.sqlite3"


def test_without_a_named_database_the_apps_own_choice_stands(unserved: dict[str, object]) -> None:
    serving.serve("127.0.0.1", None, None, demo=False)

    assert unserved
    assert os.environ["MENTORING_DATABASE"] == "before"


def test_ctrl_c_before_the_server_is_up_ends_quietly(
    unserved: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(options: dict[str, object]) -> None:
        unserved.update(options)
        raise KeyboardInterrupt

    monkeypatch.setattr(serving, "_run", interrupted)

    serving.serve("127.0.0.1", None, None, demo=True)

    assert unserved


def test_what_protects_the_data_is_set_whatever_a_file_says() -> None:
    settings = serving.settings("127.0.0.1", 8501)

    assert settings["client.showErrorDetails"] == "none"
    assert settings["server.allowedHosts"] == ["127.0.0.1", "::1", "localhost"]
    assert not settings["browser.gatherUsageStats"]
    assert settings["server.enableXsrfProtection"]


def test_the_settings_file_protects_the_data_in_the_same_way() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))

    settings = serving.settings("127.0.0.1", 8501)

    for section in ("browser", "client", "logger", "server"):
        for option, value in written[section].items():
            ours = settings.get(f"{section}.{option}", value)
            assert set_of(ours) == set_of(value), option


def set_of(value: object) -> object:
    return frozenset(value) if isinstance(value, list) else value


@pytest.mark.parametrize("place", ["dashboard", "."])
def test_the_settings_are_found_in_a_wheel_and_in_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "dashboard").mkdir()
    (tmp_path / place / ".streamlit").mkdir()
    (tmp_path / place / ".streamlit" / "config.toml").touch()
    monkeypatch.setattr(serving, "HERE", tmp_path / "dashboard")

    assert serving._folder_of_settings() == (tmp_path / place)


def test_a_real_server_says_where_it_is_once_it_listens_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text("import streamlit as st\n")
    port = free_port()

    with running([scratch_server.__file__, str(script), str(port)], port, tmp_path / "log") as server:
        wait_until(lambda: "The dashboard is at" in server.log())
        server.process.send_signal(signal.SIGINT)
        code = server.process.wait(PATIENCE)

    colour = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]["light"]["primaryColor"]
    assert code == 0
    assert server.log().splitlines() == [
        "warm",
        f"start, primary colour: {colour}",
        f"The dashboard is at http://127.0.0.1:{port} (Ctrl-C ends it)",
        "stop, frozen: True",
    ]


def wait_until(happened: Callable[[], bool]) -> None:
    limit = monotonic() + PATIENCE
    while not happened():
        assert monotonic() < limit
        sleep(0.05)
