"""What is sent about a part of the draft that somebody deleted meanwhile: a sentence, and the texts that were typed."""

from __future__ import annotations

from typing import NoReturn

from flask import abort, render_template, request

from conference.agenda import service
from conference.agenda.views.blueprint import Answer, blueprint
from conference.core.languages import LANGUAGES
from conference.events.access import current_event

# The fields that hold a person's words; others are chosen, or say what the page had shown.
TYPED = ("notes", "meeting_url", "native_name", "latin_name", "email")


def missing() -> NoReturn:
    """What the address names is not there: a page aborts with 404; what was sent about it raises Gone."""
    if request.method == "POST":
        raise service.Gone
    abort(404)


@blueprint.errorhandler(service.Gone)
def tell_gone(error: service.Gone) -> Answer:
    return render_template("agenda/gone.html", the_event=current_event(), typed=_typed()), 404


def _typed() -> list[str]:
    """The texts that were sent, in the order of the form."""
    translated = tuple(f"-{language.code}" for language in LANGUAGES)
    sent = request.form.items()
    return [text for name, text in sent if text.strip() and (name in TYPED or name.endswith(translated))]
