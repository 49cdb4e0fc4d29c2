"""The workbook to write a list in: our headings in the language of the page, and cells that offer their choices."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from flask import g
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.agenda.models import Session, SpeakerRole
from conference.agenda.words import role_words
from conference.core.honorifics import title_choices
from conference.core.workbooks import Book
from conference.events.models import Event
from conference.speakers.listing.columns import COLUMNS, HONORIFIC, LANGUAGE, ROLE, SESSION
from conference.speakers.listing.reading import MOST_ROWS


def empty_list(event: Event, sessions: Sequence[Session]) -> Response:
    """The template for an event's list, with the sessions that take place."""
    book, people, choices = Book(g.language), _("People to invite"), _("Choices")
    titles = [words for code, words in title_choices() if code]
    languages = [one.name_in(g.language) for one in event.languages]
    roles = [role_words(one) for one in SpeakerRole]
    codes = [one.code for one in sessions]
    named = [one.title.resolve(g.language).text for one in sessions]
    book.add_sheet(people, [str(label) for label in COLUMNS.values()], [])
    book.add_sheet(
        choices,
        [str(COLUMNS[HONORIFIC]), str(COLUMNS[LANGUAGE]), str(COLUMNS[ROLE]), str(COLUMNS[SESSION]), _("Session")],
        zip_longest(titles, languages, roles, codes, named),
    )
    offered = {HONORIFIC: titles, LANGUAGE: languages, ROLE: roles, SESSION: codes}
    places = list(COLUMNS)
    for number, (name, values) in enumerate(offered.items()):
        if values:
            book.offer(
                people,
                places.index(name),
                rows=MOST_ROWS,
                choices=(choices, number, len(values)),
                refused=_("Choose one of the list."),
            )
    return book.response(f"{event.slug}-speakers-{g.language.code}.xlsx")
