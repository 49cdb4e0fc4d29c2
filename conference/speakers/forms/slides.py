"""Files of slides: what they are for, and what their names become."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

from conference.agenda.models import Presentation, Session, Speaker, SpeakerInSession
from conference.core.file_types import DOCX, ODP, PDF, PPT, PPTX, FileType
from conference.core.forms import ChoiceField, Form, RadiosField
from conference.core.languages import Language
from conference.core.text import BIDI_CONTROLS, clean
from conference.core.translated import Translated
from conference.core.uploads import UploadField
from conference.events.models import Event
from conference.speakers.service import own_language

LONGEST_NAME = 300
_UNSEEN = ("Cc", "Cs", "Cn", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a speaker appears: a session, or one presentation in it."""

    session: Session
    presentation: Presentation | None
    role: str

    @property
    def key(self) -> str:
        """How forms name it."""
        return f"{self.session.id}-{self.presentation.id}" if self.presentation else str(self.session.id)

    @property
    def title(self) -> Translated:
        return self.session.title_of(self.presentation)

    @classmethod
    def of(cls, appearances: Sequence[SpeakerInSession]) -> list[Place]:
        """The places of a speaker, each once, in the order of the agenda."""
        places: dict[str, Place] = {}
        for one in appearances:
            place = cls(one.session, one.presentation, one.role)
            places.setdefault(place.key, place)
        return list(places.values())


SLIDES = (PDF, PPTX, PPT, ODP, DOCX)


class SlidesForm(Form):
    """A file of slides, what it is for, and its language."""

    place = RadiosField(_l("What are the slides for?"), required=_l("Choose what the slides are for."))
    language_code = ChoiceField(_l("Language of the slides"), required=_l("Choose the language of the slides."))
    file = UploadField(_l("File"), types=SLIDES)

    def __init__(self, places: Sequence[Place], speaker: Speaker, event: Event, **kwargs: Any) -> None:
        kwargs.setdefault("language_code", own_language(speaker, event).code)
        if len(places) == 1:
            kwargs.setdefault("place", places[0].key)
        super().__init__(**kwargs)
        self.place.offer((one.key, one.key) for one in places)
        self.language_code.offer((one.code, one.name_in(g.language)) for one in event.languages)

    def chosen_place(self, places: Sequence[Place]) -> Place:
        return next(one for one in places if one.key == self.place.data)

    @property
    def language(self) -> Language:
        return Language.of(self.language_code.data)


class ReplacementForm(Form):
    """A newer file in the place of one that was sent."""

    file = UploadField(_l("The newer file"), types=SLIDES)


def kept_name(name: str, file_type: FileType) -> str:
    """A file's name as its sender knows it, to be shown beside the upload: never a path, and never the file's address.

    Folders, control characters and marks that turn its direction are left out. The ending is the true one, and a
    long name is cut before it.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = [one for one in clean(last) if unicodedata.category(one) not in _UNSEEN and one not in BIDI_CONTROLS]
    visible, ending = "".join(seen).strip(), f".{file_type.ending}"
    stem = visible[: -len(ending)] if visible.lower().endswith(ending) else visible
    return (stem.strip(". ")[: LONGEST_NAME - len(ending)].strip() or "slides") + ending
