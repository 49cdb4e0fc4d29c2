"""The organisers' pages of what an event decides for its library: its rules and its categories."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.sections import section
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes
from conference.events.access import current_event, organiser, translator
from conference.library import service
from conference.library.forms import CategoryForm, RulesForm
from conference.library.queries import Category, categories_of, library_settings, used_categories
from conference.library.views.blueprint import MANAGE, Answer, blueprint
from conference.library.views.managed import may_write
from conference.library.words import category_words

CATEGORIES = f"{MANAGE}/categories"


@blueprint.route(f"{MANAGE}/settings", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@form_view
def settings() -> Answer:
    event, by = current_event(), signed_in_account()
    form = RulesForm(library_settings(db.session(), event.id))
    if form.validate_on_submit():
        with write() as database:
            service.set_rules(database, event, form.rules, by=by)
        flash(_("The rules of the library are saved."), "success")
        return redirect(url_for("library.settings"))
    return render_template("library/settings.html", form=form), 422 if form.errors else 200


@blueprint.get(CATEGORIES)
@access(translator)
@section("library.manage")
def categories() -> str:
    event = current_event()
    return render_template(
        "library/categories.html",
        categories=categories_of(db.session(), event.id),
        used=used_categories(db.session(), event.id),
        category_words=category_words,
        may_write=may_write(),
    )


@blueprint.route(f"{CATEGORIES}/new", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@form_view
def new_category() -> Answer:
    event = current_event()
    form = CategoryForm(event, needs_name=True)
    if form.validate_on_submit():
        by = signed_in_account()
        name = Translated.of(event.source, form.name.texts, by=by.id)
        with write() as database:
            service.add_category(database, event, name, by=by)
        flash(_("The category is saved."), "success")
        return redirect(url_for("library.categories"))
    return render_template("library/category.html", form=form, category=None), 422 if form.errors else 200


@blueprint.route(f"{CATEGORIES}/<category>", methods=["GET", "POST"])
@access(translator)
@section("library.manage")
@form_view
def edit_category(category: str) -> Answer:
    event, found = current_event(), _category(category)
    form = CategoryForm(event, needs_name=not found.is_built_in, obj=found)
    if form.validate_on_submit():
        by = signed_in_account()
        try:
            with write() as database:
                service.name_category(database, event, category, form.edits(), by=by)
        except Clashes as clashes:
            form.show_clashes(clashes)
        except service.CategoryUnknown:
            abort(404)
        else:
            flash(_("The category is saved."), "success")
            return redirect(url_for("library.categories"))
    page = render_template(
        "library/category.html",
        form=form,
        category=found,
        usual=category_words(category) if found.is_built_in else "",
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"{CATEGORIES}/<category>/<any(earlier, later, hide, offer, remove):verb>")
@access(organiser)
def arrange_category(category: str, verb: str) -> Answer:
    event, by = current_event(), signed_in_account()
    try:
        with write() as database:
            if verb in ("earlier", "later"):
                service.move_category(database, event, category, steps=-1 if verb == "earlier" else 1, by=by)
            else:
                do = {
                    "hide": service.hide_category,
                    "offer": service.offer_category,
                    "remove": service.remove_category,
                }[verb]
                do(database, event, category, by=by)
    except service.CategoryUnknown:
        abort(404)
    except service.CategoryUsed:
        flash(_("Documents have this category: give them another one first, or hide it."), "error")
    except service.CategoryBuiltIn:
        flash(_("This category can be hidden, not removed."), "error")
    return redirect(url_for("library.categories", _anchor=f"category-{category}"))


def _category(code: str) -> Category:
    """A category of this event. Aborts with 404."""
    found = (one for one in categories_of(db.session(), current_event().id) if one.code == code)
    return next(found, None) or abort(404)
