"""The dashboard served from a database of its own."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.server_process import Server, free_port, running


def serving(database: Path) -> AbstractContextManager[Server]:
    """Serve a database file, with everything else that is kept in the same folder."""
    folder, port = database.parent, free_port()
    command = ["-m", "dashboard", "serve", "--port", str(port), "--database", f"sqlite:///{database}"]
    return running(command, port, folder / "server.log", MENTORING_DATA=str(folder))


@contextmanager
def two_colleges(filled: Path, folder: Path) -> Iterator[Server]:
    """Serve two colleges as one's own data."""
    shutil.copy(filled, folder / "own.sqlite")
    with serving(folder / "own.sqlite") as server:
        yield server
