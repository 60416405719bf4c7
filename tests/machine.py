"""What the tests may need from the machine they run on."""

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
POSTGRES = ("initdb", "pg_ctl", "postgres")


def chromium() -> str | None:
    """The Chromium that the browser tests drive."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def postgres() -> Path | None:
    """The folder of a PostgreSQL server's programs."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if all((folder / name).exists() for name in POSTGRES)), None)


def missing(marker: str) -> str | None:
    """What a marked test lacks here, in words."""
    if marker == "browser" and not chromium():
        return f"none of {', '.join(CHROMIUM)} is installed"
    if marker == "browser" and not find_spec("playwright"):
        return "playwright is not installed"
    if marker == "postgres" and not postgres():
        return "the PostgreSQL server's programs (initdb, pg_ctl, postgres) are not installed"
    return None


def required(environment: Mapping[str, str] = os.environ) -> set[str]:
    """The markers that must not be skipped: REQUIRE=browser,postgres."""
    return {name.strip() for name in environment.get("REQUIRE", "").split(",")}
