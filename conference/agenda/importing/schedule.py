"""What a schedule.xml or schedule.json says of an agenda: its strings understood, or refused line by line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from conference.agenda.importing import prose
from conference.agenda.importing.checks import Line, ascii_code, day, duration, hour
from conference.agenda.importing.raw import RawEvent, RawPerson, RawSchedule, Worded
from conference.agenda.importing.shape import FoundAgenda, FoundPerson, FoundRole, FoundSession, Texts
from conference.agenda.models import SessionType, SpeakerRole
from conference.core.languages import CODES, Language
from conference.core.sent_bytes import FileRefused
from conference.events.models import Event

MOST_SESSIONS, MOST_PEOPLE_EACH = 5_000, 200
_LONGEST_KEY = 190
_TYPES = {
    "opening": SessionType.OPENING,
    "closing": SessionType.CLOSING,
    "keynote": SessionType.PLENARY,
    "plenary": SessionType.PLENARY,
    "panel": SessionType.PANEL,
    "podium": SessionType.PANEL,
    "discussion": SessionType.PANEL,
    "workshop": SessionType.WORKSHOP,
    "hands": SessionType.WORKSHOP,
    "training": SessionType.TRAINING,
    "tutorial": SessionType.TRAINING,
    "break": SessionType.BREAK,
    "lunch": SessionType.BREAK,
}
_ROLES = {"moderator": SpeakerRole.MODERATOR, "host": SpeakerRole.CHAIR, "chair": SpeakerRole.CHAIR}


def understand(schedule: RawSchedule, event: Event, *, format: str, language: Language) -> FoundAgenda:
    """The agenda in a schedule whose texts are in `language`. Raises FileRefused."""
    return _Reading(event, FoundAgenda(format), language, schedule).read(schedule)


class _Reading:
    def __init__(self, event: Event, agenda: FoundAgenda, language: Language, schedule: RawSchedule) -> None:
        self.event, self.agenda, self.language = event, agenda, language
        self.is_ours = schedule.is_ours
        self.paragraphs = prose.plain if schedule.is_ours else prose.paragraphs
        self.day_change = hour(schedule.day_change) or timedelta()
        self.lines: dict[str, int] = {}

    def read(self, schedule: RawSchedule) -> FoundAgenda:
        whole = Line(self.agenda, 0, "")
        if schedule.zone and schedule.zone != self.event.zone:
            whole.remark("other_zone", zone=schedule.zone[:60])
        for count, raw in enumerate(schedule.events, 1):
            if count > MOST_SESSIONS:
                raise FileRefused("sessions", most=MOST_SESSIONS)
            self.agenda.spoken[_language_code(raw.language)] += 1
            self._session(raw)
        if not self.agenda.spoken:
            raise FileRefused("nothing")
        return self.agenda

    def _session(self, raw: RawEvent) -> None:
        titles = {language: prose.line(words) for language, words in self._texts(raw.title).items()}
        line = Line(self.agenda, raw.line, next((title for title in titles.values() if title), raw.slug)[:200])
        key = _key(raw.guid, raw.id, raw.slug)
        if not key:
            line.problem("no_key")
            return
        if key in self.lines:
            line.problem("twice", line=self.lines[key])
            return
        self.lines[key] = raw.line
        found = FoundSession(raw.line, key, self._code(raw) or f"s-{ascii_code(key, 30)}")
        if not any(titles.values()):
            line.problem("no_title")
        found.texts["title"] = {language: line.text(title) for language, title in titles.items()}
        found.texts["abstract"] = self._description(raw, line)
        self._type(raw, found, line)
        self._hours(raw, found, line)
        self._floor(raw, found, line)
        found.room, found.track = self._place(raw.room, line), self._place(raw.track, line)
        if not found.room:
            line.remark("no_room")
        found.roles = self._people(raw, line)
        self.agenda.sessions.append(found)

    def _code(self, raw: RawEvent) -> str:
        own = ascii_code(raw.slug.partition("-")[2]) if self.is_ours else ""
        return own or ascii_code(raw.code) or ascii_code(raw.slug)

    def _texts(self, worded: Worded) -> Texts:
        """A file's text by language: the operator's language, or those of the event that the file names itself."""
        if isinstance(worded, str):
            return {self.language: worded} if worded.strip() else {}
        codes = {language.code: language for language in self.event.languages}
        return {codes[code]: words for code, words in worded.items() if code in codes and words.strip()}

    def _description(self, raw: RawEvent, line: Line) -> Texts:
        """Subtitle, abstract and description one under the other, each once."""
        written_by_people = (raw.abstract,) if self.is_ours else (raw.subtitle, raw.abstract, raw.description)
        parts = [self._texts(one) for one in written_by_people]
        found = {}
        for language in dict.fromkeys(language for part in parts for language in part):
            written = [self.paragraphs(part.get(language, "")) for part in parts]
            found[language] = line.long_text("\n\n".join(dict.fromkeys(one for one in written if one)))
        return found

    def _type(self, raw: RawEvent, found: FoundSession, line: Line) -> None:
        words = re.split("[^a-z]+", raw.type.lower())
        known = next((type_ for word, type_ in _TYPES.items() if word in words), None)
        if known:
            found.facts["type"] = known.value
        elif raw.type:
            line.remark("type_unknown", cell=raw.type[:60])

    def _hours(self, raw: RawEvent, found: FoundSession, line: Line) -> None:
        starts_at = self._start(raw, found, line)
        if starts_at is None:
            return
        if raw.end:
            ends_at = _instant(raw.end)
            if ends_at is None:
                line.problem("bad_hour", cell=raw.end[:60])
                return
        else:
            length = duration(raw.duration)
            if length is None:
                line.problem("bad_duration", cell=raw.duration[:60])
                return
            ends_at = starts_at + length
        if ends_at <= starts_at:
            line.problem("ends_before_start")
            return
        first, last = (at.astimezone(self.event.zone_info).date() for at in (starts_at, ends_at - timedelta(minutes=1)))
        if first < self.event.starts_on or last > self.event.ends_on:
            line.remark("outside")
        found.facts |= {"starts_at": starts_at, "ends_at": ends_at}

    def _start(self, raw: RawEvent, found: FoundSession, line: Line) -> datetime | None:
        """The file's instant; else its day and hour on the event's clocks. None with a problem, or without hours."""
        if raw.date and (instant := _instant(raw.date)):
            return instant
        if not raw.start:
            if raw.date:
                line.problem("bad_hour", cell=raw.date[:60])
            return None
        on, at = day(raw.day or raw.date), hour(raw.start)
        if on is None:
            line.problem("bad_day", cell=(raw.day or raw.date)[:60])
        if at is None:
            line.problem("bad_hour", cell=raw.start[:60])
        if on is None or at is None:
            return None
        # A day of the file ends when the next one begins: what is listed before that hour is after midnight.
        if at < self.day_change:
            at += timedelta(days=1)
        found.is_local = True
        return line.instant(self.event, datetime.combine(on, datetime.min.time()) + at)

    def _floor(self, raw: RawEvent, found: FoundSession, line: Line) -> None:
        code = _language_code(raw.language)
        if code in self.event.language_codes:
            found.facts["floor_codes"] = [code]
        elif code:
            line.remark("floor_unknown", cell=raw.language[:20])

    def _place(self, worded: Worded, line: Line) -> Texts:
        texts = {language: line.text(prose.line(words)) for language, words in self._texts(worded).items()}
        return {language: words for language, words in texts.items() if words}

    def _people(self, raw: RawEvent, line: Line) -> list[FoundRole]:
        roles: dict[str, FoundRole] = {}
        for person in raw.persons[:MOST_PEOPLE_EACH]:
            name = line.text(prose.line(person.name))
            if not name:
                line.problem("no_name")
                continue
            key = self._person(person, name, line)
            roles.setdefault(key, FoundRole(key, _ROLES.get(person.role.lower())))
        return list(roles.values())

    def _person(self, person: RawPerson, name: str, line: Line) -> str:
        """The key of a person, who joins the agenda: one id is one person, and so is a name that has none."""
        key = _key(person.guid, person.code or person.id, "") or f"name:{name.casefold()}"[:_LONGEST_KEY]
        known = self.agenda.people.get(key)
        if known is None:
            known = self.agenda.people[key] = FoundPerson(line.number, key, ascii_code(name, 34).lower())
            known.facts["native_name"] = name
        if person.biography and "biography" not in known.texts:
            words = line.long_text(self.paragraphs(person.biography))
            known.texts["biography"] = {self.language: words} if words else {}
        return key


def _key(guid: str, number: str, slug: str) -> str:
    """How the file calls somebody or something: by what is unique everywhere, else in the file; else empty."""
    named = (guid.strip().lower(), f"id:{number.strip()}" if number.strip() else "", f"slug:{slug.strip()}")
    found = next((one for one in named if one and one != "slug:"), "")
    return found if len(found) <= _LONGEST_KEY and found.isprintable() else ""


def _instant(words: str) -> datetime | None:
    """An ISO 8601 instant with its offset, in UTC; None for what is none, or has none."""
    try:
        found = datetime.fromisoformat(words.strip())
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _language_code(words: str) -> str:
    """«en-US», «fr_FR» and «EN» are English, French and English; another language keeps its code."""
    code = words.strip().lower().replace("_", "-").partition("-")[0]
    return code if code in CODES else words.strip()
