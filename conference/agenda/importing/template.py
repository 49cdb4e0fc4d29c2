"""Our XLSX template filled with the present draft, in the words of the page's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from flask import g
from werkzeug.wrappers import Response

from conference.agenda.importing.columns import ROLES, SESSIONS, SHEETS, SPEAKERS, TALKS, laid_out
from conference.agenda.importing.comparing import Draft
from conference.agenda.models import Presentation, Session, Speaker, SpeakerInSession
from conference.agenda.words import role_words, type_words
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.core.workbooks import Book
from conference.events.models import Event

Cell = str | int | date | None
Cells = Mapping[str, Any]


def filled_template(event: Event, draft: Draft) -> Response:
    """The draft as a workbook that says all of it again when it comes back unchanged."""
    book = Book(g.language)
    rows: Mapping[str, Iterator[Cells]] = {
        SESSIONS: (_session(one, event) for one in draft.sessions),
        TALKS: (_talk(one, number, talk) for one in draft.sessions for number, talk in enumerate(one.presentations, 1)),
        SPEAKERS: (_speaker(one) for one in draft.speakers),
        ROLES: (_role(one, role) for one in draft.sessions for role in one.roles),
    }
    for sheet, name in SHEETS.items():
        columns = laid_out(sheet, event.languages)
        book.add_sheet(
            str(name),
            [column.heading(language) for column, language in columns],
            ([_cell(row.get(column.name), language) for column, language in columns] for row in rows[sheet]),
        )
    return book.response(f"{event.slug}-agenda-{g.language.code}.xlsx")


def _cell(value: Any, language: Language | None) -> Cell:
    if isinstance(value, Translated):
        return value.text(language) if language else ""
    return value if isinstance(value, (str, int, date)) else None


def _session(session: Session, event: Event) -> Cells:
    def languages(codes: list[str]) -> str:
        return ", ".join(Language.of(code).name_in(g.language) for code in codes)

    starts, ends = (at.astimezone(event.zone_info) if at else None for at in (session.starts_at, session.ends_at))
    return {
        "code": session.code,
        "type": type_words(session.type),
        "title": session.title,
        "day": _day(starts),
        "starts": _hour(starts),
        "ends_on": _day(ends) if starts and ends and starts.date() != ends.date() else None,
        "ends": _hour(ends),
        "room": session.room.name if session.room else None,
        "track": session.track.name if session.track else None,
        "floor_codes": languages(session.floor_codes),
        "interpretation_codes": languages(session.interpretation_codes),
        "capacity": session.capacity,
        "abstract": session.abstract,
        "key": session.import_key or session.uid,
    }


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None


def _hour(at: datetime | None) -> str:
    return f"{at:%H:%M}" if at else ""


def _talk(session: Session, number: int, talk: Presentation) -> Cells:
    return {
        "session": session.code,
        "number": number,
        "title": talk.title,
        "minutes": talk.minutes,
        "key": str(talk.id),
    }


def _speaker(speaker: Speaker) -> Cells:
    names = ("code", "honorific", "native_name", "latin_name", "function", "organisation", "biography")
    return {name: getattr(speaker, name) for name in names}


def _role(session: Session, role: SpeakerInSession) -> Cells:
    numbers = {talk.id: number for number, talk in enumerate(session.presentations, 1)}
    return {
        "session": session.code,
        "number": numbers.get(role.presentation_id or 0),
        "speaker": role.speaker.code,
        "role": role_words(role.role),
    }
