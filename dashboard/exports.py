"""Downloads: held for a moment, given once to the person they were made for, safe to open in a spreadsheet.

A page offers a download and draws a link to it; the server's route takes it. Content that exists already is
held for a minute. Content made on the click is offered as a callable, so nothing is held, and waits a quarter
of an hour. Either way a link works once. A page offers anew on every rerun, and
`st.link_button(label, exports.link(…), key=…, on_click="rerun")` reruns it on the click itself, so that a
second click finds a fresh link.
"""

import csv
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import PurePath
from time import monotonic
from urllib.parse import quote

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOCAL = "local"
"""The identity of everybody while no sign-in is configured: one person, at this computer."""

HELD_SECONDS = 60.0
WAITING_SECONDS = 15 * 60.0
LONGEST_NAME = 120
LONGEST_TEXT = 32_767
WIDEST_COLUMN = 60

Content = bytes | Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way to one person."""

    file_name: str
    media_type: str
    content: Content

    @property
    def held(self) -> int:
        """Bytes in memory until it is taken."""
        return len(self.content) if isinstance(self.content, bytes) else 0

    def read(self) -> bytes:
        """Give the content, making it now if it was offered as a callable."""
        return self.content if isinstance(self.content, bytes) else self.content()

    def disposition(self) -> str:
        """Value of the Content-Disposition header (RFC 6266): a plain name, and the exact one beside it."""
        plain = re.sub(r"[^ -~]|[\"\\%]", "_", self.file_name)
        return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(self.file_name, safe='')}"


@dataclass(frozen=True, slots=True)
class _Offer:
    identity: str
    download: Download
    ends: float


@dataclass(slots=True)
class Offers:
    """Downloads that wait to be taken, bounded in number and in bytes: the oldest gives way."""

    clock: Callable[[], float] = monotonic
    most: int = 2_000
    most_bytes: int = 128 * 1024 * 1024
    _offers: dict[str, _Offer] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def offer(self, identity: str, file_name: str, media_type: str, content: Content) -> str:
        """Hold a download for one identity and return the token that takes it."""
        seconds = HELD_SECONDS if isinstance(content, bytes) else WAITING_SECONDS
        download = Download(safe_name(file_name), media_type, content)
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._offers[token] = _Offer(identity, download, self.clock() + seconds)
            self._make_room()
        return token

    def take(self, token: str, identity: str) -> Download | None:
        """Give the download to the identity it was made for, once, and nothing to anybody else."""
        with self._lock:
            self._make_room()
            offer = self._offers.get(token)
            if offer is None or offer.identity != identity:
                return None
            return self._offers.pop(token).download

    def _make_room(self) -> None:
        now = self.clock()
        for token in [token for token, offer in self._offers.items() if offer.ends <= now]:
            del self._offers[token]
        # The newest stays even when it is larger than the bound: somebody has just asked for it.
        while len(self._offers) > 1 and self._too_much():
            del self._offers[next(iter(self._offers))]

    def _too_much(self) -> bool:
        held = sum(offer.download.held for offer in self._offers.values())
        return len(self._offers) > self.most or held > self.most_bytes


_OFFERS = Offers()
offer = _OFFERS.offer
take = _OFFERS.take


def link(identity: str, file_name: str, media_type: str, content: Content) -> str:
    """Offer a download and return the address that a page links to."""
    return f"/export/{offer(identity, file_name, media_type, content)}"


def safe_name(name: str) -> str:
    """Name for a downloaded file that is a name everywhere: no path, nothing invisible, not too long."""
    shown = "".join(sign if sign.isprintable() else " " for sign in name)
    plain = " ".join(re.sub(r'[\\/:*?"<>|]', "-", shown).split()).lstrip(". ")
    path = PurePath(plain or "download")
    ending = path.suffix if len(path.suffix) <= len(".parquet") else ""
    return path.name.removesuffix(ending)[: LONGEST_NAME - len(ending)].rstrip(". ") + ending


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Frame as CSV that Excel opens as UTF-8, and in which no text is taken for a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_csv_cell(str(heading)) for heading in frame.columns])
    writer.writerows([_csv_cell(value) for value in row] for row in frame.itertuples(index=False, name=None))
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(frame: pd.DataFrame, title: str, notes: Iterable[Sequence[object]] = ()) -> bytes:
    """Frame as a workbook: the table on a sheet of that title, what is to be said about it on a second."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_table(_sheet(book, title), frame)
    rows = [tuple(row) for row in notes]
    if rows:
        _write_rows(_sheet(book, "Notes"), rows)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book: Workbook, title: str) -> Worksheet:
    name = re.sub(r"[\[\]:*?/\\]", "-", _writable(title)).strip("' ")[:31].strip("' ")
    sheet: Worksheet = book.create_sheet(name or "Table")
    return sheet


def _write_table(sheet: Worksheet, frame: pd.DataFrame) -> None:
    headings = tuple(str(heading) for heading in frame.columns)
    _write_rows(sheet, [headings, *frame.itertuples(index=False, name=None)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"


def _write_rows(sheet: Worksheet, rows: Sequence[Sequence[object]]) -> None:
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    for column, values in enumerate(zip(*rows, strict=False), start=1):
        widest = max(len(str(value)) for value in values)
        sheet.column_dimensions[get_column_letter(column)].width = min(widest, WIDEST_COLUMN) + 2


def _cell(sheet: Worksheet, value: object) -> Cell:
    plain = _plain(value)
    cell: Cell = WriteOnlyCell(sheet)
    cell.value = plain
    if isinstance(plain, str):
        # openpyxl takes "=…" for a formula and "#N/A" for an error; the prefix keeps them text when edited.
        cell.data_type = "s"
        cell.quotePrefix = _reads_as_formula(plain)
    return cell


def _csv_cell(value: object) -> str:
    plain = _plain(value)
    if isinstance(plain, str):
        return f"'{plain}" if _reads_as_formula(plain) else plain
    return "" if plain is None else str(plain)


def _plain(value: object) -> str | float | date | None:
    """Value as a spreadsheet holds it: a day has no time, and what no cell can hold becomes text."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - NaN
        return None
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, datetime):
        return _moment(value)
    return value if isinstance(value, (int, float, date)) else _writable(str(value))


def _moment(value: datetime) -> date | str:
    if value.tzinfo is not None:
        return value.isoformat(sep=" ", timespec="seconds")
    return value.date() if value.time() == time.min else value


def _writable(text: str) -> str:
    """Text without the signs that no workbook can hold, cut (and seen to be cut) at the longest cell."""
    kept = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\N{REPLACEMENT CHARACTER}", text)
    return kept if len(kept) <= LONGEST_TEXT else kept[: LONGEST_TEXT - 1] + "…"


def _reads_as_formula(text: str) -> bool:
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?%?", text):
        return False
    return text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(tuple("=+-@＝＋－＠"))  # noqa: RUF001
