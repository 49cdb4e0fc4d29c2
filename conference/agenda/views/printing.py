"""The whole agenda on paper, in one to three languages side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import abort, current_app, render_template, request
from markupsafe import Markup

from conference.agenda.published import PublishedAgenda
from conference.agenda.views.asked import may_be_kept, zone
from conference.agenda.views.blueprint import EVENT, Answer, blueprint, published_agenda
from conference.agenda.views.hours import hours_beside
from conference.agenda.words import role_words, type_words
from conference.core.access import access
from conference.core.languages import Language
from conference.core.localization import current_language, speaking
from conference.core.public_cache import keep_public
from conference.core.sections import section
from conference.events.access import current_event, visitor


@blueprint.get(f"{EVENT}/agenda/print")
@access(visitor)
@section("agenda.day")
def printed() -> Answer:
    """Every day, in the languages that the address lists, in their order; else in the page's."""
    event, agenda = current_event(), published_agenda()
    languages = _languages()
    if may_be_kept("languages"):
        keep_public()
    if agenda is None:
        return render_template("agenda/nothing_yet.html", actions=[])
    return render_template(
        "agenda/print.html",
        the_event=event,
        agenda=agenda,
        languages_printed=languages,
        cells={language: _cells(agenda, language) for language in languages},
        days=[(day, agenda.on(day, agenda.zone)) for day in agenda.days(agenda.zone)],
        **hours_beside(agenda.zone, zone()),
    )


def _languages() -> Sequence[Language]:
    """The event's languages that the address names. Aborts with 404 for another, and for one named twice."""
    asked = request.args.get("languages", "")
    if not asked:
        return [current_language()]
    known = {language.code: language for language in current_event().languages}
    codes = asked.split(",")
    if len(codes) != len(set(codes)) or not set(codes) <= set(known):
        abort(404)
    return [known[code] for code in codes]


def _cells(agenda: PublishedAgenda, language: Language) -> Mapping[int, Markup]:
    """What stands in a language's column, by session id: all its words are that language's."""
    with speaking(language):
        cell = current_app.jinja_env.get_template("agenda/_printed.html").module.cell  # type: ignore[attr-defined]
        return {
            session.id: cell(session, len(agenda.rooms), type_words(session.type), role_words)
            for session in agenda.sessions
        }
