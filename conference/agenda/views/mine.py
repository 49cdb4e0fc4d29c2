"""A reader's own agenda: by the link that only they have, or with their account."""

from __future__ import annotations

from typing import Any, cast

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import current_account, require_sign_in
from conference.agenda import service
from conference.agenda.forms.mine import SendForm
from conference.agenda.models import PersonalAgenda
from conference.agenda.personal import chosen_sessions
from conference.agenda.views.asked import address, zone
from conference.agenda.views.blueprint import EVENT, Answer, blueprint, published_agenda
from conference.agenda.views.hours import hours_beside
from conference.agenda.views.own import behind, let_go, of_browser, own, remember
from conference.core.access import access, form_view
from conference.core.database import write
from conference.core.limits import PER_IP, limiter, may_write_to
from conference.core.localization import absolute_url, current_language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import one_way
from conference.events.access import current_event, visitor

MINE = f"{EVENT}/agenda/mine/<token>"
# What becomes of the agenda that a browser has when it takes up another one.
ADDED, LEFT = "added", "left"


def home_of(personal: PersonalAgenda) -> str:
    """The address of a personal agenda for whoever it belongs to."""
    if personal.account_id is not None:
        return address("agenda.day", {"mine": "1"})
    return url_for("agenda.mine", token=service.token_of(personal))


def my_agenda() -> Answer:
    """What the reader chose: with their account, or in this browser (`?mine=1`)."""
    private_page()
    personal = own()
    return _page(personal, SendForm(formdata=None))


@blueprint.get(MINE)
@access(visitor)
@section("agenda.day")
def mine(token: str) -> Answer:
    return _page(behind(token), SendForm(formdata=None))


def _page(personal: PersonalAgenda | None, form: SendForm) -> str:
    event, agenda, account = current_event(), published_agenda(), current_account()
    own_zone, here = agenda.zone if agenda else event.zone, of_browser()
    days: dict[object, list[object]] = {}
    for one in chosen_sessions(agenda, personal) if agenda and personal else ():
        days.setdefault(one.session.day(own_zone), []).append(one)
    token = service.token_of(personal) if personal else ""
    other = here if account and here and (personal is None or here.id != personal.id) else None
    return render_template(
        "agenda/mine.html",
        the_event=event,
        agenda=agenda,
        personal=personal,
        days=days,
        form=form,
        token=token,
        link=absolute_url("agenda.mine", token=token, event=event.slug) if token else "",
        is_of_account=personal is not None and personal.account_id is not None,
        is_signed_in=account is not None,
        is_here=personal is not None and here is not None and here.id == personal.id,
        before=_shown_before(personal),
        to_take=service.token_of(other) if other else "",
        taken=len(other.chosen) if other else 0,
        chosen_here=frozenset(one.session_id for one in personal.chosen) if personal else frozenset(),
        **hours_beside(own_zone, zone()),
    )


@blueprint.post(f"{MINE}/send")
@limiter.limit(PER_IP)
@access(visitor)
@form_view
def send_mine(token: str) -> Answer:
    """Mail the link to oneself. An account's agenda needs none."""
    personal = behind(token)
    if personal.account_id is not None:
        abort(404)
    form = SendForm()
    if not form.validate_on_submit():
        return _page(personal, form), 422
    personal_id, email, back = personal.id, form.email.data, home_of(personal)
    if may_write_to(email):
        with write() as database:
            found = service.personal_agenda(database, personal_id)
            if found is not None:
                service.send_link(database, found, email=email, language=current_language())
    flash(_("The link is on its way to %(email)s.", email=one_way(email)), "success")
    return redirect(back)


@blueprint.post(f"{MINE}/keep")
@access(visitor)
def keep_mine(token: str) -> Answer:
    """Let this browser choose for the agenda of the link.

    What it chose before is added, or stays behind a link of its own; where nobody said which, the page asks.
    """
    personal = behind(token)
    event_id, secret, personal_id = personal.event_id, personal.secret, personal.id
    before, answer = _chosen_before(personal), request.form.get("before", "")
    if before is not None and answer not in (ADDED, LEFT):
        return _page(personal, SendForm(formdata=None)), 409
    if before is not None and answer == ADDED:
        before_id = before.id
        with write() as database:
            found, other = (service.personal_agenda(database, one) for one in (personal_id, before_id))
            if found is not None and other is not None:
                service.join(database, found, other)
        flash(_("What was chosen in this browser is in this agenda now."), "success")
    response = redirect(url_for("agenda.mine", token=token))
    remember(cast(Response, response), event_id, secret)
    return response


@blueprint.post(f"{MINE}/take")
@access(visitor)
def take_mine(token: str) -> Answer:
    """Give the signed-in account what was chosen by the link."""
    require_sign_in()
    personal, account = behind(token), current_account()
    personal_id, account_id, event_id = personal.id, account.id if account else 0, personal.event_id
    is_here = _is_here(personal)
    with write() as database:
        found = service.personal_agenda(database, personal_id)
        if found is not None and found.account_id is None:
            service.take_over(database, found, account_id)
    flash(_("The sessions are in your account’s agenda now."), "success")
    response = redirect(address("agenda.day", {"mine": "1"}))
    if is_here:
        let_go(cast(Response, response), event_id)
    return response


@blueprint.post(f"{MINE}/delete")
@access(visitor)
def delete_mine(token: str) -> Answer:
    personal = behind(token)
    personal_id, event_id = personal.id, personal.event_id
    is_here = _is_here(personal)
    with write() as database:
        mine = service.personal_agenda(database, personal_id)
        if mine is not None:
            service.forget(database, mine)
    flash(_("Your agenda is deleted."), "success")
    response = redirect(url_for("agenda.day"))
    if is_here:
        let_go(cast(Response, response), event_id)
    return response


def _chosen_before(personal: PersonalAgenda) -> PersonalAgenda | None:
    """Another agenda of this browser in which something was chosen."""
    here = of_browser()
    return here if here is not None and here.id != personal.id and here.chosen else None


def _shown_before(personal: PersonalAgenda | None) -> dict[str, Any] | None:
    before = _chosen_before(personal) if personal else None
    return {"count": len(before.chosen), "url": home_of(before)} if before else None


def _is_here(personal: PersonalAgenda) -> bool:
    """Whether it is the agenda that this browser was given: another one's link leaves that alone."""
    found = of_browser()
    return found is not None and found.id == personal.id
