"""The process in which one uploaded file is read, so that nothing a file does can reach the server."""

import contextlib
import json
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from data_access.ingest.sheet import Refused

STAGE = "data_access.ingest.staging:stage"
OUTCOME = "outcome.json"
FAULT = 3
OUT_OF_MEMORY = 4
FAULT_LINE = "fault: "
MOST_WRITTEN = 1 << 30
SECONDS_OF_GRACE = 10

Stage = Callable[[dict[str, Any]], None]


def main(arguments: list[str]) -> int:
    """Read the file that a request names and write what came of it beside what was staged."""
    request: dict[str, Any] = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    _confine(request.get("limits", {}))
    try:
        outcome = _outcome(request)
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is told without the values of anyone's file
        sys.stderr.writelines(f"{FAULT_LINE}{line}\n" for line in _without_values(error))
        return FAULT
    Path(request["into"], OUTCOME).write_text(json.dumps(outcome), encoding="utf-8")
    return 0


def _outcome(request: dict[str, Any]) -> dict[str, object]:
    try:
        _stage(request.get("stage", STAGE))(request)
    except Refused as refusal:
        return {"refused": str(refusal)}
    return {"done": True}


def _stage(named: str) -> Stage:
    module, _, function = named.partition(":")
    stage: Stage = getattr(import_module(module), function)
    return stage


def _without_values(error: BaseException) -> Iterator[str]:
    for link in _chain(error):
        yield type(link).__name__
        for frame in traceback.extract_tb(link.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _confine(limits: Mapping[str, int]) -> None:
    """Ask the system to stop this process at its limits; the parent watches too, for systems that do not."""
    try:
        import resource  # noqa: PLC0415 -- there is none on Windows
    except ImportError:
        return
    _bound(resource.setrlimit, resource.RLIMIT_CORE, 0)
    _bound(resource.setrlimit, resource.RLIMIT_FSIZE, MOST_WRITTEN)
    if limits:
        _bound(resource.setrlimit, resource.RLIMIT_AS, limits["memory_megabytes"] << 20)
        _bound(resource.setrlimit, resource.RLIMIT_CPU, limits["cpu_seconds"], SECONDS_OF_GRACE)
        signal.alarm(limits["wall_seconds"] + SECONDS_OF_GRACE)


def _bound(set_limit: Callable[[int, tuple[int, int]], None], kind: int, most: int, grace: int = 0) -> None:
    with contextlib.suppress(ValueError, OSError):  # a system that has no such limit, or already a lower one
        set_limit(kind, (most, most + grace))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
