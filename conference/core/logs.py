"""Structured logs: one JSON line per event, with the request's id and without anybody's token."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
import uuid

from flask import Flask, Response, g, has_request_context, request

from conference.core.clock import now

# As long as a token is; other words of an address seldom are.
_LIKE_A_TOKEN = re.compile(r"[A-Za-z0-9_.=-]{32,}")
_KEPT_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
log = logging.getLogger("conference")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            line["request"] = g.get("request_id")
        line.update(getattr(record, "facts", {}))
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def safe_path() -> str:
    """The path of this request with its tokens masked, also where a slip in typing made it the address of no page."""
    path = request.path
    if request.url_rule is None:
        return _LIKE_A_TOKEN.sub("…", path)
    for name, value in (request.view_args or {}).items():
        if name == "token" and value:
            path = path.replace(str(value), "…")
    return path


def configure(app: Flask, *, quiet: bool) -> None:
    """Log to standard error; `quiet` leaves out the line per request."""
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
    app.logger.handlers = log.handlers
    app.logger.propagate = False

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if _KEPT_ID.fullmatch(given) else uuid.uuid4().hex
        g.request_began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        if not quiet and request.endpoint != "assets.file":
            milliseconds = round((time.perf_counter() - g.get("request_began", time.perf_counter())) * 1000, 1)
            facts = {
                "method": request.method,
                "path": safe_path(),
                "status": response.status_code,
                "ms": milliseconds,
            }
            log.info("request", extra={"facts": facts})
        return response
