"""What the pages of the form builder share: who may change what, and what is said where something is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from conference.core.database import db, write
from conference.core.localization import current_language
from conference.core.rendering import shown
from conference.events.access import current_event, viewer
from conference.events.models import Role
from conference.registration.forms.offer import OfferedSession, marked, sessions_on_offer
from conference.registration.models import FieldType, FormField, FormSection
from conference.registration.queries import EventForm, event_form
from conference.registration.service import form as builder
from conference.registration.views.blueprint import MANAGE

FORM = f"{MANAGE}/form"
DIRECTION = "<any(earlier, later):direction>"
CHOICE = "<int(max=2147483647):choice_id>"
Refusal = (
    builder.NoSuchPart,
    builder.AskedTooLate,
    builder.Needed,
    builder.FieldFixed,
    builder.FieldAnswered,
    builder.OtherNotAsked,
    builder.SectionInUse,
)
Result = TypeVar("Result")


def may_write() -> bool:
    """Whether the viewer changes more of the form than its texts, which is what translators do."""
    return viewer().has(Role.ORGANISER)


def the_form() -> EventForm:
    return event_form(db.session(), current_event())


def the_section(key: str) -> FormSection:
    """The section of this request. Aborts with 404."""
    return next((one for one in the_form().sections if one.key == key), None) or abort(404)


def the_field(key: str) -> tuple[EventForm, FormField]:
    """The form, and the field of this request, if it is asked. Aborts with 404.

    What is sent to a field that was there when its page was opened goes back to the form, which says so.
    """
    form = the_form()
    field = form.field(key)
    if field is None and request.method == "POST":
        flash(refusal_of(builder.NoSuchPart(key)), "warning")
        abort(back())
    return form, field or abort(404)


def sessions_for(form: EventForm) -> dict[int, OfferedSession]:
    """The sessions that the form's choices stand for; asked for only where it has such."""
    if not any(field.type == FieldType.SESSIONS for field in form.fields):
        return {}
    return sessions_on_offer(db.session(), current_event(), current_language())


def attempt(work: Callable[[Session], Result]) -> Result | None:
    """Do something in a transaction of its own; a refusal is told on the next page, and changes nothing."""
    try:
        with write() as session:
            return work(session)
    except Refusal as refused:
        flash(refusal_of(refused), "warning")
    return None


def refusal_of(refused: Exception) -> str:
    """Why the form could not be changed as somebody wanted, and what to do."""
    if isinstance(refused, builder.AskedTooLate):
        sentence = _("“%(field)s” is asked depending on “%(other)s”, so it has to stand after it. Nothing was moved.")
        return marked(sentence, field=shown(refused.field), other=shown(refused.other))
    if isinstance(refused, builder.Needed):
        sentence = _("“%(field)s” is asked depending on this. First change when it is asked.")
        return marked(sentence, field=shown(refused.field))
    if isinstance(refused, builder.OtherNotAsked):
        sentence = _("This field depends on “%(other)s”, which is no longer asked. First bring that one back.")
        return marked(sentence, other=shown(refused.other))
    if isinstance(refused, builder.FieldAnswered):
        return ngettext(
            "%(num)s person has answered, so the type stays. Remove the field (the answer is kept) and add a new one.",
            "%(num)s people have answered, so the type stays. Remove the field (answers are kept) and add a new one.",
            refused.count,
        )
    if isinstance(refused, builder.FieldFixed):
        return _("The platform needs this field: it can be reworded and moved, not taken away or changed otherwise.")
    if isinstance(refused, builder.SectionInUse):
        return _("This section still asks something. First move or remove its fields.")
    return _("Somebody took this out of the form meanwhile.")


def back(anchor: str | None = None) -> Response:
    """To the form's page, at the part that was changed: the keyboard goes on from there."""
    return redirect(url_for("registration.form", _anchor=anchor))
