"""Reading XLIFF 1.2 as it comes back from a tool: unit by unit, without document types, entities or endless depth."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from conference.core.languages import Language
from conference.core.sent_bytes import FileRefused
from conference.events.models import Event
from conference.translation.handover.shape import MOST_UNITS, FoundUnit
from conference.translation.handover.xliff_writing import MARK, SOURCE_MARK

DEEPEST = 40
# The states in which a tool says that somebody has looked at the words and finds them right.
DONE = frozenset({"translated", "final", "signed-off"})
_NOT_BEGUN = frozenset({"new", "needs-translation"})


def read_xliff(body: bytes, event: Event) -> list[FoundUnit]:
    """The units of a document. Raises FileRefused."""
    reader = _Reader(event)
    reader.parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    try:
        reader.parser.feed(body)
        reader.parser.close()
    except DefusedXmlException:
        raise FileRefused("forbidden") from None
    except (ParseError, ValueError, LookupError) as error:
        raise FileRefused("xml", line=getattr(error, "position", (1, 0))[0]) from None
    if not reader.units:
        raise FileRefused("nothing")
    return reader.units


class _Reader:
    """What the parser tells its events to (xml.etree's interface of a target)."""

    def __init__(self, event: Event) -> None:
        self.event, self.units = event, list[FoundUnit]()
        self.parser: Any = None
        self._path: list[str] = []
        self._language: Language | None = None
        self._begin("", 0)

    def _begin(self, id_: str, line: int) -> None:
        self._id, self._line = id_, line
        self._texts: dict[str, list[str]] = {"source": [], "target": []}
        self._marks: dict[str, str] = {}
        self._into: str | None = None
        self._context: str | None = None
        self._state, self._has_tags, self._is_approved = "", False, False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if not self._path:
            self._check_root(name, attributes)
        if len(self._path) >= DEEPEST:
            raise FileRefused("depth")
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "file":
            self._check_file(attributes)
        elif name == "trans-unit":
            self._begin(attributes.get("id", ""), int(self.parser.parser.CurrentLineNumber))
            self._is_approved = attributes.get("approved") == "yes"
        elif parent == "trans-unit" and name in self._texts:
            self._into = name
            self._state = attributes.get("state", "") if name == "target" else self._state
        elif self._into == "target" and name != "mrk":
            # <mrk> is how tools cut a text into sentences; all others stand for what no text of ours holds.
            self._has_tags = True
        elif name == "context" and "alt-trans" not in self._path:
            self._context = attributes.get("context-type", "")

    def end(self, _tag: str) -> None:
        name = self._path.pop()
        if name == self._into and self._path and self._path[-1] == "trans-unit":
            self._into = None
        elif name == "context":
            self._context = None
        elif name == "trans-unit":
            self._finish()

    def data(self, text: str) -> None:
        if self._into is not None:
            self._texts[self._into].append(text)
        elif self._context in (SOURCE_MARK, MARK):
            self._marks[self._context] = self._marks.get(self._context, "") + text

    def close(self) -> None:
        """Nothing is left to do."""

    def _check_root(self, name: str, attributes: dict[str, str]) -> None:
        if name != "xliff":
            raise FileRefused("no_xliff")
        version = attributes.get("version", "")
        if not version.startswith("1."):
            raise FileRefused("version", version=version[:20])

    def _check_file(self, attributes: dict[str, str]) -> None:
        original = attributes.get("original", "")
        if original != self.event.slug:
            raise FileRefused("event" if original else "no_event", name=original[:60])
        named = attributes.get("target-language", "")
        code = named.partition("-")[0].lower()
        known = {one.code: one for one in self.event.languages}
        if code not in known:
            raise FileRefused("language" if code else "no_language", name=named[:20])
        self._language = known[code]

    def _finish(self) -> None:
        if self._language is None or len(self.units) >= MOST_UNITS:
            raise FileRefused("units", most=MOST_UNITS) if self._language else FileRefused("no_xliff")
        source, words = ("".join(self._texts[name]) for name in ("source", "target"))
        if self._state in _NOT_BEGUN and words == source:
            # A tool filled in the source for want of anything better; nobody has translated it.
            words = ""
        marks = {name: mark.strip() for name, mark in self._marks.items()}
        self.units.append(
            FoundUnit(
                self._line,
                self._id,
                self._language,
                source,
                words,
                marks.get(SOURCE_MARK),
                marks.get(MARK),
                is_confirmed=self._state in DONE or self._is_approved,
                has_tags=self._has_tags,
            )
        )
