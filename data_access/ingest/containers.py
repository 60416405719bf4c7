"""The one way in for bytes: a file is told by its content, looked through, and only then read into sheets."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from data_access.ingest import database_files, text_files, workbooks
from data_access.ingest.sheet import Refused, Sheet, quoted

MOST_BYTES = 50 << 20
LOOKED_AT = 4_096

Reader = Callable[[bytes, str], tuple[Sheet, ...]]

READERS: Mapping[bytes, Reader] = MappingProxyType({
    b"PK\x03\x04": workbooks.read_zipped,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": workbooks.read_compound,
})  # fmt: skip

NOT_TABLES: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF", "a PDF, which holds no cells"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\x00|MM\x00\*|....ftyp(?:heic|mif1|avif)", "a picture"),
    (rb"PAR1[\x00-\x1f]|ARROW1\x00|\x89HDF", "a data file of another program"),
    (rb"\x80[\x02-\x05](?:\x95|[\]}(cX])", "a Python pickle, which is never opened because it could run a program"),
    (rb"PK\x05\x06|\x1f\x8b|7z\xbc\xaf|Rar!\x1a|BZh[1-9]1AY", "a compressed archive"),
    (rb"\x00\x01\x00\x00Standard (?:Jet|ACE) DB", "an Access database"),
    (rb"MZ.\x00|\x7fELF|\xcf\xfa\xed\xfe", "a program"),
    (rb"\{\\rtf", "a text document"),
    (rb"\s*MIME-Version:", "a saved web page"),
    (rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|meta|title|style|body|div|table)\b",
     "a web page"),
    (rb"(?i)(?:\xef\xbb\xbf)?\s*<\?xml\b.*progid=.Excel\.Sheet", "an old XML spreadsheet"),
    (rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:\?xml\b|!--)", "an XML file"),
)  # fmt: skip
_SIGNATURES = tuple((re.compile(pattern, re.DOTALL), what) for pattern, what in NOT_TABLES)


def read_sheets(path: Path, file_name: str) -> tuple[Sheet, ...]:
    """The sheets of a file; only ever called in the child process, because a reader may abort.

    Raises:
        Refused: the file is of no kind that is read, is locked or damaged, holds too much or nothing at all.
    """
    data = _bytes_of(path, file_name)
    sheets = _read(path, data, file_name)
    if not any(sheet.rows for sheet in sheets):
        raise Refused(f"{quoted(file_name)} has no filled cells. Choose the file that holds the rows.")
    return sheets


def _bytes_of(path: Path, file_name: str) -> bytes:
    with path.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    if not data:
        raise Refused(f"{quoted(file_name)} is empty: it is 0 bytes long. Choose the file that holds the rows.")
    if len(data) > MOST_BYTES:
        megabytes = path.stat().st_size / (1 << 20)
        raise Refused(
            f"{quoted(file_name)} is {megabytes:,.0f} MB; at most {MOST_BYTES >> 20} MB are read. Split it into "
            "smaller files, for example one for each year."
        )
    return data


def _read(path: Path, data: bytes, file_name: str) -> tuple[Sheet, ...]:
    if data.startswith(database_files.SIGNATURE):
        return database_files.read(path, file_name)
    return _reader_of(data, file_name)(data, file_name)


def _reader_of(data: bytes, file_name: str) -> Reader:
    for signature, reader in READERS.items():
        if data.startswith(signature):
            return reader
    for pattern, what in _SIGNATURES:
        if pattern.match(data[:LOOKED_AT]):
            raise Refused(
                f"{quoted(file_name)} is {what}. Save the table as an .xlsx workbook or a CSV file and upload that."
            )
    return text_files.read
