"""The OpenAPI document (3.1), made from the routes and from what each of them says of itself: it cannot fall behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from flask import Flask

from conference.core.localization import SlugConverter
from conference.feeds.api.answers import JSON, PROBLEM, ROOT, Resource
from conference.feeds.api.asking import Parameter
from conference.feeds.api.shapes import Problem

VERSION = "1.0.0"
DESCRIPTION = """\
What events publish, for programs: read only, in the languages of each event, open to every site, without a key.

Texts say which language they are in: where one is not there in the language of the answer, it comes in another.
The language is that of `lang`, else the best of `Accept-Language`, else the source language of the event.
"""

_SCHEMAS = "#/components/schemas/{name}"
_SLUG = {"type": "string", "pattern": f"^{SlugConverter.regex}$"}
_IN_PATH = {
    "event": ("An event, by its slug.", _SLUG),
    "code": ("A code, as lists give it.", {"type": "string"}),
    "slug": ("A document, by its slug.", {"type": "string"}),
}
_REFUSALS = {
    400: "A parameter is unknown, given twice, or has a value that it cannot have.",
    404: "There is nothing published at this address.",
    429: "This was asked for too often in a short time.",
    503: "This is not available now.",
}
_WAIT = {"Retry-After": ("How many seconds to wait.", {"type": "integer", "minimum": 0})}


def document(app: Flask, *, server: str) -> dict[str, Any]:
    """All of the document; `server` is the address of the installation."""
    found = sorted(_resources(app))
    shapes = {one.shape for _rule, _name, one in found} | {Problem}
    _references, schemas = msgspec.json.schema_components(
        sorted(shapes, key=lambda shape: shape.__name__), ref_template=_SCHEMAS
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Read API of published events", "version": VERSION, "description": DESCRIPTION},
        "servers": [{"url": server}],
        "paths": {_path(rule): {"get": _operation(rule, name, one)} for rule, name, one in found},
        "components": {"schemas": schemas},
    }


def _resources(app: Flask) -> Iterator[tuple[str, str, Resource]]:
    """The rules of the API that are described, each with its name."""
    for rule in app.url_map.iter_rules():
        described = getattr(app.view_functions[rule.endpoint], "resource", None)
        if rule.rule.startswith(ROOT) and described is not None:
            yield rule.rule, rule.endpoint.partition(".")[2], described


def _path(rule: str) -> str:
    return re.sub("<(?:[a-z]+:)?([a-z]+)>", r"{\1}", rule)


def _operation(rule: str, name: str, described: Resource) -> dict[str, Any]:
    in_path = re.findall("{([a-z]+)}", _path(rule))
    return {
        "operationId": name,
        "summary": described.summary,
        "parameters": [*_parameters(in_path, described.parameters)],
        "responses": {
            "200": {
                "description": described.summary,
                "headers": _headers(),
                "content": {JSON: {"schema": _reference(described.shape)}},
            },
            "304": {"description": "Unchanged since the answer with this ETag."},
            **{str(code): _refusal(code) for code in _REFUSALS if code != 404 or in_path},
        },
    }


def _parameters(in_path: Sequence[str], asked: Sequence[Parameter]) -> Iterator[dict[str, Any]]:
    for name in in_path:
        meaning, schema = _IN_PATH[name]
        yield {"name": name, "in": "path", "required": True, "description": meaning, "schema": schema}
    for one in asked:
        yield {"name": one.name, "in": "query", "description": one.meaning, "schema": one.schema}
    for name, meaning in (
        ("Accept-Language", "The languages to answer in, with their weights (RFC 9110)."),
        ("If-None-Match", "The ETag of an answer that is there already."),
    ):
        yield {"name": name, "in": "header", "description": meaning, "schema": {"type": "string"}}


def _headers() -> dict[str, Any]:
    told = {
        "ETag": ("What the answer is known by.", {"type": "string", "pattern": '^W/"[0-9a-f]+"$'}),
        "Content-Language": ("The language of the answer, or all of them.", {"type": "string"}),
        "Cache-Control": ("How long the answer may be kept.", {"type": "string"}),
        "Vary": ("What else decides the answer.", {"type": "string"}),
    }
    optional = {
        "Link": ("The parts of the list beside this one (RFC 8288).", {"type": "string"}),
        "Last-Modified": ("When the agenda was published.", {"type": "string"}),
    }
    return {name: _header(*one, required=True) for name, one in told.items()} | {
        name: _header(*one) for name, one in optional.items()
    }


def _header(meaning: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"description": meaning, "required": required, "schema": schema}


def _refusal(code: int) -> dict[str, Any]:
    waits = {name: _header(*one, required=True) for name, one in _WAIT.items()} if code in (429, 503) else {}
    content = {PROBLEM: {"schema": _reference(Problem)}}
    return {"description": _REFUSALS[code], "content": content} | ({"headers": waits} if waits else {})


def _reference(shape: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": _SCHEMAS.format(name=shape.__name__)}
