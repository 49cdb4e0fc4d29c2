"""The words for what was found out about files: while they wait for their place, and what PDFs lack."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _

from conference.core.languages import CODES, Language
from conference.core.text import isolated
from conference.library.models import Arrival, Revision, TextState


def arrival_words(arrival: Arrival) -> list[str]:
    """What is known of the text of a file that waits, where that is not simply read."""
    said = {
        TextState.WAITING: _("Its text is being read; what it says stands here in a moment."),
        TextState.NONE: _("It holds pictures of pages and no text, as a scanner makes them: nothing was found in it."),
        TextState.PROTECTED: _("It opens with a password only: nothing was found in it."),
        TextState.FAILED: _("Its text could not be read: nothing was found in it."),
        TextState.UNREAD: _("The text of files of this kind is not read."),
    }
    state = TextState(arrival.text_state)
    lines = [said[state]] if state in said else []
    if arrival.has_macros:
        lines.append(_("It holds macros."))
    return lines


def lacks_of(revision: Revision) -> list[str]:
    """What a PDF lacks for those who hear it or enlarge it, a sentence each; nothing of files not examined."""
    examined = revision.examined
    if not examined:
        return []
    lines = []
    if not examined["text"]:
        lines.append(_("It holds no text that a screen reader could read aloud."))
    if not examined["tagged"]:
        lines.append(
            _("It is not tagged: a screen reader does not know its headings, lists and tables, nor their order.")
        )
    if not examined["language"]:
        lines.append(_("It does not say its language: a screen reader may read it aloud in a wrong one."))
    elif not speaks(examined["language"], revision.version.language):
        lines.append(
            _(
                "It says that it is in another language (%(found)s): a screen reader would read it aloud wrongly.",
                found=_name_of(examined["language"]),
            )
        )
    if not examined["title"]:
        lines.append(_("It has no title: a screen reader announces the name of the file instead."))
    return lines


def speaks(tag: str, language: Language) -> bool:
    """Whether a language tag names a language of ours, in whatever country (RFC 5646 §2.2.1)."""
    return tag.replace("_", "-").partition("-")[0].casefold() == language.code


def _name_of(tag: str) -> str:
    code = tag.replace("_", "-").partition("-")[0].casefold()
    return Language.of(code).name_in(g.language) if code in CODES else isolated(tag)
