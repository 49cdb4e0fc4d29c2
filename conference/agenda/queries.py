"""Reading the draft, and the published versions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, load_only, selectinload, undefer

from conference.accounts.models import Account
from conference.agenda.models import (
    AgendaEdit,
    AgendaImport,
    AgendaSettings,
    AgendaVersion,
    ChosenSession,
    PersonalAgenda,
    Presentation,
    Room,
    Session,
    Speaker,
    SpeakerInSession,
    Track,
)
from conference.audit.models import AuditEntry
from conference.core.tokens import BadToken, read
from conference.events.models import Event

PREVIEW_LINK = "agenda.preview"

MINE = "agenda.mine"
"""What the token of a personal agenda's link is signed for."""


def sessions_of(database: Database, event_id: int) -> Sequence[Session]:
    """The sessions of the draft in the order of the agenda, those not placed yet at the end; cancelled ones too.

    Without their rooms, talks and people: for lists and choices. The published ones are in `PublishedAgenda.sessions`.
    """
    query = select(Session).where(Session.event_id == event_id)
    return database.scalars(query.order_by(Session.starts_at.nulls_last(), Session.ends_at, Session.id)).all()


def whole_sessions_of(database: Database, event_id: int) -> Sequence[Session]:
    """Like `sessions_of`, with everything that belongs to them, in two queries however many there are."""
    query = (
        select(Session)
        .where(Session.event_id == event_id)
        .options(
            joinedload(Session.room),
            joinedload(Session.track),
            joinedload(Session.presentations),
            selectinload(Session.roles).joinedload(SpeakerInSession.speaker),
        )
    )
    ordered = query.order_by(Session.starts_at.nulls_last(), Session.ends_at, Session.id)
    return database.scalars(ordered).unique().all()


def session_by_code(database: Database, event_id: int, code: str) -> Session | None:
    """A session of the draft with its talks and people."""
    query = (
        select(Session)
        .where(Session.event_id == event_id, Session.code == code)
        .options(
            selectinload(Session.presentations),
            selectinload(Session.roles).joinedload(SpeakerInSession.speaker),
        )
    )
    return database.scalar(query)


def settings_of(database: Database, event_id: int) -> AgendaSettings:
    """What an event sets about its agenda; where nothing is stored, the defaults in an object of no transaction."""
    return database.get(AgendaSettings, event_id) or AgendaSettings(event_id=event_id, severities={})


def placed_count(database: Database, event_id: int) -> int:
    """How many sessions of the draft have hours."""
    placed = select(func.count(Session.id)).where(Session.event_id == event_id, Session.starts_at.is_not(None))
    return database.scalar(placed) or 0


def placed_sessions_of(database: Database, event_id: int) -> Sequence[Session]:
    """The sessions of the draft that have hours, without what hangs on them."""
    placed = select(Session).where(Session.event_id == event_id, Session.starts_at.is_not(None))
    return database.scalars(placed.order_by(Session.starts_at, Session.id)).all()


def sessions_between(database: Database, event_id: int, *, first: datetime, last: datetime) -> Sequence[Session]:
    """The sessions between two instants, and those not placed yet, with their talks; cancelled ones too."""
    query = (
        select(Session)
        .where(
            Session.event_id == event_id,
            or_(Session.starts_at.is_(None), and_(Session.starts_at < last, Session.ends_at > first)),
        )
        .options(selectinload(Session.presentations))
    )
    return database.scalars(query.order_by(Session.starts_at.nulls_last(), Session.ends_at, Session.id)).all()


def starts_outside(database: Database, event_id: int, *, first: datetime, last: datetime) -> Sequence[datetime]:
    """When sessions begin that do so before the first instant, or not before the last."""
    query = select(Session.starts_at).where(
        Session.event_id == event_id, or_(Session.starts_at < first, Session.starts_at >= last)
    )
    return [starts_at for starts_at in database.scalars(query.order_by(Session.starts_at)) if starts_at]


def last_edit(database: Database, event_id: int) -> AgendaEdit | None:
    """The newest step of the editor that was not taken back yet."""
    query = select(AgendaEdit).where(AgendaEdit.event_id == event_id, AgendaEdit.undone_at.is_(None))
    return database.scalars(query.order_by(AgendaEdit.id.desc()).limit(1)).first()


def presentation_of(database: Database, event_id: int, presentation_id: int) -> Presentation | None:
    query = (
        select(Presentation)
        .join(Presentation.session)
        .where(Session.event_id == event_id, Presentation.id == presentation_id)
        .options(joinedload(Presentation.session).selectinload(Session.presentations))
    )
    return database.scalar(query)


def rooms_of(database: Database, event_id: int) -> Sequence[Room]:
    query = select(Room).where(Room.event_id == event_id)
    return database.scalars(query.order_by(Room.position, Room.id)).all()


def tracks_of(database: Database, event_id: int) -> Sequence[Track]:
    query = select(Track).where(Track.event_id == event_id)
    return database.scalars(query.order_by(Track.position, Track.id)).all()


def speakers_of(database: Database, event_id: int) -> Sequence[Speaker]:
    """The speakers of the draft in the order in which they were entered; a page sorts them for its language."""
    query = select(Speaker).where(Speaker.event_id == event_id)
    return database.scalars(query.order_by(Speaker.position, Speaker.id)).all()


def speaker_by_code(database: Database, event_id: int, code: str) -> Speaker | None:
    return database.scalar(select(Speaker).where(Speaker.event_id == event_id, Speaker.code == code))


def appearances_of(database: Database, speaker: Speaker) -> Sequence[SpeakerInSession]:
    """Where a speaker appears in the draft, with the sessions."""
    query = (
        select(SpeakerInSession)
        .where(SpeakerInSession.speaker_id == speaker.id)
        .options(joinedload(SpeakerInSession.session), joinedload(SpeakerInSession.presentation))
    )
    return database.scalars(query.order_by(SpeakerInSession.id)).all()


def latest_version(database: Database, event_id: int, *, with_calendar: bool = False) -> AgendaVersion | None:
    """The agenda as last published, or None. Its calendar's bytes come only where they are asked for."""
    query = select(AgendaVersion).where(AgendaVersion.event_id == event_id)
    if with_calendar:
        query = query.options(undefer(AgendaVersion.calendar))
    return database.scalars(query.order_by(AgendaVersion.number.desc()).limit(1)).first()


def newest_published(database: Database, event_id: int) -> tuple[int, datetime] | None:
    """Which version is the latest, and since when; without its data."""
    query = select(AgendaVersion.id, AgendaVersion.published_at).where(AgendaVersion.event_id == event_id)
    found = database.execute(query.order_by(AgendaVersion.number.desc()).limit(1)).first()
    return (found.id, found.published_at) if found else None


def newest_number(database: Database, event_id: int) -> int:
    """The number of the latest version; 0 before the first."""
    return database.scalar(select(func.max(AgendaVersion.number)).where(AgendaVersion.event_id == event_id)) or 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A version without what it holds: which one, from when."""

    number: int
    published_at: datetime


def newest_heading(database: Database, event_id: int) -> Heading | None:
    """Which version visitors see, without reading it."""
    query = select(AgendaVersion.number, AgendaVersion.published_at).where(AgendaVersion.event_id == event_id)
    found = database.execute(query.order_by(AgendaVersion.number.desc()).limit(1)).first()
    return Heading(*found) if found else None


def headings_of(database: Database, event_id: int) -> Sequence[Heading]:
    """All versions without what they hold, the newest first."""
    query = select(AgendaVersion.number, AgendaVersion.published_at).where(AgendaVersion.event_id == event_id)
    return [Heading(*found) for found in database.execute(query.order_by(AgendaVersion.number.desc()))]


def changes_of(database: Database, event_id: int, *, limit: int, offset: int = 0) -> Sequence[AgendaVersion]:
    """Versions with their notes and differences, without the agenda itself; the newest first."""
    query = _told().where(AgendaVersion.event_id == event_id).order_by(AgendaVersion.number.desc())
    return database.scalars(query.limit(limit).offset(offset)).all()


def version_with_changes(database: Database, event_id: int, number: int) -> AgendaVersion | None:
    """One version like those of `changes_of`."""
    return database.scalar(_told().where(AgendaVersion.event_id == event_id, AgendaVersion.number == number))


def _told() -> Select[AgendaVersion]:
    return select(AgendaVersion).options(
        load_only(
            AgendaVersion.number,
            AgendaVersion.published_at,
            AgendaVersion.published_by,
            AgendaVersion.note,
            AgendaVersion.difference,
        )
    )


def imports_of(database: Database, event_id: int, *, at_most: int) -> Sequence[AgendaImport]:
    """The newest files that organisers sent of an event's agenda."""
    query = select(AgendaImport).where(AgendaImport.event_id == event_id)
    return database.scalars(query.order_by(AgendaImport.id.desc()).limit(at_most)).all()


def known_blobs(session: Database) -> set[str]:
    """The SHA-256 of every file of an agenda that waits to be taken over, for the sweep."""
    return set(session.scalars(select(AgendaImport.file_sha256).where(AgendaImport.file_sha256 != "")))


def choices_with_account(
    database: Database, event_id: int, session_ids: Collection[int], *, without: Sequence[Select[str]]
) -> Sequence[tuple[Account, Collection[int]]]:
    """The accounts whose own agenda holds some of these sessions, each with the ids of those.

    Accounts whose case-folded address one of the selects in `without` finds are left out.
    """
    query = (
        select(Account, ChosenSession.session_id)
        .join(PersonalAgenda, PersonalAgenda.account_id == Account.id)
        .join(ChosenSession, ChosenSession.personal_agenda_id == PersonalAgenda.id)
        .where(
            PersonalAgenda.event_id == event_id,
            ChosenSession.session_id.in_(session_ids),
            *(Account.email_key.not_in(keys) for keys in without),
        )
        .order_by(Account.id)
    )
    found: dict[int, tuple[Account, set[int]]] = {}
    for account, session_id in database.execute(query):
        found.setdefault(account.id, (account, set()))[1].add(session_id)
    return list(found.values())


def version_by_number(database: Database, event_id: int, number: int) -> AgendaVersion | None:
    """One version of the agenda, whole but for its calendar."""
    return database.scalar(
        select(AgendaVersion).where(AgendaVersion.event_id == event_id, AgendaVersion.number == number)
    )


def version_with_difference(database: Database, version_id: int) -> AgendaVersion | None:
    """A version with what it changed, for the mails about it."""
    query = select(AgendaVersion).where(AgendaVersion.id == version_id)
    return database.scalar(query.options(undefer(AgendaVersion.difference)))


def deleted_since(database: Database, event_id: int, moment: datetime) -> Collection[str]:
    """What was deleted from the draft since a moment and has not been brought back, as the record names it."""
    query = select(AuditEntry.subject, AuditEntry.verb).where(
        AuditEntry.event_id == event_id,
        AuditEntry.at >= moment,
        or_(AuditEntry.verb.startswith("delete "), AuditEntry.verb.startswith("bring back ")),
    )
    gone: set[str] = set()
    for subject, verb in database.execute(query.order_by(AuditEntry.id)):
        (gone.add if verb.startswith("delete ") else gone.discard)(subject)
    return gone


def opens_preview(database: Database, event: Event, token: str) -> bool:
    """Whether a token is the link of now to the preview of this event's draft."""
    try:
        event_id, secret = read(PREVIEW_LINK, token)
    except (BadToken, ValueError, TypeError):
        return False
    settings = settings_of(database, event.id)
    return event_id == event.id and bool(settings.preview_secret) and settings.preview_secret == secret


def personal_agenda_of(database: Database, event_id: int, account_id: int) -> PersonalAgenda | None:
    """What an account chose at an event."""
    query = select(PersonalAgenda).where(PersonalAgenda.event_id == event_id, PersonalAgenda.account_id == account_id)
    return database.scalar(query.options(selectinload(PersonalAgenda.chosen)))


def personal_agenda_by_secret(database: Database, event_id: int, secret: str) -> PersonalAgenda | None:
    """The personal agenda at an event that has this secret."""
    query = select(PersonalAgenda).where(PersonalAgenda.event_id == event_id, PersonalAgenda.secret == secret)
    return database.scalar(query.options(selectinload(PersonalAgenda.chosen)))


def personal_agenda_by_token(database: Database, event_id: int, token: str) -> PersonalAgenda | None:
    """The personal agenda at an event that a link opens."""
    try:
        secret = read(MINE, token)
    except BadToken:
        return None
    return personal_agenda_by_secret(database, event_id, secret)
