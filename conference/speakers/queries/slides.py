"""The files that speakers sent: what readers have of them, and whether more may be sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from conference.agenda.models import Session, Speaker
from conference.core.clock import now
from conference.events.models import Event
from conference.library.models import Document, LanguageVersion, Revision
from conference.speakers.models import Slides, SlidesOpening, SlidesPage, SlidesSettings, SpeakerList


def slides_of(database: Database, speaker_ids: Iterable[int]) -> Sequence[Slides]:
    """What speakers sent, the newest first, with the sessions and presentations."""
    query = (
        select(Slides)
        .where(Slides.speaker_id.in_(list(speaker_ids)))
        .options(joinedload(Slides.session), joinedload(Slides.presentation), joinedload(Slides.document))
        .order_by(Slides.received_at.desc(), Slides.id.desc())
    )
    return database.scalars(query).all()


def slides_by_id(database: Database, event_id: int, slides_id: int, *, lock: bool = False) -> Slides | None:
    """One upload at an event, with its speaker."""
    query = (
        select(Slides)
        .join(Slides.speaker)
        .where(Slides.id == slides_id, Speaker.event_id == event_id)
        .options(joinedload(Slides.speaker))
    )
    return database.scalar(query.with_for_update(of=Slides) if lock else query)


def document_for(database: Database, slides: Slides) -> Document | None:
    """The document into which a file belongs: its earlier revisions', else that of other languages of its place.

    The presentation decides; slides for a session as a whole belong to their speaker, so that two panellists never
    replace each other's. Nor do two files of one speaker in the same language.
    """
    query = select(Slides).where(Slides.session_id == slides.session_id, Slides.document_id.is_not(None))
    if slides.presentation_id is not None:
        query = query.where(Slides.presentation_id == slides.presentation_id)
    else:
        query = query.where(Slides.presentation_id.is_(None), Slides.speaker_id == slides.speaker_id)
    others = database.scalars(query.options(joinedload(Slides.document)).order_by(Slides.id.desc())).all()
    own = [one.document for one in others if one.series == slides.series and one.language_code == slides.language_code]
    taken = {one.document_id for one in others if one.language_code == slides.language_code}
    return next(iter(own), None) or next((one.document for one in others if one.document_id not in taken), None)


@dataclass(frozen=True, slots=True)
class Expected:
    """Until the end of which day, in the event's zone, slides may be sent, and whether this speaker still may."""

    due_on: date | None
    is_open: bool
    by_exception: bool


def slides_expected(database: Database, event: Event, speaker_id: int) -> Expected:
    """Whether a speaker may send slides now."""
    settings = database.get(SlidesSettings, event.id)
    due_on = settings.due_on if settings is not None else None
    if due_on is None or now().astimezone(event.zone_info).date() <= due_on:
        return Expected(due_on, is_open=True, by_exception=False)
    opened = database.get(SlidesOpening, speaker_id) is not None
    return Expected(due_on, is_open=opened, by_exception=opened)


def speakers_with_openings(database: Database, event_id: int) -> Sequence[tuple[Speaker, SlidesOpening | None]]:
    """Every speaker of an event, with what lets them send slides after the deadline."""
    query = (
        select(Speaker, SlidesOpening)
        .outerjoin(SlidesOpening, SlidesOpening.speaker_id == Speaker.id)
        .where(Speaker.event_id == event_id)
        .order_by(Speaker.position, Speaker.id)
    )
    return database.execute(query).all()


def asked_of_speakers(database: Database, event_id: int) -> SlidesSettings | None:
    """What the organisers ask of an event's speakers until when; None where they decided nothing."""
    return database.get(SlidesSettings, event_id)


def slides_of_upload(database: Database, speaker_id: int, code: str) -> Slides | None:
    """What came of an upload, for a form that is sent again because its answer was lost."""
    query = select(Slides).where(Slides.speaker_id == speaker_id, Slides.upload_code == code)
    return database.scalar(query) if code else None


def revisions_of(database: Database, slides: Slides) -> Sequence[Slides]:
    """All revisions of a file, the newest first."""
    query = (
        select(Slides)
        .where(or_(Slides.id == slides.series, Slides.first_id == slides.series))
        .options(joinedload(Slides.session), joinedload(Slides.presentation))
        .order_by(Slides.id.desc())
    )
    return database.scalars(query).all()


def newest_of(listed: Iterable[Slides]) -> list[Slides]:
    """The newest revision of each file, of files listed with the newest first."""
    newest: dict[int, Slides] = {}
    for one in listed:
        newest.setdefault(one.series, one)
    return list(newest.values())


def pages_of(database: Database, slides_id: int) -> Sequence[SlidesPage]:
    """The pictures of a file's pages, in order."""
    query = select(SlidesPage).where(SlidesPage.slides_id == slides_id).order_by(SlidesPage.number)
    return database.scalars(query).all()


def pages_of_all(database: Database, slides_ids: Iterable[int]) -> Mapping[int, Sequence[SlidesPage]]:
    """The pictures of several files' pages, by the file, in order; in one query."""
    query = select(SlidesPage).where(SlidesPage.slides_id.in_(list(slides_ids)))
    found: dict[int, list[SlidesPage]] = defaultdict(list)
    for page in database.scalars(query.order_by(SlidesPage.slides_id, SlidesPage.number)):
        found[page.slides_id].append(page)
    return found


def page_of(database: Database, slides_id: int, number: int) -> SlidesPage | None:
    query = select(SlidesPage).where(SlidesPage.slides_id == slides_id, SlidesPage.number == number)
    return database.scalar(query)


@dataclass(frozen=True, slots=True)
class WithReaders:
    """The files of slides that readers of the library have: per document and language, the SHA-256 in order."""

    files: dict[tuple[int, str], list[str]]

    def state(self, slides: Slides) -> str:
        """`current` for what readers are given, `replaced` for an older file, `received` for one not with them."""
        given = self.files.get((slides.document_id or 0, slides.language_code), [])
        if slides.sha256 not in given:
            return "received"
        return "current" if given[-1] == slides.sha256 else "replaced"


def with_readers(database: Database, listed: Sequence[Slides]) -> WithReaders:
    """Which of these files the library gives to readers now, in one query: it may withdraw them without us."""
    documents = {one.document_id for one in listed if one.document_id is not None}
    query = (
        select(LanguageVersion.document_id, LanguageVersion.language_code, Revision.sha256)
        .join(Revision.version)
        .where(LanguageVersion.document_id.in_(documents), Revision.published_at.is_not(None))
        .order_by(Revision.number)
    )
    files: dict[tuple[int, str], list[str]] = defaultdict(list)
    for document_id, language_code, sha256 in database.execute(query):
        files[document_id, language_code].append(sha256)
    return WithReaders(dict(files))


def documents_of(database: Database, speaker_id: int) -> Collection[int]:
    """The ids of the library's documents that a speaker's slides became, whether or not readers have them now."""
    query = select(Slides.document_id).where(Slides.speaker_id == speaker_id, Slides.document_id.is_not(None))
    return {id_ for id_ in database.scalars(query) if id_ is not None}


def known_blobs(session: Database) -> set[str]:
    """The SHA-256 of every file that a speaker sent, of the pictures of its pages, and of lists, for the sweep."""
    waiting = select(SpeakerList.file_sha256).where(SpeakerList.file_sha256 != "")
    return set(session.scalars(union_all(select(Slides.sha256), select(SlidesPage.sha256), waiting)))


def slides_count(database: Database, target: Session | Speaker) -> int:
    """How many files were sent for a session, or by a speaker."""
    column = Slides.session_id if isinstance(target, Session) else Slides.speaker_id
    return database.scalar(select(func.count()).where(column == target.id)) or 0
