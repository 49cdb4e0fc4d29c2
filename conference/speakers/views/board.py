"""The organisers' board of sessions: who speaks where, what is missing, and one click to remind those concerned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.accounts.access import signed_in_account
from conference.agenda.models import Room, SpeakerRole
from conference.core import formatting
from conference.core.access import access
from conference.core.database import db, write
from conference.core.rendering import month_style
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, organiser
from conference.events.models import Event
from conference.events.reminding import QUIET
from conference.speakers import service
from conference.speakers.models import ConsentKind, InvitationState
from conference.speakers.queries.missing import Missing
from conference.speakers.queries.remindable import Candidate, LeftOut, candidates
from conference.speakers.queries.sessions_board import (
    APPROVAL,
    GAPS,
    NEVER_INVITED,
    NO_SPEAKERS,
    NOT_INVITED,
    PUBLICATION,
    TRANSLATION,
    Filter,
    Line,
    Person,
    board_of_sessions,
    counted,
    day_key,
    speakers_in,
)
from conference.speakers.views.blueprint import Answer, blueprint
from conference.speakers.views.manage import MANAGE
from conference.speakers.words import invitation_words, missing_label

MOST_AT_ONCE = 2000
LARGEST_ID = 2**31 - 1


@blueprint.get(f"{MANAGE}/sessions")
@access(organiser)
@section("speakers.manage")
def board() -> str:
    private_page()
    event = current_event()
    lines = board_of_sessions(db.session(), event)
    days = list(dict.fromkeys(day_key(line) for line in lines))
    wanted = _wanted(days)
    found, counts = wanted.of(lines), counted(lines, wanted)
    return render_template(
        "speakers/board.html",
        the_event=event,
        lines=found,
        any_lines=bool(lines),
        wanted=wanted,
        asked=_asked(wanted),
        counts=counts,
        days=[(one, _day_words(event, lines, one)) for one in days],
        gaps=[(one, gap_words(one)) for one in GAPS if counts["gap"][one] or one == wanted.gap],
        states=[(one, invitation_words(None if one == NEVER_INVITED else one)) for one in _STATES],
        roles=list(SpeakerRole),
        rooms=_rooms(lines),
        people=len(speakers_in(found)),
        standing=_standing(lines),
        biography_of=lambda one: _grouped(
            (one.speaker.biography.state(language), language.name_in(g.language)) for language in event.languages
        ),
        consents_of=lambda one: _grouped((_answer(one, kind), label) for kind, label in _consents()),
        here=request.full_path.rstrip("?"),
        gap_words=gap_words,
    )


def _rooms(lines: Sequence[Line]) -> Sequence[Room]:
    """The rooms of these sessions, in their order."""
    rooms = {line.session.room.id: line.session.room for line in lines if line.session.room is not None}
    return sorted(rooms.values(), key=lambda one: (one.position, one.id))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """What stands alike said once: each state with the list of those that are in it."""
    names: dict[str, list[str]] = {}
    for state, name in pairs:
        names.setdefault(state, []).append(name)
    return [(state, formatting.listed(those, g.language)) for state, those in names.items()]


def _consents() -> Sequence[tuple[ConsentKind, str]]:
    return [
        (ConsentKind.PROFILE, _("Profile")),
        (ConsentKind.SLIDES, _("Slides")),
        (ConsentKind.RECORDING, _("Recording")),
    ]


def _answer(one: Person, kind: ConsentKind) -> str:
    answer = one.consents.get(kind)
    return "" if answer is None else service.YES if answer.is_given else service.NO


_STATES = (NEVER_INVITED, *InvitationState)


def gap_words(gap: str) -> str:
    """What is missing, or waits for the organisers, as the filter and the reminder's page call it."""
    own = {
        NO_SPEAKERS: _("Sessions without speakers"),
        NOT_INVITED: _("An invitation"),
        TRANSLATION: _("Translations"),
        APPROVAL: _("Slides to look at and approve"),
        PUBLICATION: _("Approved slides to publish"),
    }
    return own.get(gap) or missing_label(gap)


def _wanted(days: Sequence[str]) -> Filter:
    """What the address asks for; what it names that there is not is as if it named nothing."""

    def one_of(name: str, known: Sequence[str]) -> str:
        asked = request.args.get(name, "")
        return asked if asked in known else ""

    return Filter(
        day=one_of("day", days),
        gap=one_of("missing", GAPS),
        state=one_of("state", _STATES),
        role=one_of("role", list(SpeakerRole)),
        words=request.args.get("q", "")[:200],
    )


def _asked(wanted: Filter) -> dict[str, Any]:
    values = {"day": wanted.day, "missing": wanted.gap, "state": wanted.state, "role": wanted.role, "q": wanted.words}
    return {name: value for name, value in values.items() if value}


def _day_words(event: Event, lines: Sequence[Line], day: str) -> str:
    found = next(line.day for line in lines if day_key(line) == day)
    if found is None:
        return _("Not placed yet")
    return formatting.format_date(found, g.language, event.month_style, "EEEE d MMMM")


def _standing(lines: Sequence[Line]) -> dict[str, int]:
    """What the sentence above the board counts: sessions, and people each once."""
    everybody = counted(lines, Filter())["gap"]
    return {
        "sessions": len(lines),
        "complete": sum(line.is_complete for line in lines),
        "without_speakers": everybody[NO_SPEAKERS],
        "not_invited": everybody[NOT_INVITED],
        "answer": everybody[Missing.ANSWER],
        "slides": everybody[Missing.SLIDES],
        "to_approve": everybody[APPROVAL],
        "to_publish": sum(line.approved for line in lines),
    }


@blueprint.get(f"{MANAGE}/remind")
@access(organiser)
@section("speakers.manage")
def remind_whom() -> Answer:
    """Those who were chosen, or all whom the filter found, with what each would be reminded of."""
    private_page()
    event = current_event()
    found = candidates(db.session(), event, _chosen(event)[:MOST_AT_ONCE], quiet=QUIET)
    if not found:
        flash(_("Choose at least one person first."), "warning")
        return redirect(url_for("speakers.board", **_asked(_wanted_here(event))))
    return render_template(
        "speakers/remind.html",
        the_event=event,
        written=[one for one in found if one.left_out is None],
        left_out=[one for one in found if one.left_out is not None],
        gap_words=gap_words,
        why=lambda one: left_out_words(event, one),
        back=url_for("speakers.board", **_asked(_wanted_here(event))),
    )


def left_out_words(event: Event, one: Candidate) -> str:
    """Why somebody is not reminded."""
    instant = one.reminded_at
    at = formatting.format_instant(instant, event.zone, g.language, month_style()) if instant else ""
    return {
        LeftOut.OVER: _("The event is over."),
        LeftOut.NOT_INVITED: _("Not invited."),
        LeftOut.NOT_COMING: _("Has declined."),
        LeftOut.NO_ADDRESS: _("No e-mail address."),
        LeftOut.NOTHING: _("Nothing is missing that could still come."),
        LeftOut.RECENTLY: _("Was reminded within the last 24 hours: %(instant)s.", instant=at),
        None: "",
    }[one.left_out]


def _wanted_here(event: Event) -> Filter:
    """The filter of an address of which the days were not read: a day that there is not finds nobody."""
    return _wanted([request.args.get("day", "")])


def _chosen(event: Event) -> Sequence[int]:
    if request.args.get("all"):
        return speakers_in(_wanted_here(event).of(board_of_sessions(db.session(), event)))
    return _ids(request.args.getlist("chosen"))


def _ids(values: Sequence[Any]) -> list[int]:
    numbers = (int(one) for one in values if one.isascii() and one.isdigit() and len(one) <= 10)
    return list(dict.fromkeys(one for one in numbers if 0 < one <= LARGEST_ID))


@blueprint.post(f"{MANAGE}/remind")
@access(organiser)
def remind() -> Answer:
    event, by = current_event(), signed_in_account()
    chosen = _ids(request.form.getlist("chosen"))[:MOST_AT_ONCE]
    with write() as database:
        written = len(service.remind(database, event, chosen, by=by))
    left_out = len(chosen) - written
    if written:
        flash(ngettext("A reminder goes to %(num)s person.", "A reminder goes to %(num)s people.", written), "success")
    if left_out:
        flash(
            ngettext(
                "%(num)s person is left out: nothing is missing any more, or somebody reminded them before you.",
                "%(num)s people are left out: nothing is missing any more, or somebody reminded them before you.",
                left_out,
            ),
            "warning",
        )
    return redirect(url_for("speakers.board"))
