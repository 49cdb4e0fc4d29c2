"""What runs in the process that reads one file: the reader of its type, then the answer as JSON."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conference.core.document_text.limits import MOST_CHARACTERS, MOST_PAGES, Ending


class Protected(Exception):
    """The file opens with a password only."""


def main() -> None:
    """Read the file that the arguments name, `ending path answer`, and write what it says to the file `answer`."""
    ending, path, answer = sys.argv[1:4]
    sys.exit(_answer(ending, Path(path), Path(answer)))


def _answer(ending: str, path: Path, answer: Path) -> Ending:
    try:
        pages, attachments = _read(ending, path)
    except Protected:
        return Ending.PROTECTED
    except Exception:  # whatever a damaged file makes a library raise
        return Ending.DAMAGED
    told = {"pages": pages, "attachments": attachments, **_of_itself(ending, path)}
    answer.write_text(json.dumps(told), encoding="ascii")
    return Ending.READ


def _of_itself(ending: str, path: Path) -> dict[str, Any]:
    """The file's own title, and what a PDF gives to those who hear it; text is worth as much without these."""
    from conference.core.document_text import accessibility, titles

    try:
        if ending == "pdf":
            found = accessibility.examined(path)
            return {"title": found["title"], "examined": found}
        return {"title": titles.own_title(path, ending), "examined": None}
    except Exception:  # whatever a damaged file makes a library raise
        # Of a PDF whose structure cannot be followed no screen reader has any either.
        nothing = {"tagged": False, "language": "", "title": ""} if ending == "pdf" else None
        return {"title": "", "examined": nothing}


def _read(ending: str, path: Path) -> tuple[list[str], int]:
    """The readers are loaded when they are needed: each brings a library that takes its time to start."""
    if ending == "pdf":
        from conference.core.document_text import pdf

        return _within(pdf.pages(path)), pdf.attachments(path)
    if ending in ("html", "txt"):
        from conference.core.document_text import plain

        return _within(plain.pages(path, ending)), 0
    from conference.core.document_text import office

    return _within(office.pages(path, ending)), 0


def _within(pages: Iterator[str]) -> list[str]:
    """Pages in NFKC, without spaces at the ends of lines, until there are too many."""
    kept: list[str] = []
    left = MOST_CHARACTERS
    for page in pages:
        lines = (" ".join(line.split()) for line in unicodedata.normalize("NFKC", page).splitlines())
        text = "\n".join(line for line in lines if line).replace("\0", "")[:left]
        kept.append("".join(one for one in text if not "\ud800" <= one <= "\udfff"))
        left -= len(text)
        if left <= 0 or len(kept) == MOST_PAGES:
            break
    return kept
