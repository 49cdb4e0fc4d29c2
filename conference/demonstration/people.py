"""What generated registrations are made of: functions and generic organisations, so that nobody real is named."""

from __future__ import annotations

from dataclasses import dataclass

from conference.demonstration.reading import Record, Text, read

CATEGORIES = (
    "government",
    "employers",
    "workers",
    "academia",
    "international_organisation",
    "implementing_agency",
    "donor",
)


@dataclass(frozen=True, slots=True)
class Function:
    """What a person does; `categories` says in which constituencies that is found."""

    code: str
    name: Text
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Where a person works, with its category and ISO 3166-1 country; drawn `weight` times as often as one with 1."""

    code: str
    name: Text
    category: str
    country: str
    weight: int


@dataclass(frozen=True, slots=True)
class People:
    """Ingredients of registrations; `placeholder` holds `{number}`, as in «Participant {number}»."""

    placeholder: Text
    functions: tuple[Function, ...]
    organisations: tuple[Organisation, ...]


def read_people() -> People:
    """The ingredients. Raises ContentError, also where a category has no function."""
    file = read("people.toml")
    people = People(
        file.text("placeholder"),
        tuple(_function(record) for record in file.records("functions")),
        tuple(_organisation(record) for record in file.records("organisations")),
    )
    file.done()
    for category in CATEGORIES:
        if not any(category in function.categories for function in people.functions):
            raise file.error(f"no function is found in {category}")
    return people


def _function(record: Record) -> Function:
    function = Function(record.word("code"), record.text("name"), record.words("categories", CATEGORIES))
    record.done()
    return function


def _organisation(record: Record) -> Organisation:
    organisation = Organisation(
        code=record.word("code"),
        name=record.text("name"),
        category=record.word("category", CATEGORIES),
        country=record.word("country"),
        weight=record.number("weight"),
    )
    record.done()
    return organisation
