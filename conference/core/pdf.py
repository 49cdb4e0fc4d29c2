"""PDF files from Typst templates: accessible, as well set in Arabic as in Latin script, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg_amiri
import fontpkg_lato
import typst

from conference.core.languages import Language
from conference.core.printable import printable

STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with a title and a language, so that a screen reader can read it."""

FIXED = datetime(2021, 1, 1, tzinfo=UTC)
"""The moment of creation of every file whose caller names none: equal input must give equal bytes."""

# Set around every template, so that none can forget what PDF/UA and right-to-left text ask for.
_FRAME = """\
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(lang: data.language, dir: {direction}, font: {fonts})
#include {template}
"""
_FONTS = {"ltr": '("Lato", "Amiri")', "rtl": '("Amiri", "Lato")'}


class TemplateFailed(Exception):
    """A template could not be set, or only with something missing: a font, a letter, a value in its data."""

    def __init__(self, template: Path, problem: str, hints: tuple[str, ...] = ()) -> None:
        super().__init__("\n".join((f"{template.name}: {problem}", *hints)))
        self.template, self.problem, self.hints = template, problem, hints


def render(template: Path | str, data: Mapping[str, object], *, created: datetime = FIXED) -> bytes:
    """The PDF/UA-1 file that the Typst file `template` makes of `data`.

    `data` is anything JSON can say, and reaches the template as `json(bytes(sys.inputs.data))`. It holds at least
    `title` and `language` (a code of ours): they become the document's title and language, and choose direction
    and fonts before the template begins. The template reads files in and under its own folder only, and sees
    no font of the machine; letters in `data` that our fonts lack become boxes. `created` (aware) is written into the
    file; equal arguments give equal bytes.

    Raises TemplateFailed with Typst's message, also where Typst only warns; UnknownLanguage; KeyError where
    `title` or `language` is missing from `data`.
    """
    path = Path(template).resolve()
    language = Language.of(str(data["language"]))
    frame = _FRAME.format(
        direction=language.direction,
        fonts=_FONTS[language.direction],
        template=json.dumps(f"/{path.name}", ensure_ascii=False),
    )
    if not data["title"]:
        raise TemplateFailed(path, "a document needs a title")
    try:
        compiler = typst.Compiler(frame.encode(), root=path.parent, font_paths=fonts())
        pdf, warnings = compiler.compile_with_warnings(
            format="pdf",
            sys_inputs={"data": json.dumps(_printable(data), ensure_ascii=False)},
            pdf_standards=[STANDARD],
            timestamp=int(created.timestamp()),
        )
    except typst.TypstError as error:
        raise TemplateFailed(path, error.message, tuple(error.hints)) from error
    if warnings:
        raise TemplateFailed(path, warnings[0].message, tuple(warnings[0].hints))
    if not isinstance(pdf, bytes):
        raise TemplateFailed(path, "Typst gave no file")
    return pdf


def _printable(value: object) -> object:
    """All texts of `value`, however deep, in letters that our fonts have."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def fonts() -> typst.Fonts:
    """Amiri for Arabic and Lato for Latin script, from their wheels and from nowhere else."""
    folders = [str(package.ROOT / "files") for package in (fontpkg_amiri, fontpkg_lato)]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
