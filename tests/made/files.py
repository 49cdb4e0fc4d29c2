"""Puts files of speakers in place by the services, as they stand after they were sent."""

from __future__ import annotations

from io import BytesIO

from conference.agenda.models import Speaker
from conference.core.clock import now
from conference.core.file_types import PDF
from conference.core.languages import Language
from conference.core.storage import storage
from conference.speakers import service
from conference.speakers.models import ConsentKind, Slides, SpeakerConsent
from tests.world import World


def make_slides(
    world: World,
    speaker_id: int,
    session_id: int,
    body: bytes,
    *,
    presentation_id: int | None = None,
    language: str = "en",
    name: str = "slides.pdf",
    replaces: int | None = None,
) -> int:
    """A speaker's file for one of their places, or a newer one in the place of `replaces`."""
    with world.app.app_context():
        blob = storage().keep(BytesIO(body))
    sent = service.Sent(name=name, blob=blob, file_type=PDF, pages=1, language=Language.of(language))
    with world.writing() as database:
        if replaces is not None:
            return service.replace_slides(database, database.get_one(Slides, replaces), sent).id
        speaker = database.get_one(Speaker, speaker_id)
        return service.receive_slides(
            database, speaker, sent, session_id=session_id, presentation_id=presentation_id
        ).id


def approve(world: World, slides_id: int) -> None:
    with world.writing() as database:
        service.approve_slides(database, database.get_one(Slides, slides_id), by=None)


def allow(world: World, speaker_id: int, *kinds: ConsentKind, is_given: bool = True) -> None:
    """What a speaker answered; every kind where none is named."""
    with world.writing() as database:
        for kind in kinds or tuple(ConsentKind):
            database.add(
                SpeakerConsent(
                    speaker_id=speaker_id,
                    kind=kind,
                    is_given=is_given,
                    answered_at=now(),
                    paper_on=None,
                    account_id=None,
                )
            )
