"""What speakers give to the features below them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account, email_key
from conference.accounts.ports import Workplace
from conference.agenda.models import Session, Speaker
from conference.agenda.ports import Addressee, Concerned, Panel, Picture, SpeakerAnswer
from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import current_language
from conference.events.access import Viewer, viewer
from conference.events.models import Event, Role
from conference.events.ports import Standing
from conference.events.sent_files import forgetting
from conference.events.service import touch
from conference.library.offers import offer
from conference.library.ports import RecordingStanding
from conference.library.queries import published_documents
from conference.library.reader import rights_for
from conference.outbox.ports import HourlyWork
from conference.speakers.models import SpeakerList
from conference.speakers.queries import (
    answers_of,
    documents_of,
    events_with_assistants_due,
    events_with_told_due,
    invitations_for,
    invited_count,
    photographs_of,
    public_photographs,
    recording_answers,
    sessions_spoken_in,
    slides_count,
    speakers_to_tell,
)
from conference.speakers.service import follow_address, token_of
from conference.speakers.service.assistants import forget_assistants
from conference.speakers.service.forgetting import forget_told
from conference.speakers.service.reminders import events_to_remind, remind_by_rule
from conference.speakers.words import invitation_words

WORK_OF_THE_HOUR = (
    HourlyWork("remind speakers", events_to_remind, remind_by_rule),
    HourlyWork("forget assistants", events_with_assistants_due, forget_assistants),
    HourlyWork("forget what speakers told", events_with_told_due, forget_told),
    forgetting("forget lists of speakers", SpeakerList),
)


def workplaces(account: Account) -> Sequence[Workplace]:
    """The events that invited this account to speak, with the personal link that the mail brought."""
    return [
        Workplace(
            event.title,
            _("Your page as a speaker: %(state)s", state=invitation_words(invitation.state)),
            url_for(
                "speakers.speak",
                event=event.slug,
                token=token_of(invitation),
                language=g.language if g.language in event.languages else event.source,
            ),
        )
        for invitation, event in invitations_for(db.session(), account)
    ]


def language_uses(session: Database, event: Event, language: Language) -> int:
    """How many invited speakers get their messages in a language."""
    return invited_count(session, event.id, language)


def address_changed(database: Database, speaker: Speaker, *, before: Addressee, by: int | None) -> None:
    """The link of whoever was invited follows them, and the old one ends."""
    follow_address(database, speaker, before=before, by=by)


def slides_of(database: Database, target: Session | Speaker) -> int:
    """How many files were sent for a session, or by a speaker."""
    return slides_count(database, target)


def photograph_departs(database: Database, speaker: Speaker) -> None:
    """A photograph goes with its speaker, also from the published pages that still name them."""
    if photographs_of(database, [speaker.id]):
        touch(database, speaker.event_id)


def recording_consents(database: Database, session_ids: Collection[int]) -> Mapping[int, RecordingStanding]:
    """Who speaks in a session and does not allow a recording, or has not said so."""
    return {
        session_id: RecordingStanding(
            refusing=[_called(speaker) for speaker, is_given in people if is_given is False],
            silent=[_called(speaker) for speaker, is_given in people if is_given is None],
        )
        for session_id, people in recording_answers(database, session_ids).items()
    }


def _called(speaker: Speaker) -> str:
    """A speaker's name, else what stands for it."""
    return speaker.name or speaker.function.resolve(current_language()).text or speaker.code


def pictures(event: Event, codes: Mapping[int, str]) -> Mapping[int, Picture]:
    """The photographs of speakers who agreed that they are shown."""
    found: dict[int, Picture] = {}
    for id_, photograph in public_photographs(db.session(), codes).items():
        small, middle, large = (
            (url_for("speakers.public_photograph", code=codes[id_], digest=one.digest), one.side)
            for one in photograph.squares
        )
        found[id_] = Picture(small[0], middle[0], large[0], (small[1], middle[1], large[1]))
    return found


def photograph_panel(event: Event, speaker: Speaker) -> Panel:
    """The photograph beneath the form in which the team edits a speaker."""
    photograph = photographs_of(db.session(), [speaker.id]).get(speaker.id)
    return Panel(
        "speakers/_photograph_panel.html",
        {
            "photograph": photograph,
            "address": lambda side: url_for("speakers.photograph_file", code=speaker.code, side=side),
            "may_change": viewer().has(Role.ORGANISER),
            "url": url_for("speakers.photograph", code=speaker.code),
        },
    )


def documents_panel(event: Event, speaker_code: str, speaker_id: int, viewer: Viewer | None) -> Panel | None:
    """The documents that came of a speaker's slides, those that this viewer may read."""
    ids = documents_of(db.session(), speaker_id)
    if not ids:
        return None
    found = published_documents(db.session(), event.id, visible=rights_for(event, viewer), ids=ids)
    return Panel("library/_panel.html", {"offers": [offer(event, one) for one in found]}) if found else None


def takes_part(event: Event, account: Account, standing: Standing | None) -> Select[int]:
    """The sessions in which somebody speaks, whether or not they are registered too."""
    return sessions_spoken_in(event.id, account)


def confirmations(database: Database, event: Event) -> Mapping[int, SpeakerAnswer]:
    """Who answered an invitation and how, and who does not want to read their biography in the published agenda."""
    return answers_of(database, event.id)


def speakers_in(database: Database, event: Event, sessions: Mapping[int, Collection[int]]) -> Sequence[Concerned]:
    """The speakers of these sessions; they may not have been invited yet, but the agenda names them."""
    everybody = {one for speakers in sessions.values() for one in speakers}
    return [
        Concerned(
            key=email_key(speaker.email),
            email=speaker.email,
            name=speaker.name,
            language=speaker.language,
            speaks_in=frozenset(one for one, speakers in sessions.items() if speaker.id in speakers),
            about={"speaker": speaker.id},
        )
        for speaker in speakers_to_tell(database, event.id, everybody)
    ]
