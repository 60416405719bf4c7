"""Builders of odd and hostile files, all made in code, and stages for the child process to stumble over."""

import os
import sqlite3
import struct
import sys
import time
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from data_access.ingest.containers import read_sheets
from data_access.ingest.sheet import Refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
LENGTH, CLOCK, DAY = 1, 2, 3
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0"/>'
    '<xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)


def zipped(parts: Mapping[str, str | bytes], compression: int = ZIP_DEFLATED) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def sheet_xml(rows: str = "", before: str = "", after: str = "") -> str:
    return f'{XML}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def text_cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def table(*rows: Sequence[str]) -> str:
    """Rows of text from A1 on."""
    cells = (
        "".join(text_cell(f"{chr(65 + c)}{r}", text) for c, text in enumerate(row)) for r, row in enumerate(rows, 1)
    )
    return "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(cells, 1))


LOG = table(("Mentor", "Hours"), ("Asha Patel", "2"))


def parts_of(
    sheets: Mapping[str, str], properties: str = "", states: Mapping[str, str] | None = None
) -> dict[str, str | bytes]:
    """The parts of a workbook, its sheets as XML by their names."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}" state="{(states or {}).get(name, "visible")}"/>'
        for n, name in enumerate(sheets, 1)
    )
    leads = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(sheets, 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n, _ in enumerate(sheets, 1)
    )
    return {
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
            'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
            'Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="'
            f'{kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'{XML}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{XML}<Relationships xmlns="{RELATIONS}">{leads}<Relationship Id="s" Type="{OFFICE}/styles" '
            f'Target="styles.xml"/><Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>"
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}"/>',
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), 1)},
    }


def workbook(rows: str = LOG, before: str = "", after: str = "", **more: str | bytes) -> bytes:
    """A workbook with the one sheet “Log”."""
    return zipped({**parts_of({"Log": sheet_xml(rows, before, after)}), **more})


def with_part(name: str, content: str | bytes) -> bytes:
    """An ordinary workbook with one part replaced or added."""
    return zipped({**parts_of({"Log": sheet_xml(LOG)}), name: content})


def with_doctype(name: str, doctype: str, body: str) -> bytes:
    """An ordinary workbook, one part of which declares a document type."""
    return with_part(name, f"<!DOCTYPE x [{doctype}]>{body}")


BILLION_LAUGHS = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))


def with_declared_size(data: bytes, part: str, size: int) -> bytes:
    """The same archive, lying in its directory about how large one part is."""
    altered = bytearray(data)
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(part)] != part.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    struct.pack_into("<I", altered, at + 24, size)
    return bytes(altered)


def flagged_encrypted(data: bytes) -> bytes:
    """The same archive with every part said to be encrypted."""
    altered = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        altered[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(altered)


def ods(rows: str, before: str = "", manifest: str = "", table: str = "") -> bytes:
    """An OpenDocument workbook with the one sheet “Log”."""
    names = {"office": "office", "table": "table", "text": "text", "style": "style"}
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"' for short, long in names.items()
    )
    calcext = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": (
                f'{XML}<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{manifest}</m:manifest>'
            ),
            "content.xml": (
                f"{XML}<office:document-content{spaces}{calcext}>{before}<office:body><office:spreadsheet>"
                f'<table:table table:name="Log"{table}>{rows}</table:table></office:spreadsheet></office:body>'
                "</office:document-content>"
            ),
        }
    )


def ods_cell(kind: str, text: str = "", more: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {more}><text:p>{text}</text:p></table:table-cell>'


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file: the container of .xls workbooks, and of any workbook that has a password."""
    sectors: list[bytes] = []
    table: list[int] = []
    starts = {}
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        starts[name] = (len(sectors), len(padded))
        count = len(padded) // 512
        table += [*range(len(sectors) + 1, len(sectors) + count), 0xFFFFFFFE]
        sectors += [padded[n * 512 : (n + 1) * 512] for n in range(count)]
    entries = [_entry("Root Entry", 5, (0xFFFFFFFE, 0), child=1)]
    entries += [
        _entry(name, 2, place, right=n + 1 if n < len(streams) else 0xFFFFFFFF)
        for n, (name, place) in enumerate(starts.items(), 1)
    ]
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    first = len(sectors)
    table += [*range(first + 1, first + len(directory) // 512), 0xFFFFFFFE]
    sectors += [directory[n : n + 512] for n in range(0, len(directory), 512)]
    needed = -(-(len(table) + 1) // 128)
    at = [len(sectors) + n for n in range(needed)]
    packed = struct.pack(f"<{len(table)}I", *table) + struct.pack("<I", 0xFFFFFFFD) * needed
    sectors.append(packed.ljust(needed * 512, b"\xff"))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, needed, first, 0,
        4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, *at, *[0xFFFFFFFF] * (109 - needed),
    )  # fmt: skip
    return header + b"".join(sectors)


def _entry(name: str, kind: int, place: tuple[int, int], right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    free = 0xFFFFFFFF
    tail = struct.pack("<HBBIII16x4x16xIQ", len(written), kind, 1, free, right, child, *place)
    return written.ljust(64, b"\0") + tail


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls(cells: bytes, globals_: bytes = b"") -> bytes:
    """An .xls workbook with the one sheet “Log”, its cells as records."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)
    name = struct.pack("<BBBB", 0, 0, 3, 0) + b"Log"
    head = _record(0x0809, begin) + globals_
    at = len(head) + len(_record(0x0085, b"\0" * 4 + name)) + len(_record(0x000A))
    sheet = _record(0x0809, begin[:2] + b"\x10\x00" + begin[4:]) + cells + _record(0x000A)
    return compound({"Workbook": head + _record(0x0085, struct.pack("<I", at) + name) + _record(0x000A) + sheet})


def xls_text(row: int, column: int, text: str) -> bytes:
    body = struct.pack("<HHHHB", row, column, 0, len(text), 0) + text.encode("latin-1")
    return _record(0x0204, body)


def xls_number(row: int, column: int, number: float) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, number))


def xls_error(row: int, column: int, code: int) -> bytes:
    return _record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def xls_failed_formula(row: int, column: int, code: int) -> bytes:
    result = struct.pack("<BBBBBBH", 2, 0, code, 0, 0, 0, 0xFFFF)
    return _record(0x0006, struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIH", 0, 0, 0))


def xls_hidden_row(row: int) -> bytes:
    return _record(0x0208, struct.pack("<HHHHHHHH", row, 0, 1, 255, 0, 0, 0x20, 0))


def _b_record(kind: int, body: bytes = b"") -> bytes:
    packed = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    return packed + (bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])) + body


def _b_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows: Sequence[tuple[int, bytes]], **more: str | bytes) -> bytes:
    """An .xlsb workbook with the one sheet “Log”: each row's number from 0 and its cells as records."""
    book = _b_record(131) + _b_record(153, struct.pack("<III", 1, 0, 0)) + _b_record(143)
    book += (
        _b_record(156, struct.pack("<II", 0, 1) + _b_text("rId1") + _b_text("Log")) + _b_record(144) + _b_record(132)
    )
    last = rows[-1][0] if rows else 0
    sheet = _b_record(129) + _b_record(148, struct.pack("<IIII", 0, last, 0, 10)) + _b_record(145)
    for number, cells in rows:
        sheet += _b_record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0)) + cells
    sheet += _b_record(146) + _b_record(130)
    ordinary = parts_of({"Log": ""})
    return zipped(
        {
            "[Content_Types].xml": ordinary["[Content_Types].xml"],
            "_rels/.rels": str(ordinary["_rels/.rels"]).replace(".xml", ".bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": (
                f'{XML}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
                'Target="worksheets/sheet1.bin"/></Relationships>'
            ),
            "xl/worksheets/sheet1.bin": sheet,
            **more,
        }
    )


def xlsb_text(column: int, text: str) -> bytes:
    return _b_record(6, struct.pack("<II", column, 0) + _b_text(text))


def xlsb_error(column: int, code: int) -> bytes:
    return _b_record(3, struct.pack("<IIB", column, 0, code))


def database(*statements: str) -> bytes:
    """A SQLite database file after some statements."""
    with sqlite3.connect(":memory:") as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return connection.serialize()


def mutated(data: bytes, chance: Random) -> bytes:
    """The file with a few bytes changed, a stretch cut out, or a stretch repeated."""
    altered = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if not altered:
            break
        at = chance.randrange(len(altered))
        how = chance.random()
        if how < 0.8:
            altered[at] = chance.randrange(256)
        elif how < 0.9:
            del altered[at : at + chance.randint(1, 40)]
        else:
            altered[at:at] = altered[at : at + chance.randint(1, 40)]
    return bytes(altered)


def with_a_part_mutated(data: bytes, chance: Random) -> bytes:
    """The workbook, soundly zipped, with one of its parts altered."""
    with ZipFile(BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name, content in parts.items() if content])
    content = parts[name]
    assert isinstance(content, bytes)
    return zipped({**parts, name: mutated(content, chance)})


def read_it(request: Mapping[str, Any]) -> None:
    """A stage that only reads, and leaves how many sheets and rows there were."""
    sheets = read_sheets(Path(request["source"]), request["file_name"])
    Path(request["into"], "counts.txt").write_text(f"{len(sheets)} {sum(len(sheet.rows) for sheet in sheets)}")


def refuse(_request: Mapping[str, Any]) -> None:
    raise Refused("“log.xlsx” holds no hours.")


def stumble(request: Mapping[str, Any]) -> None:
    raise ValueError(f"cannot make sense of {request['secret']}")


def abort(request: Mapping[str, Any]) -> None:
    sys.stderr.write(str(request.get("secret")))
    sys.stderr.flush()
    os.abort()


def wait(_request: Mapping[str, Any]) -> None:
    time.sleep(60)


def busy(_request: Mapping[str, Any]) -> None:
    while True:
        pass


def hoard(_request: Mapping[str, Any]) -> None:
    held = []
    while True:
        held.append(bytearray(b"x" * (16 << 20)))


def tell_environment(request: Mapping[str, Any]) -> None:
    Path(request["into"], "environment.txt").write_text("\n".join(os.environ), encoding="utf-8")


def take_a_moment(request: Mapping[str, Any]) -> None:
    begun = time.monotonic()
    time.sleep(0.5)
    Path(request["into"], "span.txt").write_text(f"{begun} {time.monotonic()}")


def read_without_looking(request: Mapping[str, Any]) -> None:
    """What would happen to the server if it opened the file itself."""
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(request["source"]).get_sheet_by_index(0)
