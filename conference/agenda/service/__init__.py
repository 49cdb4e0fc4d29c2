"""The verbs of the agenda: changing the draft, and publishing it."""

from conference.agenda.service.checks import change_checks, weights_of
from conference.agenda.service.draft import (
    CodeTaken,
    EndsBeforeStart,
    StillUsed,
    TimeMissing,
    add_place,
    add_presentation,
    add_session,
    add_speaker,
    cancel_session,
    change_place,
    change_presentation,
    change_session,
    change_speaker,
    delete_place,
    delete_presentation,
    delete_session,
    delete_speaker,
    restore_session,
)
from conference.agenda.service.hours import keep_hours
from conference.agenda.service.protocol import add_role, move_presentation, move_role, order_roles, remove_role
from conference.agenda.service.publication import HeldBack, NothingToPublish, changes_since_publication, publish_agenda

__all__ = [
    "CodeTaken",
    "EndsBeforeStart",
    "HeldBack",
    "NothingToPublish",
    "StillUsed",
    "TimeMissing",
    "add_place",
    "add_presentation",
    "add_role",
    "add_session",
    "add_speaker",
    "cancel_session",
    "change_checks",
    "change_place",
    "change_presentation",
    "change_session",
    "change_speaker",
    "changes_since_publication",
    "delete_place",
    "delete_presentation",
    "delete_session",
    "delete_speaker",
    "keep_hours",
    "move_presentation",
    "move_role",
    "order_roles",
    "publish_agenda",
    "remove_role",
    "restore_session",
    "weights_of",
]
