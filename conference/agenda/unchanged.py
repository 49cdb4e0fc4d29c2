"""Which calendar entries of the version before can be kept: those that would be built of the same, in the same words.

Building them is most of what publishing costs, and the event is locked meanwhile. Each entry's fingerprint is stored
beside it and covers all that it says; it may cover more, never less.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import current_app

from conference.agenda.models import AgendaVersion
from conference.core.languages import LANGUAGES
from conference.events.models import Event

BUILDER = 1
"""Raised whenever `ics` writes an entry otherwise than before, its English words included: all are built anew then."""

Data = Mapping[str, Any]


def fingerprints(event: Event, data: Data) -> dict[str, str]:
    """What the entries of each session of an agenda's data are built of, as digests by the session's code."""
    rooms = {one["id"]: one for one in data["rooms"]}
    tracks = {one["id"]: one for one in data["tracks"]}
    speakers = {one["id"]: json.dumps(one, sort_keys=True) for one in data["speakers"]}
    common = hashlib.sha256(json.dumps(_of_all(event, data), sort_keys=True).encode())
    found = {}
    for session in data["sessions"]:
        roles = [*session["roles"], *(role for talk in session["presentations"] for role in talk["roles"])]
        own = common.copy()
        placed = [session, rooms.get(session["room"]), tracks.get(session["track"])]
        own.update(json.dumps(placed, sort_keys=True).encode())
        for role in roles:
            own.update(speakers[role["speaker"]].encode())
        found[session["code"]] = own.hexdigest()
    return found


def unchanged(before: AgendaVersion | None, prints: Mapping[str, str]) -> frozenset[str]:
    """The codes of the sessions whose entries in the version `before` have these fingerprints."""
    # Versions of before there were fingerprints have none.
    known = before.calendar.get("fingerprints", {}) if before else {}
    return frozenset(code for code, one in prints.items() if known.get(code) == one)


def _of_all(event: Event, data: Data) -> list[Any]:
    """What every entry is built of: the event's facts, its address, the catalogues and the languages' names."""
    contact = event.contacts[0].email if event.contacts else ""
    return [
        BUILDER,
        current_app.config["PUBLIC_URL"],
        event.slug,
        list(event.language_codes),
        event.title.to_json(),
        [[body.acronym.to_json(), body.name.to_json()] for body in event.bodies],
        contact,
        data["event"]["venue"],
        [_catalogue(language.code) for language in LANGUAGES],
        [[one.name_in(language) for one in LANGUAGES] for language in LANGUAGES],
    ]


def _catalogue(code: str) -> str:
    """The digest of a language's compiled catalogue; empty for the language of the sentences themselves."""
    path = Path(current_app.config["BABEL_TRANSLATION_DIRECTORIES"], code, "LC_MESSAGES", "messages.mo")
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
