"""What the demonstration's registration forms ask of their own, and what its generated participants answer."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session as DatabaseSession

from conference.accounts.models import Account
from conference.agenda.models import Session
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.demonstration.reading import Record, Text, read
from conference.demonstration.rows import translated
from conference.events.models import Event, Role
from conference.registration.models import FieldType, Registration
from conference.registration.queries import EventForm
from conference.registration.service import form, own_form, store_answers

CONSENTS_SECTION = "allowed"
SHARE_ANSWERED = 0.6


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `after` is the code of the yes-or-no question that must have been answered with yes."""

    code: str
    type: FieldType
    label: Text
    help: Text | None
    choices: tuple[Text, ...]
    after: str | None
    most: int | None
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class Questions:
    """The section with its questions, in order; `offers` are the places of sessions by event and code."""

    title: Text
    help: Text
    questions: tuple[Question, ...]
    offers: Mapping[str, Mapping[str, int]]
    answers: Mapping[str, Text]


@dataclass(slots=True)
class Asked:
    """The keys that the questions have in an event's form, by their codes; empty where the event asks nothing more."""

    keys: dict[str, str] = field(default_factory=dict)


def read_questions() -> Questions:
    """The questions. Raises ContentError."""
    file = read("questions.toml")
    section, answers = file.record("section"), file.record("answers")
    questions = Questions(
        section.text("title"),
        section.text("help"),
        tuple(_question(record) for record in file.records("questions")),
        {slug: _offers(record) for slug, record in file.record("offers").tables().items()},
        {code: answers.text(code) for code in ("which", "expectations")},
    )
    for record in (file, section, answers):
        record.done()
    codes: list[str] = []
    for one in questions.questions:
        if one.after is not None and one.after not in codes:
            raise file.error(f"{one.code} comes after an unknown {one.after!r}")
        codes.append(one.code)
    return questions


def _question(record: Record) -> Question:
    question = Question(
        code=record.word("code"),
        type=FieldType(record.word("type", tuple(FieldType))),
        label=record.text("label"),
        help=record.text("help") if "help" in record else None,
        choices=tuple(_choice(one) for one in record.records("choices")),
        after=record.word_or_none("after"),
        most=record.number("most") if "most" in record else None,
        is_sensitive=record.flag("is_sensitive") if "is_sensitive" in record else False,
    )
    record.done()
    return question


def _choice(record: Record) -> Text:
    record.word("code")
    label = record.text("label")
    record.done()
    return label


def _offers(record: Record) -> Mapping[str, int]:
    offers = {code: record.number(code) for code in record}
    record.done()
    return offers


def add_questions(
    session: DatabaseSession,
    event: Event,
    questions: Questions,
    sessions: Mapping[str, Session],
    *,
    by: Account,
) -> Asked:
    """Let the form of an event that offers sessions ask the questions, in a section before that of the consents."""
    asked, offers = Asked(), questions.offers.get(event.slug)
    if offers is None:
        return asked

    def of(text: Text | None) -> Translated:
        return translated(text, event.source)

    section = form.add_section(session, event.id, title=of(questions.title), help=of(questions.help), by=by)
    form.move_section(session, event.id, section, earlier=True, by=by)
    for one in questions.questions:
        key = form.add_field(
            session,
            event.id,
            section,
            type=one.type,
            label=of(one.label),
            help=of(one.help),
            values={
                "most": one.most,
                "is_sensitive": one.is_sensitive,
                "seen_by": [Role.ORGANISER.value] if one.is_sensitive else [],
            },
            choices=[of(choice) for choice in one.choices],
            by=by,
        )
        asked.keys[one.code] = key
        if one.after is not None:
            condition = {"shown_if_key": asked.keys[one.after], "shown_if_values": ["yes"]}
            form.set_condition(session, event.id, key, values=condition, seen={}, by=by)
        if one.type == FieldType.SESSIONS:
            places = {sessions[code].id: count for code, count in offers.items()}
            wanted = {f"offered_{one_id}": True for one_id in places}
            wanted_places = {f"places_{one_id}": count for one_id, count in places.items()}
            form.offer_sessions(session, event.id, key, list(places), values=wanted | wanted_places, seen={}, by=by)
    return asked


def answer(
    session: DatabaseSession,
    event: Event,
    questions: Questions,
    asked: Asked,
    registrations: Sequence[Registration],
) -> None:
    """Let most of the generated participants answer, each in their own language."""
    if not asked.keys:
        return
    chance = random.Random(f"{event.slug} answers")  # noqa: S311 # the same answers at every loading, and no secret
    asking = own_form(session, event)
    for number, registration in enumerate(registrations, start=1):
        if chance.random() < SHARE_ANSWERED:
            answers = _answers(asking, questions, asked, number, registration.language, chance)
            store_answers(session, registration, asking.asked, answers, before={}, language=registration.language)


def _answers(
    asking: EventForm, questions: Questions, asked: Asked, number: int, language: Language, chance: random.Random
) -> dict[str, Mapping[str, Any]]:
    came_before = chance.random() < 0.5
    values: dict[str, Mapping[str, Any]] = {"before": {"yes": came_before}}
    written = ("which", "expectations") if came_before else ("expectations",)
    values |= {code: {"text": questions.answers[code][language].format(number=f"{number:03}")} for code in written}
    sessions = _choice_ids(asking, asked.keys["sessions"])
    # Two by two they are held at the same hour.
    values["sessions"] = {
        "choices": [chance.choice(sessions[place : place + 2]) for place in range(0, len(sessions), 2)]
    }
    if chance.random() < 0.2:
        values["needs"] = {"choices": [chance.choice(_choice_ids(asking, asked.keys["needs"]))]}
    return {asked.keys[code]: value for code, value in values.items()}


def _choice_ids(asking: EventForm, key: str) -> list[int]:
    found = asking.field(key)
    assert found is not None
    return [choice.id for choice in found.open_choices]
