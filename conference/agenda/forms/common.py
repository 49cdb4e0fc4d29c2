"""What the forms of the draft have in common."""

from __future__ import annotations

from typing import Any

from flask import g

from conference.core.translated_fields import SharedForm, TranslatedField
from conference.events.models import Event


class DraftForm(SharedForm):
    """A form about a part of the draft; a translator is shown its texts alone."""

    def __init__(self, event: Event, *, texts_only: bool = False, **kwargs: Any) -> None:
        super().__init__(languages=event.languages, source=event.source, **kwargs)
        self.texts_only = texts_only
        if texts_only:
            self.seen.data = "{}"
            for field in list(self):
                if not isinstance(field, TranslatedField) and field.name not in ("csrf_token", "seen"):
                    del self[field.name]

    @property
    def values(self) -> dict[str, Any]:
        """The facts that were typed, by attribute; texts are in `edits()`."""
        return {} if self.texts_only else super().values


def language_choices(event: Event) -> list[tuple[str, str]]:
    return [(language.code, language.name_in(g.language)) for language in event.languages]
