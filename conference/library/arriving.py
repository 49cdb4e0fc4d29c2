"""Reading what a file that was brought says of itself, outside any transaction: language, symbol and title."""

from __future__ import annotations

from conference.core.database import db, write
from conference.events.models import Event
from conference.library.bringing.language import language_of
from conference.library.bringing.symbols import symbol_in_name, symbol_on
from conference.library.bringing.titles import title_of
from conference.library.models import Arrival, TextState
from conference.library.queries import symbols_of
from conference.library.reading import text_of


def read_arrival(arrival_id: int) -> None:
    """Find out what a file says of itself, unless that is done; what it does not say stays empty."""
    arrival = db.session.get(Arrival, arrival_id)
    if arrival is None or arrival.is_read:
        return
    sha256, file_type, name = arrival.sha256, arrival.file_type, arrival.name
    event = db.session.get_one(Event, arrival.event_id)
    languages, known = event.languages, sorted(symbols_of(db.session(), event.id))
    db.session.rollback()
    text, state = text_of(sha256, file_type)
    first = next((page for page in text.pages if page), "")
    language = language_of("\n".join(text.pages), languages)
    printed = symbol_on(first, known)
    symbol = printed or symbol_in_name(name, known)
    title = title_of(text.title, first, file_name=name, symbol=symbol)
    with write() as database:
        found = database.get(Arrival, arrival_id, with_for_update=True)
        if found is None or found.text_state != TextState.WAITING:
            return
        found.text_state = state
        found.language_code = language.code if language else ""
        found.symbol, found.symbol_from = symbol, ("page" if printed else "name") if symbol else ""
        found.title = title
