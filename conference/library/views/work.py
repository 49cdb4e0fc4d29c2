"""The organisers' pages of the work on language versions: who does it until when, and reminding them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.accounts.models import Account, email_key
from conference.core import formatting
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.rendering import month_style
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser
from conference.events.models import Event
from conference.events.queries import team
from conference.events.reminding import QUIET
from conference.library import service
from conference.library.forms import WorkForm
from conference.library.queries import Candidate, LeftOut, candidates
from conference.library.views.blueprint import MANAGE, Answer, blueprint, event_language
from conference.library.views.managed import locked_document, managed_document
from conference.library.views.organisers import board_filter
from conference.library.words import standing_words

MOST_AT_ONCE = 500
LARGEST_ID = 2**31 - 1


@blueprint.route(f"{MANAGE}/<slug>/<code>/work", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@form_view
def work(slug: str, code: str) -> Answer:
    """How far a version is, who is responsible for it, until when."""
    event, language, document = current_event(), event_language(code), managed_document(db.session(), slug)
    form = WorkForm(event, team=_team(event), version=document.version_in(language))
    if form.validate_on_submit():
        account = signed_in_account()
        try:
            with write() as session:
                found = locked_document(session, slug)
                service.assign(session, found, language, values=form.values, seen=form.seen_values, by=account)
        except Clashes as clashes:
            form.show_clashes(clashes)
        else:
            flash(_("It is saved. The board shows it."), "success")
            return redirect(url_for("library.edit", slug=slug, _anchor="files"))
        document = managed_document(db.session(), slug)
    page = render_template("library/work.html", form=form, document=document, language=language)
    return page, 422 if form.errors else 200


def _team(event: Event) -> Sequence[Account]:
    """Everybody with a role, once each, by name."""
    people = {role.account.id: role.account for role in team(db.session(), event)}
    return sorted(people.values(), key=lambda one: one.name.casefold())


@blueprint.get(f"{MANAGE}/remind")
@access(organiser)
@section("library.manage")
def remind_whom() -> Answer:
    """Those who would be written to for the versions that were chosen, and of what each; GET writes nothing."""
    private_page()
    event = current_event()
    found = candidates(db.session(), event, _ids(request.args.getlist("chosen")), quiet=QUIET)
    back = url_for("library.manage", **board_filter().asked)
    if not found:
        flash(_("Choose at least one language version first."), "warning")
        return redirect(back)
    written = [one for one in found if one.left_out is None]
    return render_template(
        "library/remind.html",
        the_event=event,
        people=_people(written),
        written=written,
        left_out=[one for one in found if one.left_out is not None],
        standing_words=standing_words,
        why=lambda one: _why(event, one),
        back=back,
    )


def _people(written: Sequence[Candidate]) -> Mapping[str, Sequence[Candidate]]:
    """The versions of each person, by the key of their address."""
    people: dict[str, list[Candidate]] = {}
    for one in written:
        people.setdefault(email_key(one.version.responsible_email), []).append(one)
    return people


def _why(event: Event, one: Candidate) -> str:
    """Why nobody is reminded of a version."""
    instant = one.version.reminded_at
    at = formatting.format_instant(instant, event.zone, g.language, month_style()) if instant else ""
    return {
        LeftOut.DONE: _("Nothing is asked for here any more."),
        LeftOut.NOBODY: _("Nobody is responsible for it yet."),
        LeftOut.RECENTLY: _("Was asked for within the last 24 hours: %(instant)s.", instant=at),
        None: "",
    }[one.left_out]


def _ids(values: Sequence[Any]) -> list[int]:
    numbers = (int(one) for one in values if one.isascii() and one.isdigit() and len(one) <= 10)
    return list(dict.fromkeys(one for one in numbers if 0 < one <= LARGEST_ID))[:MOST_AT_ONCE]


@blueprint.post(f"{MANAGE}/remind")
@access(organiser)
def remind() -> Answer:
    event, by = current_event(), signed_in_account()
    chosen = _ids(request.form.getlist("chosen"))
    with write() as database:
        written = service.remind(database, event, chosen, by=by)
        people = len({email_key(one.responsible_email) for one in written})
        left_out = len(chosen) - len(written)
    if people:
        flash(ngettext("A reminder goes to %(num)s person.", "A reminder goes to %(num)s people.", people), "success")
    if left_out:
        flash(
            ngettext(
                "%(num)s language version is left out: it is here already, or somebody asked for it before you.",
                "%(num)s language versions are left out: they are here already, or somebody asked for them before you.",
                left_out,
            ),
            "warning",
        )
    return redirect(url_for("library.manage"))
