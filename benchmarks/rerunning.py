"""The processor time that the server spends on one more run of each page, the sample data behind it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from time import sleep
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.sizes import RERUNS
from dashboard import navigation, sample
from data_access.database import open_database

PATIENCE = 60.0


def measure(folder: Path) -> dict[str, float]:
    """Seconds of processor time for each page."""
    sample.fill(open_database(f"sqlite:///{folder / 'sample.sqlite'}"), lambda _: None)
    with _serving(folder) as (process, port):
        return {entry.file: asyncio.run(_cost(process, port, entry.file)) for entry in navigation.ENTRIES}


async def _cost(process: psutil.Process, port: int, page: str) -> float:
    first = page == navigation.ENTRIES[0].file
    address, origin = f"ws://127.0.0.1:{port}/_stcore/stream", f"http://127.0.0.1:{port}"
    async with connect(
        address,
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(origin),
        max_size=None,
        ping_interval=None,
        compression=None,
    ) as client:
        for _ in range(3):
            await _run(client, "" if first else page)
        before = _spent(process)
        for _ in range(RERUNS):
            await _run(client, "" if first else page)
        return (_spent(process) - before) / RERUNS


async def _run(client: ClientConnection, page: str) -> None:
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.widget_states.SetInParent()
    await client.send(asked.SerializeToString())
    async with asyncio.timeout(PATIENCE):
        while True:
            said = ForwardMsg()
            said.ParseFromString(bytes(await client.recv(decode=False)))
            if said.WhichOneof("type") == "script_finished":
                return


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@contextmanager
def _serving(folder: Path) -> Iterator[tuple[psutil.Process, int]]:
    port = _free_port()
    command = [sys.executable, "-m", "dashboard", "demo", "--port", str(port)]
    environment = {**os.environ, "MENTORING_DATA": str(folder)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:  # noqa: S603 - our own
        try:
            _wait(port)
            yield psutil.Process(server.pid), port
        finally:
            server.terminate()


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(int(PATIENCE * 5)):
        try:
            with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except (URLError, OSError):
            sleep(0.2)
    raise SystemExit("The server did not start.")
