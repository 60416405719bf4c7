"""A real server in a process of its own, ended by its own handle."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers and what it has printed."""

    port: int
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str, *, method: str = "GET", **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        return connection.getresponse()

    def status(self, path: str, **headers: str) -> int:
        return self.get(path, **headers).status

    def is_up(self) -> bool:
        try:
            return self.status("/healthz") == 200
        except OSError:
            return False


@contextmanager
def running(command: list[str], port: int, log_file: Path, **environment: str) -> Iterator[Server]:
    """Run a command that serves on a port, until the block ends."""
    with log_file.open("wb") as log, _started(command, log.fileno(), environment) as process:
        server = Server(port, process, log_file)
        try:
            _wait(server)
            yield server
        finally:
            _end(process)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _started(command: list[str], log: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=tempfile.gettempdir(),  # not the repository: the settings must be found from anywhere
        env={**os.environ, "PYTHONPATH": path, **environment},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )


def _wait(server: Server) -> None:
    limit = monotonic() + PATIENCE
    while not server.is_up():
        if server.process.poll() is not None or monotonic() > limit:
            raise AssertionError(f"The server did not start:\n{server.log()}")
        sleep(0.1)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(20)
