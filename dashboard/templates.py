"""Templates: an empty workbook for each kind of list, made from the layout that reads it."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data_access.ingest.catalogue import LAYOUTS
from data_access.ingest.layout import Column, Layout

NARROWEST, WIDEST = 12, 40


def offered() -> tuple[Layout, ...]:
    """The layouts that colleges fill in themselves."""
    return tuple(layout for layout in LAYOUTS if layout.template)


def workbook(layout: Layout) -> bytes:
    """A workbook with the headings, an example row to write over, and a sheet of notes."""
    book = Workbook()
    columns = [column for column in layout.columns if column.in_template]
    _fill(book.active, layout, columns)
    _explain(book.create_sheet("Notes"), layout, columns)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(sheet: Worksheet | None, layout: Layout, columns: list[Column]) -> None:
    assert sheet is not None  # noqa: S101 - a new workbook has one sheet
    sheet.title = layout.title[:31]
    sheet.append([column.heading for column in columns])
    sheet.append([column.example or None for column in columns])
    for place, column in enumerate(columns, start=1):
        heading = sheet.cell(1, place)
        heading.font = Font(bold=True)
        heading.fill = PatternFill("solid", fgColor="DCE6EF" if column.required else "F3F5F7")
        width = max(NARROWEST, min(WIDEST, max(len(column.heading), len(column.example)) + 2))
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "A2"


def _explain(sheet: Worksheet, layout: Layout, columns: list[Column]) -> None:
    sheet.append([layout.title])
    for note in layout.notes:
        sheet.append([note])
    sheet.append(["Write over the example row, or delete it, before you import the list."])
    sheet.append([])
    sheet.append(["Column", "Needed", "Also read under the headings", "Note"])
    for column in columns:
        needed = "yes" if column.required else "no"
        sheet.append([column.heading, needed, ", ".join(column.headings[1:]), column.note])
    sheet.cell(1, 1).font = Font(bold=True)
    for place, width in enumerate((28, 9, 50, 70), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
