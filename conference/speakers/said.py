"""What somebody who is registered too said on their page as a speaker: shown to them, and erased with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session as Database

from conference.core.formatting import join_words
from conference.core.languages import Language
from conference.registration.held import instant_shown, instant_stored
from conference.registration.models import Registration
from conference.registration.ports import Held, HeldRow
from conference.speakers.behind import SPEAKER, ids_behind, ids_shown
from conference.speakers.models import SpeakerNeeds
from conference.speakers.queries import consents_of, needs_of, thread_of, were_told
from conference.speakers.service.forgetting import erase_told
from conference.speakers.words import computer_words, consent_state_words, consent_words, presence_words


class SaidAsSpeaker:
    """By the address that is a person's own; one that several share tells of nobody."""

    def show(self, session: Database, registration: Registration) -> Held:
        return Held(
            key="said_as_speaker",
            heading=_("What you told us as a speaker"),
            explained=_("What you allow, what you need on the day, and the messages between you and the organisers."),
            headers=[_("When"), _("What"), _("What was said")],
            rows=[
                HeldRow(
                    {"at": instant_stored(at), **facts},
                    [
                        instant_shown(registration, at),
                        what,
                        Markup('<span lang="" dir="auto">{}</span>').format(words or "–"),
                    ],
                )
                for speaker_id in ids_shown(session, registration).get(SPEAKER, ())
                for at, what, words, facts in _said(session, speaker_id)
            ],
        )

    def erase(self, session: Database, registration_ids: Collection[int]) -> None:
        """Needs and messages go, with the mails about them; that something was allowed stays, as evidence."""
        erase_told(session, ids_behind(session, registration_ids).get(SPEAKER, ()))


def _said(session: Database, speaker_id: int) -> Iterator[tuple[datetime, str, str, dict[str, Any]]]:
    """When, what about, in words, and as the file holds it."""
    for kind, consent in consents_of(session, [speaker_id])[speaker_id].items():
        answer = "yes" if consent.is_given else "no"
        yield consent.answered_at, consent_words(kind), consent_state_words(answer), {"consent": kind, "answer": answer}
    needs = needs_of(session, speaker_id)
    if were_told(needs):
        yield needs.told_at, _("What you need on the day"), _needed(needs), _as_stored(needs)
    for message in thread_of(session, speaker_id):
        what = _("Your message") if message.by_speaker else _("Message of the organisers")
        yield message.written_at, what, message.text, {"by_speaker": message.by_speaker, "text": message.text}


def _needed(needs: SpeakerNeeds) -> str:
    spoken = Language.of(needs.spoken_code).name_in(g.language) if needs.spoken_code else ""
    media = [_("Sound") if needs.plays_sound else "", _("Video") if needs.shows_video else ""]
    told = [presence_words(needs.presence), spoken, computer_words(needs.computer), needs.connector, *media]
    return join_words([one for one in [*told, needs.accessibility, needs.arrival] if one], g.language)


def _as_stored(needs: SpeakerNeeds) -> dict[str, Any]:
    names = ("presence", "spoken_code", "computer", "connector", "plays_sound", "shows_video", "accessibility")
    return {name: getattr(needs, name) for name in (*names, "arrival")}
