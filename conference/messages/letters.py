"""A stored mail as a page can show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from conference.core.languages import ENGLISH, Language, UnknownLanguage

_ADDRESS = re.compile(r"https?://[^\s\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """The readable part of a mail, the language it is in, and the names of what is attached."""

    text: str
    language: Language
    attachments: Sequence[str]


def read(mime: bytes) -> Letter:
    """The plain part of stored MIME bytes. Personal links open somebody's own pages, so their tokens are left out."""
    mail = message_from_bytes(mime, policy=default)
    body = mail.get_body(("plain",))
    try:
        language = Language.of(mail["Content-Language"] or "")
    except UnknownLanguage:
        language = ENGLISH
    return Letter(
        text=_ADDRESS.sub(_shown, body.get_content() if body else "").strip(),
        language=language,
        attachments=[part.get_filename() or "" for part in mail.iter_attachments()],
    )


def _shown(address: re.Match[str]) -> str:
    """An address isolated (UAX #9), so that it keeps its order in an Arabic mail."""
    return f"\u2066{_without_token(address[0])}\u2069"


def _without_token(address: str) -> str:
    """An address of ours with its token masked, as in the logs (`core.logs.safe_path`)."""
    try:
        parts = urlsplit(address)
        _endpoint, values = current_app.url_map.bind(parts.netloc).match(parts.path, method="GET")
    except (HTTPException, RequestRedirect, ValueError):
        return address
    for name in ("token", "secret"):
        if values.get(name):
            address = address.replace(str(values[name]), "…")
    return address
