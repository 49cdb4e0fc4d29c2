"""How a day of the draft is set out in the editor: rooms side by side, rows of five minutes, what waits beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from conference.agenda.models import Room, Session, SessionStatus, SessionType
from conference.agenda.placing import Placing
from conference.events.models import Event

ROW = 5
ROWS_AN_HOUR = 60 // ROW
# What is shown of a day at least, in hours by the event's clocks.
FIRST_HOUR, LAST_HOUR = 8, 18
SHORT = 25


@dataclass(frozen=True, slots=True)
class Block:
    """A session as one block of a day, by the event's clocks: from which row on, and over how many.

    `is_continued` is the rest of a session that began the day before; `runs_on` of one that ends the day after.
    """

    session: Session
    starts: datetime
    ends: datetime
    first_row: int
    rows: int
    is_continued: bool
    runs_on: bool

    @property
    def place(self) -> Placing:
        return Placing.of(self.session)

    @property
    def is_short(self) -> bool:
        return self.rows * ROW <= SHORT

    @property
    def is_cancelled(self) -> bool:
        return self.session.status == SessionStatus.CANCELLED

    def overlaps(self, other: Block) -> bool:
        return self.first_row < other.first_row + other.rows and other.first_row < self.first_row + self.rows

    def classes(self, first_hour: int) -> str:
        """The classes of static/css/editor.css that put the block where it belongs, in a plan from `first_hour` on."""
        hour, past = divmod(self.first_row, ROWS_AN_HOUR)
        hours, rest = divmod(self.rows, ROWS_AN_HOUR)
        return f"at-h{hour - first_hour} at-r{past} for-h{hours} for-r{rest}"


@dataclass(frozen=True, slots=True)
class Column:
    """A room of the day, or what has none. Blocks at the same time stand in lanes beside each other."""

    room: Room | None
    blocks: Sequence[Block]

    @property
    def lanes(self) -> int:
        """How many blocks there are at once, at most."""
        starts = (
            sum(other.first_row <= one.first_row < other.first_row + other.rows for other in self.blocks)
            for one in self.blocks
        )
        return max(starts, default=1)

    def is_alone(self, block: Block) -> bool:
        """Whether a block has the whole column for itself."""
        return not any(block.overlaps(other) for other in self.blocks if other is not block)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day. `across` are the breaks of all rooms; the hours shown are whole ones, the last one excluded."""

    day: date
    columns: Sequence[Column]
    across: Column
    first_hour: int
    last_hour: int

    @property
    def hours(self) -> range:
        return range(self.first_hour, self.last_hour)

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks of the day."""
        return (block for column in (*self.columns, self.across) for block in column.blocks)


def day_plan(event: Event, day: date, sessions: Iterable[Session], rooms: Sequence[Room]) -> DayPlan:
    """The plan of a day. Sessions without hours and of other days are left out; one without a room needs a column."""
    blocks = [block for session in sessions if (block := _block(event, day, session))]
    across = [block for block in blocks if _is_across(block.session)]
    others = [block for block in blocks if not _is_across(block.session)]
    columns = [Column(room, [block for block in others if block.session.room_id == room.id]) for room in rooms]
    roomless = [block for block in others if block.session.room_id is None]
    if roomless or not columns:
        columns.append(Column(None, roomless))
    first = min((block.first_row // ROWS_AN_HOUR for block in blocks), default=FIRST_HOUR)
    last = max((-(-(block.first_row + block.rows) // ROWS_AN_HOUR) for block in blocks), default=LAST_HOUR)
    return DayPlan(day, columns, Column(None, across), min(first, FIRST_HOUR), max(last, LAST_HOUR))


def waiting(sessions: Iterable[Session]) -> Iterator[Session]:
    """Those that have no hours yet and take place."""
    return (one for one in sessions if one.starts_at is None and one.status == SessionStatus.SCHEDULED)


def instants_of(event: Event, first: date, last: date) -> tuple[datetime, datetime]:
    """When the first day begins and the last one is over, by the event's clocks."""
    begins = datetime.combine(first, time(), tzinfo=event.zone_info)
    return begins, datetime.combine(last + timedelta(days=1), time(), tzinfo=event.zone_info)


def _is_across(session: Session) -> bool:
    return session.type == SessionType.BREAK and session.room_id is None


def _block(event: Event, day: date, session: Session) -> Block | None:
    if session.starts_at is None or session.ends_at is None:
        return None
    starts, ends = (instant.astimezone(event.zone_info) for instant in (session.starts_at, session.ends_at))
    begins, is_over = instants_of(event, day, day)
    if session.starts_at >= is_over or session.ends_at <= begins:
        return None
    is_continued, runs_on = starts.date() < day, ends.date() > day
    first = 0 if is_continued else _minutes(starts) // ROW
    # Rounded up; a session over the night on which clocks are put back may end before it starts by its clocks.
    last = 24 * ROWS_AN_HOUR if runs_on else -(-_minutes(ends) // ROW)
    return Block(session, starts, ends, first, max(last - first, 1), is_continued, runs_on)


def _minutes(there: datetime) -> int:
    return there.hour * 60 + there.minute
