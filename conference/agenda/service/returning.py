"""How the rows of the draft become again what a version holds: changed, brought back, or left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import String, cast, literal, update
from sqlalchemy.inspection import inspect
from sqlalchemy.orm import Session as Database

from conference.agenda.models import (
    Presentation,
    Room,
    Session,
    SessionStatus,
    Speaker,
    SpeakerInSession,
    Track,
)
from conference.agenda.queries import speakers_of
from conference.audit.service import record
from conference.core.translated import Translated
from conference.events.models import Event

LONGEST_CODE = 40
Place = TypeVar("Place", Room, Track)


def surplus(session: Session, talks: Collection[int]) -> list[Presentation]:
    return [talk for talk in session.presentations if talk.id not in talks]


def codes_of_the_others(
    rows: Iterable[Session | Speaker], *, known: Collection[int], codes: Iterable[str]
) -> dict[int, str]:
    """New codes for the rows apart from the `known` ones whose code is among `codes`, which the version needs."""
    wanted = {code.lower() for code in codes}
    others = [row for row in rows if row.id not in known]
    taken = wanted | {row.code.lower() for row in others}
    return {row.id: _free(row.code, taken) for row in others if row.code.lower() in wanted}


def _free(code: str, taken: set[str]) -> str:
    """The code with a number behind it that nobody has; it is taken from then on."""
    for number in range(2, len(taken) + 3):
        candidate = f"{code[: LONGEST_CODE - 6]}-{number}"
        if candidate.lower() not in taken:
            taken.add(candidate.lower())
            return candidate
    raise AssertionError("one of more numbers than there are codes is free")


class Returning:
    """One restoring at work: the draft's rows by id, and those that come back.

    `gone` names what was deleted since the version (`queries.deleted_since`): SQLite gives the number of the last row
    of a table again, and whoever has it now is somebody else, whose address must not be taken for another's.
    """

    def __init__(
        self, database: Database, event: Event, sessions: Sequence[Session], *, gone: Collection[str], by: int | None
    ) -> None:
        self.database, self.event, self.gone, self.by = database, event, gone, by
        self.sessions = {one.id: one for one in sessions}
        self.talks = {talk.id: talk for one in sessions for talk in one.presentations}

    def places(
        self, model: type[Place], stored: Sequence[Mapping[str, Any]], existing: Sequence[Place]
    ) -> dict[int, int]:
        """Rooms or tracks as in the version; returns the id of today by the id of then."""

        def values(facts: Mapping[str, Any]) -> dict[str, Any]:
            is_online = {"is_online": facts["is_online"]} if "is_online" in facts else {}
            return {"name": Translated.from_json(facts["name"]), **is_online}

        return self._listed(model, stored, existing, values)

    def speakers(self, stored: Sequence[Mapping[str, Any]]) -> dict[int, int]:
        """Speakers' facts as in the version; their addresses stay, and whoever comes back has none."""

        def values(facts: Mapping[str, Any]) -> dict[str, Any]:
            return {
                "code": facts["code"],
                "native_name": facts["native_name"],
                "latin_name": facts["latin_name"],
                "language_code": facts["language"],
                **{name: Translated.from_json(facts[name]) for name in ("function", "organisation", "biography")},
                **{name: facts[name] for name in ("honorific",) if name in facts},
            }

        return self._listed(Speaker, stored, speakers_of(self.database, self.event.id), values)

    def _listed(
        self,
        model: type[Any],
        stored: Sequence[Mapping[str, Any]],
        existing: Sequence[Any],
        values: Callable[[Mapping[str, Any]], dict[str, Any]],
    ) -> dict[int, int]:
        """Rows that have an order, in that of the version; those that it lacks follow."""
        known = {one.id: one for one in existing}
        rows = [self._row(model, facts["id"], known, values(facts)) for facts in stored]
        if model is Speaker:
            self._change_codes(model, existing, dict(zip(rows, (one["code"] for one in stored), strict=True)))
        ids = {}
        for position, (facts, row) in enumerate(zip(stored, rows, strict=True)):
            self._set(row, values(facts))
            row.position = position
            ids[facts["id"]] = row.id
        rest = (one for one in existing if one not in rows)
        for position, row in enumerate(rest, len(stored)):
            row.position = position
        return ids

    def _row(self, model: type[Any], row_id: int, known: Mapping[int, Any], wanted: Mapping[str, Any]) -> Any:
        """The row that the version means; where it was deleted, one that came back like it, or a new one."""
        if f"{model.__tablename__}:{row_id}" not in self.gone:
            found = known.get(row_id)
        else:
            like_it = (one for one in known.values() if all(getattr(one, key) == wanted[key] for key in wanted))
            found = next(like_it, None)
        if found is not None:
            return found
        row = model(**({} if model is Presentation else {"event_id": self.event.id}))
        if self.database.get(model, row_id) is None:
            row.id = row_id
        return row

    def set_surplus_aside(
        self, sessions: Sequence[Session], stored: Sequence[Mapping[str, Any]], talks: Collection[int]
    ) -> None:
        """Talks that the version lacks go, with their speakers, into a session without a place."""
        taken = {one.code.lower() for one in self.sessions.values()} | {one["code"].lower() for one in stored}
        for session in sessions:
            aside = Session(
                event_id=self.event.id,
                uid=str(uuid4()),
                code=_free(session.code, taken),
                type=session.type,
                title=session.title,
                floor_codes=list(session.floor_codes),
                interpretation_codes=list(session.interpretation_codes),
            )
            self.database.add(aside)
            record(self.database, "add session", aside, by=self.by, event_id=self.event.id)
            for talk in surplus(session, talks):
                for role in [one for one in session.roles if one.presentation_id == talk.id]:
                    role.session = aside
                talk.session = aside
            self.database.flush()
            self.sessions[aside.id] = aside

    def sessions_of_version(
        self,
        stored: Sequence[Mapping[str, Any]],
        rooms: Mapping[int, int],
        tracks: Mapping[int, int],
        speakers: Mapping[int, int],
    ) -> None:
        codes = {self.sessions[one["id"]]: one["code"] for one in stored}
        self._change_codes(Session, list(self.sessions.values()), codes)
        for facts in stored:
            # What was published is never deleted.
            session = self.sessions[facts["id"]]
            values = {
                **{name: facts[name] for name in ("code", "status", "type")},
                **{name: Translated.from_json(facts[name]) for name in ("title", "abstract")},
                **{name: datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at")},
                "room_id": rooms.get(facts["room"]),
                "track_id": tracks.get(facts["track"]),
                "floor_codes": list(facts["floor"]),
                "interpretation_codes": list(facts["interpretation"]),
                **{name: facts[name] for name in ("capacity",) if name in facts},
            }
            self._set(session, values)
            talks = self._talks(session, facts["presentations"])
            self._roles(session, facts, talks, speakers)

    def leave_out(self, known: Collection[int]) -> None:
        """What the version lacks: cancelled where the public has seen it, without a place where not."""
        for session in self.sessions.values():
            if session.id in known:
                continue
            if not session.was_published:
                self._set(session, {"starts_at": None, "ends_at": None})
            elif session.status != SessionStatus.CANCELLED:
                session.status = SessionStatus.CANCELLED
                record(self.database, "cancel session", session, by=self.by, event_id=self.event.id)

    def _talks(self, session: Session, stored: Sequence[Mapping[str, Any]]) -> dict[int, Presentation]:
        found = {}
        for position, facts in enumerate(stored):
            values = {"title": Translated.from_json(facts["title"]), "minutes": facts["minutes"]}
            talk = self._row(Presentation, facts["id"], self.talks, values)
            self._move(talk, session)
            self._set(talk, values | {"position": position})
            found[facts["id"]] = talk
        return found

    def _move(self, talk: Presentation, session: Session) -> None:
        """Put a talk into the session that the version has it in; who speaks in it is said anew there."""
        if talk.session is session:
            return
        if talk.session is not None:
            for role in [one for one in talk.session.roles if one.presentation_id == talk.id]:
                talk.session.roles.remove(role)
        talk.session = session

    def _roles(
        self,
        session: Session,
        facts: Mapping[str, Any],
        talks: Mapping[int, Presentation],
        speakers: Mapping[int, int],
    ) -> None:
        """Who does what, in the order of protocol; rows that are right already stay."""
        parts = [(None, facts["roles"]), *((talks[one["id"]].id, one["roles"]) for one in facts["presentations"])]
        wanted = [(speakers[role["speaker"]], role["role"], talk) for talk, roles in parts for role in roles]
        self.database.flush()
        self.database.refresh(session, ["roles"])
        order = [talk for talk, _roles in parts]
        there = sorted(
            session.roles,
            key=lambda one: order.index(one.presentation_id) if one.presentation_id in order else len(order),
        )
        if [(one.speaker_id, str(one.role), one.presentation_id) for one in there] == wanted:
            return
        session.roles = [
            SpeakerInSession(speaker_id=speaker, role=role, presentation_id=talk, position=position)
            for position, (speaker, role, talk) in enumerate(wanted)
        ]
        record(self.database, "restore roles", session, by=self.by, event_id=self.event.id, before={}, after={})

    def _set(self, row: Any, values: Mapping[str, Any]) -> None:
        """Set what differs, and put it on record; what is right already is not written."""
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        verb = "change" if inspect(row).persistent else "bring back"
        self.database.add(row)
        if verb == "bring back" or self.database.is_modified(row):
            record(self.database, f"{verb} {row.__tablename__}", row, by=self.by, event_id=self.event.id)
            self.database.flush()

    def _change_codes(self, model: type[Session | Speaker], rows: Sequence[Any], wanted: Mapping[Any, str]) -> None:
        """Make way for the codes that the version gives to rows: they are unique, and others may have them now."""
        known = {row.id for row in wanted if row.id is not None}
        others = codes_of_the_others(rows, known=known, codes=wanted.values())
        changing = [row.id for row in rows if row.id in others or wanted.get(row, row.code) != row.code]
        make_way = update(model).where(model.id.in_(changing)).values(code=literal("~").concat(cast(model.id, String)))
        self.database.execute(make_way.execution_options(synchronize_session=False))
        for row in rows:
            if row.id in others:
                self._set(row, {"code": others[row.id]})
