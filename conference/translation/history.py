"""The words in which the history of an event tells what was done with its translations."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from conference.translation.sources import SOURCES


def sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    tables = {source.model.__tablename__ for source in SOURCES}
    return {
        "event set translation rules": _("What the event asks of its translations was changed"),
        "glossary_term add term": _("A term was added to the glossary"),
        "glossary_term change term": _("A term of the glossary was changed"),
        "glossary_term remove term": _("A term was removed from the glossary"),
        "translation_import import translations": _("Translations were taken over from a file"),
        **{f"{table} review text": _("A translation was reviewed") for table in tables},
    }


def columns() -> Mapping[str, str]:
    """What was changed."""
    return {
        "needs_review": _("A second person reviews each translation"),
        "promises": _("Tell readers when all languages are complete"),
        "term": _("Term"),
        "preferred": _("Preferred translation"),
        "forbidden": _("Not to be used"),
        "target_code": _("Language of the translation"),
        "texts_new": _("New translations"),
        "texts_changed": _("Changed translations"),
    }
