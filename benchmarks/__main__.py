"""`make bench`: one table of ratios, each with its aim and whether it is met."""

import os
import tempfile
from pathlib import Path

from benchmarks import importing, querying, rerunning
from benchmarks.sizes import ATTENDANCES, ROWS

IMPORT_AIM, QUERY_AIM, RERUN_AIM = 0.7, 10.0, 0.060


def main() -> None:
    """Measure and print, one part after the other."""
    with tempfile.TemporaryDirectory(prefix="mentoring-bench-") as folder:
        print(f"{'what':<72}{'measured':>12}  aim")
        _import(Path(folder))
        _queries(Path(folder))
        _reruns(Path(folder))


def _line(what: str, measured: str, aim: str, *, met: bool) -> None:
    print(f"{what:<72}{measured:>12}  {aim}: {'met' if met else 'NOT met'}", flush=True)


def _import(folder: Path) -> None:
    cost = importing.measure(folder, os.getpid())
    ratio = cost.import_seconds / cost.reading_seconds
    what = f"import of {ROWS:,} attendance rows (xlsx) : pandas.read_excel(openpyxl), CPU"
    _line(what, f"{ratio:.2f}", f"under {IMPORT_AIM}", met=ratio < IMPORT_AIM)
    print(f"  {cost.import_seconds:.1f} s against {cost.reading_seconds:.1f} s of CPU")
    print(f"  peak memory meanwhile: this process {cost.server_mib:.0f} MiB, the child {cost.child_mib:.0f} MiB")


def _queries(folder: Path) -> None:
    for query in querying.measure(folder):
        ratio = query.pandas / query.here
        what = f"{query.view}, {ATTENDANCES:,} attendances: pandas in memory : here, CPU"
        _line(what, f"{ratio:.1f}", f"over {QUERY_AIM:.0f}", met=ratio >= QUERY_AIM)
        print(f"  {query.here * 1000:.1f} ms against {query.pandas * 1000:.1f} ms of CPU")


def _reruns(folder: Path) -> None:
    for page, seconds in rerunning.measure(folder).items():
        what = f"one more run of the page “{page}”, CPU of the server"
        _line(what, f"{seconds * 1000:.0f} ms", f"{RERUN_AIM * 1000:.0f} ms or less", met=seconds <= RERUN_AIM)


if __name__ == "__main__":
    main()
