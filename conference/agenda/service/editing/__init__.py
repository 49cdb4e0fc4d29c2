"""The verbs of the editor: each is one step that can be taken back, and says who was faster."""

from conference.agenda.service.editing.making import CutOutside, add_break, copy_session, split_session
from conference.agenda.service.editing.moving import (
    LeavesItsDay,
    NothingAfter,
    move_session,
    shift_after,
    unplace_session,
)
from conference.agenda.service.editing.steps import RoomGone, Stale
from conference.agenda.service.editing.undoing import ChangedMeanwhile, NotTheLast, pass_over, undo_last

__all__ = [
    "ChangedMeanwhile",
    "CutOutside",
    "LeavesItsDay",
    "NotTheLast",
    "NothingAfter",
    "RoomGone",
    "Stale",
    "add_break",
    "copy_session",
    "move_session",
    "pass_over",
    "shift_after",
    "split_session",
    "undo_last",
    "unplace_session",
]
