"""The rooms and tracks that a file names: found again in the draft by their names, once each."""

from __future__ import annotations

from collections.abc import Sequence

from conference.agenda.importing.checks import Line
from conference.agenda.importing.difference import FactChange, PlaceFound
from conference.agenda.importing.shape import Texts
from conference.agenda.models import Room, Track
from conference.core.languages import LANGUAGES, Language
from conference.core.translated import Translated


class Places:
    """The rooms, or the tracks, of a draft."""

    def __init__(self, model: type[Room | Track], places: Sequence[Room | Track], source: Language) -> None:
        self._model, self._source = model, source
        self._languages = (source, *(one for one in LANGUAGES if one != source))
        self._named: dict[tuple[Language, str], Room | Track] = {}
        self._anyhow: dict[str, Room | Track] = {}
        for place in places:
            for language in self._languages:
                if name := _folded(place.name.text(language)):
                    self._named.setdefault((language, name), place)
                    self._anyhow.setdefault(name, place)
        self.found: dict[tuple[Language, str, int | None], PlaceFound] = {}

    def take(self, texts: Texts, *, current: Room | Track | None, line: Line) -> PlaceFound:
        """The place that a session's line names; where two of the draft have this name, the one it is in already."""
        language = next(one for one in self._languages if texts.get(one))
        name = _folded(texts[language])
        place = current if current is not None and _folded(current.name.text(language)) == name else None
        place = place or self._named.get((language, name)) or self._anyhow.get(name)
        key = language, name, place.id if place else None
        if key not in self.found:
            self.found[key] = PlaceFound(self._model, place.name if place else Translated(), place)
        found = self.found[key]
        self._name(found, texts, line)
        return found

    def _name(self, found: PlaceFound, texts: Texts, line: Line) -> None:
        """Learn the names that a line tells; two lines must not tell two in one language."""
        told = dict(found.texts.get("name", {}))
        for language, words in texts.items():
            if told.setdefault(language, words) != words:
                line.problem("place_differs", cell=words, other=told[language])
            elif found.place is not None and found.place.name.text(language) != words:
                change = FactChange("name", found.place.name.text(language), words, language)
                if change not in found.changes:
                    found.changes.append(change)
        found.texts["name"] = told
        if found.place is None:
            found.name = Translated.of(self._source, told)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
