"""Who is asking: the sign-in that the cookie proves, and the policies that need one."""

from __future__ import annotations

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask import session as browser_session
from flask_login import LoginManager, current_user

from conference.accounts import service
from conference.accounts.models import Account, SignIn
from conference.accounts.queries import sign_in_by_secret
from conference.accounts.service import SIGN_IN_LIVES, USE_IS_NOTED_EVERY, is_alive
from conference.core.access import Access
from conference.core.clock import now
from conference.core.database import UNSAFE, db, write

FOR_ANYBODY = frozenset({"api", "assets", "health"})
"""Blueprints that look at nobody's cookie: they cost no query for it, and what they answer depends on no sign-in."""

login_manager = LoginManager()


def cookie_name(*, is_https: bool) -> str:
    """`__Host-` binds the cookie to this host and to https (RFC 6265bis §4.1.3.2)."""
    return "__Host-sign-in" if is_https else "sign-in"


def configure(app: Flask, *, is_https: bool) -> None:
    app.config["SIGN_IN_COOKIE"] = cookie_name(is_https=is_https)
    login_manager.init_app(app, add_context_processor=False)

    @login_manager.request_loader
    def load(_request: object) -> Account | None:
        opened = current_sign_in()
        return opened.account if opened else None

    @app.before_request
    def note_use() -> None:
        if request.blueprint in FOR_ANYBODY or request.method in UNSAFE:
            return
        opened = current_sign_in()
        if opened and opened.last_used_at < now() - USE_IS_NOTED_EVERY:
            sign_in_id = g.pop("sign_in").id
            with write() as session:
                service.note_use(session, sign_in_id)


def current_sign_in() -> SignIn | None:
    """The sign-in of this request, read once."""
    if "sign_in" not in g:
        secret = request.cookies.get(current_app.config["SIGN_IN_COOKIE"], "")
        found = sign_in_by_secret(db.session(), secret) if secret else None
        g.sign_in = found if found and is_alive(found) else None
    opened: SignIn | None = g.sign_in
    return opened


def current_account() -> Account | None:
    """Who is signed in, as Flask-Login knows it."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def signed_in_account() -> Account:
    """The account behind this request, in views that only let signed-in people through."""
    account = current_account()
    assert account is not None
    return account


def set_sign_in_cookie(response: Response, secret: str) -> None:
    # What another person's session held (a token, a message) is not carried into this one's.
    browser_session.clear()
    name = current_app.config["SIGN_IN_COOKIE"]
    response.set_cookie(
        name,
        secret,
        max_age=int(SIGN_IN_LIVES.total_seconds()),
        path="/",
        secure=name.startswith("__Host-"),
        httponly=True,
        samesite="Lax",
    )


def delete_sign_in_cookie(response: Response) -> None:
    browser_session.clear()
    name = current_app.config["SIGN_IN_COOKIE"]
    response.delete_cookie(name, path="/", secure=name.startswith("__Host-"), httponly=True, samesite="Lax")


def require_sign_in() -> None:
    """Lead whoever is not signed in to the page where they can, and back afterwards."""
    if current_account() is None:
        next_path = request.full_path.rstrip("?") if request.method == "GET" else ""
        abort(redirect(url_for("accounts.sign_in", next=next_path)))


def _require_administrator() -> None:
    require_sign_in()
    if not signed_in_account().is_site_administrator:
        abort(403)


signed_in = Access("signed in", require_sign_in)
site_administrator = Access("site administrator", _require_administrator)
