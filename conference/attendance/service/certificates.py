"""Certificates: the rule and words of an event, issuing under numbers without gaps, correcting and revoking."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.attendance.certificate_list import ISSUE, Ledger, ledger
from conference.attendance.certificate_words import TEXTS, column, words_of
from conference.attendance.earned import NOTHING, Achieved, achieved, has_earned, speakers_heard
from conference.attendance.models import Certificate, CertificateTerms, End, Measure
from conference.audit.service import record, redact
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.core.translated_fields import Edits, merge_into
from conference.core.typed_codes import LETTERS
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.registration.models import Registration, RegistrationState
from conference.registration.participants import names_in

SENT = "attendance.certificate"
"""The kind of the message that brings somebody their certificate."""
CODE_LETTERS = 12
"""59 bits: enough where each guess is a request that is counted."""
RULE = ("measure", "at_least", "for_speakers", "is_open", "language_codes")


class NotEarned(Exception):
    """The person did not earn a certificate, or has one."""


class AlreadyEnded(Exception):
    """The certificate was revoked or replaced before."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody who earned a certificate and has none that is good."""

    owner: Registration | Speaker
    what: Achieved | None


def terms_of(database: Database, event_id: int) -> CertificateTerms:
    """The event's rule and words; the usual ones, not stored, where it has none of its own."""
    stored = database.scalar(select(CertificateTerms).where(CertificateTerms.event_id == event_id))
    return stored or usual_terms(event_id)


def usual_terms(event_id: int) -> CertificateTerms:
    return CertificateTerms(
        event_id=event_id,
        measure=Measure.SESSIONS,
        at_least=1,
        for_speakers=False,
        is_open=False,
        language_codes=[],
        title=Translated(),
        participant_text=Translated(),
        speaker_text=Translated(),
    )


def change_terms(
    database: Database, event: Event, *, rule: Mapping[str, Any], edits: Mapping[str, Edits], by: int
) -> None:
    """Change the rule and the words. Raises Clashes where somebody changed the same words meanwhile."""
    lock_event(database, event.id)
    terms = terms_of(database, event.id)
    before = {name: _told(getattr(terms, name)) for name in (*RULE, *TEXTS)}
    with database.no_autoflush:
        for name, value in rule.items():
            setattr(terms, name, value)
        merge_into(terms, edits, source=event.source, by=by)
    after = {name: _told(getattr(terms, name)) for name in (*RULE, *TEXTS)}
    changed = [name for name in after if after[name] != before[name]]
    database.add(terms)
    if changed:
        record(
            database,
            "change certificates",
            terms,
            by=by,
            event_id=event.id,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    database.flush()


@dataclass(frozen=True, slots=True)
class Standing:
    """What certificates are about at an event: the rule, what each person attended, who spoke, what was issued.

    `heard` is empty where speakers get none.
    """

    terms: CertificateTerms
    reached: Mapping[int, Achieved]
    heard: Sequence[Speaker]
    ledger: Ledger


def standing(database: Database, event: Event) -> Standing:
    """As things are now, in four queries at most."""
    terms = terms_of(database, event.id)
    heard = speakers_heard(database, event) if terms.for_speakers else []
    return Standing(terms, achieved(database, event), heard, ledger(database, event.id))


def owed(database: Database, event: Event, at: Standing, *, at_most: int | None = None) -> Sequence[Owed]:
    """Who earned a certificate and never had one, participants before speakers, in alphabetical order.

    Whoever's was revoked gets none by itself.
    """
    had = at.ledger.of_people
    earned = [one for one, what in at.reached.items() if one not in had and has_earned(at.terms, what)]
    people = select(Registration).where(
        Registration.event_id == event.id,
        Registration.id.in_(earned),
        Registration.state == RegistrationState.CONFIRMED,
        Registration.erased_at.is_(None),
    )
    listed = database.scalars(people.order_by(Registration.sort_name, Registration.id).limit(at_most))
    found = [
        *(Owed(one, at.reached[one.id]) for one in listed),
        *(Owed(one, None) for one in at.heard if one.id not in at.ledger.of_speakers),
    ]
    return found[:at_most]


def ask_to_issue(database: Database, event: Event, *, by: int) -> None:
    """Let the worker issue a certificate to everybody who earned one; the transaction enqueues one message."""
    record(database, "issue certificates", event, by=by, event_id=event.id, before={}, after={})
    enqueue(database, ISSUE, {"event": event.id, "by": by}, recipient="", event_id=event.id)


def issue(database: Database, event: Event, someone: Sequence[Owed], *, by: int | None) -> Sequence[Certificate]:
    """Issue certificates under the next numbers, and write to those who have an address.

    The caller holds the event's lock, which makes numbers follow one another; the key refuses two that are equal.
    """
    terms = terms_of(database, event.id)
    year, number = _next_number(database, event)
    issued = []
    for offset, one in enumerate(someone):
        certificate = _made(event, terms, one, year=year, number=number + offset, by=by)
        database.add(certificate)
        issued.append(certificate)
    database.flush()
    for certificate, one in zip(issued, someone, strict=True):
        _write_to(database, certificate, one.owner)
    return issued


def take_own(database: Database, event: Event, owner: Registration | Speaker) -> Certificate:
    """Issue the certificate that somebody takes on their own page; under the event's lock. Raises NotEarned."""
    terms = terms_of(database, event.id)
    mine = next((one for one in owed_to(database, event, terms, owner)), None)
    if not terms.is_open or mine is None:
        raise NotEarned(owner.id)
    (certificate,) = issue(database, event, [mine], by=None)
    return certificate


def owed_to(database: Database, event: Event, terms: CertificateTerms, owner: Registration | Speaker) -> Sequence[Owed]:
    """What one person is owed: one certificate, or none."""
    is_speaker = isinstance(owner, Speaker)
    column_ = Certificate.speaker_id if is_speaker else Certificate.registration_id
    if database.scalar(select(Certificate.id).where(column_ == owner.id).limit(1)) is not None:
        return []
    if isinstance(owner, Speaker):
        heard = terms.for_speakers and speakers_heard(database, event, speaker_id=owner.id)
        return [Owed(owner, None)] if heard else []
    if owner.state != RegistrationState.CONFIRMED or owner.erased_at is not None:
        return []
    what = achieved(database, event, registration_ids=[owner.id]).get(owner.id, NOTHING)
    return [Owed(owner, what)] if has_earned(terms, what) else []


def reissue(database: Database, certificate: Certificate, *, reason: str, by: int) -> Certificate:
    """A new certificate with what is right now, under a new number; it names the old one, which ends.

    The caller holds the event's lock and read the certificate under it. Raises AlreadyEnded, and NotEarned where its
    person is gone.
    """
    event, owner = certificate.event, certificate.registration or certificate.speaker
    if owner is None or not (owner.native_name or owner.latin_name):
        raise NotEarned(certificate.id)
    what = None
    if isinstance(owner, Registration):
        what = achieved(database, event, registration_ids=[owner.id]).get(owner.id, NOTHING)
    _end(database, certificate, End.REPLACED, reason=reason, by=by)
    (new,) = issue(database, event, [Owed(owner, what)], by=by)
    new.replaces_id = certificate.id
    told = {"before": certificate.shown_number, "number": new.shown_number, "reason": reason}
    record(database, "reissue certificate", new, by=by, event_id=event.id, before={}, after=told)
    database.flush()
    return new


def revoke(database: Database, certificate: Certificate, *, reason: str, by: int) -> None:
    """End a certificate; whoever checks it is told so. Under the event's lock. Raises AlreadyEnded."""
    _end(database, certificate, End.REVOKED, reason=reason, by=by)
    told = {"number": certificate.shown_number, "reason": reason}
    record(database, "revoke certificate", certificate, by=by, event_id=certificate.event_id, before={}, after=told)


def forget_certificates(
    database: Database, registration_ids: Collection[int], speaker_ids: Collection[int] = ()
) -> None:
    """Empty the certificates of erased people, which then confirm nothing; their numbers stay taken."""
    theirs = or_(Certificate.registration_id.in_(registration_ids), Certificate.speaker_id.in_(speaker_ids))
    redact(database, [f"certificate:{one}" for one in database.scalars(select(Certificate.id).where(theirs))])
    values = {"name": "", "contents": {}, "code": "", "reason": "", "end": End.ERASED}
    quietly = {"synchronize_session": False}
    database.execute(update(Certificate).where(theirs).values(**values).execution_options(**quietly))
    good = update(Certificate).where(theirs, Certificate.ended_at.is_(None))
    database.execute(good.values(ended_at=now()).execution_options(**quietly))


def _end(database: Database, certificate: Certificate, end: End, *, reason: str, by: int) -> None:
    if certificate.ended_at is not None:
        raise AlreadyEnded(certificate.id)
    certificate.ended_at, certificate.ended_by, certificate.end, certificate.reason = now(), by, end, reason
    database.flush()


def _next_number(database: Database, event: Event) -> tuple[int, int]:
    year = now().astimezone(event.zone_info).year
    last = select(func.max(Certificate.number)).where(Certificate.event_id == event.id, Certificate.year == year)
    return year, (database.scalar(last) or 0) + 1


def _made(event: Event, terms: CertificateTerms, one: Owed, *, year: int, number: int, by: int | None) -> Certificate:
    owner = one.owner
    certificate = Certificate(
        event_id=event.id,
        year=year,
        number=number,
        code="".join(secrets.choice(LETTERS) for _letter in range(CODE_LETTERS)),
        name=owner.native_name or owner.latin_name,
        contents={"columns": [_column(event, terms, one, language) for language in languages_for(event, terms, owner)]},
        issued_at=now(),
        issued_by=by,
    )
    if isinstance(owner, Speaker):
        certificate.speaker_id = owner.id
    else:
        certificate.registration_id = owner.id
    return certificate


def languages_for(event: Event, terms: CertificateTerms, owner: Registration | Speaker) -> Sequence[Language]:
    """The language or the two languages of a person's certificate."""
    chosen = [one for one in event.languages if one.code in terms.language_codes]
    return chosen or [owner.language if owner.language in event.languages else event.source]


def _column(event: Event, terms: CertificateTerms, one: Owed, language: Language) -> dict[str, Any]:
    owner = one.owner
    if isinstance(owner, Speaker):
        name = owner.name_in(language)
        other = next((form for form in (owner.native_name, owner.latin_name) if form and form != name), "")
        organisation, field = owner.organisation.resolve(language).text, "speaker_text"
    else:
        name, other = names_in(owner, language)
        organisation, field = owner.organisation, "participant_text"
    return column(
        event,
        language,
        title=words_of(terms, "title", language),
        body=words_of(terms, field, language),
        name=name,
        other=other,
        organisation=organisation,
        what=one.what,
    )


def _write_to(database: Database, certificate: Certificate, owner: Registration | Speaker) -> None:
    if owner.email:
        payload = {"certificate": certificate.id, "email": owner.email}
        enqueue(database, SENT, payload, recipient=owner.email, event_id=certificate.event_id)


def _told(value: Any) -> Any:
    return value.to_json() if hasattr(value, "to_json") else value
