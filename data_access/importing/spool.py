"""Uploaded bytes on their way in: kept privately until stored, cancelled or a day old."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data_access.ingest import process, staging
from data_access.ingest.staging import Staged

KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that was read: what it is, and what lies staged of it."""

    file_name: str
    sha256: str
    size: int
    folder: Path
    layout: str | None
    answers: Mapping[str, str]
    staged: Staged

    @property
    def options(self) -> dict[str, Any]:
        """What is needed to inspect the file again."""
        return {"folder": str(self.folder), "layout": self.layout, "answers": dict(self.answers)}


def receive(spool: Path, content: bytes) -> Path:
    """Keep bytes in a folder of their own that only this user can open."""
    spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix="upload-", dir=spool))
    (folder / "original").write_bytes(content)
    return folder


def digest(folder: Path) -> str:
    """The hash of a received file."""
    with (folder / "original").open("rb") as original:
        return hashlib.file_digest(original, "sha256").hexdigest()


def inspect(
    folder: Path, file_name: str, *, layout: str | None = None, answers: Mapping[str, str] | None = None
) -> Inspected:
    """Read a received file in a child process with limits.

    Raises:
        Refused: with the sentence that says why nothing of it can be used.
    """
    original = folder / "original"
    said = dict(answers or {})
    request = {
        "source": str(original),
        "file_name": file_name,
        "into": str(folder),
        "layout": layout,
        "answers": said,
    }
    process.run(request, folder)
    size = original.stat().st_size
    return Inspected(file_name, digest(folder), size, folder, layout, said, staging.staged_in(folder))


def drop(folder: Path) -> None:
    """Forget a received file."""
    shutil.rmtree(folder, ignore_errors=True)


def drop_old(spool: Path, now: float | None = None) -> int:
    """Forget what has lain longer than a day; gives how many."""
    limit = (time.time() if now is None else now) - KEPT_SECONDS
    old = [folder for folder in spool.glob("upload-*") if folder.stat().st_mtime < limit]
    for folder in old:
        drop(folder)
    return len(old)
