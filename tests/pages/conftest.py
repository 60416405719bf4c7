"""The whole app, in process, over two colleges."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data_access.database import Database

APP = Path(__file__).resolve().parents[2] / "dashboard" / "app.py"

Open = Callable[..., AppTest]


@pytest.fixture
def open_page(two_colleges: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page as somebody, with choices in the URL."""
    monkeypatch.setenv("MENTORING_DATA", str(tmp_path))
    monkeypatch.setenv("MENTORING_DATABASE", two_colleges.url)
    monkeypatch.setenv("MENTORING_MODE", "own")

    def open_it(page: str = "overview", **choices: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in choices.items():
            app.query_params[name] = value
        app.run()
        return app if page == "overview" else app.switch_page(f"../pages/{page}.py").run()

    return open_it


def everything(app: AppTest) -> str:
    """All that is on the page, as text: words, tables and the data and description of charts."""
    parts: list[str] = []
    for node in app.main:
        parts.append(str(node))
        value = getattr(node, "value", None)
        parts.append(value.to_csv() if isinstance(value, pd.DataFrame) else str(value))
        parts.append(str(getattr(node, "proto", "")))
    return "\n".join(parts)
