"""Writing XLIFF 1.2 (OASIS, 2008): one <file> for each pair of languages, one <trans-unit> for each text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, tostring

from conference.core.clock import now
from conference.core.text import for_files
from conference.core.translated import State
from conference.translation.handover.shape import Unit

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
MEDIA_TYPE = "application/x-xliff+xml"
SOURCE_MARK, MARK = "x-source-mark", "x-target-mark"
# What the states of a text are called by XLIFF (§2.4, attribute «state»).
STATES: Mapping[State, str] = {
    State.MISSING: "needs-translation",
    State.OUT_OF_DATE: "needs-review-translation",
    State.TRANSLATED: "translated",
    State.REVIEWED: "signed-off",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"


def xliff(units: Iterable[Unit], *, event: str) -> bytes:
    """The units as one document; `event` is the slug by which it is known again when it comes back."""
    root = Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    ordered = sorted(units, key=_pair)
    for (source, target), of_pair in groupby(ordered, key=_pair):
        languages = {"source-language": source, "target-language": target}
        file = SubElement(root, "file", {"original": event, "datatype": "plaintext", **languages})
        file.set("date", now().strftime("%Y-%m-%dT%H:%M:%SZ"))
        body = SubElement(file, "body")
        for unit in of_pair:
            _add(body, unit)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _pair(unit: Unit) -> tuple[str, str]:
    return unit.text.language.code, unit.language.code


def _add(body: Element, unit: Unit) -> None:
    facts = {"id": unit.text.id, "maxwidth": str(unit.longest), "size-unit": "char", f"{_XML}space": "preserve"}
    node = SubElement(body, "trans-unit", facts)
    SubElement(node, "source", {f"{_XML}lang": unit.text.language.code}).text = for_files(unit.source_words)
    target = SubElement(node, "target", {f"{_XML}lang": unit.language.code, "state": STATES[unit.state]})
    target.text = for_files(unit.words)
    # A context group of the standard's own: tools carry it along, where they drop attributes of other namespaces.
    context = SubElement(node, "context-group", {"name": "conference", "purpose": "information"})
    for kind, mark in zip((SOURCE_MARK, MARK), unit.marks, strict=True):
        SubElement(context, "context", {"context-type": kind}).text = mark
    SubElement(node, "note").text = for_files(unit.where)
    former = unit.text.text.made_from(unit.language)
    if former:
        earlier = SubElement(node, "alt-trans", {"alttranstype": "previous-version"})
        SubElement(earlier, "source", {f"{_XML}lang": unit.text.language.code}).text = for_files(former)
        SubElement(earlier, "target", {f"{_XML}lang": unit.language.code}).text = for_files(unit.words)
