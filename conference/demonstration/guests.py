"""The demonstration's registrations, generated and plainly fictitious («Participant 017»), and their attendance."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session as DatabaseSession

from conference.accounts.models import email_key
from conference.agenda.models import Session, SessionType
from conference.attendance.models import Attendance, How
from conference.core import clock
from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.core.localization import speaking
from conference.core.sorting import stored_sort_key
from conference.core.tokens import new_secret
from conference.core.translated import digest
from conference.core.typed_codes import LETTERS
from conference.demonstration import content
from conference.demonstration.people import Organisation, People
from conference.events.models import Event
from conference.registration.default_form import CONSENTS
from conference.registration.models import Category, Consent, ConsentPurpose, Registration, RegistrationState
from conference.registration.service import CODE_LENGTH

REGISTERED = {"thamm-2021": 140, "rehearsal": 12}
DAYS_ATTENDED = {"thamm-2021": 2}
CATEGORIES = {"international_organisation": Category.INTERNATIONAL, "implementing_agency": Category.DONOR}
SHARES = {
    ConsentPurpose.PARTICIPANT_LIST: 0.7,
    ConsentPurpose.RECORDING: 0.6,
    ConsentPurpose.INVITATIONS: 0.8,
}


def add_guests(
    session: DatabaseSession,
    event: Event,
    source: content.Event,
    sessions: Mapping[str, Session],
    people: People,
    *,
    participant: str,
) -> Sequence[Registration]:
    """Registrations in all states for the events that have them, the first of `participant`, and who attended."""
    chance = random.Random(event.slug)  # noqa: S311 # the same people at every loading, and no secret
    count = REGISTERED.get(event.slug, 0)
    registrations = [_registration(event, source, number, people, chance) for number in range(1, count + 1)]
    if registrations:
        first = registrations[0]
        first.email, first.email_key = participant, email_key(participant)
        first.state = RegistrationState.CONFIRMED
    session.add_all(registrations)
    session.flush()
    _add_attendance(session, event, registrations, sessions, chance)
    return registrations


def _registration(
    event: Event, source: content.Event, number: int, people: People, chance: random.Random
) -> Registration:
    organisation = chance.choices(people.organisations, [each.weight for each in people.organisations])[0]
    function = chance.choice([each for each in people.functions if organisation.category in each.categories])
    language = _language(organisation, chance)
    latin_name = people.placeholder[ENGLISH].format(number=f"{number:03}")
    opened = datetime.combine(source.starts_on, time(9), tzinfo=UTC) - timedelta(days=30)
    created = min(opened + timedelta(minutes=chance.randrange(25 * 24 * 60)), clock.now())
    email = f"participant{number:03}@example.org"
    return Registration(
        event_id=event.id,
        code="".join(chance.choice(LETTERS) for _letter in range(CODE_LENGTH)),
        link_secret=new_secret(),
        state=_state(number),
        title="",
        native_name=people.placeholder[language].format(number=f"{number:03}"),
        latin_name=latin_name,
        sort_name=stored_sort_key(latin_name, ENGLISH),
        email=email,
        email_key=email_key(email),
        organisation=organisation.name[language],
        function=function.name[language],
        country=organisation.country,
        category=CATEGORIES.get(organisation.category, organisation.category),
        language_code=language.code,
        consents=[_consent(purpose, language, created) for purpose, share in SHARES.items() if chance.random() < share],
        created_at=created,
        changed_at=created,
    )


def _consent(purpose: ConsentPurpose, language: Language, given_at: datetime) -> Consent:
    """A consent to the sentence that the form of every event begins with."""
    with speaking(language):
        wording = str(CONSENTS[purpose])
    return Consent(
        key=purpose,
        purpose=purpose,
        wording=wording,
        version=digest(wording),
        language_code=language.code,
        given_at=given_at,
    )


def _language(organisation: Organisation, chance: random.Random) -> Language:
    weights = {"EG": (3, 0, 7), "MA": (1, 5, 4), "TN": (1, 6, 3)}.get(organisation.country, (6, 4, 0))
    return chance.choices((ENGLISH, FRENCH, ARABIC), weights)[0]


def _state(number: int) -> RegistrationState:
    """Nearly everybody is confirmed; a few show the other states."""
    if number % 29 == 0:
        return RegistrationState.CANCELLED
    if number % 47 == 0:
        return RegistrationState.DECLINED
    return RegistrationState.PENDING if number % 23 == 0 else RegistrationState.CONFIRMED


def _add_attendance(
    session: DatabaseSession,
    event: Event,
    registrations: list[Registration],
    sessions: Mapping[str, Session],
    chance: random.Random,
) -> None:
    """Joins of the event's first days; a person who comes on a day comes to most of its sessions."""
    days = [event.starts_on + timedelta(days=number) for number in range(DAYS_ATTENDED.get(event.slug, 0))]
    confirmed = [one for one in registrations if one.state == RegistrationState.CONFIRMED]
    for day in days:
        present = [one for one in confirmed if chance.random() < 0.85]
        for each in sessions.values():
            assert each.starts_at is not None
            if each.type == SessionType.BREAK or each.starts_at.astimezone(ZoneInfo(event.zone)).date() != day:
                continue
            for registration in present:
                if chance.random() < 0.9:
                    joined = each.starts_at + timedelta(seconds=chance.randrange(-600, 900))
                    session.add(
                        Attendance(
                            session=each,
                            registration=registration,
                            how=How.JOIN,
                            from_at=joined,
                            recorded_at=joined,
                        )
                    )
