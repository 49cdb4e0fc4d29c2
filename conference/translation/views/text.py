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
from conference.translation.desk import place_of
from conference.translation.forms import RemarkForm, mail_form, text_form
from conference.translation.glossary import advice, terms_in
from conference.translation.limits import limits_of
from conference.translation.memory import Suggestion, suggestions
from conference.translation.models import GlossaryTerm, TextComment
from conference.translation.queries import StoredText, comments_on, remembered, rules_of, terms, text_of, texts_of
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
    base: str
    reviewed_by: int | None
    reviewed_at: datetime | None


@blueprint.route(TEXT, methods=["GET", "POST"])
@access(translator)
@section("translation.desk")
@form_view
def text(what: str, row: int, field: str) -> Answer:
    private_page()
    event, stored = current_event(), stored_text(what, row, field)
    form = _form(stored, wanted_now().language)
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
            return _saved(stored, typed)
    return text_page(stored, form)


def text_page(stored: StoredText, form: TranslatedForm | None = None, remark_form: RemarkForm | None = None) -> Answer:
    """The page of a text, with whichever of its forms was sent."""
    private_page()
    event, wanted, database = current_event(), wanted_now(), db.session()
    form, remark_form = form or _form(stored, wanted.language), remark_form or RemarkForm(formdata=None)
    field = stored.field
    texts, rules = texts_of(database, event.id, own_sources()), rules_of(database, event.id)
    place = place_of(stored, texts, event.languages, wanted, now())
    languages = [one.language for one in form[field].entries_by_language]
    glossary, remarks = terms(database), comments_on(database, event.id, stored.kind, stored.row, field)
    page = render_template(
        "translation/text.html",
        the_event=event,
        text=stored,
        form=form,
        field=form[field],
        place=place,
        beside=[_beside(stored, language, glossary) for language in languages],
        people=_people(stored, remarks),
        suggested=_suggested(stored, texts, languages),
        terms=_terms(stored, languages, glossary),
        remarks=remarks,
        remark_form=remark_form,
        needs_review=rules.needs_review,
        longest=limits_of(stored).longest,
        address=address_of,
        review_url=lambda one: _beneath("translation.review", one),
        remarks_url=lambda one: _beneath("translation.remark", one),
        filters=kept_filters(),
        wanted=wanted,
        where=words.where_parts(stored, event),
        state_words=words.state_words,
        state_tone=words.state_tone,
    )
    return page, 422 if form.errors or remark_form.errors else 200


def stored_text(what: str, row: int, field: str) -> StoredText:
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


def _saved(stored: StoredText, typed: Mapping[Language, str]) -> Answer:
    """On to the next text, unless what was just typed should be looked at once more."""
    event, glossary = current_event(), terms(db.session())
    source = typed.get(stored.language, stored.text.text(stored.language))
    translations = {language: text for language, text in typed.items() if text and language != stored.language}
    if any(
        kept.differences(source, text) or advice(glossary, source, text, of=stored.language, into=language)
        for language, text in translations.items()
    ):
        flash(_("Saved. Look once more at what differs from the source, or go on."), "warning")
        return redirect(address_of(stored))
    flash(_("Saved."), "success")
    if "next" not in request.form:
        return redirect(address_of(stored))
    texts = texts_of(db.session(), event.id, own_sources())
    place = place_of(stored, texts, event.languages, wanted_now(), now())
    if place.next is None:
        flash(_("That was the last text of this list."), "success")
        return redirect(url_for("translation.desk", **kept_filters()))
    return redirect(address_of(place.next))


def _gone(typed: Mapping[Language, str]) -> Answer:
    lost = " / ".join(isolated(one) for one in typed.values() if one)
    sentence = _("What this text belonged to was taken away meanwhile. Your words: %(words)s", words=lost)
    flash(sentence if lost else _("What this text belonged to was taken away meanwhile."), "warning")
    return redirect(url_for("translation.desk", **kept_filters()))


def address_of(stored: StoredText) -> str:
    return _beneath("translation.text", stored)


def _beneath(endpoint: str, stored: StoredText) -> str:
    return url_for(endpoint, what=stored.kind, row=stored.row, field=stored.field, **kept_filters())


def _beside(stored: StoredText, language: Language, glossary: Sequence[GlossaryTerm]) -> Beside:
    source, translation = stored.text.text(stored.language), stored.text.text(language)
    entry: Mapping[str, Any] = stored.text.to_json().get(language.code, {})
    former, review = stored.text.made_from(language), entry.get("review") or {}
    return Beside(
        language,
        stored.text.state(language),
        len(translation),
        _sentences(stored, language, glossary) if translation and language != stored.language else [],
        marked(former, source) if former else None,
        entry.get("by"),
        datetime.fromisoformat(entry["at"]) if entry.get("at") else None,
        stored.text.base(language),
        review.get("by"),
        datetime.fromisoformat(review["at"]) if review else None,
    )


def _sentences(stored: StoredText, language: Language, glossary: Sequence[GlossaryTerm]) -> list[str]:
    """What is to be looked at once more in a translation."""
    source, translation = stored.text.text(stored.language), stored.text.text(language)
    found = advice(glossary, source, translation, of=stored.language, into=language)
    return words.part_sentences(kept.differences(source, translation)) + [words.advice_sentence(one) for one in found]


def _terms(
    stored: StoredText, languages: Sequence[Language], glossary: Sequence[GlossaryTerm]
) -> Mapping[Language, Sequence[GlossaryTerm]]:
    """The glossary's terms that stand in the source, for each language that it is translated into."""
    source, of = stored.text.text(stored.language), stored.language
    found = {language: terms_in(glossary, source, of=of, into=language) for language in languages if language != of}
    return {language: several for language, several in found.items() if several}


def _suggested(
    stored: StoredText, texts: Sequence[StoredText], languages: Sequence[Language]
) -> Mapping[Language, Sequence[Suggestion]]:
    """From this event and from those of before at which the viewer organises or translates."""
    if all(stored.text.state(one).is_up_to_date for one in languages):
        return {}
    sources = [source for source in SOURCES if source.roles == TRANSLATORS]
    before = remembered(db.session(), signed_in_account().id, sources)
    return suggestions(stored, [*texts, *before], languages)


def _people(stored: StoredText, remarks: Sequence[TextComment]) -> Mapping[int, str]:
    """Who changed the text, reviewed it or said something of it, by the ids of their accounts."""
    entries: list[Any] = list(stored.text.to_json().values())
    known = [entry["by"] for entry in entries] + [entry["review"]["by"] for entry in entries if "review" in entry]
    ids: set[int] = {one for one in [*known, *(remark.written_by for remark in remarks)] if one}
    return {number: account.name for number, account in accounts_named(db.session(), ids).items()}
