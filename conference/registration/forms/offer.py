"""What the fields of one form choose from: organisations, categories, sessions, and the places that are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from conference.agenda.hours import ends_on
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import latest_version
from conference.core.formatting import format_date, format_hour
from conference.core.languages import Language
from conference.core.rendering import shown
from conference.core.text import one_way
from conference.events.models import Event
from conference.registration.models import CHOICE_TYPES, Category, FieldChoice, FieldType, FormField, Organisation
from conference.registration.queries import EventForm, organisations, taken_places


@dataclass(frozen=True, slots=True)
class OfferedSession:
    """A session of the published agenda, as a choice: its words with day and hours, and when it is."""

    words: Markup
    starts_at: datetime
    ends_at: datetime
    takes_place: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form chooses from. `left` is how many places choices with limited places have, by id.

    `held` are the choices that the person who changes their answers holds already: they stay theirs, also where they
    are full, retired, or sessions that take place no longer.
    """

    event: Event
    language: Language
    organisations: Sequence[Organisation] = ()
    categories: Sequence[str] = tuple(Category)
    left: Mapping[int, int] = field(default_factory=dict)
    sessions: Mapping[int, OfferedSession] = field(default_factory=dict)
    held: AbstractSet[int] = frozenset()

    def words(self, choice: FieldChoice) -> Markup:
        """What a choice is called, with the places that are left where they are limited."""
        session = self.sessions.get(choice.session_id or 0)
        words = session.words if session else shown(choice.label)
        if choice.id in self.held:
            return words if self._is_open(choice) else marked(_("%(choice)s (yours, no longer offered)"), choice=words)
        if choice.id not in self.left:
            return words
        if self.is_full(choice.id):
            return marked(_("%(choice)s (full)"), choice=words)
        places = ngettext("%(num)s place left", "%(num)s places left", self.left[choice.id])
        return marked(_("%(choice)s (%(places)s)"), choice=words, places=places)

    def is_full(self, choice_id: int) -> bool:
        return choice_id not in self.held and self.left.get(choice_id, 1) <= 0

    def offered(self, one: FormField) -> list[FieldChoice]:
        """The choices of a field; a session that the published agenda does not hold cannot be chosen."""
        offered = [choice for choice in one.choices if choice.id in self.held or self._is_open(choice)]
        if one.type != FieldType.SESSIONS:
            return offered
        known = [choice for choice in offered if choice.session_id in self.sessions]
        return sorted(known, key=lambda choice: (self.sessions[choice.session_id or 0].starts_at, choice.position))

    def can_ask(self, one: FormField) -> bool:
        """Whether there is something to choose from; a question without choices is not shown."""
        return one.type not in CHOICE_TYPES or bool(self.offered(one))

    def _is_open(self, choice: FieldChoice) -> bool:
        session = self.sessions.get(choice.session_id or 0)
        return choice.retired_at is None and (
            choice.field.type != FieldType.SESSIONS or (session is not None and session.takes_place)
        )

    def overlap(self, choice_ids: Sequence[int], one: FormField) -> tuple[Markup, Markup] | None:
        """The first two of some session choices that are at the same time, in words."""
        taken = [
            self.sessions[choice.session_id]
            for choice in self.offered(one)
            if choice.id in choice_ids and choice.session_id is not None
        ]
        taken = [session for session in taken if session.takes_place]
        for first, second in combinations(taken, 2):
            if first.starts_at < second.ends_at and second.starts_at < first.ends_at:
                return first.words, second.words
        return None


def marked(sentence: str, **values: str) -> Markup:
    """A translated sentence around words that keep the marks of their own language."""
    return escape(sentence) % values


def offer_of(
    session: Session,
    event: Event,
    event_form: EventForm,
    language: Language,
    *,
    categories: Sequence[str],
    apart_from: int | None = None,
    held: Iterable[int] = (),
) -> Offer:
    """The offer of this moment, in at most three queries.

    `categories` are those that people may come from here. Places that registration `apart_from` holds count as left;
    `held` are the choices that it holds.
    """
    limited = {
        choice.id: choice.places
        for one in event_form.fields
        for choice in one.open_choices
        if choice.places is not None
    }
    taken = taken_places(session, limited, apart_from=apart_from)
    has_sessions = any(one.type == FieldType.SESSIONS for one in event_form.fields)
    return Offer(
        event=event,
        language=language,
        organisations=organisations(session, event.id, language),
        categories=categories,
        left={choice_id: places - taken.get(choice_id, 0) for choice_id, places in limited.items()},
        sessions=sessions_on_offer(session, event, language) if has_sessions else {},
        held=frozenset(held),
    )


def sessions_on_offer(session: Session, event: Event, language: Language) -> dict[int, OfferedSession]:
    """The sessions of the published agenda but its breaks, by id and in the order of the agenda: one query."""
    version = latest_version(session, event.id)
    if version is None:
        return {}
    offered = {}
    for one in PublishedAgenda.of(version).sessions:
        if one.is_break:
            continue
        words = _session_words(one, event, language)
        offered[one.id] = OfferedSession(words, one.starts_at, one.ends_at, takes_place=not one.is_cancelled)
    return offered


def _session_words(session: PublishedSession, event: Event, language: Language) -> Markup:
    """A session with its day and hours, and with the day on which it ends where that is another one."""
    first = session.starts_at.astimezone(event.zone_info).date()
    day = format_date(first, language, event.month_style, "EEE d MMMM")
    starts, ends = format_hour(session.starts_at, event.zone), format_hour(session.ends_at, event.zone)
    title = shown(session.title, language=language)
    last = ends_on(session.starts_at, session.ends_at, event.zone)
    if last is None:
        return marked(_("%(day)s, %(hours)s: %(title)s"), day=day, hours=one_way(f"{starts}–{ends}"), title=title)
    return marked(
        _("%(day)s, %(hour)s, until %(last_day)s, %(last_hour)s: %(title)s"),
        day=day,
        hour=one_way(starts),
        last_day=format_date(last, language, event.month_style, "EEE d MMMM"),
        last_hour=one_way(ends),
        title=title,
    )
