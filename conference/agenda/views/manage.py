"""The organisers' board: the draft by day, what is missing in which language, what changed, and publishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.accounts.models import email_key
from conference.agenda import service
from conference.agenda.check_words import held_back_words
from conference.agenda.checks import errors_among, findings_of
from conference.agenda.difference import Change, readable
from conference.agenda.forms import PublishForm
from conference.agenda.models import Session
from conference.agenda.parity import is_complete, parity, texts_of_session
from conference.agenda.queries import latest_version, whole_sessions_of
from conference.agenda.views.blueprint import MANAGE, Answer, blueprint
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.translated import Translated
from conference.events.access import current_event, organiser, translator, viewer
from conference.events.models import Event, Role


@blueprint.get(MANAGE)
@access(translator)
def manage() -> Answer:
    return _board(PublishForm(current_event()))


@blueprint.post(f"{MANAGE}/publish")
@access(organiser)
@section("agenda.manage")
@form_view
def publish() -> Answer:
    event = current_event()
    form = PublishForm(event)
    if not form.validate_on_submit():
        return _board(form), 422
    note, by = Translated.of(event.source, form.note.texts, by=signed_in_account().id), signed_in_account().id
    try:
        with write() as database:
            version = service.publish_agenda(database, event, note=note, by=by)
            number = version.number
            told = service.tell_concerned(database, event, version) if form.tells_concerned else 0
    except service.NothingToPublish:
        form.form_errors.append(_("There is nothing to publish: visitors already see all of this."))
        return _board(form), 422
    except service.HeldBack as held:
        form.form_errors.append(held_back_words(len(held.findings)))
        return _board(form), 422
    flash(_("Version %(number)s is published.", number=number), "success")
    if told:
        flash(ngettext("%(num)s person gets a mail about it.", "%(num)s people get a mail about it.", told), "success")
    return redirect(url_for("agenda.manage"))


def _board(form: PublishForm) -> str:
    event = current_event()
    database = db.session()
    sessions = whole_sessions_of(database, event.id)
    published = latest_version(database, event.id)
    findings = findings_of(database, event, sessions)
    rows = [_row(event, session) for session in sessions]
    changes = service.changes_since_publication(event, published, sessions)
    return render_template(
        "agenda/manage.html",
        the_event=event,
        form=form,
        days=_by_day(event, rows),
        complete=sum(row["is_complete"] for row in rows),
        all_rows=len(rows),
        findings=findings,
        errors=len(errors_among(findings)),
        published=published,
        changes=readable(changes),
        concerned=_concerned(event, sessions, changes),
        has_placed=any(session.starts_at for session in sessions),
        is_organiser=viewer().has(Role.ORGANISER),
    )


def _concerned(event: Event, sessions: Sequence[Session], changes: Sequence[Change]) -> dict[str, Any]:
    """Who would be written to, and which speakers of the sessions that change would be and would not."""
    found = service.concerned_by_draft(db.session(), event, sessions, changes)
    told = {one.key for one in found.people if one.speaks_in}
    speakers = {role.speaker.id: role.speaker for one in sessions if one.id in found.sessions for role in one.roles}
    return {
        "people": len(found.people),
        "calendars": found.calendars,
        "choosers": sum(bool(one.chosen) for one in found.people),
        "speakers": [one for one in speakers.values() if email_key(one.email) in told],
        "unreached": [one for one in speakers.values() if email_key(one.email) not in told],
    }


def _row(event: Event, session: Session) -> dict[str, Any]:
    states = parity(texts_of_session(session), event.languages)
    return {"session": session, "states": states, "is_complete": is_complete(states)}


def _by_day(event: Event, rows: Sequence[dict[str, Any]]) -> list[tuple[date | None, list[dict[str, Any]]]]:
    """The rows by day; those not placed yet come last, under None."""

    def day(row: dict[str, Any]) -> date | None:
        starts_at = row["session"].starts_at
        return starts_at.astimezone(event.zone_info).date() if starts_at else None

    return [(key, list(group)) for key, group in groupby(rows, day)]
