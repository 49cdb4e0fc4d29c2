"""What the team of an event should know at a glance: what waits for somebody, and how things stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session as Database

from conference.agenda.models import SessionStatus
from conference.agenda.parity import parity, texts_of_session
from conference.agenda.queries import latest_version, whole_sessions_of
from conference.agenda.service import changes_since_publication
from conference.core.formatting import format_date, format_number
from conference.core.languages import Language
from conference.core.translated import State, Translated
from conference.events.access import Viewer
from conference.events.models import Event, Publication, Role
from conference.library.board import row_of
from conference.library.models.standing import UNPUBLISHED, Standing
from conference.library.queries import documents_on_board
from conference.outbox import queries as outbox
from conference.outbox.models import MessageState
from conference.pages.listing import today
from conference.pages.queries import waiting_slides_count
from conference.registration import queries as registration
from conference.registration.models import RegistrationRules, RegistrationState
from conference.registration.queries import all_due_on, rules_of

LAST_DAYS = 14
_LACKING = (State.MISSING, State.OUT_OF_DATE)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence about what waits, and where somebody does it."""

    sentence: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the words beneath it, and the page that it comes from."""

    value: str
    words: str
    url: str


@dataclass(slots=True)
class Overview:
    """All that the viewer's roles let them open."""

    waiting: list[Line] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)


def overview(database: Database, event: Event, viewer: Viewer) -> Overview:
    """What the viewer can do something about, most urgent first; the same number of queries however much there is."""
    found = Overview()
    if viewer.has(Role.ORGANISER):
        _messages(found, outbox.counts(database, event_id=event.id))
        _registrations(found, event, registration.counts(database, event.id))
    if viewer.has(Role.ORGANISER, Role.DESK):
        _attendance(found, event)
    if viewer.has(Role.ORGANISER, Role.TRANSLATOR):
        _agenda(found, database, event, may_publish=viewer.has(Role.ORGANISER))
        _documents(found, database, event)
    if viewer.has(Role.ORGANISER):
        _slides(found, waiting_slides_count(database, event.id))
        _event(found, event)
        _retention(found, event, rules_of(database, event.id))
    return found


def _registrations(found: Overview, event: Event, counts: Mapping[str, int]) -> None:
    pending = counts.get(RegistrationState.PENDING, 0)
    waitlisted = counts.get(RegistrationState.WAITLISTED, 0)
    confirmed = counts.get(RegistrationState.CONFIRMED, 0)
    if pending:
        sentence = ngettext(
            "One registration waits for a decision.", "%(num)s registrations wait for a decision.", pending
        )
        found.waiting.append(Line(sentence, _("Decide"), url_for("registration.manage", state="pending")))
    if waitlisted and (event.places is None or confirmed < event.places):
        sentence = ngettext(
            "One person is on the waiting list, and places are free.",
            "%(num)s people are on the waiting list, and places are free.",
            waitlisted,
        )
        found.waiting.append(Line(sentence, _("Give them places"), url_for("registration.manage", state="waitlisted")))
    words = (
        ngettext(
            "confirmed registration of %(places)s places",
            "confirmed registrations of %(places)s places",
            confirmed,
            places=format_number(event.places, g.language),
        )
        if event.places
        else ngettext("confirmed registration", "confirmed registrations", confirmed)
    )
    url = url_for("registration.manage", state="confirmed")
    found.numbers.append(Number(format_number(confirmed, g.language), words, url))
    if waitlisted:
        words = ngettext("person on the waiting list", "people on the waiting list", waitlisted)
        url = url_for("registration.manage", state="waitlisted")
        found.numbers.append(Number(format_number(waitlisted, g.language), words, url))


def _messages(found: Overview, counts: Mapping[str, int]) -> None:
    failed = counts.get(MessageState.FAILED, 0)
    if failed:
        sentence = ngettext("One message could not be delivered.", "%(num)s messages could not be delivered.", failed)
        found.waiting.append(Line(sentence, _("See why"), url_for("messages.manage", state="failed")))


def _attendance(found: Overview, event: Event) -> None:
    if event.starts_on <= today(event) <= event.ends_on:
        sentence = _("The event takes place today: people are checked in.")
        found.waiting.append(Line(sentence, _("Check people in"), url_for("attendance.manage")))


def _agenda(found: Overview, database: Database, event: Event, *, may_publish: bool) -> None:
    sessions = [
        one
        for one in whole_sessions_of(database, event.id)
        if one.status != SessionStatus.CANCELLED or one.was_published
    ]
    version = latest_version(database, event.id)
    scheduled = [one for one in sessions if one.status == SessionStatus.SCHEDULED]
    url = url_for("agenda.manage")
    if may_publish:
        if not scheduled:
            found.waiting.append(Line(_("The agenda has no sessions yet."), _("Build the agenda"), url))
        elif version is None:
            found.waiting.append(Line(_("The agenda is not published yet."), _("Look at it"), url))
        elif changes := changes_since_publication(event, version, sessions):
            sentence = ngettext(
                "One change to the agenda is not published yet.",
                "%(num)s changes to the agenda are not published yet.",
                len(changes),
            )
            found.waiting.append(Line(sentence, _("Look at them"), url))
        if unplaced := sum(one.starts_at is None for one in scheduled):
            sentence = ngettext("One session has no time yet.", "%(num)s sessions have no time yet.", unplaced)
            found.waiting.append(Line(sentence, _("Place them"), url))
    states = [parity(texts_of_session(one), event.languages) for one in scheduled]
    for language in event.languages:
        lacking = sum(state in _LACKING for row in states for one, state in row if one == language)
        if lacking:
            sentence = ngettext(
                "The text of one session is missing or out of date in %(language)s.",
                "The texts of %(num)s sessions are missing or out of date in %(language)s.",
                lacking,
                language=language.name_in(g.language),
            )
            found.waiting.append(Line(sentence, _("Translate"), url))
    words = ngettext("session in the agenda", "sessions in the agenda", len(scheduled))
    found.numbers.append(Number(format_number(len(scheduled), g.language), words, url))


def _documents(found: Overview, database: Database, event: Event) -> None:
    rows = [row_of(event, document) for document in documents_on_board(database, event.id)]
    cells = [cell for row in rows for cell in row.due]
    url = url_for("library.manage")
    for language in event.languages:
        here = [cell for cell in cells if cell.language == language]
        if lacking := sum(cell.standing in UNPUBLISHED for cell in here):
            sentence = ngettext(
                "One document is not published in %(language)s.",
                "%(num)s documents are not published in %(language)s.",
                lacking,
                language=language.name_in(g.language),
            )
            found.waiting.append(Line(sentence, _("See which"), url))
        if late := sum(cell.standing == Standing.OUT_OF_DATE for cell in here):
            sentence = ngettext(
                "One document is out of date in %(language)s.",
                "%(num)s documents are out of date in %(language)s.",
                late,
                language=language.name_in(g.language),
            )
            found.waiting.append(Line(sentence, _("See which"), url))
    if overdue := sum(cell.is_overdue for cell in cells):
        sentence = ngettext(
            "One language version of a document is overdue.",
            "%(num)s language versions of documents are overdue.",
            overdue,
        )
        found.waiting.append(Line(sentence, _("See which"), url_for("library.manage", overdue=1)))
    done = sum(cell.standing == Standing.PUBLISHED for cell in cells)
    words = ngettext(
        "published of %(num)s language version of the documents",
        "published of %(num)s language versions of the documents",
        len(cells),
    )
    found.numbers.append(Number(format_number(done, g.language), words, url))


def _slides(found: Overview, waiting: int) -> None:
    if waiting:
        sentence = ngettext(
            "One file of slides waits to be published.", "%(num)s files of slides wait to be published.", waiting
        )
        found.waiting.append(Line(sentence, _("Look at them"), url_for("speakers.manage")))


def _event(found: Overview, event: Event) -> None:
    url = url_for("events.settings")
    if event.publication == Publication.DRAFT:
        sentence = _("This event is a draft: only the team sees it.")
        found.waiting.append(Line(sentence, _("Publish it"), url))
    if not event.contacts:
        sentence = _("Nobody is named to whom people can write.")
        found.waiting.append(Line(sentence, _("Add a contact"), url_for("events.new_part", kind="contacts")))
    texts = list(_texts(event))
    for language in event.languages:
        lacking = _lacking(texts, language)
        if lacking:
            sentence = ngettext(
                "One text of the event is missing or out of date in %(language)s.",
                "%(num)s texts of the event are missing or out of date in %(language)s.",
                lacking,
                language=language.name_in(g.language),
            )
            found.waiting.append(Line(sentence, _("Translate"), url))


def _retention(found: Overview, event: Event, rules: RegistrationRules) -> None:
    """The last two weeks in which a list can still be taken home."""
    due_on = all_due_on(event, rules)
    if due_on is None or rules.legal_hold or not 0 < (due_on - today(event)).days <= LAST_DAYS:
        return
    sentence = _(
        "All personal data of registrations are erased on %(day)s.",
        day=format_date(due_on, g.language, event.month_style),
    )
    found.waiting.append(Line(sentence, _("See what is erased"), url_for("registration.privacy")))


def _texts(event: Event) -> Iterator[Translated]:
    """The texts that the event has in any language."""
    own = (event.title, event.short_title, event.summary, event.venue)
    foot = (event.agenda_note, event.donor_line, event.disclaimer)
    lists = [text for body in event.bodies for text in (body.name, body.acronym)]
    lists += [contact.label for contact in event.contacts]
    yield from (text for text in (*own, *foot, *lists) if text)


def _lacking(texts: Iterable[Translated] | Sequence[Translated], language: Language) -> int:
    return sum(text.state(language) in _LACKING for text in texts)
