"""The organisers' form of a recording: which session and channel, a file or an address elsewhere, who may have it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from conference.core import media_types
from conference.core.database import db
from conference.core.file_types import UnknownFileType
from conference.core.forms import ChoiceField, WholeNumberField
from conference.core.storage import Blob, EmptyFile
from conference.core.text_fields import WebAddressField
from conference.core.translated_fields import SharedForm, TranslatedField
from conference.core.uploads import UploadField, keep, refusal_sentence
from conference.events.models import Event
from conference.library.models import FLOOR, Audience, Recording
from conference.library.playing import channel_words
from conference.library.words import audience_words

LONGEST_MINUTES = 24 * 60


class RecordingForm(SharedForm):
    """What can be changed of a recording: its name, its length, who may have it, where it can be read."""

    plain = ("audience", "minutes", "transcript_id")
    title = TranslatedField(
        _l("Title"), hint=_l("Only where the session’s own title does not say it, for example “Part 2”.")
    )
    audience = ChoiceField(
        _l("Who may have it"),
        choices=lambda: [(one.value, audience_words(one)) for one in Audience],
        required=_l("Choose who may have it."),
    )
    minutes = WholeNumberField(_l("Length in minutes"), least=1, most=LONGEST_MINUTES)
    transcript_id = ChoiceField(
        _l("Transcript"),
        blank=_l("None"),
        hint=_l("A document of the library in which those who cannot hear read what is said."),
    )

    def __init__(
        self, event: Event, *, transcripts: Iterable[tuple[str, Any]], recording: Recording | None = None, **kwargs: Any
    ) -> None:
        super().__init__(languages=event.languages, source=event.source, obj=recording, **kwargs)
        self.transcript_id.offer(transcripts)

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"transcript_id": int(self.transcript_id.data) if self.transcript_id.data else None}


class NewRecordingForm(RecordingForm):
    """A recording that comes: a file, or the address of one elsewhere."""

    session_id = ChoiceField(
        _l("Session"), blank=_l("Choose a session"), required=_l("Choose the session that was recorded.")
    )
    channel = ChoiceField(_l("What is heard"), required=_l("Choose what is heard."))
    file = UploadField(
        _l("File"),
        types=tuple(media_types.ALL.values()),
        required=None,
        hint=_l("Sound or film that browsers play; it is sent in pieces, and goes on after a broken line."),
    )
    link = WebAddressField(
        _l("Or its address elsewhere"),
        hint=_l(
            "Readers are told which site it is, and go there by a press of their own: nothing of it is loaded here."
        ),
    )

    def __init__(self, event: Event, *, sessions: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(event, **kwargs)
        self.session_id.offer(sessions)
        self.channel.offer((one, channel_words(one)) for one in (FLOOR, *(each.code for each in event.languages)))

    def says_where(self) -> bool:
        """Whether there is a file or an address, and not both; otherwise a sentence stands beside the field."""
        if self.file.data is None and not self.link.data:
            self.refuse(self.file, _("Choose a file, or enter the address of the recording below."))
            return False
        if self.file.data is not None and self.link.data:
            self.refuse(self.link, _("Send a file or enter an address, not both."))
            return False
        return True

    def received(self) -> tuple[Blob, media_types.MediaType] | None:
        """The stored file; None after a sentence was put beside the field. Call it before `write()`."""
        stream = cast(FileStorage, self.file.data).stream
        db.session.rollback()  # No connection to the database is held while a file is looked at.
        try:
            stream.seek(0)
            if not stream.read(1):
                raise EmptyFile
            media_type = media_types.sniff(stream)
        except (EmptyFile, UnknownFileType) as refused:
            self.refuse(self.file, refusal_sentence(refused, self.file.types))
            return None
        blob = keep(self, self.file, stream)
        return (blob, media_type) if blob is not None else None


def transcript_choices(documents: Iterable[Any]) -> list[tuple[str, str]]:
    """The documents of an event by id, with symbol and title."""
    return [(str(one.id), f"{one.symbol} – {one.title.resolve(g.language).text}") for one in documents]
