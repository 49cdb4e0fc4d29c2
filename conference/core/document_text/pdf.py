"""The pages of a PDF, with Arabic in the order in which it is read, whatever order its glyphs were drawn in."""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from conference.core.document_text.child import Protected

_PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD
_HYPHEN = re.compile("[\x02\ufffe](\r?\n)?")
"""How PDFium writes a hyphen with which a word is broken at the end of a line."""
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_CONTROLS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_SIGN = re.compile("[\u064b-\u065f\u0670]")
_LATIN = re.compile(r"\w.*\w|.", re.DOTALL)
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*|.", re.DOTALL)
_TOUCHING = 0.3


def pages(path: Path) -> Iterator[str]:
    """The text of every page. Raises Protected."""
    document = _opened(path)
    for index in range(len(document)):
        page = document[index]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        if _ARABIC.search(text):
            text = "".join(_in_order(line) for line in _lines(text_page))
        yield _HYPHEN.sub("", text).translate(_CONTROLS)
        text_page.close()
        page.close()


def attachments(path: Path) -> int:
    """How many files are attached to a PDF."""
    return int(raw.FPDFDoc_GetAttachmentCount(_opened(path)))


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD_NEEDED:
            raise Protected from None
        raise


@dataclass(frozen=True, slots=True)
class _Character:
    """A character as PDFium gives it, sizes in points: `x` is where its glyph begins, `left` and `right` its box."""

    text: str
    x: float
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def is_space(self) -> bool:
        return self.text.isspace()

    @property
    def is_arabic(self) -> bool:
        return _ARABIC.match(self.text) is not None

    @property
    def is_sign(self) -> bool:
        return _SIGN.match(self.text) is not None

    def shares_glyph(self, other: _Character) -> bool:
        return (self.x, self.left, self.right) == (other.x, other.left, other.right)

    def is_right_of(self, other: _Character) -> bool:
        """Whether it stands there by every measure: letters overlap, so that one measure alone may be wrong."""
        return self.x > other.x and self.middle > other.middle


def _lines(text_page: Any) -> Iterator[list[_Character]]:
    line: list[_Character] = []
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    for at in range(text_page.count_chars()):
        text = chr(raw.FPDFText_GetUnicode(text_page, at))
        raw.FPDFText_GetCharBox(text_page, at, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(text_page, at, x, y)
        line.append(_Character(text, x.value, left.value, right.value))
        if text == "\n":
            yield line
            line = []
    yield line


def _in_order(line: list[_Character]) -> str:
    """A line with the letters of each word in their order; PDFium has put the words into theirs."""
    if not any(one.is_arabic for one in line):
        return _latin_line(line)
    parts: list[str] = []
    for run in _runs(list(_without_false_spaces(line))):
        text = _ordered(run)
        if parts and parts[-1][-1:].isalnum() and text[:1].isalnum():
            # Letters of two scripts, between which paper has a space that the file has not.
            parts.append(" ")
        parts.append(text)
    return "".join(parts)


def _latin_line(line: list[_Character]) -> str:
    """A line without Arabic on a page with it, whose symbols and numbers PDFium has turned round: «/2021/1THAMM»."""
    runs = list(_runs(line)) if line else []
    ending = runs.pop() if runs and runs[-1][0].is_space else []
    written = [run for run in runs if not run[0].is_space]
    if len(written) > 1 and all(after[0].x < before[0].x for before, after in itertools.pairwise(written)):
        runs.reverse()
    runs += [ending] if ending else []
    parts = ("".join(one.text for one in (run if run[0].is_space else sorted(run, key=_place))) for run in runs)
    return "".join(parts)


def _place(character: _Character) -> float:
    return character.x


def _without_false_spaces(line: list[_Character]) -> Iterator[_Character]:
    """A vowel sign begins no word, and a space that takes no room between two letters that touch parts none."""
    for at, one in enumerate(line):
        if one.text == " " and 0 < at < len(line) - 1:
            before, after = line[at - 1], line[at + 1]
            touch = one.left == one.right and before.left - after.right < _TOUCHING
            if after.is_sign or (touch and before.is_arabic and after.is_arabic):
                continue
        yield one


def _runs(line: list[_Character]) -> Iterator[list[_Character]]:
    """The line in pieces of one script without spaces, and its spaces."""
    run: list[_Character] = []
    for one in line:
        if run and (run[-1].is_space != one.is_space or run[-1].is_arabic != one.is_arabic):
            yield run
            run = []
        run.append(one)
    yield run


def _other_script(run: list[_Character]) -> str:
    """Latin words, symbols and numbers read from left to right; the signs around them go with the line (UAX #9)."""
    text = "".join(one.text for one in sorted(run, key=lambda one: one.x))
    if not any(one.isalnum() for one in text):
        return "".join(one.text for one in run)
    whole = _LATIN if any(one.isalpha() for one in text) else _NUMBER
    return "".join(reversed([found[0] for found in whole.finditer(text)]))


def _ordered(run: list[_Character]) -> str:
    """A run of one script without spaces: Arabic from right to left, anything else from left to right.

    PDFium turns what it finds round, and with it the letters that share a glyph (lam-alef), which therefore stand the
    wrong way; and where glyphs overlap or lean, it takes them for out of place.
    """
    if run[0].is_space:
        return "".join(one.text for one in run)
    if not run[0].is_arabic:
        return _other_script(run)
    pairs = list(itertools.pairwise(run))
    backwards = sum(after.is_right_of(before) for before, after in pairs)
    if backwards > sum(before.is_right_of(after) for before, after in pairs):
        run = run[::-1]
    letters: list[_Character] = []
    for one in run:
        place = len(letters)
        while place and (one.is_right_of(letters[place - 1]) or one.shares_glyph(letters[place - 1])):
            place -= 1
        letters.insert(place, one)
    return "".join(one.text for one in letters)
