"""A speaker's photograph: kept, shown in public or not, removed, and erased with the person's other data."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Speaker
from conference.audit.service import record
from conference.core.clock import now
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.speakers.models import Assistant, Photograph, Square
from conference.speakers.queries import photographs_of
from conference.speakers.service.invitations import acted


class NoPhotograph(LookupError):
    """There is no photograph of this speaker, or not any more."""


def keep_photograph(
    database: Database,
    speaker: Speaker,
    squares: Sequence[Square],
    *,
    by: Account | None,
    assistant: Assistant | None = None,
) -> Photograph:
    """Keep a photograph, in the place of an earlier one; its person agreed that it is shown in public.

    `squares` are stored, the smallest first. `by` is the organiser who sent it, or None for the speaker, for whom an
    `assistant` may act.
    """
    lock_event(database, speaker.event_id)
    photograph = database.get(Photograph, speaker.id, populate_existing=True)
    verb = "replace photograph" if photograph else "add photograph"
    if photograph is None:
        photograph = Photograph(speaker_id=speaker.id)
        database.add(photograph)
    small, middle, large = squares
    photograph.side = large.side
    photograph.small_sha256, photograph.small_size = small.sha256, small.size
    photograph.middle_sha256, photograph.middle_size = middle.sha256, middle.size
    photograph.large_sha256, photograph.large_size = large.sha256, large.size
    photograph.may_be_published = True
    photograph.uploaded_at = now()
    photograph.uploaded_by = by.id if by else None
    _changed(database, speaker, verb, by=by, assistant=assistant)
    return photograph


def show_photograph(database: Database, speaker: Speaker, *, by: Account | None) -> None:
    """The person agrees again that the photograph is shown in public. Raises NoPhotograph."""
    photograph = _photograph(database, speaker)
    if not photograph.may_be_published:
        photograph.may_be_published = True
        _changed(database, speaker, "show photograph", by=by)


def hide_photograph(
    database: Database, speaker: Speaker, *, by: Account | None, assistant: Assistant | None = None
) -> None:
    """The agreement is withdrawn: only the speaker and the organisers see the photograph. Raises NoPhotograph."""
    photograph = _photograph(database, speaker)
    if photograph.may_be_published:
        photograph.may_be_published = False
        _changed(database, speaker, "hide photograph", by=by, assistant=assistant)


def remove_photograph(
    database: Database, speaker: Speaker, *, by: Account | None, assistant: Assistant | None = None
) -> None:
    """Remove the photograph; the sweep deletes its files. Raises NoPhotograph."""
    database.delete(_photograph(database, speaker))
    _changed(database, speaker, "remove photograph", by=by, assistant=assistant)


def erase_photographs(database: Database, event_id: int, speaker_ids: Collection[int]) -> None:
    """Remove the photographs of people whose data is erased. The caller holds the event's lock."""
    found = photographs_of(database, speaker_ids)
    for photograph in found.values():
        database.delete(photograph)
    if found:
        database.flush()
        touch(database, event_id)


def _photograph(database: Database, speaker: Speaker) -> Photograph:
    lock_event(database, speaker.event_id)
    photograph = database.get(Photograph, speaker.id, populate_existing=True)
    if photograph is None:
        raise NoPhotograph(speaker.code)
    return photograph


def _changed(
    database: Database, speaker: Speaker, verb: str, *, by: Account | None, assistant: Assistant | None = None
) -> None:
    """Write it down, and make the stored pages of the public out of date."""
    after = acted(assistant)
    record(database, verb, speaker, by=by.id if by else None, event_id=speaker.event_id, before={}, after=after)
    database.flush()
    touch(database, speaker.event_id)
