"""The mails about registrations: an event's own words for them, tried out on real people before anybody gets them."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.languages import Language, UnknownLanguage
from conference.core.localization import current_language
from conference.core.rendering import plain
from conference.core.sections import section
from conference.core.security import framed, may_frame, private_page
from conference.core.text import isolated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator, viewer
from conference.events.models import Role
from conference.outbox.mail import Mail, inlined
from conference.registration import service
from conference.registration.emails import letter
from conference.registration.forms import MailTextForm
from conference.registration.mail_labels import mail_words, occasion_words, parity_words, placeholder_words
from conference.registration.mail_parity import words_in
from conference.registration.mail_samples import sample_occasion
from conference.registration.mail_words import MailWords, words_for
from conference.registration.models import Delegation, MailKind
from conference.registration.placeholders import NEEDED, NOT_IN_SUBJECTS, OFFERED, Placeholder
from conference.registration.queries import About, about_in, about_name, latest_about, mail_text, mail_texts
from conference.registration.views.blueprint import MANAGE, Answer, blueprint

MAILS = f"{MANAGE}/mails"
ONE = f"{MAILS}/<any({', '.join(MailKind)}):kind>"
MOST_LISTED, MOST_ROWS = 50, 2**31


@blueprint.get(MAILS)
@access(translator)
@section("registration.manage")
def mails() -> str:
    """Every kind of mail, when it is sent, and in which languages the event has its own words for it."""
    event = current_event()
    own = mail_texts(db.session(), event.id)
    rows = [
        (kind, [(language, words_in(own.get(kind), language, source=event.source)) for language in event.languages])
        for kind in MailKind
    ]
    return render_template(
        "registration/mails.html",
        the_event=event,
        rows=rows,
        mail_words=mail_words,
        occasion_words=occasion_words,
        parity_words=parity_words,
        is_organiser=_is_organiser(),
    )


@blueprint.route(ONE, methods=["GET", "POST"])
@access(translator)
@section("registration.manage")
@form_view
def edit_mail(kind: str) -> Answer:
    """The words of one kind of mail, side by side; a button shows what they would make before they are saved."""
    event, kind = current_event(), MailKind(kind)
    own = mail_text(db.session(), event.id, kind)
    form = MailTextForm(event, kind, own)
    tried = None
    if form.validate_on_submit() and "try" in request.form:
        tried = [_mail(kind, language, form.typed(language), None) for language in event.languages]
    elif form.is_submitted() and not form.errors:
        by = signed_in_account()
        try:
            with write() as session:
                changed = service.change_mail_text(session, event, kind, edits=form.edits(), by=by)
        except Clashes as clashes:
            form.show_clashes(clashes)
        else:
            if changed:
                flash(_("The mail is saved. Whoever gets it from now on reads these words."), "success")
            else:
                flash(_("Nothing was changed."), "success")
            return redirect(url_for("registration.edit_mail", kind=kind))
    page = render_template(
        "registration/mail.html",
        the_event=event,
        kind=kind,
        form=form,
        own=mail_text(db.session(), event.id, kind),
        tried=tried,
        mail_words=mail_words(kind),
        occasion_words=occasion_words(kind),
        placeholders=[_placeholder_row(kind, one) for one in Placeholder if one in OFFERED[kind]],
        is_organiser=_is_organiser(),
    )
    return page, 422 if form.errors else 200


def _placeholder_row(kind: MailKind, one: Placeholder) -> tuple[str, str, list[str]]:
    notes = []
    if one in NEEDED[kind]:
        notes.append(_("needed"))
    if one in NOT_IN_SUBJECTS:
        notes.append(_("not in the subject"))
    return f"{{{one}}}", placeholder_words(one), notes


@blueprint.post(f"{ONE}/usual")
@access(organiser)
def use_usual_words(kind: str) -> Answer:
    event, by = current_event(), signed_in_account()
    with write() as session:
        had_own = service.use_usual_words(session, event, MailKind(kind), by=by)
    if had_own:
        flash(_("The usual wording is used again, in all languages."), "success")
    return redirect(url_for("registration.edit_mail", kind=kind))


@blueprint.get(f"{ONE}/preview")
@access(translator)
@section("registration.manage")
def mail_preview(kind: str) -> Response:
    """The mail as its reader gets it: as a page in a frame, and as text."""
    private_page()
    kind = MailKind(kind)
    event, language, about = current_event(), _language(), _about(kind)
    mail = _stored(kind, language, about)
    listed = latest_about(db.session(), event.id, kind, limit=MOST_LISTED) if _is_organiser() else ()
    listed = listed if about is None or about in listed else [about, *listed]
    page = render_template(
        "registration/mail_preview.html",
        the_event=event,
        kind=kind,
        mail=mail,
        mail_words=mail_words(kind),
        listed=[(one.id, _about_words(one)) for one in listed],
        about_name=about_name(kind),
        about_id=about.id if about is not None else None,
        my_address=signed_in_account().email,
        is_organiser=_is_organiser(),
    )
    return may_frame(make_response(page))


@blueprint.get(f"{ONE}/preview/letter")
@access(translator)
def mail_frame(kind: str) -> Response:
    """The HTML part alone, as it is sent."""
    private_page()
    kind = MailKind(kind)
    mail = _stored(kind, _language(), _about(kind))
    return framed(make_response(inlined(mail.html)))


@blueprint.post(f"{ONE}/test")
@access(translator)
def send_test(kind: str) -> Answer:
    """Send the mail to whoever asks for it, and to nobody else."""
    kind = MailKind(kind)
    event, language, about, by = current_event(), _language(), _about(kind), signed_in_account()
    address, about_id = by.email, about.id if about is not None else None
    with write() as session:
        service.send_test(session, event, kind, language=language, about=about_id, by=by)
    flash(_("The mail goes to %(address)s now.", address=isolated(address)), "success")
    asked: dict[str, Any] = {about_name(kind): about_id}
    return redirect(url_for("registration.mail_preview", kind=kind, to=language.code, **asked))


def _stored(kind: MailKind, language: Language, about: About | None) -> Mail:
    own = mail_text(db.session(), current_event().id, kind)
    return _mail(kind, language, words_for(kind, own, language), about)


def _mail(kind: MailKind, language: Language, words: MailWords, about: About | None) -> Mail:
    return letter(words, sample_occasion(current_event(), kind, language, about), kind=kind)


def _language() -> Language:
    """The language of the mail, which need not be the page's. Aborts with 404 for one that the event does not have."""
    try:
        language = Language.of(request.args.get("to") or current_language().code)
    except UnknownLanguage:
        abort(404)
    if language not in current_event().languages:
        abort(404)
    return language


def _about(kind: MailKind) -> About | None:
    """Whom the mail is tried out on, for those who may see people. Aborts with 404 for nobody of this event."""
    number = request.args.get(about_name(kind), type=int)
    if number is None or not _is_organiser():
        return None
    found = about_in(db.session(), current_event().id, kind, number) if 0 < number < MOST_ROWS else None
    if found is None:
        abort(404)
    return found


def _about_words(one: About) -> str:
    """Who it is, told from others of the same name by what is theirs alone."""
    if isinstance(one, Delegation):
        return f"{plain(one.organisation.name)} ({one.focal_name})"
    return f"{one.native_name} ({one.code})"


def _is_organiser() -> bool:
    return viewer().has(Role.ORGANISER)
