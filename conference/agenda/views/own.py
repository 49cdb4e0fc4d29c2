"""Whose personal agenda a request is about: the account's, or the one that this browser was given.

The browser keeps the secrets of its agendas in a cookie of its own. Whoever has it is not served from the store of
public pages, so that no stored page shows what somebody chose.
"""

from __future__ import annotations

from flask import Response, abort, current_app, g, request

from conference.accounts.access import current_account
from conference.agenda.models import PersonalAgenda
from conference.agenda.queries import personal_agenda_by_secret, personal_agenda_by_token, personal_agenda_of
from conference.core.database import db
from conference.core.security import private_page
from conference.core.tokens import BadToken, read, sign
from conference.events.access import current_event

COOKIE = "MY_AGENDA_COOKIE"
COOKIE_LIVES = 400 * 24 * 3600
MOST_EVENTS = 10
_BROWSER = "agenda.browser"


def cookie_name(*, is_https: bool) -> str:
    return "__Host-my-agenda" if is_https else "my-agenda"


def of_browser() -> PersonalAgenda | None:
    """The agenda without an account that this browser was given for the event of this request."""
    secret = _secrets().get(str(current_event().id))
    found = personal_agenda_by_secret(db.session(), current_event().id, secret) if secret else None
    return found if found and found.account_id is None else None


def own() -> PersonalAgenda | None:
    """The agenda that choosing here and now would change: the account's, else the browser's."""
    account = current_account()
    return personal_agenda_of(db.session(), current_event().id, account.id) if account else of_browser()


def chosen_here() -> frozenset[int] | None:
    """The ids of the sessions that the reader chose; None for readers whose page is stored and given to all."""
    if current_account() is None and not _secrets():
        return None
    personal = own()
    return frozenset(one.session_id for one in personal.chosen) if personal else frozenset()


def behind(token: str) -> PersonalAgenda:
    """The agenda that a link opens. An account's opens for that account alone. Aborts with 404."""
    private_page()
    personal = personal_agenda_by_token(db.session(), current_event().id, token)
    account = current_account()
    if personal is None or (personal.account_id is not None and (account is None or account.id != personal.account_id)):
        abort(404)
    return personal


def remember(response: Response, event_id: int, secret: str) -> None:
    """Let this browser keep an agenda: the newest of a few events."""
    kept = {key: value for key, value in _secrets().items() if key != str(event_id)}
    _set(response, dict([*kept.items(), (str(event_id), secret)][-MOST_EVENTS:]))


def let_go(response: Response, event_id: int) -> None:
    """Let this browser forget its agenda of an event."""
    _set(response, {key: value for key, value in _secrets().items() if key != str(event_id)})


def _secrets() -> dict[str, str]:
    if "agenda_secrets" not in g:
        try:
            found = read(_BROWSER, request.cookies.get(current_app.config[COOKIE], ""))
        except BadToken:
            found = {}
        g.agenda_secrets = found
    secrets: dict[str, str] = g.agenda_secrets
    return secrets


def _set(response: Response, secrets: dict[str, str]) -> None:
    name = current_app.config[COOKIE]
    secure = name.startswith("__Host-")
    if secrets:
        response.set_cookie(
            name,
            sign(_BROWSER, secrets),
            max_age=COOKIE_LIVES,
            path="/",
            secure=secure,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")
