"""Compares what a file says with the draft, by the keys that the file has for sessions and people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.agenda.identities import listed_names, session_guid, speaker_guid
from conference.agenda.importing import prose
from conference.agenda.importing.appearances import added_roles, whole_roles
from conference.agenda.importing.checks import Line, free_code
from conference.agenda.importing.difference import Difference, FactChange, PersonFound, SessionFound, TalkFound
from conference.agenda.importing.places import Places
from conference.agenda.importing.shape import TEMPLATE, FoundAgenda, FoundPerson, FoundSession, Texts
from conference.agenda.models import RESERVED_CODES, Room, Session, SessionStatus, Speaker, Track
from conference.agenda.queries import rooms_of, speakers_of, tracks_of, whole_sessions_of
from conference.core.text import clean
from conference.core.translated import Translated
from conference.events.models import Event

CODE = "code:"


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft as it is now."""

    sessions: Sequence[Session]
    rooms: Sequence[Room]
    tracks: Sequence[Track]
    speakers: Sequence[Speaker]


def draft_of(database: Database, event_id: int) -> Draft:
    """All of an event's draft, in eight queries however large it is."""
    return Draft(
        whole_sessions_of(database, event_id),
        rooms_of(database, event_id),
        tracks_of(database, event_id),
        speakers_of(database, event_id),
    )


def compare(agenda: FoundAgenda, draft: Draft, event: Event) -> Difference:
    """What taking the file over would do to the draft. Changes neither; its problems add to the file's own."""
    return _Comparing(agenda, draft, event).compared()


class _Comparing:
    def __init__(self, agenda: FoundAgenda, draft: Draft, event: Event) -> None:
        self.draft, self.event = draft, event
        # What the comparison finds wrong belongs to it: the same file is compared again.
        self.agenda = FoundAgenda(
            agenda.format, agenda.sessions, agenda.people, [*agenda.problems], [*agenda.remarks], agenda.spoken
        )
        self.rooms, self.tracks = (
            Places(model, places, event.source) for model, places in ((Room, draft.rooms), (Track, draft.tracks))
        )
        self.people: dict[str, PersonFound] = {}

    def compared(self) -> Difference:
        self._compare_people()
        sessions = self._compare_sessions()
        matched = {one.session.id for one in sessions if one.session}
        return Difference(
            sessions=sessions,
            people=list(self.people.values()),
            places=[*self.rooms.found.values(), *self.tracks.found.values()],
            left=[one for one in self.draft.sessions if one.id not in matched and self._could_go(one)],
            problems=self.agenda.problems,
            remarks=self.agenda.remarks,
        )

    def _could_go(self, session: Session) -> bool:
        """Whether a session that the file lacks could be taken out: any for a template, else one from a file."""
        is_in = session.starts_at is not None and session.status == SessionStatus.SCHEDULED
        return is_in and (self.agenda.format == TEMPLATE or session.import_key is not None)

    def _compare_people(self) -> None:
        keyed: dict[str | None, Speaker] = {
            speaker_guid(self.event.id, one.id, one.import_key): one for one in self.draft.speakers
        }
        keyed |= {one.import_key: one for one in self.draft.speakers if one.import_key}
        coded = {CODE + one.code.lower(): one for one in self.draft.speakers}
        taken = {one.code.lower() for one in self.draft.speakers}
        matched = {key: keyed.get(key) or coded.get(key) for key in self.agenda.people}
        known = {one.id for one in matched.values() if one}
        names = {name for one in self.draft.speakers if one.id not in known for name in _names(one)}
        for key, found in self.agenda.people.items():
            speaker, line = matched[key], Line(self.agenda, found.line, found.name)
            code = speaker.code if speaker else self._new_code(found, taken)
            taken.add(code.lower())
            self.people[key] = PersonFound(found, speaker, code)
            _compare_facts(self.people[key], self._told_of(found, speaker), speaker)
            self._compare_texts(self.people[key], found.texts, speaker)
            if speaker is None and found.name.casefold() in names:
                line.remark("namesake")

    def _told_of(self, found: FoundPerson, speaker: Speaker | None) -> Mapping[str, Any]:
        """A schedule has one name for a person: any of those that the draft has for them is no change."""
        names = listed_names(speaker) if speaker is not None and self.agenda.format != TEMPLATE else ()
        return {name: value for name, value in found.facts.items() if name != "native_name" or value not in names}

    def _new_code(self, found: FoundPerson | FoundSession, taken: Collection[str]) -> str:
        if self.agenda.format == TEMPLATE:
            return found.code
        kind, _colon, number = found.key.partition(":")
        return free_code(found.code, number if kind == "id" else "", taken)

    def _compare_sessions(self) -> list[SessionFound]:
        keyed = {session_guid(one.uid, one.import_key): one for one in self.draft.sessions}
        keyed |= {one.uid: one for one in self.draft.sessions}
        keyed |= {one.import_key: one for one in self.draft.sessions if one.import_key}
        coded = {CODE + one.code.lower(): one for one in self.draft.sessions}
        owners: dict[str, Any] = dict.fromkeys(RESERVED_CODES, "a page")
        owners |= {one.code.lower(): one.id for one in self.draft.sessions}
        lines: dict[int, int] = {}
        found = []
        for one in self.agenda.sessions:
            session = keyed.get(one.key) or coded.get(one.key)
            line = Line(self.agenda, one.line, one.name)
            if session is not None and lines.setdefault(session.id, one.line) != one.line:
                line.problem("twice", line=lines[session.id])
            else:
                found.append(self._session(one, session, owners, line))
        return found

    def _session(
        self, found: FoundSession, session: Session | None, owners: dict[str, Any], line: Line
    ) -> SessionFound:
        told = str(found.facts.get("code", ""))
        code = told or (session.code if session else self._new_code(found, owners))
        own = session.id if session else f"line {found.line}"
        if owners.setdefault(code.lower(), own) != own:
            line.problem("code_taken")
        elif session is not None and session.was_published and code != session.code:
            line.problem("code_published")
        told_title = {language: words for language, words in found.texts["title"].items() if words}
        title = session.title if session else Translated.of(self.event.source, told_title)
        compared = SessionFound(found, session, code, title)
        apart = {"starts_at", "ends_at"}
        if session is not None and self.agenda.format != TEMPLATE:
            # A schedule has one language for a session: of several on the floor it names the first.
            apart |= {"floor_codes"} if set(found.facts.get("floor_codes", ())) <= {*session.floor_codes} else set()
        plain = {name: value for name, value in found.facts.items() if name not in apart}
        _compare_facts(compared, plain, session)
        self._compare_hours(compared)
        self._compare_texts(compared, found.texts, session)
        self._compare_places(compared, line)
        self._compare_talks(compared, line)
        if self.agenda.format == TEMPLATE:
            whole_roles(compared, self.people)
        else:
            added_roles(compared, self.people)
        if session is not None and session.status == SessionStatus.CANCELLED:
            line.remark("cancelled")
        return compared

    def _compare_hours(self, compared: SessionFound) -> None:
        """Hours on the event’s clocks are the draft’s where clocks show the same: an hour can come twice."""
        session, facts = compared.session, compared.found.facts
        after = facts.get("starts_at"), facts.get("ends_at")
        if after == (None, None):
            return
        before = (session.starts_at, session.ends_at) if session else (None, None)
        zone = self.event.zone_info if compared.found.is_local else None

        def shown(at: Any) -> Any:
            return at.astimezone(zone).replace(tzinfo=None) if at and zone else at

        if tuple(map(shown, before)) != tuple(map(shown, after)):
            compared.values |= {"starts_at": after[0], "ends_at": after[1]}
            compared.changes.append(FactChange("hours", before, after))

    def _compare_places(self, compared: SessionFound, line: Line) -> None:
        for name, texts, places in (
            ("room", compared.found.room, self.rooms),
            ("track", compared.found.track, self.tracks),
        ):
            if not texts:
                continue
            current = getattr(compared.session, name) if compared.session else None
            place = places.take(texts, current=current, line=line)
            setattr(compared, name, place)
            if place.place is None or place.place is not current:
                compared.changes.append(FactChange(name, current.name if current else None, place.name))

    def _compare_talks(self, compared: SessionFound, line: Line) -> None:
        """A talk is found by the id that the file keeps, else by its number; a new one takes the next number."""
        session = compared.session
        talks = list(session.presentations) if session else []
        by_id = {talk.id: talk for talk in talks}
        claimed = {one.known_id for one in compared.found.talks if one.known_id in by_id}
        count = len(talks)
        for one in sorted(compared.found.talks, key=lambda talk: talk.number):
            talk = by_id.get(one.known_id or 0)
            if talk is None and one.number <= len(talks) and talks[one.number - 1].id not in claimed:
                talk = talks[one.number - 1]
            found = TalkFound(one, talk)
            if talk is None:
                count += 1
                if one.number != count:
                    line.problem("talk_number", next=count)
                found.changes.append(FactChange("presentation", None, _first(one.title)))
                found.values, found.texts = {"minutes": one.minutes}, {"title": one.title}
            else:
                _compare_facts(found, {"minutes": one.minutes} if one.minutes else {}, talk)
                self._compare_texts(found, {"title": one.title}, talk)
            compared.talks.append(found)
            compared.changes += found.changes

    def _compare_texts(self, compared: Any, texts: Mapping[str, Texts], stored: Any) -> None:
        for name, told in texts.items():
            before = getattr(stored, name) if stored is not None else Translated()
            after = {
                language: words
                for language, words in told.items()
                if words and words not in self._forms(before.text(language))
            }
            if after:
                compared.texts[name] = after
                compared.changes += [
                    FactChange(name, before.text(language), words, language) for language, words in after.items()
                ]

    def _forms(self, stored: str) -> tuple[str, ...]:
        """A stored text as a file can have it: whole, or what reading a schedule leaves of white space and mark-up."""
        whole = clean(stored)
        if self.agenda.format == TEMPLATE:
            return (whole,)
        return whole, prose.line(stored), prose.plain(stored), prose.paragraphs(stored)


def _compare_facts(compared: Any, facts: Mapping[str, Any], stored: Any) -> None:
    for name, value in facts.items():
        before = getattr(stored, name) if stored is not None else None
        if before != value:
            compared.values[name] = value
            compared.changes.append(FactChange(name, before, value))


def _first(texts: Texts) -> str:
    return next((words for words in texts.values() if words), "")


def _names(speaker: Speaker) -> Iterator[str]:
    yield from (name.casefold() for name in (speaker.native_name, speaker.latin_name) if name)
