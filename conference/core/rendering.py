"""What every template can use: texts with their fallback marked, dates, sizes and names in the page's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from flask import Flask, g
from flask_babel import gettext as _
from markupsafe import Markup, escape

from conference.core import formatting
from conference.core.languages import Language
from conference.core.text import isolated
from conference.core.translated import Translated


def month_style() -> str:
    """The Arabic names of months that this request's event uses (`events` sets it)."""
    style: str = g.get("month_style", "maghreb")
    return style


@contextmanager
def months_of(style: str) -> Iterator[None]:
    """Within the block Arabic months have an event's own names: for mails, which no request of the event causes."""
    before = g.get("month_style")
    g.month_style = style
    try:
        yield
    finally:
        if before is None:
            g.pop("month_style", None)
        else:
            g.month_style = before


def shown(value: Translated, *, language: Language | None = None) -> Markup:
    """The text for this page; in another language than the page's it carries its own `lang` and `dir`."""
    resolved = value.resolve(language or g.language)
    if not resolved.is_fallback:
        return escape(resolved.text)
    return Markup('<span class="fallback" lang="{}" dir="{}">{}</span>').format(
        resolved.language.code, resolved.language.direction, resolved.text
    )


def shown_block(value: Translated) -> Markup:
    """Like `shown`, with the small line beneath that says which language this is."""
    resolved = value.resolve(g.language)
    if not resolved.is_fallback:
        return escape(resolved.text)
    note = fallback_note(resolved.language)
    return Markup('<span class="fallback-block">{} <small class="fallback-note">{}</small></span>').format(
        shown(value), note
    )


def fallback_note(language: Language) -> str:
    return _("Available only in %(language)s for now", language=language.name_in(g.language))


def plain(value: Translated) -> str:
    """The text for places that cannot carry marks: a page's title, an attribute, a file name."""
    return value.resolve(g.language).text


def paragraphs(value: Translated) -> Markup:
    """A longer text as paragraphs, one per blank line; all it holds is text."""
    resolved = value.resolve(g.language)
    parts = [part.strip() for part in resolved.text.split("\n\n") if part.strip()]
    body = Markup("").join(Markup("<p>{}</p>").format(part) for part in parts)
    if not resolved.is_fallback or not parts:
        return body
    return Markup('<div class="fallback" lang="{}" dir="{}">{}</div><small class="fallback-note">{}</small>').format(
        resolved.language.code, resolved.language.direction, body, fallback_note(resolved.language)
    )


def configure(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(shown=shown, shown_block=shown_block, plain=plain, paragraphs=paragraphs)
    app.jinja_env.filters.update(filters())


def filters() -> dict[str, Any]:
    """Filters that know the page's language."""

    def in_words(day: date, pattern: str = "d MMMM y") -> str:
        return formatting.format_date(day, g.language, month_style(), pattern)

    def instant(value: datetime, zone: str) -> str:
        return formatting.format_instant(value, zone, g.language, month_style())

    return {
        "date": in_words,
        "instant": instant,
        "hour": formatting.format_hour,
        "size": lambda size: formatting.format_size(size, g.language),
        "number": lambda number: formatting.format_number(number, g.language),
        "country": lambda code: formatting.country_name(code, g.language),
        "language_name": lambda language: language.name_in(g.language),
        "isolated": isolated,
        "joined": lambda words: formatting.join_words(list(words), g.language),
    }
