"""What speakers allow: answered by themselves, or on paper that an organiser records.

Nothing is published here: whoever publishes slides asks `require_slides_consent`. Recordings leave readers at once
where a speaker no longer allows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Self

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Speaker
from conference.audit.service import record
from conference.core.clock import now
from conference.core.translated_fields import merge_into
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library import service as library
from conference.speakers.models import ConsentKind, SpeakerConsent
from conference.speakers.queries import consents_of, sessions_of_speaker
from conference.speakers.service.telling import tell_organisers

YES, NO = "yes", "no"


class ConsentRefused(Exception):
    """The speaker does not allow it."""


class ConsentUnknown(Exception):
    """The speaker has not said whether they allow it."""


class PaperFromTomorrow(Exception):
    """A paper cannot have been signed after today."""


class AnsweredSince(Exception):
    """The speaker answered themself on a later day than the paper's."""


@dataclass(slots=True, kw_only=True)
class Answers:
    """How a speaker's consents stand, by ConsentKind: YES, NO, or empty where they have not answered."""

    profile: str = ""
    slides: str = ""
    recording: str = ""

    @classmethod
    def of(cls, consents: Mapping[ConsentKind, SpeakerConsent]) -> Self:
        return cls(**{kind.value: YES if one.is_given else NO for kind, one in consents.items()})


def answer_consents(
    database: Database, speaker: Speaker, *, values: Mapping[str, str], seen: Mapping[str, str]
) -> None:
    """Keep what a speaker answers by ConsentKind; an empty answer changes nothing. Raises Clashes.

    `seen` is what their page had shown (`core.translated_fields`). Organisers are told of a consent taken back.
    """
    lock_event(database, speaker.event_id)
    stored = Answers.of(consents_of(database, [speaker.id])[speaker.id])
    wanted = Answers(**asdict(stored))
    given = {name: value for name, value in values.items() if value}
    merge_into(wanted, {}, source=speaker.language, by=None, values=given, seen=seen)
    before, after = asdict(stored), asdict(wanted)
    changed = [kind for kind in ConsentKind if before[kind] != after[kind]]
    for kind in changed:
        _keep(database, speaker, kind, is_given=after[kind] == YES, paper_on=None, by=None)
    _record(database, speaker, before={one: before[one] for one in changed}, after={one: after[one] for one in changed})
    if ConsentKind.RECORDING in changed:
        _recordings_follow(database, speaker, is_given=wanted.recording == YES, by=None)
    taken_back = [kind.value for kind in changed if before[kind] == YES]
    if taken_back:
        tell_organisers(database, speaker, "speakers.consent_withdrawn", {"kinds": taken_back})


def record_paper(
    database: Database, speaker: Speaker, kind: ConsentKind, *, is_given: bool, paper_on: date, by: Account | None
) -> None:
    """Keep what a speaker answered on a paper of a day in the event's zone.

    Raises PaperFromTomorrow, and AnsweredSince: an older paper never takes the place of what they said themself.
    """
    by_id = by.id if by is not None else None
    event = lock_event(database, speaker.event_id)
    if paper_on > now().astimezone(event.zone_info).date():
        raise PaperFromTomorrow(paper_on)
    stored = consents_of(database, [speaker.id])[speaker.id]
    own = stored.get(kind)
    said_in_person = own is not None and own.paper_on is None and own.account_id is None
    if own is not None and said_in_person and paper_on < own.answered_at.astimezone(event.zone_info).date():
        raise AnsweredSince(kind)
    before = asdict(Answers.of(stored))[kind]
    _keep(database, speaker, kind, is_given=is_given, paper_on=paper_on, by=by_id)
    _record(database, speaker, before={kind: before}, after={kind: YES if is_given else NO}, by=by_id)
    if kind == ConsentKind.RECORDING:
        _recordings_follow(database, speaker, is_given=is_given, by=by_id)


def vouch_for_slides(database: Database, speaker: Speaker, *, by: Account | None) -> None:
    """Keep that an organiser says they have the permission to publish slides, unless the speaker answered."""
    by_id = by.id if by is not None else None
    lock_event(database, speaker.event_id)
    if ConsentKind.SLIDES in consents_of(database, [speaker.id])[speaker.id]:
        return
    _keep(database, speaker, ConsentKind.SLIDES, is_given=True, paper_on=None, by=by_id)
    _record(database, speaker, before={ConsentKind.SLIDES: ""}, after={ConsentKind.SLIDES: YES}, by=by_id)


def _recordings_follow(database: Database, speaker: Speaker, *, is_given: bool, by: int | None) -> None:
    """Take the recordings of a speaker's sessions from readers, unless the speaker allows them."""
    if not is_given:
        library.withdraw_recordings_of(database, speaker.event_id, sessions_of_speaker(database, speaker.id), by=by)
    touch(database, speaker.event_id)


def require_slides_consent(database: Database, speaker_id: int) -> None:
    """Under the event's lock. Raises ConsentRefused and ConsentUnknown."""
    found = consents_of(database, [speaker_id])[speaker_id].get(ConsentKind.SLIDES)
    if found is None:
        raise ConsentUnknown(speaker_id)
    if not found.is_given:
        raise ConsentRefused(speaker_id)


def _keep(
    database: Database, speaker: Speaker, kind: ConsentKind, *, is_given: bool, paper_on: date | None, by: int | None
) -> None:
    consent = database.get(SpeakerConsent, (speaker.id, kind.value))
    if consent is None:
        consent = SpeakerConsent(speaker_id=speaker.id, kind=kind.value)
        database.add(consent)
    consent.is_given, consent.answered_at, consent.paper_on, consent.account_id = is_given, now(), paper_on, by
    database.flush()


def _record(
    database: Database, speaker: Speaker, *, before: dict[str, str], after: dict[str, str], by: int | None = None
) -> None:
    if before != after:
        record(
            database,
            "answer consents",
            speaker,
            by=by,
            event_id=speaker.event_id,
            before={f"consent_{kind}": answer for kind, answer in before.items()},
            after={f"consent_{kind}": answer for kind, answer in after.items()},
        )
