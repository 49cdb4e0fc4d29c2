"""A calendar of one's own: its owner makes, renews and ends its address; its entries let guests into meetings."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.core.clock import now
from conference.core.tokens import BadToken, new_secret, read, secret_digest, sign
from conference.feeds.models import CalendarFeed
from conference.feeds.queries import ADDRESS, Owner, feed_of, held_for_update

WAY_IN = "calendar way in"


class NobodyThere(LookupError):
    """Whom the calendar should belong to is gone."""


def set_up(database: Database, owner: Owner, *, event_id: int, alarm_minutes: int | None) -> CalendarFeed:
    """Begin somebody's calendar, or change when theirs rings: one each, however often they ask. Raises NobodyThere."""
    if not held_for_update(database, owner):
        raise NobodyThere(owner)
    feed = feed_of(database, owner)
    if feed is None:
        feed = CalendarFeed(
            event_id=event_id,
            registration_id=owner.registration_id,
            speaker_id=owner.speaker_id,
            personal_agenda_id=owner.personal_agenda_id,
            secret=new_secret(),
            created_at=now(),
        )
        database.add(feed)
    feed.alarm_minutes = alarm_minutes
    return feed


def renew(database: Database, owner: Owner) -> None:
    """Give a calendar another address; the one before, and the ways into meetings that it gave, open nothing more."""
    held_for_update(database, owner)
    feed = feed_of(database, owner)
    if feed is not None:
        feed.secret = new_secret()


def end(database: Database, owner: Owner) -> None:
    """End a calendar: its address opens nothing any more."""
    held_for_update(database, owner)
    feed = feed_of(database, owner)
    if feed is not None:
        database.delete(feed)


def address_of(feed: CalendarFeed) -> str:
    """The token of a calendar's address: signed, so that reading the database opens none."""
    return sign(ADDRESS, feed.secret)


def pass_of(feed: CalendarFeed) -> str:
    """The token by which the entries of a registrant's calendar open meetings, and nothing else of theirs.

    It does not tell the calendar's own address: entries are forwarded to colleagues.
    """
    return sign(WAY_IN, [feed.id, secret_digest(feed.secret)[:16]])


def registration_behind(database: Database, event_id: int, token: str) -> int | None:
    """The id of the registration whose calendar gave a pass; None where that calendar was renewed or ended."""
    try:
        feed_id, mark = read(WAY_IN, token)
        feed = database.get(CalendarFeed, int(feed_id))
    except (BadToken, ValueError, TypeError):
        return None
    if feed is None or feed.event_id != event_id or secret_digest(feed.secret)[:16] != mark:
        return None
    return feed.registration_id
