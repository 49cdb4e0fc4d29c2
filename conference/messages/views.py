"""The organisers' page of messages: what was sent, what waits, what did not arrive, and trying again."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.audit.service import record
from conference.core.access import access
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import isolated
from conference.events.access import current_event, organiser
from conference.events.models import Event
from conference.messages import letters
from conference.messages.words import error_words, kind_words, state_tone, state_words
from conference.outbox import service
from conference.outbox.models import MessageState
from conference.outbox.queries import counts, message_of, messages

blueprint = Blueprint("messages", __name__, template_folder="templates")
EVENT = "/<language:language>/<slug:event>"
MESSAGE = f"{EVENT}/manage/messages/<int(max=2147483647):message_id>"
PAGE_LENGTH = 50


@blueprint.get(f"{EVENT}/manage/messages")
@access(organiser)
def manage() -> str:
    private_page()
    event = current_event()
    counted = counts(db.session(), event_id=event.id)
    state = request.args.get("state", "")
    state = state if state in set(MessageState) else ""
    pages = max(1, -(-(counted.get(state, 0) if state else sum(counted.values())) // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    listed = messages(
        db.session(), event_id=event.id, state=state or None, limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH
    )
    return render_template(
        "messages/manage.html",
        the_event=event,
        messages=listed,
        states=[(one.value, state_words(one), counted.get(one, 0)) for one in MessageState],
        failed=counted.get(MessageState.FAILED, 0),
        state=state,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("messages.manage", state=state or None, page=number),
        kind_words=kind_words,
        state_words=state_words,
        state_tone=state_tone,
        error_words=error_words,
    )


@blueprint.get(MESSAGE)
@access(organiser)
@section("messages.manage")
def show(message_id: int) -> str:
    private_page()
    event = current_event()
    message = message_of(db.session(), event_id=event.id, message_id=message_id)
    if message is None:
        abort(404)
    return render_template(
        "messages/show.html",
        the_event=event,
        message=message,
        letter=letters.read(message.mime) if message.mime else None,
        kind_words=kind_words(message.kind),
        state_words=state_words(message.state),
        state_tone=state_tone(message.state),
        error_words=error_words(message.last_error),
    )


@blueprint.post(f"{MESSAGE}/retry")
@access(organiser)
def retry(message_id: int) -> Response:
    event_id, by = current_event().id, signed_in_account().id
    try:
        with write() as session:
            message = message_of(session, event_id=event_id, message_id=message_id, lock=True)
            if message is None:
                abort(404)
            recipient = message.recipient
            service.retry(session, message)
            record(session, "retry", message, by=by, event_id=event_id)
    except service.NotFailed:
        flash(_("This message is no longer among those that failed. Look at its state now."), "warning")
    else:
        flash(_("The message to %(recipient)s is sent again now.", recipient=isolated(recipient)), "success")
    return redirect(url_for("messages.show", message_id=message_id))


@blueprint.post(f"{EVENT}/manage/messages/retry")
@access(organiser)
def retry_all() -> Response:
    event_id, by = current_event().id, signed_in_account().id
    with write() as session:
        count = service.retry_all(session, event_id)
        if count:
            event = session.get_one(Event, event_id)
            record(session, "retry messages", event, by=by, event_id=event_id, before={}, after={"messages": count})
    if count:
        flash(ngettext("%(num)s message is sent again now.", "%(num)s messages are sent again now.", count), "success")
    else:
        flash(_("No message waits for a new attempt."), "warning")
    return redirect(url_for("messages.manage"))
