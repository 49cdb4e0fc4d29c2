"""Certificates as PDF: a page of A4 each, in one language or in two side by side, with the way to check it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from conference.attendance.models import Certificate
from conference.core import formatting
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.core.pdf import render
from conference.core.qr import qr_svg
from conference.core.rendering import months_of
from conference.events.models import Event

TEMPLATE = Path(__file__).with_name("certificates.typ")
Data = dict[str, Any]


def certificate_name(certificate: Certificate) -> str:
    return f"{certificate.event.slug}_certificate_{certificate.shown_number}.pdf"


def check_url(event: Event, number: str, code: str, language: Language) -> str:
    """The page that tells whoever holds a certificate that it is good."""
    spoken = language if language in event.languages else event.source
    return absolute_url("attendance.certificate_check", number=number, token=code, event=event.slug, language=spoken)


def certificates_file(event: Event, certificates: Sequence[Certificate], *, spoken: Language) -> bytes:
    """The pages of certificates; `spoken` is the language of the document as a whole, whatever its pages say."""
    with speaking(spoken):
        title = _("Certificates: %(event)s", event=event.title.resolve(spoken).text)
        if len(certificates) == 1:
            title = _("Certificate %(number)s", number=certificates[0].shown_number)
    columns = [column for one in certificates for column in one.contents["columns"]]
    languages = {Language.of(column["language"]) for column in columns}
    data: Data = {
        "title": title,
        "language": spoken.code,
        "said": {language.code: _said(event, language) for language in languages},
        "certificates": [_certificate(event, one) for one in certificates],
    }
    return render(TEMPLATE, data, created=now())


def example_file(event: Event, columns: Sequence[Mapping[str, Any]], *, spoken: Language) -> bytes:
    """What words would make, with a number that no certificate has."""
    with speaking(spoken):
        title = _("Example")
    data: Data = {
        "title": title,
        "language": spoken.code,
        "said": {one["language"]: _said(event, Language.of(one["language"])) for one in columns},
        "certificates": [_page(event, "0000-0000", "EXAMPLE", columns)],
    }
    return render(TEMPLATE, data, created=now())


def _certificate(event: Event, certificate: Certificate) -> Data:
    page = _page(event, certificate.shown_number, certificate.code, certificate.contents["columns"])
    before = certificate.replaces.shown_number if certificate.replaces else ""
    for column in page["columns"]:
        language = Language.of(column["language"])
        with speaking(language), months_of(event.month_style):
            day = certificate.issued_at.astimezone(event.zone_info).date()
            column["issued"] = _("Issued on %(day)s", day=formatting.format_date(day, language, event.month_style))
            if before:
                column["before"] = _("In place of %(number)s", number=before)
    return page


def _page(event: Event, number: str, code: str, columns: Sequence[Mapping[str, Any]]) -> Data:
    address = check_url(event, number, code, Language.of(columns[0]["language"]))
    return {
        "number": number,
        "code": "-".join(code[place : place + 4] for place in range(0, len(code), 4)),
        "qr": str(qr_svg(address)),
        "address": address.rpartition("/certificates/")[0] + "/certificates",
        "columns": [{"issued": "", "before": "", **one} for one in columns],
    }


def _said(event: Event, language: Language) -> Data:
    """What all certificates of a language say."""
    with speaking(language):
        bodies = [(one.name or one.acronym).resolve(language).text for one in event.bodies]
        return {
            "bodies": bodies,
            "donor": event.donor_line.resolve(language).text,
            "number": _("Certificate no."),
            "code": _("Code"),
            "check": _("To check it, scan the picture or enter number and code at"),
            "qr_words": _("The address at which this certificate is checked"),
        }
