"""What a request says about the copy that it has and the part that it wants (RFC 9110 §13, §14)."""

from __future__ import annotations

from datetime import datetime

from flask import request
from werkzeug.http import parse_etags, quote_etag


def has_failed(etag: str) -> bool:
    """Whether the request is only for those that have other bytes than these (If-Match)."""
    named = request.headers.get("If-Match")
    if named is None or request.method not in ("GET", "HEAD"):
        return False
    tags = parse_etags(named)
    return not (tags.star_tag or tags.is_strong(etag))


def has_it(etag: str, changed: datetime | None) -> bool:
    """Whether whoever asks has these bytes already; a date counts where no tag is named (§13.2.2)."""
    if request.method not in ("GET", "HEAD"):
        return False
    if "If-None-Match" in request.headers:
        return request.if_none_match.contains_weak(etag)
    since = request.if_modified_since
    return since is not None and changed is not None and changed.replace(microsecond=0) <= since


def wanted(size: int, etag: str, changed: datetime | None) -> tuple[int, int] | None:
    """The first byte that is wanted of `size` and the one behind the last; None is all of them.

    All is given too where several parts are wanted, or the part of what is not these bytes any more (If-Range). Where
    there is no such part, the first is not before the last.
    """
    asked = request.range
    if request.method != "GET" or asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    if not _is_of_these(etag, changed):
        return None
    start, stop = asked.ranges[0]
    if stop is None:
        # The last so many bytes, or all from one on.
        return max(size + start, 0) if start < 0 else start, size
    return start, min(stop, size)


def _is_of_these(etag: str, changed: datetime | None) -> bool:
    """Whether the part is wanted of these very bytes: only a strong tag or the very date says so (§13.1.5)."""
    named = request.headers.get("If-Range")
    if named is None:
        return True
    if request.if_range.date is not None:
        return changed is not None and request.if_range.date == changed.replace(microsecond=0)
    return named.strip() == quote_etag(etag)
