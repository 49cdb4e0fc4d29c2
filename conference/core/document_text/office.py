"""The text of Office files: a document as one page, a page per slide, a page per sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

MOST_ROWS = 20_000


def pages(path: Path, ending: str) -> Iterator[str]:
    if ending == "docx":
        yield _document(path)
    elif ending == "pptx":
        yield from _slides(path)
    elif ending == "xlsx":
        yield from _sheets(path)
    else:
        raise ValueError(ending)


def _document(path: Path) -> str:
    """All paragraphs in their order, those in tables and text boxes too; then the notes at the feet of pages."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    package = docx.Document(str(path)).part
    roots = [package.element.body]
    for relation in package.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")):
            roots.append(parse_xml(relation.target_part.blob))
    return "\n".join(_paragraph(one, qn) for root in roots for one in root.iter(qn("w:p")))


def _paragraph(paragraph: Any, qn: Any) -> str:
    """The text of a paragraph without that of paragraphs inside it (text boxes), which come in their turn."""
    words, breaks = qn("w:t"), {qn("w:tab"), qn("w:br"), qn("w:cr")}
    parts = []
    for one in paragraph.iter(words, *breaks):
        if next(one.iterancestors(qn("w:p"))) is paragraph:
            parts.append((one.text or "") if one.tag == words else " ")
    return "".join(parts)


def _slides(path: Path) -> Iterator[str]:
    """What a slide shows. The speaker's notes are not for readers."""
    import pptx

    for slide in pptx.Presentation(str(path)).slides:
        yield "\n".join(_shown(slide.shapes))


def _shown(shapes: Iterable[Any]) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shown(shape.shapes)
        elif shape.has_text_frame:
            yield shape.text_frame.text.replace("\v", "\n")
        elif getattr(shape, "has_table", False):
            for row in shape.table.rows:
                yield " ".join(cell.text for cell in row.cells)


def _sheets(path: Path) -> Iterator[str]:
    """A line per row, as far as sheets that are shown go."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with CalamineWorkbook.from_path(str(path)) as book:
        for sheet in book.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible:
                rows = book.get_sheet_by_name(sheet.name).to_python(nrows=MOST_ROWS)
                lines = (" ".join(_cell(value) for value in row if value != "") for row in rows)
                yield "\n".join([sheet.name, *(line for line in lines if line)])


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
