"""Writes the next migration: what `data_access.tables` has and the versions so far have not."""

import sys

from alembic import command

from data_access.migrations import FOLDER
from data_access.migrations.settings import of


def main(what: str) -> None:
    """Write the next version, named for what it changes."""
    so_far = len(list((FOLDER / "versions").glob("v*.py")))
    config = of(FOLDER, alters=so_far > 0)
    if so_far:
        command.upgrade(config, "head")
    command.revision(config, what, autogenerate=True, rev_id=f"{so_far + 1:04d}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
