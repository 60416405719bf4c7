"""Where data are kept: in `.local/` of a checkout, in the user's own data folder when installed."""

import os
from pathlib import Path

import platformdirs

ROOT = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """The folder of the embedded databases, the spool and the back-ups."""
    named = os.environ.get("MENTORING_DATA")
    if named:
        return Path(named)
    in_checkout = (ROOT / "pyproject.toml").is_file()
    return ROOT / ".local" if in_checkout else Path(platformdirs.user_data_dir("mentoring-dashboard"))


def is_demonstration() -> bool:
    """Whether the server was started to show the sample data."""
    return os.environ.get("MENTORING_MODE") == "demo"


def own_database() -> str:
    """The database of one's own files."""
    return os.environ.get("MENTORING_DATABASE") or f"sqlite:///{folder() / 'own.sqlite'}"


def sample_database() -> str:
    """The database of the sample data."""
    return f"sqlite:///{folder() / 'sample.sqlite'}"


def spool() -> Path:
    """The folder for uploads on their way in."""
    return folder() / "spool"
