"""A catalogue of a language that nobody speaks: every sentence marked and longer, so that what is not translated shows.

«Save» becomes «⟦Saavee⟧». Placeholders, tags and entities stay as they are.
"""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog

from conference.config import ROOT
from script.checks import catalogue_file
from script.checks.extraction import extract

OPENS, CLOSES = "⟦", "⟧"
_KEPT = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]*>|&\w+;|\{[^}]*\}|https?://\S+)")


def pseudo(sentence: str) -> str:
    """A sentence as this language has it: in its brackets, about a third longer."""
    parts = _KEPT.split(sentence)
    longer = [part if number % 2 else re.sub("([aeiouy])", r"\1\1", part) for number, part in enumerate(parts)]
    return f"{OPENS}{''.join(longer)}{CLOSES}"


def catalogue(code: str) -> Catalog:
    """Every sentence of the application in the language that stands behind `code`."""
    made = catalogue_file.updated(extract(ROOT / "conference"), None, code)
    for message in made:
        if not message.id:
            continue
        if message.pluralizable:
            one, other = message.id[0], message.id[1]
            message.string = (pseudo(one), *(pseudo(other) for _form in range(made.num_plurals - 1)))
        else:
            message.string = pseudo(str(message.id))
    return made


def write_catalogue(folder: Path, code: str) -> None:
    """Put the language beside the catalogues that lie in `folder`."""
    path = folder / code / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(catalogue_file.canonical(catalogue(code), code), encoding="utf-8")
