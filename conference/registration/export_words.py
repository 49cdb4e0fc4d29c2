"""What is on record about a copy that was taken, in words; whatever a feature wrote down about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import g
from flask_babel import gettext as _

from conference.audit.models import AuditEntry
from conference.core import formatting
from conference.core.languages import CODES, Language


def export_words(entry: AuditEntry) -> list[tuple[str, str]]:
    """Pairs of what it is and its value; what was not written down is left out."""
    labels = {
        "format": _("Format"),
        "language": _("Language"),
        "rows": _("Rows"),
        "columns": _("Columns"),
        "filter": _("Filter"),
    }
    known = {name: entry.after[name] for name in labels if entry.after.get(name) not in (None, "")}
    return [(labels[name], _value(name, value)) for name, value in known.items()]


def _value(name: str, value: Any) -> str:
    return Language.of(value).name_in(g.language) if name == "language" and value in CODES else _words(value)


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return formatting.listed((f"{name}: {_words(one)}" for name, one in value.items() if one), g.language) or "–"
    if isinstance(value, int):
        return formatting.format_number(value, g.language)
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return formatting.listed((_words(one) for one in value), g.language) or "–"
