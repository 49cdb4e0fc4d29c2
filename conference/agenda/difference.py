"""What changed between two agendas, as data that each language puts into words (`agenda/_changes.html`).

A change is `{"kind": …, "session": …, "code": …, "title": …}` and what that kind tells; `session` is an id. Texts are
compared as readers see them: that a translation was found still right is no change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from conference.agenda.models import SessionStatus
from conference.core.languages import CODES, Language
from conference.core.translated import Translated

Data = Mapping[str, Any]
Change = dict[str, Any]


def difference(before: Data | None, after: Data) -> list[Change]:
    """The changes from one agenda's data to another's, in the order of the agenda; the first agenda has none."""
    if before is None:
        return []
    old = _Agenda(before)
    new = _Agenda(after)
    changes = list(_facts_of_event(before["event"], after["event"]))
    for session in after["sessions"]:
        earlier = old.sessions.get(session["id"])
        if earlier is None:
            changes.append(_change("added", session, starts_at=session["starts_at"]))
        else:
            changes += _changes_of(session, earlier, old, new)
    for speaker in after["speakers"]:
        profile = old.speakers.get(speaker["id"])
        if profile is not None and _profile(profile) != _profile(speaker):
            changes.append({"kind": "profile", "code": speaker["code"], "speaker": _named(speaker)})
        if profile is not None:
            changes += _honorific(profile, speaker)
    for kind in ("track", "room"):
        changes += _names(kind, before[f"{kind}s"], after[f"{kind}s"])
    return changes


def _honorific(before: Data, after: Data) -> Iterator[Change]:
    """Who is addressed otherwise than before; versions from before there were honorifics had none."""
    was, now = before.get("honorific", ""), after.get("honorific", "")
    if was != now:
        yield {"kind": "honorific", "code": after["code"], "speaker": _named(after), "before": was, "after": now}


def _names(kind: str, before: Sequence[Data], after: Sequence[Data]) -> Iterator[Change]:
    """Rooms and tracks that are now called otherwise in some language."""
    names = {one["id"]: one["name"] for one in before}
    for one in after:
        name = names.get(one["id"])
        if name is not None and texts(name) != texts(one["name"]):
            yield {
                "kind": f"{kind}_name",
                "before": name,
                "after": one["name"],
                "languages": _languages(name, one["name"]),
            }


def moved(before: Data, after: Data) -> Iterator[int]:
    """The ids of sessions whose time, place or status is another than in `before`: calendars must take notice."""
    old, new = _Agenda(before), _Agenda(after)
    for session in after["sessions"]:
        earlier = old.sessions.get(session["id"])
        if earlier is not None and (
            any(earlier[fact] != session[fact] for fact in ("starts_at", "ends_at", "status"))
            or old.place(earlier) != new.place(session)
        ):
            yield session["id"]


def texts(stored: Data) -> dict[str, str]:
    """What readers see of a stored Translated: its words by language."""
    return {code: entry["text"] for code, entry in stored.items()}


class _Agenda:
    """An agenda's data, by id."""

    def __init__(self, data: Data) -> None:
        self.sessions = {one["id"]: one for one in data["sessions"]}
        self.rooms = {one["id"]: one for one in data["rooms"]}
        self.tracks = {one["id"]: one for one in data["tracks"]}
        self.speakers = {one["id"]: one for one in data["speakers"]}
        self.venue = data["event"]["venue"]

    def room(self, session: Data) -> dict[str, Any]:
        room = self.rooms.get(session["room"])
        return dict(room["name"]) if room else {}

    def place(self, session: Data) -> tuple[Any, ...]:
        """Where a session is, in the words that the others are translated from."""
        return (session["room"], _source_text(self.room(session)), _source_text(self.venue))

    def named(self, speaker_id: int) -> Change:
        return _named(self.speakers[speaker_id])


def _source_text(stored: Data) -> str:
    return next((entry["text"] for entry in stored.values() if entry.get("of") is None), "")


def _facts_of_event(before: Data, after: Data) -> Iterator[Change]:
    for name in ("title", "venue"):
        if texts(before[name]) != texts(after[name]):
            yield {"kind": f"event_{name}", "before": before[name], "after": after[name]}
    if before["zone"] != after["zone"]:
        yield {"kind": "event_zone", "before": before["zone"], "after": after["zone"]}


def _changes_of(session: Data, earlier: Data, old: _Agenda, new: _Agenda) -> Iterator[Change]:
    if session["status"] != earlier["status"]:
        yield _change("cancelled" if session["status"] == SessionStatus.CANCELLED else "restored", session)
    if (session["starts_at"], session["ends_at"]) != (earlier["starts_at"], earlier["ends_at"]):
        span = ("starts_at", "ends_at")
        yield _change("moved", session, before=[earlier[key] for key in span], after=[session[key] for key in span])
    if old.place(earlier)[:2] != new.place(session)[:2]:
        yield _change("room", session, before=old.room(earlier), after=new.room(session))
    if texts(session["title"]) != texts(earlier["title"]):
        yield _change(
            "title", session, before=earlier["title"], languages=_languages(earlier["title"], session["title"])
        )
    yield from _people(session, earlier, old, new)
    if session.get("capacity") != earlier.get("capacity"):
        yield _change("capacity", session, before=earlier.get("capacity"), after=session.get("capacity"))
    yield from _contents(session, earlier)


def _people(session: Data, earlier: Data, old: _Agenda, new: _Agenda) -> Iterator[Change]:
    was, now = _everybody(earlier), _everybody(session)
    if was == now:
        return
    were, are = [speaker for speaker, _role, _talk in was], [speaker for speaker, _role, _talk in now]
    yield _change(
        "speakers",
        session,
        joined=[new.named(one) for one in dict.fromkeys(are) if one not in were],
        left=[old.named(one) for one in dict.fromkeys(were) if one not in are],
    )


def _everybody(session: Data) -> list[tuple[int, str, int | None]]:
    parts = [(None, session["roles"]), *((talk["id"], talk["roles"]) for talk in session["presentations"])]
    return [(role["speaker"], role["role"], talk) for talk, roles in parts for role in roles]


def _contents(session: Data, earlier: Data) -> Iterator[Change]:
    compared: tuple[tuple[str, Callable[[Data], Any]], ...] = (
        ("presentations", lambda one: [(t["id"], texts(t["title"]), t["minutes"]) for t in one["presentations"]]),
        ("spoken", lambda one: (one["floor"], one["interpretation"])),
        ("type", lambda one: one["type"]),
        ("track", lambda one: one["track"]),
        ("code", lambda one: one["code"]),
    )
    for kind, fact in compared:
        if fact(session) != fact(earlier):
            yield _change(kind, session)
    if texts(session["abstract"]) != texts(earlier["abstract"]):
        yield _change("text", session, languages=_languages(earlier["abstract"], session["abstract"]))


def _languages(before: Data, after: Data) -> list[str]:
    """In which languages a text changed."""
    was, now = texts(before), texts(after)
    return [code for code in CODES if was.get(code) != now.get(code)]


def _change(kind: str, session: Data, **told: Any) -> Change:
    return {"kind": kind, "session": session["id"], "code": session["code"], "title": session["title"], **told}


def _named(speaker: Data) -> Change:
    return {key: speaker[key] for key in ("id", "native_name", "latin_name", "function")}


def _profile(speaker: Data) -> tuple[Any, ...]:
    return (
        speaker["native_name"],
        speaker["latin_name"],
        *(texts(speaker[name]) for name in ("function", "organisation", "biography")),
    )


def readable(changes: Sequence[Data]) -> list[dict[str, Any]]:
    """Stored changes with their texts, instants and languages as values that a template can show."""
    return [{key: _readable(key, value) for key, value in change.items()} for change in changes]


def _readable(key: str, value: Any) -> Any:
    if key == "languages":
        return [Language.of(code) for code in value]
    if key in ("joined", "left"):
        return [_readable("speaker", one) for one in value]
    if key == "speaker":
        return {**value, "function": Translated.from_json(value["function"])}
    if key == "starts_at":
        return datetime.fromisoformat(value)
    if isinstance(value, list):
        return [datetime.fromisoformat(one) for one in value]
    return Translated.from_json(value) if isinstance(value, dict) else value
