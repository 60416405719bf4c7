"""A look through a zipped workbook before any reader opens it: what it unpacks to, and what readers drop of it."""

import posixpath
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from data_access.ingest.binary_scan import XlsbSheetScan, list_xlsb, xlsb_records
from data_access.ingest.sheet import DAY_ZERO, MACINTOSH_DAY_ZERO, Refused, quoted
from data_access.ingest.sheet_scan import (
    Allowance,
    Attributes,
    ElementScan,
    Kind,
    OpenDocumentScan,
    SheetNotes,
    SheetScan,
    WorkbookNotes,
    XmlScan,
    unlike_a_program,
)

MOST_PARTS = 2_000
MOST_SHEETS = 100
MOST_UNPACKED = 400 << 20
MOST_OF_A_PART = 300 << 20
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 1 << 20
CHUNK = 1 << 18
BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"

NOT_A_SOUND_ZIP = (BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError)
NOT_A_SOUND_PART = (ExpatError, ValueError, LookupError, struct.error)

KINDS: Mapping[str, Kind] = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
OTHER_DOCUMENTS = {
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "index/document.iwa": "a Numbers document",
}
NEVER_READ = (
    "configurations2/", "customxml/", "pictures/", "thumbnails/", "xl/activex/", "xl/charts/", "xl/ctrlprops/",
    "xl/drawings/", "xl/embeddings/", "xl/media/", "xl/printersettings/",
)  # fmt: skip


def inspect(data: bytes, file_name: str) -> WorkbookNotes:
    """Look through a zipped workbook, unpacking no more than a workbook may hold.

    Raises:
        Refused: it is no workbook, is damaged or locked, or would unpack to more than is read.
    """
    file = quoted(file_name)
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise Refused(unlike_a_program(file, f"has more than {MOST_PARTS:,} parts"))
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _inspect(_Parts(archive, file))
    except (*NOT_A_SOUND_ZIP, *NOT_A_SOUND_PART) as error:
        raise Refused(damaged(file)) from error


def damaged(file: str) -> str:
    """What to do about a workbook that cannot be read to its end."""
    return f"{file} is damaged. Open it in your spreadsheet program, save it as a new .xlsx workbook and upload that."


def locked(file: str) -> str:
    """What to do about a workbook that asks for a password."""
    return f"{file} is protected with a password. Save a copy without the password and upload that."


def _too_many_sheets(file: str, many: int) -> str:
    return (
        f"{file} has {many:,} sheets; at most {MOST_SHEETS} are read. Delete the sheets that are not needed and "
        "save again."
    )


class _Parts:
    """The parts of an archive by their names in lower case, their bytes counted as they unpack."""

    def __init__(self, archive: ZipFile, file: str) -> None:
        self.archive, self.file = archive, file
        self.unpacked = 0
        self.by_name = {_part_name(part.filename): part for part in archive.infolist()}

    def check(self) -> None:
        every = self.archive.infolist()
        if len(self.by_name) != len(every):
            raise Refused(unlike_a_program(self.file, "holds two parts of the same name"))
        if any(part.flag_bits & 1 for part in every):
            raise Refused(locked(self.file))
        if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in every):
            raise Refused(unlike_a_program(self.file, "is packed in an unusual way"))

    def bytes_of(self, name: str) -> Iterator[bytes]:
        """The real bytes of a part, whatever its declared size says."""
        part = self.by_name[name]
        self._check_size(part.file_size, part)
        got = 0
        with self.archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                got += len(chunk)
                self.unpacked += len(chunk)
                self._check_size(got, part)
                yield chunk
        if got != part.file_size:
            raise BadZipFile

    def _check_size(self, got: int, part: ZipInfo) -> None:
        inflated = got > RATIO_MATTERS_FROM and got > HIGHEST_RATIO * max(part.compress_size, 1)
        if inflated or got > MOST_OF_A_PART or self.unpacked > MOST_UNPACKED:
            raise Refused(unlike_a_program(self.file, "unpacks to far more than its size"))


class _Book(ElementScan):
    """The list of sheets in an .xlsx workbook, with the reference of the part that holds each."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.epoch = DAY_ZERO
        self.listed: list[tuple[str, str]] = []
        self.starts.update({"sheet": self._sheet, "workbookPr": self._properties})

    def _sheet(self, attributes: Attributes) -> None:
        reference = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        self.listed.append((attributes["name"], reference))

    def _properties(self, attributes: Attributes) -> None:
        if attributes.get("date1904") in ("1", "true"):
            self.epoch = MACINTOSH_DAY_ZERO


class _Manifest(ElementScan):
    """What an .ods workbook says of its own parts; it names a method of encryption for those that are locked."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.starts.update({"encryption-data": self._refuse})

    def _refuse(self, _attributes: Attributes) -> None:
        raise Refused(locked(self.file))


class _Relations(ElementScan):
    """Which part each reference of an .xlsx workbook leads to."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.parts: dict[str, str] = {}
        self.starts.update({"Relationship": self._relation})

    def _relation(self, attributes: Attributes) -> None:
        self.parts[attributes["Id"]] = _part_name(_from_the_top(attributes["Target"]))


def _inspect(parts: _Parts) -> WorkbookNotes:
    parts.check()
    inspections = {"xlsx": _inspect_xlsx, "xlsb": _inspect_xlsb, "ods": _inspect_ods}
    return inspections[_kind(parts)](parts)


def _kind(parts: _Parts) -> Kind:
    kinds = [kind for name, kind in KINDS.items() if name in parts.by_name]
    if len(kinds) > 1:
        raise Refused(unlike_a_program(parts.file, "is several workbooks in one"))
    if kinds and not _is_text_document(parts):
        return kinds[0]
    others = [what for name, what in OTHER_DOCUMENTS.items() if name in parts.by_name]
    what = "a text document" if kinds else (others or ["a zip archive"])[0]
    todo = "Take the spreadsheet out of it" if what == "a zip archive" else "Put its table into a spreadsheet"
    raise Refused(f"{parts.file} is {what}. {todo} and upload that.")


def _is_text_document(parts: _Parts) -> bool:
    if "mimetype" not in parts.by_name:
        return False
    return not b"".join(parts.bytes_of("mimetype")).rstrip().endswith((b"spreadsheet", b"spreadsheet-template"))


def _inspect_xlsx(parts: _Parts) -> WorkbookNotes:
    relations = _relations(parts, "xl/_rels/workbook.xml.rels")
    book = _Book(parts.file)
    book.feed(parts.bytes_of("xl/workbook.xml"))
    sheets = _sheets(parts, book.listed, relations)
    scans = _scans(parts, sheets)
    for name in parts.by_name:
        if name in scans or name in relations.values() or _may_be_read(name):
            _go_through(parts, name, scans.get(name) or XmlScan(parts.file))
    notes = {part: scan.notes() for part, scan in scans.items()}
    plain = all(scan.plain for scan in scans.values())
    return WorkbookNotes("xlsx", book.epoch, _in_order(sheets, notes), plain)


def _scans(parts: _Parts, sheets: Mapping[str, str]) -> dict[str, SheetScan]:
    """A scan for each sheet, and for any part that lies where sheets lie."""
    allowance = Allowance(parts.file)
    unlisted = (name for name in parts.by_name if name.startswith("xl/worksheets/") and name.endswith(".xml"))
    titles = {name: name for name in unlisted} | {part: title for title, part in sheets.items()}
    return {part: SheetScan(title, allowance) for part, title in titles.items() if part in parts.by_name}


def _inspect_xlsb(parts: _Parts) -> WorkbookNotes:
    relations = _relations(parts, "xl/_rels/workbook.bin.rels")
    epoch, listed = list_xlsb(b"".join(parts.bytes_of("xl/workbook.bin")))
    sheets = _sheets(parts, listed, relations)
    allowance = Allowance(parts.file)
    notes = {
        part: XlsbSheetScan(title, allowance).feed(xlsb_records(b"".join(parts.bytes_of(part))))
        for title, part in sheets.items()
        if part in parts.by_name
    }
    for name in parts.by_name.keys() - notes.keys():
        _exhaust(parts.bytes_of(name))
    return WorkbookNotes("xlsb", epoch, _in_order(sheets, notes))


def _relations(parts: _Parts, name: str) -> dict[str, str]:
    relations = _Relations(parts.file)
    relations.feed(parts.bytes_of(name))
    return relations.parts


def _sheets(parts: _Parts, listed: Sequence[tuple[str, str]], relations: Mapping[str, str]) -> dict[str, str]:
    """The part of each sheet by the sheet's name, in the workbook's order; some lead nowhere."""
    if len(listed) > MOST_SHEETS:
        raise Refused(_too_many_sheets(parts.file, len(listed)))
    if len({name.casefold() for name, _ in listed}) != len(listed):
        raise Refused(unlike_a_program(parts.file, "holds two sheets of the same name"))
    sheets = {name: relations[reference] for name, reference in listed if reference in relations}
    if len(set(sheets.values())) != len(sheets):
        raise Refused(unlike_a_program(parts.file, "holds the same sheet twice"))
    return sheets


def _in_order(sheets: Mapping[str, str], notes: Mapping[str, SheetNotes]) -> tuple[tuple[str, SheetNotes], ...]:
    return tuple((title, notes[part]) for title, part in sheets.items() if part in notes)


def _inspect_ods(parts: _Parts) -> WorkbookNotes:
    if "meta-inf/manifest.xml" in parts.by_name:
        _Manifest(parts.file).feed(parts.bytes_of("meta-inf/manifest.xml"))
    scan = OpenDocumentScan(Allowance(parts.file))
    for name in parts.by_name:
        if _may_be_read(name):
            _go_through(parts, name, scan if name == "content.xml" else XmlScan(parts.file))
    return WorkbookNotes("ods", sheets=tuple(scan.sheets))


def _may_be_read(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(NEVER_READ)


def _go_through(parts: _Parts, name: str, scan: XmlScan) -> None:
    chunks = parts.bytes_of(name)
    first = next(chunks, b"")
    if first.lstrip(BEFORE_XML)[:1] == b"<":
        scan.feed(chain([first], chunks))
    else:
        _exhaust(chunks)


def _exhaust(chunks: Iterator[bytes]) -> None:
    """Unpack to the end, only to see how much there is."""
    for _ in chunks:
        pass


def _part_name(written: str) -> str:
    return posixpath.normpath(written.replace("\\", "/").lstrip("/")).lower()


def _from_the_top(target: str) -> str:
    return target if target.startswith(("/", "xl/")) else f"xl/{target}"
