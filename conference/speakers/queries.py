"""Finding invitations by their links, what a speaker's page shows, and the organisers' board."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload

from conference.accounts.models import Account, email_key
from conference.agenda.models import Session, SessionStatus, Speaker, SpeakerInSession
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import BadToken, read
from conference.events.models import Event
from conference.library.models import Document, LanguageVersion, Revision
from conference.speakers.models import Invitation, InvitationState, Slides, SlidesOpening, SlidesPage, SlidesSettings

LINK = "speaker"


def invitation_by_token(database: Database, event: Event, token: str) -> Invitation | None:
    """The invitation that a personal link opens, with its speaker, unless the link was revoked."""
    try:
        invitation_id, secret = read(LINK, token)
    except (BadToken, ValueError, TypeError):
        return None
    query = (
        select(Invitation)
        .join(Invitation.speaker)
        .where(Invitation.id == invitation_id, Speaker.event_id == event.id)
        .options(joinedload(Invitation.speaker))
    )
    found = database.scalar(query)
    return found if found is not None and found.link_secret == secret else None


def invitation_of(database: Database, speaker_id: int) -> Invitation | None:
    return database.scalar(select(Invitation).where(Invitation.speaker_id == speaker_id))


def invitations_for(database: Database, account: Account) -> Sequence[tuple[Invitation, Event]]:
    """The invitations, at any event, of the person whose address the account proved; the latest event first."""
    query = (
        select(Invitation, Event)
        .join(Invitation.speaker)
        .join(Event, Event.id == Speaker.event_id)
        .where(func.lower(Speaker.email) == email_key(account.email))
        .options(joinedload(Invitation.speaker))
        .order_by(Event.starts_on.desc(), Invitation.id)
    )
    return database.execute(query).all()


def invited_count(database: Database, event_id: int, language: Language) -> int:
    """How many invited speakers of an event are written to in a language."""
    query = (
        select(func.count())
        .select_from(Invitation)
        .join(Invitation.speaker)
        .where(Speaker.event_id == event_id, Speaker.language_code == language.code)
    )
    return database.scalar(query) or 0


def answers_of(database: Database, event_id: int) -> Mapping[int, bool]:
    """By id, which invited speakers of an event answered that they come; those who did not answer are left out."""
    query = (
        select(Invitation.speaker_id, Invitation.state)
        .join(Invitation.speaker)
        .where(Speaker.event_id == event_id, Invitation.state != InvitationState.INVITED)
    )
    return {speaker_id: state == InvitationState.CONFIRMED for speaker_id, state in database.execute(query)}


def speakers_to_tell(database: Database, event_id: int, speaker_ids: Collection[int]) -> Sequence[Speaker]:
    """Those of these speakers who have an address and did not decline their invitation."""
    query = (
        select(Speaker)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .where(
            Speaker.event_id == event_id,
            Speaker.id.in_(speaker_ids),
            Speaker.email != "",
            func.coalesce(Invitation.state, "") != InvitationState.DECLINED,
        )
        .order_by(Speaker.position, Speaker.id)
    )
    return database.scalars(query).all()


def appearances_of(database: Database, speaker_ids: Iterable[int]) -> Sequence[SpeakerInSession]:
    """Where speakers appear in the draft, in the order of the agenda; what was cancelled is left out."""
    query = (
        select(SpeakerInSession)
        .join(SpeakerInSession.session)
        .where(SpeakerInSession.speaker_id.in_(list(speaker_ids)), Session.status == SessionStatus.SCHEDULED)
        .options(joinedload(SpeakerInSession.session), joinedload(SpeakerInSession.presentation))
        .order_by(Session.starts_at.nulls_last(), Session.id, SpeakerInSession.position, SpeakerInSession.id)
    )
    return database.scalars(query).all()


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


def slides_due_on(database: Database, event_id: int) -> date | None:
    settings = database.get(SlidesSettings, event_id)
    return settings.due_on if settings is not None else None


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


@dataclass(slots=True)
class Line:
    """One speaker on the organisers' board."""

    speaker: Speaker
    invitation: Invitation | None
    appearances: list[SpeakerInSession] = field(default_factory=list)
    slides: list[tuple[Slides, str]] = field(default_factory=list)

    @property
    def state(self) -> str | None:
        """The invitation's state, or None before it."""
        return self.invitation.state if self.invitation else None

    @property
    def waits_for_publication(self) -> bool:
        """Whether the newest file for one of the speaker's places has not been given to readers."""
        newest: dict[int, str] = {}
        for one, state in self.slides:
            newest.setdefault(one.series, state)
        return "received" in newest.values()


def board(database: Database, event_id: int) -> Sequence[Line]:
    """Every speaker of an event with invitation, appearances and slides, in four queries however many there are."""
    query = (
        select(Speaker, Invitation)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .where(Speaker.event_id == event_id)
        .order_by(Speaker.position, Speaker.id)
    )
    lines = {speaker.id: Line(speaker, invitation) for speaker, invitation in database.execute(query)}
    for appearance in appearances_of(database, lines):
        lines[appearance.speaker_id].appearances.append(appearance)
    listed = slides_of(database, lines)
    given = with_readers(database, listed)
    for one in listed:
        lines[one.speaker_id].slides.append((one, given.state(one)))
    return list(lines.values())


def known_blobs(session: Database) -> set[str]:
    """The SHA-256 of every file that a speaker sent, and of the pictures of its pages, for the sweep."""
    return set(session.scalars(union_all(select(Slides.sha256), select(SlidesPage.sha256))))


def slides_count(database: Database, target: Session | Speaker) -> int:
    """How many files were sent for a session, or by a speaker."""
    column = Slides.session_id if isinstance(target, Session) else Slides.speaker_id
    return database.scalar(select(func.count()).where(column == target.id)) or 0
