"""What every answer says to the browser about safety."""

from __future__ import annotations

from flask import Flask, Response, g

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Browsers hold the redirect after a form to this too, and the meeting is elsewhere (CSP 3 §6.4.1).
LEAVING_POLICY = CONTENT_SECURITY_POLICY.replace("form-action 'self'", "form-action 'self' https:")
FRAMING_POLICY = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
# For what people wrote, shown in a frame of our own page: its styles stand in its elements, nothing in it can act.
FRAMED_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
FILE_POLICY = "default-src 'none'; sandbox"


def configure(app: Flask, *, is_https: bool) -> None:
    @app.after_request
    def harden(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=()")
        if is_https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if g.get("private_page"):
            headers["Cache-Control"] = "no-store"
            headers["Referrer-Policy"] = "no-referrer"
            headers["X-Robots-Tag"] = "noindex"
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cache-Control", "private, no-cache")
        return response


def may_frame(response: Response) -> Response:
    """A page of ours that shows a document of ours in a frame."""
    response.headers["Content-Security-Policy"] = FRAMING_POLICY
    return response


def framed(response: Response) -> Response:
    """A document that a page of ours shows in a frame: it runs nothing, loads nothing and has no origin."""
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def private_page() -> None:
    """This answer belongs to one person: no cache keeps it, no index lists it, no link tells where it came from."""
    g.private_page = True
