"""Who may see an answer: pages and exports ask here before they show one that is marked sensitive."""

from __future__ import annotations

from collections.abc import Iterable

from conference.events.access import Viewer
from conference.registration.models import Answer, FormField


def may_see(field: FormField, viewer: Viewer) -> bool:
    """Whether `viewer` may read the answers to a field; its owner always reads their own, and does not ask here.

    A sensitive one is for those who hold one of its roles at the event. A site administrator is not above that: they
    can give themselves the role, and the history tells everybody that they did.
    """
    return not field.is_sensitive or not viewer.roles.isdisjoint(field.seen_by)


def seen(answers: Iterable[Answer], viewer: Viewer) -> list[Answer]:
    """The answers, loaded with their fields, that `viewer` may read."""
    return [answer for answer in answers if may_see(answer.field, viewer)]
