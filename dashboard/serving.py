"""Run the server in the foreground: where it listens, which database it opens, and what it prints."""

import logging
import os
import socket
import sys
import threading
from contextlib import suppress
from http.client import HTTPConnection
from ipaddress import ip_address
from pathlib import Path
from time import sleep
from typing import NoReturn

HERE = Path(__file__).resolve().parent
FIRST_PORT = 8501
PORTS_TRIED = 100
LARGEST_UPLOAD_MB = 50


def serve(host: str, port: int | None, database: str | None, *, demo: bool) -> None:
    """Serve the dashboard until Ctrl-C; exit with code 2 and a sentence where that cannot be."""
    _refuse_a_network(host)
    chosen = _free_port(host) if port is None else _named_port(host, port)
    os.environ["MENTORING_MODE"] = "demo" if demo else "own"
    if database is not None:
        os.environ["MENTORING_DATABASE"] = database
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    threading.Thread(target=_announce, args=(host, chosen), daemon=True).start()
    with suppress(KeyboardInterrupt):
        _run(settings(host, chosen))


def settings(host: str, port: int) -> dict[str, object]:
    """Streamlit's settings that are ours to decide, whatever a file or the environment says."""
    return {
        "browser.gatherUsageStats": False,
        "browser.serverAddress": host,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "logger.enableRich": False,
        "logger.hideWelcomeMessage": True,
        "server.address": host,
        "server.allowedHosts": sorted({host, "localhost", "127.0.0.1", "::1"}),
        "server.enableAgentApi": False,
        "server.enableCORS": True,
        "server.enableStaticServing": False,
        "server.enableXsrfProtection": True,
        "server.fileWatcherType": "none",
        "server.headless": True,
        "server.maxUploadSize": LARGEST_UPLOAD_MB,
        "server.port": port,
        "server.scriptHealthCheckEnabled": False,
    }


def _run(options: dict[str, object]) -> None:
    # App.run takes sys.argv[0] for "the script", and reads .streamlit/config.toml beside it.
    sys.argv = [str(_folder_of_settings() / "server.py")]
    from dashboard.server import app  # noqa: PLC0415 - imports Streamlit, which a refusal need not wait for

    app.run(config=options)


def _folder_of_settings() -> Path:
    """Inside the package in a wheel; above it in a checkout and an editable install."""
    folders = (HERE, HERE.parent)
    return next((folder for folder in folders if (folder / ".streamlit" / "config.toml").is_file()), HERE)


def _refuse_a_network(host: str) -> None:
    if not _is_loopback(host):
        _refuse(
            f"{host} can be reached from other computers, and no sign-in is configured, so anyone could see "
            "everybody's figures. Use --host 127.0.0.1 to serve this computer only."
        )


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _free_port(host: str) -> int:
    ports = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    port = next((port for port in ports if _is_free(host, port)), None)
    return port or _refuse(f"Every port from {ports[0]} to {ports[-1]} is in use. Name one with --port.")


def _named_port(host: str, port: int) -> int:
    if not 1 <= port <= 65_535:  # noqa: PLR2004 - the range of ports
        _refuse(f"{port} is not a port. Name one from 1 to 65535, for example --port 8600.")
    if not _is_free(host, port):
        _refuse(f"Port {port} is in use. Name another with --port, or leave it out to take the next free one.")
    return port


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError:
        return False
    return True


def _announce(host: str, port: int) -> None:
    while not _answers(host, port):
        sleep(0.1)
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"The dashboard is at http://{shown}:{port} (Ctrl-C ends it)\n")
    sys.stdout.flush()


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200  # noqa: PLR2004 - OK
    except OSError:
        return False
    finally:
        connection.close()


def _refuse(sentence: str) -> NoReturn:
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(2)
