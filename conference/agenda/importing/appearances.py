"""Who does what in a session: what a file says of it, put together with what organisers added by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conference.agenda.importing.difference import FactChange, Given, PersonFound, SessionFound, TalkFound
from conference.agenda.importing.shape import FoundRole
from conference.agenda.models import Presentation, Session, Speaker, SpeakerInSession, SpeakerRole

People = Mapping[str, PersonFound]


def whole_roles(compared: SessionFound, people: People) -> None:
    """Compare the roles of a template: of a session, or of a talk, for which it names anybody, it names everybody."""
    talks = {one.found.number: one for one in compared.talks}
    numbers = {role.talk for role in compared.found.roles}
    if not numbers:
        return
    told = [
        Given(people[role.person], role.role or SpeakerRole.SPEAKER, talks[role.talk] if role.talk else None)
        for role in compared.found.roles
    ]
    named = {_talk_id(one.talk) for one in told}
    kept = [one for one in _given(compared.session) if _talk_id(one.talk) not in named]
    _compare(compared, _in_order([*told, *kept]))


def added_roles(compared: SessionFound, people: People) -> None:
    """Compare the people of a schedule, which knows nothing of talks, nor of those whom organisers added by hand.

    Whoever has a role keeps it, in the session or in one of its talks; people who came from a file and whom this one
    lacks leave the session.
    """
    given = _given(compared.session)
    named = {people[role.person].speaker for role in compared.found.roles}

    def is_of_files(one: Given) -> bool:
        person = one.person
        return one.talk is None and isinstance(person, Speaker) and (bool(person.import_key) or person in named)

    before = [one for one in given if is_of_files(one)]
    here = {one.person for one in before}
    in_talks = {one.person for one in given if one.talk is not None} - here
    roles: dict[PersonFound | Speaker, list[str]] = {}
    for one in before:
        roles.setdefault(one.person, []).append(one.role)
    told = [
        one
        for role in compared.found.roles
        if people[role.person].speaker not in in_talks
        for one in _told(role, people, roles)
    ]
    same_roles = {one.mark for one in before} == {one.mark for one in told}
    if same_roles and _people_in_order(before) == _people_in_order(told):
        return
    first = given.index(before[0]) if before else len(given)
    by_hand = [one for one in given if not is_of_files(one)]
    ahead = [one for one in given[:first] if one in by_hand]
    _compare(compared, [*ahead, *told, *(one for one in by_hand if one not in ahead)])


def _told(role: FoundRole, people: People, roles: Mapping[PersonFound | Speaker, Sequence[str]]) -> Iterator[Given]:
    """What a file says that somebody does: all that they do already, if that role is among it or it names none."""
    person = people[role.person]
    held = roles.get(person.speaker, ()) if person.speaker is not None else ()
    kept = held if role.role is None or role.role in held else ()
    return (Given(person, one, None) for one in kept or [role.role or SpeakerRole.SPEAKER])


def _people_in_order(given: Sequence[Given]) -> list[int | str]:
    return list(dict.fromkeys(one.mark[0] for one in given))


def _given(session: Session | None) -> list[Given]:
    """Who is in a session of the draft, in the order of protocol."""
    return [_as_given(one) for one in session.roles] if session else []


def _as_given(role: SpeakerInSession) -> Given:
    talks = {talk.id: talk for talk in role.session.presentations}
    return Given(role.speaker, role.role, talks[role.presentation_id] if role.presentation_id else None)


def _talk_id(talk: TalkFound | Presentation | None) -> int | None:
    """What tells talks apart, new ones too."""
    known = talk.talk if isinstance(talk, TalkFound) else talk
    return known.id if known is not None else None if talk is None else -id(talk)


def _in_order(given: Sequence[Given]) -> list[Given]:
    """Those of the session first, then those of its talks: positions count through a session."""
    return sorted(given, key=lambda one: one.talk is not None)


def _compare(compared: SessionFound, after: list[Given]) -> None:
    before = _in_order(_given(compared.session))
    if _by_talk(before) == _by_talk(after):
        return
    compared.roles = after
    compared.changes.append(FactChange("people", [_name(one) for one in before], [_name(one) for one in after]))


def _by_talk(given: Sequence[Given]) -> dict[int | None, list[tuple[int | str, str]]]:
    """The people of the session and of each talk in their order; the order of talks among each other does not count."""
    grouped: dict[int | None, list[tuple[int | str, str]]] = {}
    for one in given:
        grouped.setdefault(_talk_id(one.talk), []).append(one.mark)
    return grouped


def _name(given: Given) -> tuple[str, str]:
    """A name, or what stands for one, and the role."""
    person = given.person
    if isinstance(person, PersonFound):
        return person.name, str(given.role)
    return person.native_name or person.latin_name or person.code, str(given.role)
