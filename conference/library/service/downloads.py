"""Writing down how often files were taken, and deciding whether the event keeps by whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.database import ROWS_AT_ONCE, insert_or_add
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.counting import Taken
from conference.library.models import Document, DownloadCount, DownloadOfPerson, DownloadRule, LanguageVersion
from conference.library.service.acting import account_id
from conference.registration.models import Registration


def add_downloads(session: Database, taken: Mapping[Taken, int]) -> None:
    """Add to the counts, without any event's lock: who reads holds up nobody who writes.

    What became of no account any more is left out: versions that are gone, people who were erased meanwhile, events
    that keep nobody any more.
    """
    versions = _present(session, {one.version_id for one in taken})
    total: dict[tuple[object, ...], int] = {}
    people: list[dict[str, object]] = []
    keeping = _keeping(session, {one.registration_id for one in taken if one.registration_id is not None})
    for one, count in taken.items():
        if one.version_id not in versions:
            continue
        key = (one.version_id, one.day, one.kind)
        total[key] = total.get(key, 0) + count
        if one.registration_id in keeping:
            facts = {"version_id": one.version_id, "day": one.day, "kind": one.kind, "count": count}
            people.append({"registration_id": one.registration_id, **facts})
    rows = [dict(zip(("version_id", "day", "kind"), key, strict=True), count=count) for key, count in total.items()]
    insert_or_add(session, DownloadCount, rows, column="count")
    insert_or_add(session, DownloadOfPerson, people, column="count")


def _present(session: Database, ids: Collection[int]) -> set[int]:
    """Those of some language versions that are there, and stay until the end of the transaction."""
    found: set[int] = set()
    ordered = sorted(ids)
    for first in range(0, len(ordered), ROWS_AT_ONCE):
        some = LanguageVersion.id.in_(ordered[first : first + ROWS_AT_ONCE])
        query = select(LanguageVersion.id).where(some).order_by(LanguageVersion.id)
        found.update(session.scalars(query.with_for_update(read=True, key_share=True)))
    return found


def _keeping(session: Database, ids: Collection[int]) -> set[int]:
    """Those of some people whose event keeps who downloaded, and who were not erased."""
    if not ids:
        return set()
    query = (
        select(Registration.id)
        .join(DownloadRule, DownloadRule.event_id == Registration.event_id)
        .where(Registration.id.in_(ids), Registration.erased_at.is_(None), DownloadRule.keeps_people)
        .order_by(Registration.id)
    )
    return set(session.scalars(query.with_for_update(read=True, of=(Registration, DownloadRule))))


def change_download_rule(session: Database, event: Event, *, keeps_people: bool, by: Account | None) -> None:
    """Decide whether the event keeps who downloads from now on. What was kept goes at once where it does not."""
    by_id = account_id(by)
    lock_event(session, event.id)
    rule = session.get(DownloadRule, event.id, with_for_update=True)
    if rule is None:
        rule = DownloadRule(event_id=event.id, keeps_people=False)
        session.add(rule)
        session.flush()
    if rule.keeps_people == keeps_people:
        return
    rule.keeps_people = keeps_people
    record(session, "change", rule, by=by_id, event_id=event.id)
    if not keeps_people:
        versions = select(LanguageVersion.id).join(Document).where(Document.event_id == event.id)
        session.execute(delete(DownloadOfPerson).where(DownloadOfPerson.version_id.in_(versions)))
    touch(session, event.id)


def forget_downloads(session: Database, registration_ids: Collection[int]) -> None:
    """That these people took files goes; the numbers stay, which tell of nobody."""
    session.execute(delete(DownloadOfPerson).where(DownloadOfPerson.registration_id.in_(registration_ids)))
