"""How a document is cited in the reader's language: in one line to copy, in BibTeX and in RIS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import g
from flask_babel import gettext as _

from conference.core import formatting
from conference.core.localization import absolute_url
from conference.core.rendering import month_style
from conference.core.translated import Resolved
from conference.events.models import Event
from conference.library.models import Document


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader names of a document; without an issuing body it is cited by its title alone."""

    symbol: str
    title: Resolved
    body: Resolved | None
    event: Resolved
    day: date
    url: str

    @property
    def quoted_title(self) -> str:
        return _("“%(title)s”", title=self.title.text)

    @property
    def written_day(self) -> str:
        return formatting.format_date(self.day, g.language, month_style())

    @property
    def line(self) -> str:
        """«Symbol, “Title”, issuing body, event, date, address»; no full stop behind the address, which would break."""
        body = self.body.text if self.body else ""
        parts = (self.symbol, self.quoted_title, body, self.event.text, self.written_day, self.url)
        return formatting.listed((part for part in parts if part), g.language)

    @property
    def comma(self) -> str:
        return formatting.listed(("", ""), g.language)


def citation(event: Event, document: Document) -> Citation:
    """What there is to cite in the page's language; dated as the document says, else when its first file came out."""
    return Citation(
        symbol=document.symbol,
        title=document.title.resolve(g.language),
        body=document.issued_by.resolve(g.language) if document.issued_by else None,
        event=event.title.resolve(g.language),
        day=document.issued_on or _first_day(event, document),
        url=absolute_url("library.document", language=g.language, event=event.slug, slug=document.slug),
    )


def _first_day(event: Event, document: Document) -> date:
    published = [revision.published_at for version in document.versions for revision in version.published]
    instant = min((one for one in published if one is not None), default=document.created_at)
    return instant.astimezone(event.zone_info).date()


def as_bibtex(cited: Citation) -> str:
    """One entry, in UTF-8 as biber and every newer BibTeX read it; a title keeps its capitals in braces."""
    fields = {
        "title": "{" + _escaped(cited.title.text) + "}",
        "author": "{" + _escaped(cited.body.text) + "}" if cited.body else "",
        "number": _escaped(cited.symbol),
        "howpublished": _escaped(cited.event.text),
        "year": str(cited.day.year),
        "month": str(cited.day.month),
        "date": cited.day.isoformat(),
        "language": cited.title.language.code,
        "url": cited.url,
    }
    key = "".join(one for one in cited.symbol if one.isascii() and one.isalnum()) or "document"
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@misc{" + key + ",\n" + ",\n".join(lines) + "\n}\n"


def as_ris(cited: Citation) -> str:
    """One report, each tag on a line of its own that ends as the format asks."""
    tags = [
        ("TY", "RPRT"),
        ("TI", cited.title.text),
        ("AU", cited.body.text if cited.body else ""),
        ("T2", cited.event.text),
        ("SN", cited.symbol),
        ("PY", str(cited.day.year)),
        ("DA", f"{cited.day:%Y/%m/%d}"),
        ("LA", cited.title.language.code),
        ("UR", cited.url),
    ]
    told = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\r\n".join([*told, "ER  - ", ""])


def _escaped(text: str) -> str:
    """What TeX would take for its own is written so that it does not."""
    words = " ".join(text.split())
    return "".join(_OF_TEX.get(character, character) for character in words)


_OF_TEX = {character: f"\\{character}" for character in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
