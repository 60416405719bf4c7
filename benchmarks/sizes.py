"""How much is measured; smaller sizes make a quick trial."""

import os


def size(name: str, default: int) -> int:
    """A size, as the environment names it or else as the aims are stated for."""
    return int(os.environ.get(name, default))


ROWS = size("BENCH_ROWS", 100_000)
ATTENDANCES = size("BENCH_ATTENDANCES", 1_000_000)
RERUNS = size("BENCH_RERUNS", 10)
REPEATS = size("BENCH_REPEATS", 5)
