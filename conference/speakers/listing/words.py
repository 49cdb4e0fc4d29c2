"""Why a list of people to invite is not taken, and what it does, in the language of whoever looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from conference.core.text import isolated
from conference.registration.importing import refusals
from conference.registration.importing.staged import Problem
from conference.registration.models import StandardField
from conference.speakers.listing.columns import COLUMNS, HONORIFIC, LANGUAGE
from conference.speakers.listing.comparing import KNOWN, NAMED, NEW
from conference.speakers.listing.reading import NoAddresses

_FIELDS = {HONORIFIC: StandardField.TITLE, LANGUAGE: StandardField.LANGUAGE}


def refusal_sentence(error: Exception) -> str:
    """Why a list was not taken at all, and what to do."""
    if isinstance(error, NoAddresses):
        return _("This list has no column for e-mail addresses. Download the template and keep its headings.")
    return refusals.refusal_sentence(refusals.code_of_refusal(error))


def column_words(problem: Problem) -> str:
    return str(COLUMNS[problem.target])


def problem_sentence(problem: Problem) -> str:
    """What is wrong with a cell, and what would be right."""
    own = _SENTENCES.get(problem.code)
    if own is not None:
        return own(problem)
    target = _FIELDS.get(problem.target, problem.target)
    return refusals.problem_sentence(Problem(target, problem.code, problem.cell, problem.data))


_SENTENCES: Mapping[str, Callable[[Problem], str]] = {
    "not_of_event": lambda one: _("“%(cell)s” is none of the languages of this event.", cell=isolated(one.cell)),
    "unknown_role": lambda one: _("We know no role “%(cell)s”.", cell=isolated(one.cell)),
    "no_session": lambda one: _("A role needs the code of a session."),
    "no_such_session": lambda one: _("No session of the draft has the code “%(cell)s”.", cell=isolated(one.cell)),
    "cancelled": lambda one: _("The session “%(cell)s” is cancelled.", cell=isolated(one.cell)),
    "role_twice": lambda one: _("This person has this role already. Choose another person or role."),
    "other_name": lambda one: _(
        "On line %(line)s this address belongs to “%(name)s”: one address is one person.",
        line=one.data["line"],
        name=isolated(one.data["name"]),
    ),
    "several_addressed": lambda one: _(
        "Several speakers of the draft have the address “%(cell)s”. Write the name as it stands there.",
        cell=isolated(one.cell),
    ),
    "several_named": lambda one: _(
        "Several speakers of the draft are called “%(cell)s”. Give the right one their address in the draft first.",
        cell=isolated(one.cell),
    ),
}


def person_words(outcome: str) -> str:
    return {
        NEW: _("New speaker"),
        KNOWN: _("Known speaker"),
        NAMED: _("Known speaker, who gets this address"),
    }[outcome]


def person_tone(outcome: str) -> str:
    return {NEW: "leaf", KNOWN: "neutral", NAMED: "saffron"}[outcome]
