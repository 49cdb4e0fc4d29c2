"""The blueprint of the desk, what an address narrows its list to, and which texts the viewer may change."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from conference.core.languages import Language
from conference.core.translated import State
from conference.events.access import current_event, viewer
from conference.events.models import Role
from conference.translation.desk import LACKING, Wanted
from conference.translation.sources import SOURCES, Kind, Source

Answer: TypeAlias = str | Response | tuple[str, int]
Choice = TypeVar("Choice", bound=StrEnum)

blueprint = Blueprint("translation", __name__, template_folder="../templates")


@blueprint.context_processor
def who_organises() -> dict[str, Any]:
    return {"may_organise": viewer().has(Role.ORGANISER)}


DESK = "/<language:language>/<slug:event>/manage/translation"
STATES = (*LACKING, State.TRANSLATED, State.REVIEWED)
WITHIN = (2, 7)
"""Days in which readers need a text, as the list can be narrowed to."""
_NAMES = ("in", "kind", "state", "within")


def own_sources() -> list[Source]:
    """Where the texts are that the viewer may change."""
    seen = viewer()
    return [source for source in SOURCES if seen.has(*source.roles)]


def wanted_now() -> Wanted:
    """What the address asks for. Aborts with 404 for a language that the event has not, and for what is unknown."""
    within = request.args.get("within", "")
    if within and within not in map(str, WITHIN):
        abort(404)
    return Wanted(
        language_named(request.args.get("in", "")),
        one_of(Kind, "kind"),
        one_of(State, "state"),
        int(within) if within else None,
    )


def language_named(code: str) -> Language | None:
    """The event's language of this code, None for none. Aborts with 404 for one that the event has not."""
    known = {language.code: language for language in current_event().languages}
    if code and code not in known:
        abort(404)
    return known.get(code)


def one_of(choices: type[Choice], name: str) -> Choice | None:
    """The choice that the address names, or None for all. Aborts with 404 for one that there is not."""
    value = request.args.get(name, "")
    if not value:
        return None
    try:
        return choices(value)
    except ValueError:
        abort(404)


def kept_filters() -> dict[str, Any]:
    """What the address narrows the list to, for addresses that keep it."""
    return {name: value for name in _NAMES if (value := request.args.get(name, ""))}
