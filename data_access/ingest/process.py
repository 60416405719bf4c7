"""Starting the child process that reads one file, watching over it, and saying in one sentence what came of it."""

import json
import logging
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO, Literal

import psutil

import data_access
from data_access.ingest.child import FAULT_LINE, OUT_OF_MEMORY, OUTCOME
from data_access.ingest.sheet import Refused, quoted

AT_ONCE = 2
SECONDS_BETWEEN_LOOKS = 0.05
KEPT_VARIABLES = ("SYSTEMROOT", "TEMP", "TMP")
LONGEST_ACCOUNT = 1 << 16
SPLIT = "Split it into smaller files, for example one for each year."
RESAVE = "Open it in your spreadsheet program, save it as a new .xlsx workbook and upload that."
OUT_OF_RUST_MEMORY = "memory allocation of"
TIMED_OUT = tuple(-getattr(signal, name) for name in ("SIGXCPU", "SIGALRM") if hasattr(signal, name))
KILLED = -getattr(signal, "SIGKILL", 9)

_log = logging.getLogger(__name__)
_places = BoundedSemaphore(AT_ONCE)

Overrun = Literal["memory", "time"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    memory_megabytes: int = 1_536
    cpu_seconds: int = 120
    wall_seconds: int = 180


def run(request: Mapping[str, object], into: Path, limits: Limits = Limits()) -> None:
    """Have a file read in a process of its own, which leaves what it staged in a folder.

    Raises:
        Refused: the file could not be read; the message says why, and what to do.
    """
    asked = into / "request.json"
    asked.write_text(json.dumps({**request, "into": str(into), "limits": asdict(limits)}), encoding="utf-8")
    with _places, (into / "said.txt").open("w+b") as said:
        ended = _read(asked, said, limits)
        said.seek(0)
        account = said.read(LONGEST_ACCOUNT).decode("utf-8", "replace")
    _judge(ended, account, into, quoted(str(request.get("file_name", ""))))


def _read(asked: Path, said: BinaryIO, limits: Limits) -> int | Overrun:
    """Run the child to its end, which comes early if it overruns a limit or if anything is raised here."""
    process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-P", "-m", "data_access.ingest.child", str(asked)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=said,
        cwd=asked.parent,
        env=_environment(),
        start_new_session=True,
    )
    try:
        return _watch(process, limits)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _environment() -> dict[str, str]:
    """Nothing of the server's but what the interpreter needs to start, and where this package lies."""
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {
        "PYTHONPATH": str(Path(data_access.__file__).resolve().parents[1]),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _watch(process: "subprocess.Popen[bytes]", limits: Limits) -> int | Overrun:
    """The child's exit code, or the limit it overran; the system's own limits are not to be had everywhere."""
    deadline = time.monotonic() + limits.wall_seconds
    watched = psutil.Process(process.pid)
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(SECONDS_BETWEEN_LOOKS)
        overrun = "time" if time.monotonic() > deadline else _overrun(watched, limits)
        if overrun:
            return overrun


def _overrun(watched: psutil.Process, limits: Limits) -> Overrun | None:
    try:
        used, times = watched.memory_info().rss, watched.cpu_times()
    except psutil.NoSuchProcess:  # it has just ended
        return None
    if used > limits.memory_megabytes << 20:
        return "memory"
    return "time" if times.user + times.system > limits.cpu_seconds else None


def _judge(ended: int | Overrun, account: str, into: Path, file: str) -> None:
    if ended in ("memory", OUT_OF_MEMORY, KILLED) or OUT_OF_RUST_MEMORY in account:
        raise Refused(f"{file} needs more memory to read than is allowed. {SPLIT}")
    if ended in ("time", *TIMED_OUT):
        raise Refused(f"{file} takes too long to read. {SPLIT}")
    if isinstance(ended, int) and ended < 0:
        raise Refused(f"{file} made the reader stop, so it may be damaged. {RESAVE}")
    outcome = _outcome(into) if ended == 0 else {}
    if "refused" in outcome:
        raise Refused(str(outcome["refused"]))
    if "done" not in outcome:
        raise Refused(_our_fault(file, ended, account))


def _outcome(into: Path) -> dict[str, object]:
    try:
        outcome = json.loads((into / OUTCOME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return outcome if isinstance(outcome, dict) else {}


def _our_fault(file: str, ended: int | Overrun, account: str) -> str:
    """Log what the child said of itself under a reference; nothing else it wrote, which could be someone's data."""
    reference = secrets.token_hex(4).upper()
    told = [line.removeprefix(FAULT_LINE) for line in account.splitlines() if line.startswith(FAULT_LINE)]
    _log.error("reading a file failed, reference %s, exit %s:\n%s", reference, ended, "\n".join(told))
    return (
        f"{file} could not be read because of a fault of ours, not of the file. Nothing was stored. Tell whoever looks "
        f"after this dashboard the reference {reference}."
    )
