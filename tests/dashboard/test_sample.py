"""The sample fills its database once, and goes on where it was cut short."""

from pathlib import Path

import pytest

from dashboard import sample
from dashboard.sample import Progress
from data_access.database import open_database
from sample_data import FILES

pytestmark = pytest.mark.slow  # it starts other processes


class CutShortError(Exception):
    pass


def test_a_fill_that_was_cut_short_goes_on_after_what_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "FILES", FILES[:4])
    database = open_database(f"sqlite:///{tmp_path / 'sample.sqlite'}")
    seen: list[int] = []

    def cut_short(progress: Progress) -> None:
        if progress.done == 2:
            raise CutShortError

    with pytest.raises(CutShortError):
        sample.fill(database, cut_short)
    assert not sample.is_filled(database)

    sample.fill(database, lambda progress: seen.append(progress.done))

    assert seen == [2, 3]
    assert sample.is_filled(database)
