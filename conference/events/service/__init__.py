"""The verbs of events: creating and changing them, their bodies and contacts, and who may do what."""

from conference.events.service.changes import (
    RESERVED_SLUGS,
    EndsBeforeStart,
    LanguageInUse,
    SlugTaken,
    SourceMissing,
    change_event,
    create_event,
    lock,
    touch,
)
from conference.events.service.lists import add_part, change_part, move_part, remove_part
from conference.events.service.team import (
    LastOrganiser,
    accept_invitations,
    give_role,
    invite,
    take_role,
    withdraw_invitation,
)
from conference.events.service.zones import ZoneUndecided

__all__ = [
    "RESERVED_SLUGS",
    "EndsBeforeStart",
    "LanguageInUse",
    "LastOrganiser",
    "SlugTaken",
    "SourceMissing",
    "ZoneUndecided",
    "accept_invitations",
    "add_part",
    "change_event",
    "change_part",
    "create_event",
    "give_role",
    "invite",
    "lock",
    "move_part",
    "remove_part",
    "take_role",
    "touch",
    "withdraw_invitation",
]
