"""What Alembic is told: where the migrations are, and which connection to work on."""

from pathlib import Path
from typing import Any

from alembic.config import Config


def of(folder: Path, **given: Any) -> Config:  # noqa: ANN401 - Alembic hands these on to env.py
    """Settings for the versions in a folder, and what the environment is given."""
    config = Config(attributes=given)
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    return config
