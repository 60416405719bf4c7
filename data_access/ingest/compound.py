"""A compound file, the container of .xls workbooks: the names of the streams within it and their bytes."""

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator

ENTRY = 128
SMALL_SECTOR = 64
SECTOR_POWERS = (9, 12)
LISTED_IN_HEADER = 109
SECTORS_END = 0xFFFFFFFA
STREAM, ROOT = 2, 5


class Compound:
    """The streams of one compound file, by name.

    Raises:
        ValueError: it is damaged.
    """

    def __init__(self, data: bytes) -> None:
        """Read the tables that say where each stream lies."""
        self.data = data
        power = int.from_bytes(data[30:32], "little")
        if power not in SECTOR_POWERS:
            raise ValueError
        self.sector = 1 << power
        self.table = self._numbers(b"".join(map(self._sector, self._table_sectors())))
        (first_entry,) = struct.unpack_from("<I", data, 48)
        self.small_from, first_small = struct.unpack_from("<II", data, 56)
        self.small_table = self._numbers(self._chained(first_small))
        self.entries = dict(self._entries(self._chained(first_entry)))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream."""
        start, size = self.entries[name]
        if size >= self.small_from:
            return self._chained(start)[:size]
        small = self._chained(self.entries[""][0])
        places = _chain(start, self.small_table)
        return b"".join(small[place * SMALL_SECTOR : (place + 1) * SMALL_SECTOR] for place in places)[:size]

    def _entries(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(directory) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le")
            if kind in (STREAM, ROOT):
                yield "" if kind == ROOT else name, struct.unpack_from("<II", directory, at + 116)

    def _table_sectors(self) -> Iterator[int]:
        """Where the table of sectors itself lies: listed in the header, and for large files in sectors of their own."""
        yield from _true(struct.unpack_from(f"<{LISTED_IN_HEADER}I", self.data, 76))
        more, seen = struct.unpack_from("<I", self.data, 68)[0], 0
        while more < SECTORS_END and seen * self.sector < len(self.data):
            *listed, more = self._numbers(self._sector(more))
            yield from _true(listed)
            seen += 1

    def _chained(self, start: int) -> bytes:
        return b"".join(map(self._sector, _chain(start, self.table)))

    def _sector(self, place: int) -> bytes:
        return self.data[(place + 1) * self.sector : (place + 2) * self.sector]

    @staticmethod
    def _numbers(packed: bytes) -> "array[int]":
        numbers = array("I", packed[: len(packed) // 4 * 4])
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers


def _chain(start: int, table: "array[int]") -> Iterator[int]:
    """Each sector of a stream in turn; a chain longer than its table goes round in circles.

    Raises:
        ValueError: it does.
    """
    steps = 0
    while start < SECTORS_END:
        if steps > len(table) or start >= len(table):
            raise ValueError
        yield start
        start = table[start]
        steps += 1


def _true(sectors: Iterable[int]) -> Iterator[int]:
    return (sector for sector in sectors if sector < SECTORS_END)
