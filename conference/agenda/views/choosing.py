"""Choosing one session: a small page that is stored for nobody. JavaScript makes one press of it (js/star.js)."""

from __future__ import annotations

from typing import cast

from flask import Response, abort, redirect, render_template, request, url_for

from conference.accounts.access import current_account
from conference.agenda import service
from conference.agenda.personal import overlapping
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.views.blueprint import EVENT, Answer, blueprint, published_session
from conference.agenda.views.mine import home_of
from conference.agenda.views.own import behind, chosen_here, own, remember
from conference.core.access import access
from conference.core.database import write
from conference.core.limits import limiter
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, visitor

# A ministry is one IP, and each of its people may choose many sessions.
CHOICES = "1500 per 10 minutes"


def _to_choose(code: str) -> tuple[PublishedAgenda, PublishedSession]:
    """The published agenda and the session to choose. Aborts with 404; nobody chooses a break."""
    agenda, session = published_session(code)
    return (agenda, session) if not session.is_break else abort(404)


@blueprint.get(f"{EVENT}/agenda/<code>/choose")
@access(visitor)
@section("agenda.day")
def choice(code: str) -> Answer:
    private_page()
    agenda, session = _to_choose(code)
    chosen = chosen_here() or frozenset()
    mine = [one for one in agenda.sessions if one.id in chosen]
    return render_template(
        "agenda/choice.html",
        the_event=current_event(),
        agenda=agenda,
        session=session,
        is_chosen=session.id in chosen,
        overlaps=overlapping(session, mine),
    )


@blueprint.post(f"{EVENT}/agenda/<code>/choose")
@limiter.limit(CHOICES)
@access(visitor)
def choose(code: str) -> Answer:
    """Put the session into the reader's agenda or take it out; the first choice without an account begins an agenda.

    A form on a personal agenda's own page names it by its token.
    """
    private_page()
    _agenda, session = _to_choose(code)
    token = request.form.get("mine", "")
    personal = behind(token) if token else own()
    event_id, account = current_event().id, current_account()
    account_id, personal_id = account.id if account else None, personal.id if personal else None
    is_wanted = request.form.get("chosen") == "1"
    if is_wanted and session.is_cancelled:
        abort(404)
    begun = ""
    with write() as database:
        mine = service.personal_agenda(database, personal_id) if personal_id else None
        if mine is None and is_wanted:
            mine = (
                service.agenda_of_account(database, event_id, account_id)
                if account_id
                else service.begin(database, event_id)
            )
            begun = "" if account_id else mine.secret
        if mine is not None:
            if is_wanted:
                service.choose(database, mine, session)
            else:
                service.let_go(database, mine, session.id)
        back = home_of(mine) if token and mine else url_for("agenda.choice", code=code)
    response = redirect(back, 303)
    if begun:
        remember(cast(Response, response), event_id, begun)
    return response
