"""The page about one's own calendar: its address in each language, when it rings, a new address, the end of it."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.localization import absolute_url
from conference.events.access import current_event
from conference.feeds import service
from conference.feeds.access import current_owner, owner
from conference.feeds.forms import OwnCalendarForm
from conference.feeds.models import CalendarFeed
from conference.feeds.queries import feed_of
from conference.feeds.views.blueprint import EVENT, Answer, blueprint

PAGE = f"{EVENT}/calendar/<any(registration, speaker, agenda):kind>/<token>"
BACK = {"registration": "registration.show", "speaker": "speakers.speak", "agenda": "agenda.mine"}


@blueprint.route(PAGE, methods=["GET", "POST"])
@access(owner)
@form_view
def own_page(kind: str, token: str) -> Answer:
    """What there is; sent back, it begins the calendar or changes when it rings."""
    event, feed = current_event(), feed_of(db.session(), current_owner())
    form = OwnCalendarForm(feed)
    if not form.validate_on_submit():
        page = _page(kind, token, form, feed)
        return (page, 422) if form.is_submitted() else page
    is_new, event_id = feed is None, event.id
    try:
        with write() as database:
            service.set_up(database, current_owner(), event_id=event_id, alarm_minutes=form.alarm_minutes)
    except service.NobodyThere:
        abort(404)
    flash(_("Your calendar is ready: subscribe to it below.") if is_new else _("The reminder is saved."), "success")
    return redirect(url_for("feeds.own_page", kind=kind, token=token))


@blueprint.post(f"{PAGE}/<any(renew, end):verb>")
@access(owner)
def own_address(kind: str, token: str, verb: str) -> Answer:
    with write() as database:
        (service.renew if verb == "renew" else service.end)(database, current_owner())
    flash(
        _("Your calendar has a new address. The old one opens nothing any more: subscribe again.")
        if verb == "renew"
        else _("Your calendar is ended. Its address opens nothing any more."),
        "success",
    )
    return redirect(url_for("feeds.own_page", kind=kind, token=token))


def _page(kind: str, token: str, form: OwnCalendarForm, feed: CalendarFeed | None) -> str:
    event = current_event()
    address = service.address_of(feed) if feed else ""
    addresses = [
        (language, absolute_url("feeds.own", event=event.slug, language=language, token=address))
        for language in sorted(event.languages if feed else (), key=lambda one: one != g.language)
    ]
    return render_template(
        "feeds/own_calendar.html",
        kind=kind,
        token=token,
        form=form,
        feed=feed,
        addresses=[(language, address, f"webcal:{address.partition(':')[2]}") for language, address in addresses],
        back=url_for(BACK[kind], token=token),
    )
