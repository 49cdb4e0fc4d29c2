"""What the event asks of its translations, and the installation's glossary."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session as Database

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, organiser, translator
from conference.translation import service
from conference.translation.forms import RulesForm, TermForm
from conference.translation.models import GlossaryTerm
from conference.translation.queries import rules_of, terms
from conference.translation.views.blueprint import DESK, Answer, blueprint

GLOSSARY = f"{DESK}/glossary"


@blueprint.route(f"{DESK}/rules", methods=["GET", "POST"])
@access(organiser)
@section("translation.desk")
@form_view
def rules() -> Answer:
    private_page()
    event = current_event()
    form = RulesForm(data=rules_of(db.session(), event.id).as_values())
    if form.validate_on_submit():
        by = signed_in_account()
        with write() as database:
            values = {name: bool(form[name].data) for name in ("needs_review", "promises")}
            service.set_rules(database, event, values, by=by)
        flash(_("The rules are saved."), "success")
        return redirect(url_for("translation.rules"))
    return render_template("translation/rules.html", form=form), 422 if form.errors else 200


@blueprint.get(GLOSSARY)
@access(translator)
@section("translation.desk")
def glossary() -> str:
    private_page()
    return render_template("translation/glossary.html", terms=terms(db.session()), language_of=Language.of)


@blueprint.route(f"{GLOSSARY}/new", methods=["GET", "POST"])
@access(organiser)
@section("translation.desk")
@form_view
def new_term() -> Answer:
    private_page()
    event = current_event()
    target = next((one.code for one in event.languages if one != event.source), None)
    return _term_page(TermForm(data={"of": event.source_code, "into": target}), None)


@blueprint.route(f"{GLOSSARY}/<int:term_id>", methods=["GET", "POST"])
@access(organiser)
@section("translation.desk")
@form_view
def edit_term(term_id: int) -> Answer:
    private_page()
    term = _term(db.session(), term_id)
    known = {
        "of": term.source_code,
        "into": term.target_code,
        "term": term.term,
        "preferred": term.preferred,
        "forbidden": "\n".join(term.forbidden),
        "note": term.note,
    }
    return _term_page(TermForm(data=known), term_id)


@blueprint.post(f"{GLOSSARY}/<int:term_id>/remove")
@access(organiser)
def remove_term(term_id: int) -> Answer:
    by = signed_in_account()
    with write() as database:
        service.remove_term(database, _term(database, term_id), by=by)
    flash(_("The term is removed from the glossary."), "success")
    return redirect(url_for("translation.glossary"))


def _term_page(form: TermForm, term_id: int | None) -> Answer:
    if form.validate_on_submit():
        by = signed_in_account()
        try:
            with write() as database:
                term = _term(database, term_id) if term_id else None
                service.keep_term(database, term, **form.facts, by=by)
        except service.TermKnown:
            form.refuse(form.term, _("The glossary has this term already for these two languages."))
        else:
            flash(_("The term is saved."), "success")
            return redirect(url_for("translation.glossary"))
    return render_template("translation/term.html", form=form, term_id=term_id), 422 if form.errors else 200


def _term(database: Database, term_id: int) -> GlossaryTerm:
    return database.get(GlossaryTerm, term_id) or abort(404)
