"""A title to propose for a document: what its file calls itself, else the first line that reads like a heading."""

from __future__ import annotations

import re

from conference.core.text import clean

LONGEST = 300
_LINES = 12
_LEAST_LETTERS = 8
_WRITTEN_BY_PROGRAMS = re.compile(
    r"^microsoft (?:word|powerpoint|excel)|\.(?:docx?|pptx?|xlsx?|pdf|odt|odp|indd|rtf|tmp|html?|txt)$"
    r"|^untitled|^sans titre|^document ?\d*$|^pr[eé]sentation ?\d*$|^slide ?\d*$|^بدون عنوان|^مستند ?\d*$",
    re.IGNORECASE,
)


def title_of(own: str, first_page: str, *, file_name: str, symbol: str) -> str:
    """The title that a file gives itself, else its first heading; empty where neither says anything.

    A name of a file among the metadata is no title: many programs write one there that nobody has seen.
    """
    own = clean(" ".join(own.split()))
    if own and own != symbol and not _is_name(own, file_name):
        return own[:LONGEST]
    for line in first_page.splitlines()[:_LINES]:
        words = clean(" ".join(line.replace(symbol, " ").split()) if symbol else line).strip(" -–—·|")
        if sum(one.isalpha() for one in words) >= _LEAST_LETTERS and " " in words and len(words) <= LONGEST:
            return words
    return ""


def _is_name(title: str, file_name: str) -> bool:
    stem = file_name.rpartition(".")[0] or file_name
    return bool(_WRITTEN_BY_PROGRAMS.search(title)) or _folded(title) in (_folded(stem), _folded(file_name))


def _folded(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())
