"""Processor time and memory of work, never time by the clock, so that a busy machine spoils little."""

import resource
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from statistics import median

import psutil

SECONDS_BETWEEN_LOOKS = 0.02


def used() -> float:
    """Seconds of processor time that this process and its ended children have used."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def seconds(work: Callable[[], object]) -> float:
    """Seconds of processor time that work takes."""
    before = used()
    work()
    return used() - before


def median_seconds(work: Callable[[], object], repeats: int) -> float:
    """The middle one of several, after a first that is not counted."""
    work()
    return median(seconds(work) for _ in range(repeats))


@dataclass(slots=True)
class Peak:
    """The most memory that a process, and the children it had meanwhile, were seen to hold, in bytes."""

    own: int = 0
    children: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def look(self, process: psutil.Process) -> None:
        """Look again and again until told to end."""
        while not self.ended.wait(SECONDS_BETWEEN_LOOKS):
            with suppress(psutil.NoSuchProcess):
                self.own = max(self.own, process.memory_info().rss)
                held = [child.memory_info().rss for child in process.children(recursive=True)]
                self.children = max(self.children, sum(held))


@contextmanager
def peak_of(process_id: int) -> Iterator[Peak]:
    """Watch a process's memory until the block ends."""
    peak = Peak()
    watcher = threading.Thread(target=peak.look, args=(psutil.Process(process_id),), daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        peak.ended.set()
        watcher.join()
