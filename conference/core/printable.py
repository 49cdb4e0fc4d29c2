"""Which letters our PDF files can show. A letter without a glyph would make the whole file impossible (PDF/UA-1)."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg_amiri
import fontpkg_lato
from fontTools.ttLib import TTFont

STAND_IN: Final = "□"
"""What stands for a letter that neither font has: it can be seen that one is missing."""

# Every weight and slope that a template may use has to have the letter.
_FACES = (
    (fontpkg_amiri, ("Amiri-Regular.ttf", "Amiri-Bold.ttf")),
    (fontpkg_lato, ("Lato-Regular.ttf", "Lato-Bold.ttf", "Lato-Italic.ttf")),
)
# ISO 14289-1 §7.21.8.
_DISALLOWED = frozenset("\ufeff\ufffe")


def printable(text: str) -> str:
    """The text with a box in place of each letter that Amiri and Lato cannot show; marks and control codes go."""
    return "".join(_shown(letter) for letter in unicodedata.normalize("NFC", text))


def _shown(letter: str) -> str:
    if letter in _DISALLOWED:
        return ""
    category = unicodedata.category(letter)
    if ord(letter) in _letters() or category == "Cf" or category.startswith("Z") or letter in "\n\t":
        return letter
    return "" if category in ("Cc", "Cs") or category.startswith("M") else STAND_IN


@cache
def _letters() -> frozenset[int]:
    families = []
    for package, names in _FACES:
        faces = [_covered(package.ROOT / "files" / name) for name in names]
        families.append(frozenset.intersection(*faces))
    return frozenset.union(*families)


def _covered(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
