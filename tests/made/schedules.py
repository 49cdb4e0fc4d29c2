"""Reads schedules as other programs do, and asks c3voc's schemas whether they take them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator, FormatChecker
from lxml import etree

from tests.client import Visitor

LANGUAGES = ("en", "fr", "ar")
Event = Mapping[str, Any]


def xml_of(visitor: Visitor, language: str = "en", slug: str = "thamm-2021") -> bytes:
    page = visitor.get(f"/{language}/{slug}/schedule.xml")
    assert page.status == 200, page.status
    return page.response.data


def json_of(visitor: Visitor, language: str = "en", slug: str = "thamm-2021") -> Any:
    page = visitor.get(f"/{language}/{slug}/schedule.json")
    assert page.status == 200, page.status
    return json.loads(page.response.data)


def json2_of(visitor: Visitor, slug: str = "thamm-2021") -> Any:
    page = visitor.get(f"/{slug}/schedule2.json")
    assert page.status == 200, page.status
    return json.loads(page.response.data)


def xml_events(body: bytes) -> dict[str, etree._Element]:
    """The events of a schedule.xml by their guid."""
    return {str(one.get("guid")): one for one in etree.fromstring(body).iterfind("day/room/event")}


def json_events(document: Any) -> dict[str, Event]:
    found: dict[str, Event] = {}
    for day in document["schedule"]["conference"]["days"]:
        for events in day["rooms"].values():
            found |= {one["guid"]: one for one in events}
    return found


def json2_events(document: Any) -> dict[str, Event]:
    return {one["guid"]: one for one in document["schedule"]["events"]}


def faults(shared: Path, visitor: Visitor, slug: str = "thamm-2021") -> list[str]:
    """What the schemas find wrong in an event's seven files, with the file's address."""
    schemas = shared / "schedules"
    found = []
    for language in LANGUAGES:
        found += [f"{language}.xml: {fault}" for fault in xml_faults(schemas, xml_of(visitor, language, slug))]
        found += [f"{language}.json: {one}" for one in json_faults(schemas, "schema", json_of(visitor, language, slug))]
    return found + [f"2.json: {one}" for one in json_faults(schemas, "schema2", json2_of(visitor, slug))]


def xml_faults(schemas: Path, body: bytes) -> list[str]:
    schema = etree.XMLSchema(etree.parse(schemas / "voc_schedule.xml.xsd"))
    schema.validate(etree.fromstring(body))
    return [str(error) for error in schema.error_log]


def json_faults(schemas: Path, name: str, document: Any) -> list[str]:
    schema = json.loads((schemas / f"voc_schedule.{name}.json").read_text(encoding="utf-8"))
    return list(_told(Draft6Validator(schema, format_checker=FormatChecker()), document))


def _told(validator: Draft6Validator, document: Any) -> Iterator[str]:
    for error in validator.iter_errors(document):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
