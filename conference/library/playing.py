"""A recording as a reader is offered it: what it is called, what is heard in it, and where it can be read instead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.core import formatting
from conference.core.languages import Language
from conference.core.text import isolated
from conference.library.models import FLOOR, Document, Recording


@dataclass(frozen=True, slots=True)
class Playable:
    """One recording; `transcript` is a document that this reader may read, or None."""

    recording: Recording
    transcript: Document | None = None

    @property
    def channel(self) -> str:
        return channel_words(self.recording.channel)

    @property
    def host(self) -> str:
        """The other site that has it; empty for a file of ours."""
        return urlsplit(self.recording.link).hostname or "" if self.recording.link else ""

    @property
    def is_video(self) -> bool:
        media_type = self.recording.media_type
        return media_type is not None and media_type.is_video

    @property
    def facts(self) -> str:
        """Length, type and size, each isolated: «75 minutes · MP4 · 212 MB»."""
        recording = self.recording
        minutes = ngettext("%(num)s minute", "%(num)s minutes", recording.minutes) if recording.minutes else ""
        size = formatting.format_size(recording.size, g.language) if recording.size else ""
        return " · ".join(isolated(fact) for fact in (minutes, recording.ending.upper(), size) if fact)


def channel_words(channel: str) -> str:
    """What is heard: the room, or an interpreter."""
    if channel == FLOOR:
        return _("Floor: the languages spoken in the room")
    return _("Interpretation into %(language)s", language=Language.of(channel).name_in(g.language))


def playable(recordings: Sequence[Recording], transcripts: Collection[Document]) -> list[Playable]:
    """Recordings with those of their transcripts that the reader may read."""
    by_id = {document.id: document for document in transcripts}
    return [Playable(one, by_id.get(one.transcript_id) if one.transcript_id else None) for one in recordings]


def transcript_ids(recordings: Sequence[Recording]) -> set[int]:
    return {one.transcript_id for one in recordings if one.transcript_id is not None}
