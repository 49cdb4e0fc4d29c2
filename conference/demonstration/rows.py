"""The demonstration's events and draft agendas as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session as DatabaseSession

from conference.agenda.models import Presentation, Room, Session, Speaker, SpeakerInSession, Track
from conference.core.languages import Language
from conference.core.translated import Entry, Translated, digest
from conference.demonstration import content
from conference.demonstration.reading import Text
from conference.events.models import Body, Contact, Event, Publication

OPEN = ("thamm-2021", "rehearsal")


@dataclass(frozen=True, slots=True)
class Agenda:
    """What was added of an agenda, by the codes of the content."""

    sessions: Mapping[str, Session]
    speaker: Speaker | None


def translated(text: Text | None, source: Language) -> Translated:
    """A text of the content; a translation that the content calls out of date is one here too."""
    if text is None:
        return Translated()
    current = digest(text.texts.get(source, ""))
    return Translated(
        {
            language: Entry(
                words,
                of=None if language == source else _made_from(text, language, current),
                made_from=text.made_from.get(language),
            )
            for language, words in text.texts.items()
        }
    )


def _made_from(text: Text, language: Language, current: str) -> str:
    former = text.made_from.get(language)
    return digest(former) if former else current


def add_event(session: DatabaseSession, source: content.Event) -> Event:
    """The event with its bodies and contacts, published."""
    bodies = content.load_bodies()

    def of(text: Text | None) -> Translated:
        return translated(text, source.source_language)

    event = Event(
        slug=source.slug,
        kind=source.kind,
        format=source.format,
        publication=Publication.PUBLISHED,
        is_rehearsal=source.slug == "rehearsal",
        starts_on=source.starts_on,
        ends_on=source.ends_on,
        zone=source.zone,
        language_codes=[language.code for language in source.languages],
        source_code=source.source_language.code,
        month_style=source.month_style,
        title=of(source.title),
        short_title=of(source.short_title),
        summary=of(source.summary),
        venue=of(source.venue),
        agenda_note=of(source.illustrative_note),
        donor_line=of(source.donor_line),
        disclaimer=of(source.disclaimer),
        registration_open=source.slug in OPEN,
    )
    event.bodies = [
        Body(position=position, name=of(bodies[code].name), acronym=of(bodies[code].acronym))
        for position, code in enumerate(source.organisers)
    ]
    event.contacts = [
        Contact(position=position, label=of(contact.name), country=contact.country or "", email=contact.email)
        for position, contact in enumerate(source.contacts)
    ]
    session.add(event)
    session.flush()
    return event


def add_agenda(session: DatabaseSession, event: Event, source: content.Event, *, speaker_email: str) -> Agenda:
    """Rooms, tracks, speakers and sessions of the draft. The first who speaks gets `speaker_email` and is returned."""
    bodies = content.load_bodies()

    def of(text: Text | None) -> Translated:
        return translated(text, source.source_language)

    rooms = {
        room.code: Room(event_id=event.id, position=position, name=of(room.name), is_online=room.is_online)
        for position, room in enumerate(source.rooms)
    }
    tracks = {
        track.code: Track(event_id=event.id, position=position, name=of(track.name))
        for position, track in enumerate(source.tracks)
    }
    speakers = {
        speaker.code: Speaker(
            event_id=event.id,
            code=speaker.code,
            position=position,
            function=of(speaker.name),
            organisation=of(bodies[speaker.body].name) if speaker.body else Translated(),
            biography=Translated(),
            language_code=event.source_code,
        )
        for position, speaker in enumerate(source.speakers)
    }
    speaker = speakers.get(_one_who_speaks(source))
    if speaker:
        speaker.email = speaker_email
    session.add_all([*rooms.values(), *tracks.values(), *speakers.values()])
    session.flush()
    addresses = {room.code: room.address or "" for room in source.rooms}
    sessions = {}
    for each in source.sessions:
        added = Session(
            event_id=event.id,
            code=each.code,
            uid=f"{event.slug}.{each.code}@conference.example.org".lower(),
            type=each.type,
            title=of(each.title),
            abstract=of(each.abstract),
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            room=rooms[each.room] if each.room else None,
            track=tracks[each.track] if each.track else None,
            floor_codes=[language.code for language in each.floor],
            interpretation_codes=[language.code for language in each.interpretation],
            meeting_url=addresses.get(each.room or "", ""),
        )
        _add_people(added, each, speakers, of)
        session.add(added)
        sessions[each.code] = added
    session.flush()
    return Agenda(sessions, speaker)


def _add_people(added: Session, each: content.Session, speakers: Mapping[str, Speaker], of: object) -> None:
    assert callable(of)
    order = 0
    for appearance in each.appearances:
        order = appearance.order
        added.roles.append(
            SpeakerInSession(speaker=speakers[appearance.speaker], role=appearance.role, position=appearance.order)
        )
    for position, talk in enumerate(each.presentations):
        presentation = Presentation(position=position, title=of(talk.title), minutes=talk.minutes)
        added.presentations.append(presentation)
        for code in talk.speakers:
            order += 1
            added.roles.append(
                SpeakerInSession(speaker=speakers[code], presentation=presentation, role="speaker", position=order)
            )


def _one_who_speaks(source: content.Event) -> str:
    for session in source.sessions:
        for talk in session.presentations:
            if talk.speakers:
                return talk.speakers[0]
        for appearance in session.appearances:
            if appearance.role == "speaker":
                return appearance.speaker
    return ""
