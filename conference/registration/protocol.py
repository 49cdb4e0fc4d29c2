"""The order in which people are named after each other: the head of a delegation, then honours, then the alphabet."""

from __future__ import annotations

from collections.abc import Iterable

from conference.core.honorifics import honour_rank
from conference.registration.models import Registration


def protocol_key(registration: Registration) -> tuple[bool, int, str, int]:
    """A key that sorts the people of one delegation, country or category as a list of participants names them.

    The head of a delegation comes first, then Excellencies, professors and doctors, then all others; within each
    group the alphabet decides (`sort_name`).
    """
    return *rank(registration), registration.sort_name, registration.id


def rank(registration: Registration) -> tuple[bool, int]:
    """A key that sorts heads of delegations first, then honours; who has the same rank stands as the list wants."""
    return not is_heading(registration), honour_rank(registration.title)


def in_protocol_order(registrations: Iterable[Registration]) -> list[Registration]:
    """People in the order of `protocol_key`."""
    return sorted(registrations, key=protocol_key)


def is_heading(registration: Registration) -> bool:
    """Whether somebody heads their delegation now: who cancelled or was declined heads none."""
    return registration.is_head and registration.is_active
