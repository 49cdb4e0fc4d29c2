"""One text in all its languages side by side: what changed in its source, what to keep, and on to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.agenda.comparison import Piece, marked
from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.text import isolated
from conference.core.translated import State, digest
from conference.core.translated_fields import Clashes, TranslatedField, TranslatedForm
from conference.events.access import current_event, translator
from conference.events.queries import accounts_named
from conference.registration.models import MailText
from conference.translation import kept, service, words
from conference.translation.desk import Place, place_of
from conference.translation.forms import mail_form, text_form
from conference.translation.limits import limits_of
from conference.translation.memory import Suggestion, suggestions
from conference.translation.queries import StoredText, remembered, text_of, texts_of
from conference.translation.sources import BY_KIND, SOURCES, TRANSLATORS, Kind
from conference.translation.views.blueprint import DESK, Answer, blueprint, kept_filters, own_sources, wanted_now

TEXT = f"{DESK}/<any({', '.join(Kind)}):what>/<int:row>/<field>"


@dataclass(frozen=True, slots=True)
class Beside:
    """What is worth knowing about one language of a text, beside the text itself.

    `changes` are the source's words of before and of now, where they changed since it was translated; None where what
    it was before is not known any more. `sentences` say what the translation does not keep.
    """

    language: Language
    state: State
    length: int
    sentences: Sequence[str]
    changes: tuple[Sequence[Piece], Sequence[Piece]] | None
    by: int | None
    at: datetime | None


@blueprint.route(TEXT, methods=["GET", "POST"])
@access(translator)
@section("translation.desk")
@form_view
def text(what: str, row: int, field: str) -> Answer:
    private_page()
    event, wanted = current_event(), wanted_now()
    stored = _stored(what, row, field)
    texts = texts_of(db.session(), event.id, own_sources())
    place = place_of(stored, texts, event.languages, wanted, now())
    form = _form(stored, wanted.language)
    if form.validate_on_submit():
        by, typed = signed_in_account(), _typed(form[field])
        try:
            with write() as database:
                service.change_texts(database, event, stored.kind, row, form.edits(), by=by)
        except Clashes as clashes:
            form.show_clashes(clashes)
        except service.TextGone:
            return _gone(typed)
        else:
            return _saved(stored, place, typed)
    page = render_template(
        "translation/text.html",
        the_event=event,
        text=stored,
        form=form,
        field=form[field],
        place=place,
        beside=[_beside(stored, one.language) for one in form[field].entries_by_language],
        people=_people(stored),
        suggested=_suggested(stored, texts, [one.language for one in form[field].entries_by_language]),
        longest=limits_of(stored).longest,
        address=_address,
        filters=kept_filters(),
        wanted=wanted,
        where=words.where_parts(stored, event),
        state_words=words.state_words,
        state_tone=words.state_tone,
    )
    return page, 422 if form.errors else 200


def _stored(what: str, row: int, field: str) -> StoredText:
    """The text of this address, if the viewer may change it. Aborts with 404."""
    source = BY_KIND[Kind(what)]
    if source not in own_sources():
        abort(404)
    return text_of(db.session(), current_event().id, source, row, field) or abort(404)


def _form(stored: StoredText, language: Language | None) -> TranslatedForm:
    """All languages of the event, or the source and the one that the list is narrowed to."""
    event = current_event()
    if stored.kind == Kind.MAIL:
        return mail_form(event, db.session.get_one(MailText, stored.row), stored.field)
    asked = [stored.language, *(one for one in event.languages if language in (None, one))]
    return text_form(event, stored, list(dict.fromkeys(asked)))


def _typed(field: TranslatedField) -> Mapping[Language, str]:
    """What was typed and is new, by its language."""
    return {language: edit.text for language, edit in field.edits.items() if digest(edit.text) != edit.base}


def _saved(stored: StoredText, place: Place, typed: Mapping[Language, str]) -> Answer:
    """On to the next text, unless what was just typed should be looked at once more."""
    source = typed.get(stored.language, stored.text.text(stored.language))
    translations = [text for language, text in typed.items() if text and language != stored.language]
    if any(kept.differences(source, text) for text in translations):
        flash(_("Saved. Look once more at what differs from the source, or go on."), "warning")
        return redirect(_address(stored))
    flash(_("Saved."), "success")
    if "next" not in request.form:
        return redirect(_address(stored))
    if place.next is None:
        flash(_("That was the last text of this list."), "success")
        return redirect(url_for("translation.desk", **kept_filters()))
    return redirect(_address(place.next))


def _gone(typed: Mapping[Language, str]) -> Answer:
    lost = " / ".join(isolated(one) for one in typed.values() if one)
    sentence = _("What this text belonged to was taken away meanwhile. Your words: %(words)s", words=lost)
    flash(sentence if lost else _("What this text belonged to was taken away meanwhile."), "warning")
    return redirect(url_for("translation.desk", **kept_filters()))


def _address(stored: StoredText) -> str:
    return url_for("translation.text", what=stored.kind, row=stored.row, field=stored.field, **kept_filters())


def _beside(stored: StoredText, language: Language) -> Beside:
    source, translation = stored.text.text(stored.language), stored.text.text(language)
    entry: Mapping[str, Any] = stored.text.to_json().get(language.code, {})
    former = stored.text.made_from(language)
    compared = bool(translation) and language != stored.language
    return Beside(
        language,
        stored.text.state(language),
        len(translation),
        words.part_sentences(kept.differences(source, translation)) if compared else [],
        marked(former, source) if former else None,
        entry.get("by"),
        datetime.fromisoformat(entry["at"]) if entry.get("at") else None,
    )


def _suggested(
    stored: StoredText, texts: Sequence[StoredText], languages: Sequence[Language]
) -> Mapping[Language, Sequence[Suggestion]]:
    """From this event and from those of before at which the viewer organises or translates."""
    if all(stored.text.state(one) in (State.SOURCE, State.TRANSLATED) for one in languages):
        return {}
    sources = [source for source in SOURCES if source.roles == TRANSLATORS]
    before = remembered(db.session(), signed_in_account().id, sources)
    return suggestions(stored, [*texts, *before], languages)


def _people(stored: StoredText) -> Mapping[int, str]:
    """Who changed the text, by the ids of their accounts."""
    ids = {entry["by"] for entry in stored.text.to_json().values() if entry["by"]}
    return {number: account.name for number, account in accounts_named(db.session(), ids).items()}
