"""Entries of the record of changes, told in words to organisers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.models import AuditEntry
from conference.core import formatting
from conference.core.languages import CODES, Language
from conference.events.models import Event
from conference.events.ports import Vocabulary, vocabulary

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that changed; `language` where it is one language's text."""

    label: str
    language: Language | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One entry in words. `subject` is what the thing is called; `person` is empty where nobody of the team did it."""

    at: datetime
    person: str
    sentence: str
    subject: str
    details: Sequence[Detail]


def people_in(entries: Sequence[AuditEntry]) -> set[int]:
    """The accounts that entries name: who did it, and to whom."""
    named = {entry.account_id for entry in entries}
    named |= {values.get("account_id") for entry in entries for values in (entry.before, entry.after)}
    return {one for one in named if isinstance(one, int)}


def retold(
    session: Session, event: Event, entries: Sequence[AuditEntry], people: Mapping[int, Account]
) -> list[Change]:
    """The entries in the page's language, in their order."""
    words = next(iter(vocabulary.all()))()
    names = words.names(session, {entry.subject for entry in entries})
    return [
        Change(
            at=entry.at,
            person=_person(people, entry.account_id),
            sentence=words.sentences.get(f"{entry.subject.partition(':')[0]} {entry.verb}", _("Something changed")),
            subject=names.get(entry.subject, ""),
            details=list(_details(event, entry, words, people)),
        )
        for entry in entries
    ]


def _person(people: Mapping[int, Account], account_id: Any) -> str:
    if account_id is None:
        return ""
    account = people.get(account_id)
    return account.name if account else _("Somebody whose account is deleted")


def _details(event: Event, entry: AuditEntry, words: Vocabulary, people: Mapping[int, Account]) -> Iterator[Detail]:
    """What changed, in the order in which the vocabulary names columns."""
    for name, label in words.columns.items():
        before, after = entry.before.get(name), entry.after.get(name)
        if before == after:
            continue
        if _is_translated(before) and _is_translated(after):
            yield from _texts(label, before or {}, after or {})
        elif name == "account_id":
            yield Detail(label, None, _person(people, before), _person(people, after))
        else:
            known = words.values.get(name, {})
            was, now = (_in_words(event, known, value) for value in (before, after))
            if was != now:
                yield Detail(label, None, was, now)


def _is_translated(value: Any) -> bool:
    return value is None or (
        isinstance(value, dict) and all(code in CODES and "text" in entry for code, entry in value.items())
    )


def _texts(label: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Detail]:
    for code in CODES:
        was, now = (side.get(code, {}).get("text", "") for side in (before, after))
        if was != now:
            yield Detail(label, Language.of(code), _shortened(was), _shortened(now))


def _in_words(event: Event, known: Mapping[str, str], value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return formatting.join_words([_in_words(event, known, one) for one in value], g.language)
    if isinstance(value, (int, float)):
        return str(value)
    text = str(value)
    return known.get(text) or _moment(event, text) or _shortened(text)


def _moment(event: Event, text: str) -> str:
    """A stored day or instant as readers write it, or nothing if it is neither."""
    try:
        if len(text) == len("2021-07-05"):
            return formatting.format_date(date.fromisoformat(text), g.language, event.month_style)
        found = datetime.fromisoformat(text) if text[4:5] == "-" else None
    except ValueError:
        return ""
    if found is None or found.tzinfo is None:
        return ""
    return formatting.format_instant(found, event.zone, g.language, event.month_style)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
