"""From what is published to what is told: events, the agenda as a version froze it, and documents that all may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from flask import current_app, url_for

from conference.agenda.models import SessionStatus, SessionType, SpeakerRole
from conference.agenda.published import Appearance, Person, Place, PublishedAgenda, PublishedSession, Theme
from conference.agenda.queries import Heading
from conference.core.honorifics import Title
from conference.core.localization import absolute_url
from conference.events.models import Event, Format, Kind
from conference.feeds.api import shapes
from conference.feeds.api.asking import Reader
from conference.library.models import Document, LanguageVersion
from conference.library.words import category_name, licence_name


def address(endpoint: str, **values: Any) -> str:
    """The whole address of a resource of the API, which has no language in it."""
    return str(current_app.config["PUBLIC_URL"]) + url_for(endpoint, **values)


def moment(instant: datetime, event: Event) -> shapes.Moment:
    return shapes.Moment(utc=instant.astimezone(UTC), local=instant.astimezone(event.zone_info), zone=event.zone)


def told_event(event: Event, reader: Reader) -> shapes.Event:
    text, slug = reader.text, event.slug
    return shapes.Event(
        slug=slug,
        url=address("api.event", event=slug),
        page=absolute_url("pages.home", event=slug, language=reader.language),
        kind=Kind(event.kind),
        format=Format(event.format),
        is_rehearsal=event.is_rehearsal,
        title=text(event.title),
        short_title=text(event.short_title),
        summary=text(event.summary),
        venue=text(event.venue),
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        zone=event.zone,
        languages=list(event.language_codes),
        source_language=event.source_code,
        bodies=[shapes.Body(name=text(body.name), acronym=text(body.acronym)) for body in event.bodies],
        donor_line=text(event.donor_line),
        disclaimer=text(event.disclaimer),
        sessions=address("api.sessions", event=slug),
        speakers=address("api.speakers", event=slug),
        rooms=address("api.rooms", event=slug),
        tracks=address("api.tracks", event=slug),
        documents=address("api.documents", event=slug),
    )


@dataclass(frozen=True)
class Teller:
    """Tells the parts of one event's agenda and library to one reader; without an agenda nothing was published yet."""

    event: Event
    reader: Reader
    agenda: PublishedAgenda | None
    heading: Heading | None

    @property
    def version(self) -> shapes.Version | None:
        if self.heading is None:
            return None
        published_at = moment(self.heading.published_at, self.event)
        return shapes.Version(number=self.heading.number, published_at=published_at)

    @property
    def sessions(self) -> Sequence[PublishedSession]:
        return self.agenda.sessions if self.agenda else ()

    @cached_property
    def _codes(self) -> Mapping[int, list[str]]:
        """The codes of the sessions that take place, by the ids of those who appear in them."""
        found: dict[int, list[str]] = {}
        for session in self.sessions:
            for person in {one.person.id: None for one in session.everybody if not session.is_cancelled}:
                found.setdefault(person, []).append(session.code)
        return found

    def appears(self, person: Person) -> bool:
        """Whether somebody is in a session that takes place."""
        return person.id in self._codes

    def codes_of(self, document: Document) -> list[str]:
        """The codes of a document's sessions, those of the draft left out."""
        return [code for code in document.session_codes if self.agenda and self.agenda.session(code)]

    def room(self, room: Place) -> shapes.Room:
        return shapes.Room(id=room.id, name=self.reader.text(room.name), is_online=room.is_online)

    def track(self, track: Theme) -> shapes.Track:
        return shapes.Track(id=track.id, name=self.reader.text(track.name))

    def session(self, session: PublishedSession) -> shapes.Session:
        text = self.reader.text
        return shapes.Session(
            code=session.code,
            url=self._address("api.session", code=session.code),
            page=self._page("agenda.session", code=session.code),
            calendar=self._page("feeds.session", code=session.code),
            uid=session.uid,
            sequence=session.sequence,
            status=SessionStatus(session.status),
            type=SessionType(session.type),
            title=text(session.title),
            abstract=text(session.abstract),
            day=session.day(self.event.zone),
            starts_at=moment(session.starts_at, self.event),
            ends_at=moment(session.ends_at, self.event),
            room=self.room(session.room) if session.room else None,
            track=self.track(session.track) if session.track else None,
            floor=[language.code for language in session.floor],
            interpretation=[language.code for language in session.interpretation],
            capacity=session.capacity,
            people=self._people(session.people),
            presentations=[
                shapes.Presentation(title=text(talk.title), minutes=talk.minutes, people=self._people(talk.people))
                for talk in session.talks
            ],
        )

    def speaker(self, person: Person) -> shapes.Speaker:
        return shapes.Speaker(
            **self._named(person),
            page=self._page("agenda.speaker", code=person.code),
            biography=self.reader.text(person.biography),
            sessions=self._codes.get(person.id, []),
        )

    def document(self, document: Document) -> shapes.Document:
        versions = (document.version_in(language) for language in self.event.languages)
        return shapes.Document(
            slug=document.slug,
            url=self._address("api.document", slug=document.slug),
            page=self._page("library.document", slug=document.slug),
            symbol=document.symbol,
            category=document.category,
            category_name=self.reader.text(category_name(document)),
            title=self.reader.text(document.title),
            summary=self.reader.text(document.summary),
            issued_by=self.reader.text(document.issued_by),
            issued_on=document.issued_on,
            original_language=document.original_code or None,
            licence=licence_name(document.licence),
            sessions=self.codes_of(document),
            files=[file for version in versions if version for file in self._file(document, version)],
        )

    def _file(self, document: Document, version: LanguageVersion) -> Iterable[shapes.File]:
        revision = version.current
        if revision is not None and revision.published_at is not None:
            yield shapes.File(
                language=version.language_code,
                url=absolute_url(
                    "library.file",
                    event=self.event.slug,
                    language=version.language,
                    slug=document.slug,
                    code=version.language_code,
                ),
                media_type=revision.file_type.media_type,
                size=revision.size,
                pages=revision.pages,
                revision=revision.number,
                published_at=moment(revision.published_at, self.event),
            )

    def _people(self, appearances: Iterable[Appearance]) -> list[shapes.Appearance]:
        return [
            shapes.Appearance(role=SpeakerRole(one.role), speaker=shapes.SpeakerName(**self._named(one.person)))
            for one in appearances
        ]

    def _named(self, person: Person) -> Mapping[str, Any]:
        return {
            "code": person.code,
            "url": self._address("api.speaker", code=person.code),
            "native_name": person.native_name,
            "latin_name": person.latin_name,
            "honorific": Title(person.honorific) if person.honorific in set(Title) else Title.NONE,
            "function": self.reader.text(person.function),
            "organisation": self.reader.text(person.organisation),
        }

    def _address(self, endpoint: str, **values: Any) -> str:
        return address(endpoint, event=self.event.slug, **values)

    def _page(self, endpoint: str, **values: Any) -> str:
        return absolute_url(endpoint, event=self.event.slug, language=self.reader.language, **values)
