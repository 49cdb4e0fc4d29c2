"""Taking over a list of people to invite: all that was shown, or nothing, behind the event's lock."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda import service as agenda
from conference.agenda.models import Speaker
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.events.models import Event
from conference.events.sent_files import end, undecided
from conference.speakers.listing.columns import (
    EMAIL,
    FUNCTION,
    HONORIFIC,
    LANGUAGE,
    LATIN_NAME,
    NATIVE_NAME,
    ORGANISATION,
)
from conference.speakers.listing.comparing import NAMED, Invitee, Plan, plan_of
from conference.speakers.listing.reading import ListRead
from conference.speakers.models import SpeakerList
from conference.speakers.service.invitations import change_address, invite


class PlanMoved(Exception):
    """Taking the list over would do something else than what was shown: the draft changed meanwhile."""


class HasProblems(Exception):
    """Something in the list cannot be taken over: nothing of it is."""


def begin_list(database: Database, event: Event, *, name: str, sha256: str, by: int) -> SpeakerList:
    """Take a list that is stored already."""
    found = SpeakerList(
        event_id=event.id, name=name[:255], file_sha256=sha256, uploaded_at=now(), uploaded_by=by, applied_at=None
    )
    database.add(found)
    database.flush()
    return found


def apply_list(database: Database, found: SpeakerList, read: ListRead, *, seen: str, by: Account) -> Plan:
    """Add the people, give them their roles, and invite each once; `seen` is the mark of the plan that was agreed to.

    Raises AlreadyDecided, PlanMoved and HasProblems.
    """
    by_id = by.id
    event = undecided(database, found)
    plan = plan_of(database, event, read)
    if plan.mark != seen:
        raise PlanMoved
    if plan.has_problems:
        raise HasProblems
    told = {
        "speakers_new": sum(one.speaker is None for one in plan.people),
        "roles_new": len(plan.roles),
        "invited": len(plan.invited),
    }
    inviting = {one.key for one in plan.invited}
    speakers = {one.key: _speaker(database, event, one, by=by) for one in plan.people}
    for row in plan.roles:
        assert row.session is not None
        assert row.person is not None
        agenda.add_role(
            database,
            event,
            row.session,
            speaker_id=speakers[row.person.key].id,
            role=row.role,
            presentation_id=None,
            by=by_id,
        )
        database.flush()
    for key in inviting:
        invite(database, speakers[key], by=by)
    end(found)
    found.applied_at = now()
    record(database, "invite by list", found, by=by_id, event_id=event.id, before={}, after=told)
    return plan


def _speaker(database: Database, event: Event, person: Invitee, *, by: Account) -> Speaker:
    """The person in the draft: added with what the list says, or as they are there, with the address if they had none.

    A known speaker keeps name, language and everything else: organisers change those in the draft.
    """
    facts = person.facts
    language = Language.of(facts[LANGUAGE]) if LANGUAGE in facts else event.source
    if person.speaker is not None:
        if person.outcome == NAMED:
            spoken = language if LANGUAGE in facts else person.speaker.language
            change_address(database, person.speaker, email=facts[EMAIL], language=spoken, by=by)
        return person.speaker
    speaker = agenda.add_speaker(
        database,
        event,
        Speaker(
            code=person.code,
            honorific=facts.get(HONORIFIC, ""),
            native_name=facts.get(NATIVE_NAME) or facts.get(LATIN_NAME, ""),
            latin_name=facts.get(LATIN_NAME, ""),
            function=_text(facts.get(FUNCTION, ""), language),
            organisation=_text(facts.get(ORGANISATION, ""), language),
            email=facts[EMAIL],
            language_code=language.code,
        ),
        by=by.id,
    )
    database.flush()
    return speaker


def _text(words: str, language: Language) -> Translated:
    return Translated.of(language, {language: words} if words else {})
