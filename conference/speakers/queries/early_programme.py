"""What somebody with early access may have: their sessions, the files of these, and the ways into their meetings.

Every address behind the link looks a file or a meeting up in here, so that nothing else can be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, load_only, selectinload

from conference.agenda.frozen import frozen
from conference.agenda.models import Session, SpeakerInSession
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import latest_version, whole_sessions_of
from conference.core.translated import Translated
from conference.library.access import meant_for_readers
from conference.library.models import Document, LanguageVersion, Revision
from conference.speakers.models import Slides
from conference.speakers.models.early_access import EarlyAccess, EarlyPurpose, EarlyScope, FileKind
from conference.speakers.queries.slides import newest_of, with_readers

FLOOR = "floor"
"""The channel on which everybody is heard as they speak, as addresses call it."""


@dataclass(frozen=True, slots=True)
class EarlySession:
    """A session of somebody's; `is_draft` where no published agenda has it yet."""

    session: PublishedSession
    is_draft: bool

    @property
    def takes_place(self) -> bool:
        return not self.session.is_cancelled


@dataclass(frozen=True, slots=True)
class EarlyProgramme:
    """The sessions of somebody, in order; `zone` is the one whose clocks their hours are told by.

    `meetings` are the addresses of their meetings by session and channel, which no page shows.
    """

    zone: str
    is_published: bool
    sessions: Sequence[EarlySession]
    meetings: Mapping[int, Mapping[str, str]] = field(repr=False)

    def session(self, code: str) -> EarlySession | None:
        return next((one for one in self.sessions if one.session.code == code), None)

    @property
    def days(self) -> Mapping[date, Sequence[EarlySession]]:
        found: dict[date, list[EarlySession]] = {}
        for one in self.sessions:
            found.setdefault(one.session.day(self.zone), []).append(one)
        return found


@dataclass(frozen=True, slots=True)
class EarlyFile:
    """One file as it is handed out before publication: the newest revision of slides, or of a language version.

    `session_ids` is empty for a document of the event as a whole. `at` is when it arrived; `by` who speaks with it.
    """

    kind: FileKind
    id: int
    session_ids: frozenset[int]
    title: Translated
    symbol: str
    by: str
    language_code: str
    sha256: str
    size: int
    ending: str
    pages: int | None
    at: datetime
    is_final: bool


def early_programme(database: Database, access: EarlyAccess) -> EarlyProgramme:
    """The newest published agenda decides about a session that it has; the draft about those it has not yet."""
    event = access.event
    version = latest_version(database, event.id)
    published = PublishedAgenda.of(version) if version else None
    rows = whole_sessions_of(database, event.id)
    draft = PublishedAgenda.read(frozen(event, rows))
    zone = published.zone if published else event.zone
    known = {one.id for one in published.sessions} if published else set()
    found = [EarlySession(one, is_draft=False) for one in (published.sessions if published else ())]
    found += [EarlySession(one, is_draft=True) for one in draft.sessions if one.id not in known]
    theirs = [one for one in found if not one.session.is_break and covers(access, one.session, zone)]
    theirs.sort(key=lambda one: (one.session.starts_at, one.session.ends_at, one.session.id))
    there = {one.session.id for one in theirs if one.takes_place}
    meetings = {one.id: _channels(access, one) for one in rows if one.id in there}
    return EarlyProgramme(zone, published is not None, theirs, meetings)


def covers(access: EarlyAccess, session: PublishedSession, zone: str) -> bool:
    """Whether a session is one of somebody's."""
    if access.scope == EarlyScope.DAYS:
        return session.day(zone).isoformat() in access.days
    if access.scope == EarlyScope.SESSIONS:
        return session.id in {one.id for one in access.sessions}
    return True


def early_files(database: Database, access: EarlyAccess, programme: EarlyProgramme) -> Sequence[EarlyFile]:
    """The files of these sessions, and of the event where that is allowed; what readers have, and what they have not.

    In a number of queries that does not grow. Slides that stand in the library too are one file.
    """
    ids = {one.session.id for one in programme.sessions if one.takes_place}
    slides = _slides(database, ids)
    known = {one.sha256 for one in slides}
    documents = [one for one in _documents(database, access, ids) if one.sha256 not in known]
    return [*slides, *documents]


def early_file(files: Iterable[EarlyFile], kind: str, file_id: int) -> EarlyFile | None:
    return next((one for one in files if one.kind == kind and one.id == file_id), None)


def _slides(database: Database, session_ids: Iterable[int]) -> list[EarlyFile]:
    """As for the room: what somebody sent who is no longer part of the session is nobody's to prepare."""
    takes_part = exists().where(
        SpeakerInSession.session_id == Slides.session_id, SpeakerInSession.speaker_id == Slides.speaker_id
    )
    query = (
        select(Slides)
        .where(Slides.session_id.in_(session_ids), takes_part)
        .options(joinedload(Slides.session), joinedload(Slides.presentation), joinedload(Slides.speaker))
        .order_by(Slides.received_at.desc(), Slides.id.desc())
    )
    listed = newest_of(database.scalars(query).all())
    given = with_readers(database, listed)
    return [
        EarlyFile(
            kind=FileKind.SLIDES,
            id=one.id,
            session_ids=frozenset({one.session_id}),
            title=one.title,
            symbol="",
            by=one.speaker.name,
            language_code=one.language_code,
            sha256=one.sha256,
            size=one.size,
            ending=one.ending,
            pages=one.pages,
            at=one.received_at,
            is_final=given.state(one) == "current",
        )
        for one in reversed(listed)
    ]


def _documents(database: Database, access: EarlyAccess, session_ids: set[int]) -> list[EarlyFile]:
    query = (
        select(Document)
        .where(Document.event_id == access.event_id, meant_for_readers())
        .options(
            selectinload(Document.versions).selectinload(LanguageVersion.revisions),
            selectinload(Document.sessions).options(load_only(Session.id)),
        )
        .order_by(Document.position, Document.id)
    )
    # Theirs first, then as the event has them.
    order = sorted((one.code for one in access.event.languages), key=lambda code: code != access.language_code)
    place = {code: number for number, code in enumerate(order)}
    found = []
    for document in database.scalars(query):
        belongs_to = {one.id for one in document.sessions}
        theirs = frozenset(belongs_to & session_ids)
        if not theirs and (belongs_to or not access.with_general):
            continue
        versions = sorted(document.versions, key=lambda one: place.get(one.language_code, len(place)))
        newest = [(version, _newest(version)) for version in versions]
        found += [_of(document, version, revision, theirs) for version, revision in newest if revision is not None]
    return found


def _newest(version: LanguageVersion) -> Revision | None:
    """The revision uploaded last, unless it is among those that were taken from readers."""
    revision = version.newest
    if revision is None or (version.withdrawn_at is not None and revision.uploaded_at <= version.withdrawn_at):
        return None
    return revision


def _of(document: Document, version: LanguageVersion, revision: Revision, theirs: frozenset[int]) -> EarlyFile:
    return EarlyFile(
        kind=FileKind.DOCUMENT,
        id=revision.id,
        session_ids=theirs,
        title=document.title,
        symbol=document.symbol,
        by="",
        language_code=version.language_code,
        sha256=revision.sha256,
        size=revision.size,
        ending=revision.ending,
        pages=revision.pages,
        at=revision.uploaded_at,
        is_final=revision.published_at is not None,
    )


def _channels(access: EarlyAccess, session: Session) -> dict[str, str]:
    """The channels of a meeting that are somebody's: the floor, and languages.

    Interpreters have those that they work in, others their own.
    """
    theirs = access.working_codes if access.purpose == EarlyPurpose.INTERPRETER else [access.language_code]
    floor = {FLOOR: session.meeting_url} if session.meeting_url else {}
    return floor | {code: session.channel_urls[code] for code in theirs if session.channel_urls.get(code)}


@dataclass(frozen=True, slots=True)
class EarlyDoor:
    """From when and until when somebody may enter a meeting; `opens_at` is None where they always could."""

    opens_at: datetime | None
    closes_at: datetime

    def is_open(self, moment: datetime) -> bool:
        return (self.opens_at is None or moment >= self.opens_at) and moment < self.closes_at


def early_door(access: EarlyAccess, session: PublishedSession, zone: str) -> EarlyDoor:
    """Interpreters try the sound days before, others come on the day; for all it closes with the day of the end."""
    clocks = ZoneInfo(zone)
    last = session.ends_at.astimezone(clocks).date() + timedelta(days=1)
    begins = datetime.combine(session.day(zone), datetime.min.time(), tzinfo=clocks)
    closes = datetime.combine(last, datetime.min.time(), tzinfo=clocks)
    return EarlyDoor(None if access.purpose == EarlyPurpose.INTERPRETER else begins, closes)


def came_after(files: Iterable[EarlyFile], moment: datetime) -> list[EarlyFile]:
    """What arrived after an instant."""
    return [one for one in files if one.at > moment]
