"""Nominating from the focal point's page: one by one, or by rows from a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.limits import PER_IP, limiter
from conference.core.text import isolated
from conference.events.access import current_event
from conference.registration import service
from conference.registration.access import current_delegation, focal_point
from conference.registration.forms.nominations import (
    NomineeForm,
    RowsForm,
    nominee_refusal,
    only_category,
    row_form,
)
from conference.registration.models import Category, Registration
from conference.registration.pasted import PastedRow, TooManyRows, read_rows
from conference.registration.queries import DelegationPeople, event_form, people_of
from conference.registration.service import Nominee
from conference.registration.views.blueprint import Answer, blueprint
from conference.registration.views.delegation_page import PAGE, PERSON, back, nominee, too_late, words
from conference.registration.words import category_words

REFUSALS = (service.QuotaFull, service.NamedTwice, service.AddressTwice)


@blueprint.route(f"{PAGE}/nominate", methods=["GET", "POST"])
@limiter.limit(PER_IP, methods=["POST"])
@access(focal_point)
@form_view
def nominate(token: str) -> Answer:
    delegation = current_delegation()
    if not service.is_open(delegation):
        return too_late(token)
    form = NomineeForm(current_event(), people_of(db.session(), delegation))
    if not form.validate_on_submit():
        return _form_page(form, token, None, status=422 if form.is_submitted() else 200)
    named = form.nominee
    try:
        with write() as session:
            service.nominate(session, delegation, named)
    except service.DelegationClosed:
        return too_late(token)
    except REFUSALS as refused:
        form.refuse_nominee(refused)
        return _form_page(form, token, None, status=422)
    flash(
        _(
            "%(name)s is nominated. A message with their personal link is on its way.",
            name=isolated(named.native_name),
        ),
        "success",
    )
    return back(token)


@blueprint.route(PERSON, methods=["GET", "POST"])
@limiter.limit(PER_IP, methods=["POST"])
@access(focal_point)
@form_view
def edit_nominee(token: str, registration_id: int) -> Answer:
    delegation, registration = current_delegation(), nominee(registration_id)
    if not service.is_open(delegation):
        return too_late(token)
    if not registration.awaits_person or not registration.is_active:
        return _theirs(token)
    form = NomineeForm(current_event(), people_of(db.session(), delegation), registration=registration)
    if not form.validate_on_submit():
        return _form_page(form, token, registration, status=422 if form.is_submitted() else 200)
    named = form.nominee
    try:
        with write() as session:
            moved = service.change_nominee(session, delegation, registration, named)
    except service.DelegationClosed:
        return too_late(token)
    except (service.AlreadyTheirs, service.NotPossible):
        return _theirs(token)
    except REFUSALS as refused:
        form.refuse_nominee(refused)
        return _form_page(form, token, registration, status=422)
    flash(
        _("Saved. A new personal link goes to the new address, and the old one opens nothing any more.")
        if moved
        else _("Saved."),
        "success",
    )
    return back(token)


def _theirs(token: str) -> Answer:
    flash(_("This person has confirmed or left: only they change their own data now."), "warning")
    return back(token)


def _form_page(form: NomineeForm, token: str, registration: Registration | None, *, status: int) -> Answer:
    page = render_template(
        "registration/nominee.html",
        form=form,
        token=token,
        registration=registration,
        delegation=current_delegation(),
    )
    return page, status


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with what is wrong with it, if anything; `known` says that it changes nothing."""

    row: PastedRow
    nominee: Nominee | None
    problem: str
    known: bool

    @property
    def category_words(self) -> str:
        """The category in words, or what was typed where there is no such one."""
        value = self.row.values.get("category", "–")
        return category_words(value) if value in list(Category) else value


@blueprint.route(f"{PAGE}/rows", methods=["GET", "POST"])
@limiter.limit(PER_IP, methods=["POST"])
@access(focal_point)
@form_view
def nominate_rows(token: str) -> Answer:
    """First a look at what the rows come to, then all of them or none."""
    delegation = current_delegation()
    if not service.is_open(delegation):
        return too_late(token)
    form = RowsForm()
    if not form.validate_on_submit():
        return _rows_page(form, token, [], status=422 if form.is_submitted() else 200)
    nominated = people_of(db.session(), delegation)
    try:
        own = event_form(db.session(), current_event())
        rows = read_rows(form.rows.data, own, defaults=_defaults(nominated))
    except TooManyRows as many:
        sentence = ngettext(
            "At most 200 rows at once: here is %(num)s.", "At most 200 rows at once: here are %(num)s.", many.rows
        )
        form.refuse(form.rows, sentence)
        return _rows_page(form, token, [], status=422)
    if not rows:
        form.refuse(form.rows, _("There are headings but no rows of people."))
        return _rows_page(form, token, [], status=422)
    checked = _check_forms(rows, nominated)
    if request.form.get("step") != "nominate":
        return _rows_page(form, token, _check_rules(db.session(), nominated, checked), status=200)
    try:
        with write() as session:
            # Looked at again under the lock: another tab may have taken a place since.
            now_nominated = people_of(session, delegation)
            checked = _check_rules(session, now_nominated, checked)
            new = [one.nominee for one in checked if one.nominee is not None and not one.known and not one.problem]
            if any(one.problem for one in checked):
                raise _RowsRefused
            service.nominate_all(session, delegation, new)
    except service.DelegationClosed:
        return too_late(token)
    except (*REFUSALS, _RowsRefused):
        checked = _check_rules(db.session(), people_of(db.session(), current_delegation()), checked)
        return _rows_page(form, token, checked, status=422)
    flash(
        ngettext("%(num)s person is nominated.", "%(num)s people are nominated.", len(new))
        if new
        else _("All these people are nominated already: nothing was changed."),
        "success",
    )
    return back(token)


class _RowsRefused(Exception):
    """One of the rows has a problem, so that none is taken."""


def _defaults(nominated: DelegationPeople) -> dict[str, str]:
    delegation = nominated.delegation
    return {
        "category": only_category(nominated),
        "country": delegation.organisation.country,
        "language_code": delegation.language_code,
    }


def _check_forms(rows: list[PastedRow], nominated: DelegationPeople) -> list[CheckedRow]:
    """Each row as its form takes or refuses it."""
    checked = []
    for row in rows:
        form = row_form(current_event(), nominated, row.values)
        valid = form.validate()
        problem = "" if valid else " ".join(_sentences(form))
        checked.append(CheckedRow(row, form.nominee if valid else None, problem, known=False))
    return checked


def _sentences(form: NomineeForm) -> list[str]:
    return [
        _("%(field)s: %(problem)s", field=field.label.text, problem=str(field.errors[0]))
        for field in form
        if field.errors
    ]


def _check_rules(session: Session, nominated: DelegationPeople, checked: list[CheckedRow]) -> list[CheckedRow]:
    """Each row against the delegation and the rows before it: quotas, names, addresses."""
    rehearsal = service.Rehearsal(nominated)
    result = []
    for one in checked:
        if one.nominee is None:
            result.append(one)
            continue
        if rehearsal.knows(one.nominee):
            result.append(CheckedRow(one.row, one.nominee, "", known=True))
            continue
        try:
            rehearsal.name(one.nominee)
        except REFUSALS as refused:
            result.append(CheckedRow(one.row, one.nominee, nominee_refusal(refused), known=False))
        else:
            result.append(CheckedRow(one.row, one.nominee, "", known=False))
    return result


def _rows_page(form: RowsForm, token: str, checked: list[CheckedRow], *, status: int) -> Answer:
    page = render_template(
        "registration/nominate_rows.html",
        form=form,
        token=token,
        delegation=current_delegation(),
        checked=checked,
        wrong=sum(bool(one.problem) for one in checked),
        new=sum(not one.problem and not one.known for one in checked),
        **words(),
    )
    return page, status
