"""Loads the demonstration: accounts with a known password, and each event whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.accounts.passwords import hash_password
from conference.accounts.queries import account_by_email
from conference.accounts.service import create_account
from conference.agenda.service import publish_agenda
from conference.core import clock
from conference.core.database import db, write
from conference.core.languages import ENGLISH
from conference.demonstration import content
from conference.demonstration.delegations import add_delegations
from conference.demonstration.files import FilesOfEvent, add_documents, keep_files
from conference.demonstration.guests import add_guests
from conference.demonstration.people import People, read_people
from conference.demonstration.questions import Questions, add_questions, answer, read_questions
from conference.demonstration.rows import add_agenda, add_event, translated
from conference.events.models import Event, Role
from conference.events.service import give_role
from conference.speakers.service import invite

PASSWORD = "demonstration"  # noqa: S105 # known on purpose; `conference demo` refuses in production mode
ORGANISER, TRANSLATOR, DESK = "organiser@example.org", "translator@example.org", "desk@example.org"
SPEAKER, PARTICIPANT = "speaker@example.org", "participant@example.org"
SIGN_INS = {
    ORGANISER: "organises every event and administers the site",
    TRANSLATOR: "translates",
    DESK: "checks people in",
    SPEAKER: "speaks, and sends slides",
    PARTICIPANT: "takes part",
}
NAMES = {
    ORGANISER: "Demonstration Organiser",
    TRANSLATOR: "Demonstration Translator",
    DESK: "Demonstration Desk",
    SPEAKER: "Demonstration Speaker",
    PARTICIPANT: "Demonstration Participant",
}
ROLES = {ORGANISER: Role.ORGANISER, TRANSLATOR: Role.TRANSLATOR, DESK: Role.DESK}


def load() -> None:
    """Load whatever is not there yet; a second time changes nothing. Needs an application context.

    An event is one transaction: a load that was cut off goes on with the first event that is missing.
    """
    accounts = _load_accounts()
    known = set(db.session.scalars(select(Event.slug)))
    missing = [slug for slug in content.event_slugs() if slug not in known]
    db.session.rollback()
    people, questions = read_people(), read_questions()
    for slug in missing:
        event = content.load_event(slug)
        files = keep_files(event)
        with write() as session:
            _load_event(session, event, files, accounts, people, questions)


def _load_accounts() -> Mapping[str, int]:
    """The demonstration's accounts by address, made where they are missing."""
    known = {email: account_by_email(db.session(), email) for email in SIGN_INS}
    if all(known.values()):
        return {email: account.id for email, account in known.items() if account}
    hashed = hash_password(PASSWORD)
    with write() as session:
        accounts = {}
        for email in SIGN_INS:
            account = account_by_email(session, email)
            if account is None:
                account = create_account(session, email=email, language=ENGLISH)
                account.password_hash = hashed
                account.native_name = account.latin_name = NAMES[email]
                account.is_site_administrator = email == ORGANISER
            accounts[email] = account.id
    return accounts


def _load_event(
    session: Session,
    source: content.Event,
    files: FilesOfEvent,
    accounts: Mapping[str, int],
    people: People,
    questions: Questions,
) -> None:
    """Everything of one event, at the instants when it would have happened."""
    organiser = session.get_one(Account, accounts[ORGANISER])
    with clock.at(_before(source.starts_on, days=60)):
        event = add_event(session, source)
        for email, role in ROLES.items():
            give_role(session, event, session.get_one(Account, accounts[email]), role, by=organiser)
        is_live = event.registration_open
        agenda = add_agenda(session, event, source, speaker_email=SPEAKER if is_live else "")
        session.flush()
        if agenda.speaker and is_live:
            invite(session, agenda.speaker, by=organiser)
        asked = add_questions(session, event, questions, agenda.sessions, by=organiser)
    with clock.at(_before(source.starts_on, days=14)):
        publish_agenda(
            session, event, note=translated(source.illustrative_note, source.source_language), by=organiser.id
        )
        add_documents(session, event, source, files, agenda.sessions, by=organiser)
    guests = add_guests(session, event, source, agenda.sessions, people, participant=PARTICIPANT)
    answer(session, event, questions, asked, guests)
    add_delegations(session, event, by=organiser)


def _before(day: date, *, days: int) -> datetime:
    """Noon in UTC some days before `day`; never later than now, for nothing was done in the future."""
    return min(datetime.combine(day, time(12), tzinfo=UTC) - timedelta(days=days), clock.now())
