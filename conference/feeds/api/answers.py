"""How answers leave: JSON that every origin may read, known by its ETag, compressed, and refused in RFC 9457's form."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import msgspec
from flask import abort, current_app, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.agenda.queries import Heading
from conference.core.languages import CODES, ENGLISH, Language, negotiate
from conference.core.localization import speaking
from conference.feeds.api import shapes
from conference.feeds.api.asking import LANG, Asked, NotUnderstood, Parameter, Reader, read

ROOT = "/api/v1"
JSON = "application/json"
PROBLEM = "application/problem+json"
FRESH_SECONDS = 60
SMALLEST_COMPRESSED = 1024

# Whoever reads this from another site may also ask whether it changed (Fetch, «CORS-safelisted request-header»).
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
VARY = "Accept-Language, Accept-Encoding"


@dataclass(frozen=True, slots=True)
class Told:
    """What a resource has to say, to whom, and from which version of the agenda."""

    body: msgspec.Struct
    reader: Reader
    version: Heading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What the OpenAPI document says of an address, and what the address itself lives by."""

    shape: type[msgspec.Struct]
    summary: str
    parameters: tuple[Parameter, ...]


View = Callable[..., Told]


def resource(
    shape: type[msgspec.Struct], *, summary: str, parameters: Sequence[Parameter] = ()
) -> Callable[[View], Callable[..., Response]]:
    """A view of the API: is given what the address asks for by these parameters and `lang`, and returns what is told.

    Aborts with 400 for other parameters and other values.
    """
    described = Resource(shape=shape, summary=summary, parameters=(LANG, *parameters))

    def decorate(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answer(**values: Any) -> Response:
            try:
                asked = read(described.parameters, request)
            except NotUnderstood as refused:
                abort(problem(400, _("This could not be understood"), str(refused)))
            return told(view(asked, **values))

        answer.resource = described  # type: ignore[attr-defined]
        return answer

    return decorate


def told(answer: Told) -> Response:
    """An answer, or 304 where the asking program has it already."""
    response = written(msgspec.json.encode(answer.body), answer.reader.languages)
    if isinstance(answer.body, shapes.Page):
        links = (("next", answer.body.next), ("prev", answer.body.prev))
        if there := [f'<{address}>; rel="{name}"' for name, address in links if address]:
            response.headers["Link"] = ", ".join(there)  # RFC 8288
    if answer.version:
        # Only tells: the ETag decides, because an erased person leaves a version without a new one being published.
        response.last_modified = answer.version.published_at
    return response


def written(body: bytes, languages: Iterable[Language]) -> Response:
    """JSON with its ETag, or 304 (RFC 9110 §13.1.2). Weak: the same content compressed has the same one."""
    response = Response(body, content_type=JSON)
    response.set_etag(hashlib.sha256(body).hexdigest()[:20], weak=True)
    response.headers["Content-Language"] = ", ".join(language.code for language in languages)
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    response.headers["Vary"] = VARY
    response.make_conditional(request)
    if response.status_code == 200 and len(body) >= SMALLEST_COMPRESSED and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(body, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def part(rows: Sequence[Any], asked: Asked) -> tuple[Sequence[Any], Mapping[str, Any]]:
    """The rows of the page asked for, and what `shapes.Page` says of it."""
    limit, number, total = asked["limit"], asked["page"], len(rows)
    last = max(1, -(-total // limit))
    facts = {
        "total": total,
        "page": number,
        "limit": limit,
        "next": _page(number + 1) if number < last else None,
        "prev": _page(min(number - 1, last)) if number > 1 else None,
    }
    return rows[(number - 1) * limit : number * limit], facts


def _page(number: int) -> str:
    """This address with another page."""
    query = urlencode({**request.args, "page": number})
    return f"{current_app.config['PUBLIC_URL']}{request.path}?{query}"


def is_asked() -> bool:
    """Whether this request is one to the API, also where there is nothing at its address."""
    return request.path == "/api" or request.path.startswith("/api/")


def problem_language() -> Language:
    """The language of refusals, also where the address names no event: `?lang=`, else `Accept-Language`."""
    wanted = request.args.get("lang", "")
    if wanted in CODES:
        return Language.of(wanted)
    return negotiate(request.headers.get("Accept-Language", "")) or ENGLISH


def refuse(code: int, words: Callable[[int], tuple[str, str]], headers: Mapping[str, str]) -> Response:
    """A status code as a problem, with the title and sentence that pages have for it."""
    with speaking(problem_language()):
        title, detail = words(code)
        if code == 405:
            detail = _("This address is only read, with GET or HEAD.")
        return problem(code, title, detail, headers)


def problem(code: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Why there is no answer (RFC 9457)."""
    body = shapes.Problem(type="about:blank", title=title, status=code, detail=detail)
    response = Response(msgspec.json.encode(body), status=code, content_type=PROBLEM)
    response.headers.update({**OPEN, **(headers or {})})
    response.headers["Content-Language"] = problem_language().code
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept-Language"
    return response


def open_to_all(response: Any) -> Any:
    """Let scripts of every site read the answer: it says what everybody may know, whoever asks."""
    response.headers.update(OPEN)
    return response
