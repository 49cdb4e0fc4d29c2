"""The demonstration's delegations: two in the rehearsal, of plainly fictitious people, as their focal points left them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.core.translated import Translated
from conference.events.models import Event
from conference.registration import service
from conference.registration.models import Organisation
from conference.registration.service import DelegationTerms, Nominee

SLUG = "rehearsal"
ORGANISATIONS = (
    {
        "name": {
            ENGLISH: "Demonstration ministry of labour",
            FRENCH: "Ministère du travail de démonstration",
            ARABIC: "وزارة العمل التجريبية",
        },
        "country": "TN",
        "category": "government",
        "language": FRENCH,
    },
    {
        "name": {
            ENGLISH: "Demonstration federation of workers",
            FRENCH: "Fédération des travailleurs de démonstration",
            ARABIC: "اتحاد العمال التجريبي",
        },
        "country": "MA",
        "category": "workers",
        "language": ARABIC,
    },
)
NOMINEES = (("Delegate 001", "government"), ("Delegate 002", "government"), ("Delegate 003", "workers"))


def add_delegations(session: Session, event: Event, *, by: Account) -> None:
    """A registry of two organisations, each with a delegation; the first has named its people and its head."""
    if event.slug != SLUG:
        return
    delegations = []
    for number, facts in enumerate(ORGANISATIONS, 1):
        language = facts["language"] if isinstance(facts["language"], Language) else ENGLISH
        organisation = Organisation(
            event_id=event.id,
            name=Translated.of(ENGLISH, facts["name"]),  # type: ignore[arg-type]
            country=facts["country"],
            category=facts["category"],
        )
        session.add(organisation)
        session.flush()
        terms = DelegationTerms(
            focal_name=f"Focal point {number:03}",
            focal_email=f"focal-point-{number:03}@example.org",
            language=language,
            quotas=service.ILO_RULE,
            closes_at=None,
        )
        delegations.append(service.invite_delegation(session, event, organisation, terms, by=by))
    named = [
        service.nominate(
            session,
            delegations[0],
            Nominee(
                title="",
                native_name=name,
                latin_name="",
                email=f"{name.lower().replace(' ', '-')}@example.org",
                function="",
                category=category,
                country="TN",
                language=FRENCH,
            ),
        )
        for name, category in NOMINEES
    ]
    service.make_head(session, delegations[0], named[0])
