"""The title that a file gives itself: among its facts, else its first heading; never its name."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

_HEADINGS = ("title", "heading 1")


def own_title(path: Path, ending: str) -> str:
    """The title of an Office file or a page of the web in one line; empty where it has none."""
    reader = {"docx": _of_document, "pptx": _of_slides, "html": _of_page}.get(ending)
    return " ".join(reader(path).replace("\0", "").split()) if reader else ""


def _of_document(path: Path) -> str:
    import docx

    document = docx.Document(str(path))
    headings = (one.text for one in document.paragraphs if _style(one) in _HEADINGS and one.text.strip())
    return str(document.core_properties.title or next(headings, ""))


def _style(paragraph: Any) -> str:
    style = paragraph.style
    return (style.name or "").casefold() if style is not None else ""


def _of_slides(path: Path) -> str:
    import pptx

    show = pptx.Presentation(str(path))
    titles = (slide.shapes.title.text_frame.text for slide in show.slides if slide.shapes.title is not None)
    first = next((title for title in titles if title.strip()), "")
    return first or str(show.core_properties.title)


def _of_page(path: Path) -> str:
    from conference.core.document_text import plain

    reader = _Titles()
    reader.feed(plain.read_page(path))
    reader.close()
    return next((text for text in ("".join(reader.found[name]) for name in reader.found) if text.strip()), "")


class _Titles(HTMLParser):
    """Collects what stands in a page's `title` and in its headings of the first rank."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {"title": [], "h1": []}
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.found and not self.found[tag]:
            self._within = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within:
            self.found[self._within].append(data)
