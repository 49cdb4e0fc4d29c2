"""How people are addressed, in words and in rank: the same for who registers and for who speaks."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import pgettext


class Title(StrEnum):
    """How a person wants to be addressed; NONE is a choice too."""

    NONE = ""
    MS = "ms"
    MR = "mr"
    DR = "dr"
    PROFESSOR = "professor"
    EXCELLENCY = "excellency"


HONOURS = (Title.EXCELLENCY, Title.PROFESSOR, Title.DR)


def honour_rank(title: str) -> int:
    """Where an honour stands in protocol: Excellencies, professors, doctors, then all others alike."""
    return HONOURS.index(Title(title)) if title in HONOURS else len(HONOURS)


def title_words(title: str) -> str:
    return {
        Title.NONE: pgettext("title", "None"),
        Title.MS: _("Ms"),
        Title.MR: _("Mr"),
        Title.DR: _("Dr"),
        Title.PROFESSOR: _("Professor"),
        Title.EXCELLENCY: _("H.E."),
    }[Title(title)]


def title_choices() -> list[tuple[str, str]]:
    """Every way of being addressed; the first is none."""
    return [(str(title), title_words(title)) for title in Title]


def before_name(title: str) -> str:
    """What stands before a name: the words, or nothing. A title of a release to come is left out, not an error."""
    known = title and title in set(Title)
    return title_words(title) if known else ""
