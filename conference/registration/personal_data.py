"""Everything that is held about one person at an event: for their page, and as the file that they download."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from conference.core.clock import now
from conference.core.languages import Language
from conference.core.rendering import shown
from conference.events.ports import vocabulary
from conference.registration.answer_words import words_of
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Answer, Delegation, Registration
from conference.registration.ports import Held, HeldRow, personal_data
from conference.registration.queries import answers_of, entries_about, exports, messages_to
from conference.registration.words import consent_words

FORMAT = "conference-personal-data/1"
MOST_EXPORTS = 500
AS_STORED = (
    "code",
    "state",
    "title",
    "native_name",
    "latin_name",
    "email",
    "organisation",
    "function",
    "country",
    "category",
    "sex",
    "correction",
)


def held(session: Session, registration: Registration, answers: Iterable[Answer]) -> list[Held]:
    """What is held beside the standard fields, in the language being spoken; other features' parts among it.

    `answers` are the person's own (`queries.answers_of`).
    """
    return [
        _answers(registration, answers),
        _consents(registration),
        *(feature.show(session, registration) for feature in personal_data.all()),
        _messages(session, registration),
        _exports(session, registration),
        _changes(session, registration),
    ]


def as_file(session: Session, registration: Registration) -> dict[str, Any]:
    """All of it as JSON can hold it, with what each part means in the language being spoken.

    Instants are ISO 8601 in UTC; countries, languages, categories and states are codes.
    """
    event = registration.event
    parts = held(session, registration, answers_of(session, [registration.id])[registration.id].values())
    explained = {
        "event": _("The event that you registered for."),
        "registration": _("What you said about yourself, and what became of your registration."),
    }
    return {
        "format": FORMAT,
        "made_at": _iso(now()),
        "explained": explained | {part.key: part.explained for part in parts},
        "event": {
            "address": event.slug,
            "title": {language.code: event.title.resolve(language).text for language in event.languages},
            "starts_on": event.starts_on.isoformat(),
            "ends_on": event.ends_on.isoformat(),
            "zone": event.zone,
        },
        "registration": _registration(session, registration),
    } | {part.key: [dict(row.data) for row in part.rows] for part in parts}


def _registration(session: Session, one: Registration) -> dict[str, Any]:
    delegation = session.get(Delegation, one.delegation_id) if one.delegation_id else None
    return {name: getattr(one, name) for name in AS_STORED} | {
        "language": one.language_code,
        "shares_address": one.shares_address,
        "has_account": one.account_id is not None,
        "delegation": delegation.organisation.name.resolve(one.language).text if delegation else None,
        "is_head_of_delegation": one.is_head,
        "awaits_confirmation_by_person": one.awaits_person,
        "waits_since": _iso(one.waits_since),
        "place_kept_until": _iso(one.offer_ends_at),
        "erasure_asked_at": _iso(one.erasure_asked_at),
        "registered_at": _iso(one.created_at),
        "changed_at": _iso(one.changed_at),
    }


def _answers(registration: Registration, answers: Iterable[Answer]) -> Held:
    return Held(
        key="answers",
        heading=_("Your answers"),
        explained=_("Your answers to the questions of the event’s form, in the words that they had then."),
        headers=[_("Question"), _("Your answer"), _("When")],
        rows=[_answer(registration, answer) for answer in answers],
    )


def _answer(registration: Registration, answer: Answer) -> HeldRow:
    event = registration.event
    words = words_of(answer, event, g.language)
    data = {
        "key": answer.field.key,
        "type": answer.field.type,
        "question": answer.wording.label.resolve(Language.of(answer.language_code)).text,
        "answer": dict(answer.value),
        "answer_in_words": words,
        "language": answer.language_code,
        "answered_at": _iso(answer.answered_at),
        "is_sensitive": answer.field.is_sensitive,
    }
    question = shown(answer.wording.label)
    if answer.field.is_sensitive:
        note = _("sensitive: erased soon after the event")
        question = Markup('{}<span class="cell-note">{}</span>').format(question, note)
    return HeldRow(data, [question, _isolated(words), instant_shown(registration, answer.answered_at)])


def _consents(registration: Registration) -> Held:
    return Held(
        key="consents",
        heading=_("What you allowed"),
        explained=_("Each consent that you gave: the words, their version and language, and when you took it back."),
        headers=[_("Sentence"), _("For"), _("Given"), _("Withdrawn")],
        rows=[
            HeldRow(
                {
                    "key": one.key,
                    "purpose": one.purpose,
                    "wording": one.wording,
                    "version": one.version,
                    "language": one.language_code,
                    "given_at": _iso(one.given_at),
                    "withdrawn_at": _iso(one.withdrawn_at),
                },
                [
                    Markup('<span lang="{}" dir="auto">{}</span><span class="cell-note">{}</span>').format(
                        one.language_code, one.wording, _version(one.version)
                    ),
                    consent_words(one.purpose),
                    instant_shown(registration, one.given_at),
                    instant_shown(registration, one.withdrawn_at) if one.withdrawn_at else _("It stands"),
                ],
            )
            for one in registration.consents
        ],
    )


def _version(version: str) -> Markup:
    marked = Markup('<bdi dir="ltr">{}</bdi>').format(version)
    return escape(_("Version %(version)s")) % {"version": marked}


def _messages(session: Session, registration: Registration) -> Held:
    return Held(
        key="messages",
        heading=_("Messages to you"),
        explained=_("The messages about your registration that were sent to you, or wait to be."),
        headers=[_("Subject"), _("Written"), _("Sent")],
        rows=[
            HeldRow(
                {
                    "kind": one.kind,
                    "subject": one.subject,
                    "recipient": one.recipient,
                    "state": one.state,
                    "written_at": _iso(one.created_at),
                    "sent_at": _iso(one.sent_at),
                },
                [
                    _isolated(one.subject) if one.subject else _("Not written yet"),
                    instant_shown(registration, one.created_at),
                    instant_shown(registration, one.sent_at) if one.sent_at else _("Not sent"),
                ],
            )
            for one in messages_to(session, registration)
        ],
    )


def _exports(session: Session, registration: Registration) -> Held:
    found = exports(session, registration.event_id, since=registration.created_at, limit=MOST_EXPORTS)
    return Held(
        key="exports",
        heading=_("Copies taken by the organisers"),
        explained=_("When organisers took a list of registrations out of the platform; you may have been in it."),
        headers=[_("When"), _("Format")],
        rows=[
            HeldRow(
                {"taken_at": _iso(one.entry.at), "format": str(one.entry.after.get("format", ""))},
                [
                    instant_shown(registration, one.entry.at),
                    _isolated(str(one.entry.after.get("format", "")).upper() or "–"),
                ],
            )
            for one in found
        ],
    )


def _changes(session: Session, registration: Registration) -> Held:
    """Who of the team did it is theirs alone; that it was done is the person's too."""
    words = next(iter(vocabulary.all()))().sentences
    return Held(
        key="changes",
        heading=_("What was done with your registration"),
        explained=_("What organisers did with your registration, with the values before and after."),
        headers=[_("When"), _("What was done")],
        rows=[
            HeldRow(
                {"at": _iso(one.at), "what": one.verb, "before": one.before, "after": one.after},
                [instant_shown(registration, one.at), words.get(f"registration {one.verb}", _("Something changed"))],
            )
            for one in entries_about(session, registration.id)
        ],
    )


def _iso(instant: datetime | None) -> str | None:
    return instant_stored(instant) if instant else None


def _isolated(words: str) -> Markup:
    return Markup('<bdi dir="auto">{}</bdi>').format(words)
