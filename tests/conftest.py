"""Settings of every test: reproducible examples, and what is left out on a machine that lacks something."""

import pytest
from hypothesis import settings

from tests import machine

settings.register_profile("ours", deadline=None, derandomize=True)
settings.load_profile("ours")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test that cannot run here, or fail it where REQUIRE says that it must."""
    for marker in ("browser", "postgres"):
        lacking = machine.missing(marker) if item.get_closest_marker(marker) else None
        if lacking and marker in machine.required():
            pytest.fail(f"REQUIRE asks for the {marker} tests, and {lacking}.", pytrace=False)
        if lacking:
            pytest.skip(f"{lacking}; REQUIRE={marker} makes this a failure")
