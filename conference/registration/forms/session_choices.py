"""The organisers' form for the sessions that people choose from, with the places of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from conference.core.forms import TickField, WholeNumberField
from conference.core.translated_fields import SharedForm
from conference.events.models import Event


def sessions_form(
    event: Event, sessions: Mapping[int, Any], stored: Any, *, taken: Mapping[int, int], names: Collection[str]
) -> SharedForm:
    """A box and a number of places for each session of the published agenda (`names` in the order of the page)."""
    fields: dict[str, Any] = {"plain": tuple(names)}
    for session_id, offered in sessions.items():
        count = taken.get(session_id, 0)
        held = ngettext("%(num)s person has chosen it.", "%(num)s people have chosen it.", count) if count else ""
        fields[f"offered_{session_id}"] = TickField(offered.words, hint=held)
        fields[f"places_{session_id}"] = WholeNumberField(
            _("Places: %(session)s", session=offered.words.striptags()), least=1, most=100_000
        )
    return type("SessionsForm", (SharedForm,), fields)(languages=event.languages, source=event.source, obj=stored)


def names_of(session_ids: Iterable[int]) -> list[str]:
    """The names of the fields of `sessions_form`."""
    return [f"{kind}_{session_id}" for session_id in session_ids for kind in ("offered", "places")]
