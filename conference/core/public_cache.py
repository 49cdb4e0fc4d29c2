"""The first handler: public pages for visitors without a session, as stored gzip bytes (design §4, *Public cache*).

A view says that its answer may be kept with `keep_public()`. The key is the path, the allowed query and the event's
public revision, which every public change raises in its own transaction; it is read again at most once a second.
An answer that has an ETag of its own keeps it: its view then knows without making it whether a reader has it already.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from flask import g, request
from werkzeug.http import parse_date, parse_etags, unquote_etag

from conference.core.clock import now
from conference.core.logs import log

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ALLOWED_QUERY = frozenset(
    {"day", "tz", "track", "room", "language", "languages", "session", "category", "view", "speaker", "download"}
)
SEARCHED = ALLOWED_QUERY | {"q"}
"""What an address may ask for of a list that keeps its searches too."""
MOST_BYTES = 32 * 1024 * 1024
REVISION_LIVES = 1.0
_KEEP = "conference.keep_public"
_TRUE = "conference.true_until"
_NOT_KEPT = {
    "set-cookie",
    "x-request-id",
    "content-length",
    "content-encoding",
    "vary",
    "cache-control",
    "etag",
}

# RFC 9110 §12.5.3: a weight of nought refuses a coding.
_NO_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")

Revisions = Callable[[], Mapping[str, int]]


def keep_public(*, until: datetime | None = None) -> None:
    """Allow this answer to be given to every visitor without a session, until its event changes or `until`.

    A page that belongs to whoever has its link (`security.private_page`) is never kept, whatever its view says.
    """
    if g.get("private_page"):
        return
    request.environ[_KEEP] = until or datetime.max.replace(tzinfo=UTC)


def true_until(instant: datetime | None) -> None:
    """What this answer shows stops being true at an instant: it is kept no longer, whatever its view allows.

    For what is shown on many pages: whoever reads it says so once, before or after the view calls `keep_public`.
    """
    if instant is not None:
        request.environ[_TRUE] = min(instant, request.environ.get(_TRUE, instant))


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it goes out: the headers of both forms, its bytes compressed, and when it stops being true.

    `etag` is the tag without its quotes; `changed` is what Last-Modified says, if it says something.
    """

    headers: list[tuple[str, str]]
    body: bytes
    etag: str
    changed: datetime | None
    until: float


class PublicCache:
    """WSGI middleware around the application. Holds nothing of anybody: requests with a session pass through."""

    def __init__(self, application: Any, *, revisions: Revisions, session_cookies: Iterable[str]) -> None:
        self._application = application
        self._revisions = revisions
        self._session_cookies = tuple(f"{name}=" for name in session_cookies)
        self._kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._known: Mapping[str, int] = {}
        self._read_at = float("-inf")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._application(environ, start_response)
        kept = self._kept.get(key)
        if kept is not None and kept.until > now().timestamp():
            return _answer(kept, environ, start_response)
        return self._ask(key, environ, start_response)

    def _key(self, environ: WSGIEnvironment) -> tuple[Any, ...] | None:
        if environ["REQUEST_METHOD"] != "GET":
            return None
        cookies = environ.get("HTTP_COOKIE", "")
        if cookies and any(name in cookies for name in self._session_cookies):
            return None
        path = environ.get("PATH_INFO", "")
        query: tuple[tuple[str, str], ...] = ()
        if environ.get("QUERY_STRING"):
            query = tuple(sorted(parse_qsl(environ["QUERY_STRING"], keep_blank_values=True)))
            allowed = SEARCHED if path.endswith("/documents") else ALLOWED_QUERY
            if not all(name in allowed for name, _value in query):
                return None
        revisions = self._current_revisions()
        # An event's slug comes after the language, or first where an address has none; it is never a language's code.
        words = path.split("/")[1:3]
        slug = next((word for word in words if word in revisions), words[-1] if len(words) == 2 else "")
        revision: Any = revisions.get(slug) if slug else tuple(revisions.items())
        return None if revision is None else (path, query, revision)

    def _current_revisions(self) -> Mapping[str, int]:
        if time.monotonic() - self._read_at > REVISION_LIVES:
            self._read_at = time.monotonic()
            try:
                self._known = self._revisions()
            except Exception:
                # While the database is away, stored pages are better than none; the application answers for the rest.
                log.exception("public revisions")
        return self._known

    def _ask(self, key: tuple[Any, ...], environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer; keep what it allows to be kept, and give it out in the kept form at once."""
        head: list[Any] = []

        def begin(*given: Any) -> Any:
            head[:] = given
            return start_response(*given) if _KEEP not in environ else _refuse_to_write

        answer = self._application(environ, begin)
        until: datetime | None = environ.get(_KEEP)
        if until is None:
            return answer
        if head[0] != "200 OK" or any(name.lower() == "set-cookie" for name, _value in head[1]):
            start_response(*head)
            return answer
        try:
            whole = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        until = min(until, environ.get(_TRUE, until))
        return _answer(self._keep(key, head[1], whole, until), environ, start_response)

    def _keep(self, key: tuple[Any, ...], headers: list[tuple[str, str]], whole: bytes, until: datetime) -> Kept:
        body = gzip.compress(whole, 6, mtime=0)
        given = {name.lower(): value for name, value in headers}
        own, _is_weak = unquote_etag(given.get("etag"))
        etag = own or hashlib.sha256(whole).hexdigest()[:20]
        kept_headers = [(name, value) for name, value in headers if name.lower() not in _NOT_KEPT]
        # Weak, because the same tag stands for the compressed bytes and for the others (RFC 9110 §8.8.3.3).
        kept_headers += [("Vary", "Accept-Encoding, Cookie"), ("Cache-Control", "no-cache"), ("ETag", f'W/"{etag}"')]
        kept = Kept(kept_headers, body, etag, parse_date(given.get("last-modified")), until.timestamp())
        with self._lock:
            replaced = self._kept.pop(key, None)
            self._bytes += len(body) - (len(replaced.body) if replaced else 0)
            self._kept[key] = kept
            while self._bytes > MOST_BYTES:
                _oldest, dropped = self._kept.popitem(last=False)
                self._bytes -= len(dropped.body)
        return kept


def _refuse_to_write(_data: bytes) -> None:
    raise NotImplementedError("WSGI's write() is a relic; answers here are iterables (PEP 3333).")


def _has_it(kept: Kept, environ: WSGIEnvironment) -> bool:
    """Whether the reader says that they have this already; a date counts where no tag is named (RFC 9110 §13.2.2)."""
    if "HTTP_IF_NONE_MATCH" in environ:
        return parse_etags(environ["HTTP_IF_NONE_MATCH"]).contains_weak(kept.etag)
    since = parse_date(environ.get("HTTP_IF_MODIFIED_SINCE"))
    return since is not None and kept.changed is not None and kept.changed <= since


def _answer(kept: Kept, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if _has_it(kept, environ):
        start_response("304 Not Modified", kept.headers)
        return []
    wish = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "gzip" in wish and not _NO_GZIP.search(wish):
        start_response("200 OK", [*kept.headers, ("Content-Encoding", "gzip"), ("Content-Length", str(len(kept.body)))])
        return [kept.body]
    body = gzip.decompress(kept.body)
    start_response("200 OK", [*kept.headers, ("Content-Length", str(len(body)))])
    return [body]
