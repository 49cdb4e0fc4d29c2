"""What a second person finds of a text: that it is right, or something to say about it."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import signed_in_account
from conference.core.access import access
from conference.core.database import db, write
from conference.core.translated import Clash
from conference.events.access import current_event, translator
from conference.translation import service
from conference.translation.forms import RemarkForm
from conference.translation.models import TextComment
from conference.translation.sources import Kind
from conference.translation.views.blueprint import Answer, blueprint, kept_filters, language_named
from conference.translation.views.text import TEXT, address_of, stored_text, text_page


@blueprint.post(f"{TEXT}/review")
@access(translator)
def review(what: str, row: int, field: str) -> Answer:
    """Note that a translation, as the page had shown it, is right."""
    stored = stored_text(what, row, field)
    language = language_named(request.form.get("language", "")) or abort(404)
    by = signed_in_account()
    try:
        with write() as database:
            base = request.form.get("base", "")
            service.review_text(database, current_event(), Kind(what), row, field, language, base, by=by)
    except service.OwnWords:
        flash(_("These are your own words: somebody else has to review them."), "warning")
    except Clash:
        flash(_("The text has changed meanwhile. Look at it once more."), "warning")
    except service.TextGone:
        abort(404)
    else:
        flash(_("Reviewed."), "success")
    return redirect(address_of(stored))


@blueprint.post(f"{TEXT}/remarks")
@access(translator)
def remark(what: str, row: int, field: str) -> Answer:
    stored, form = stored_text(what, row, field), RemarkForm()
    if not form.validate_on_submit():
        return text_page(stored, remark_form=form)
    by = signed_in_account()
    with write() as database:
        service.comment(database, current_event(), Kind(what), row, field, form.words.data, by=by)
    flash(_("Your remark is kept, and the organisers are told."), "success")
    return redirect(f"{address_of(stored)}#remarks")


@blueprint.post("/<language:language>/<slug:event>/manage/translation/remarks/<int:remark_id>/settle")
@access(translator)
def settle(remark_id: int) -> Answer:
    by, known = signed_in_account(), db.session.get(TextComment, remark_id)
    if known is None or known.event_id != current_event().id:
        abort(404)
    what, row, field = known.kind, known.row, known.field
    stored_text(what, row, field)
    with write() as database:
        service.settle(database, database.get(TextComment, remark_id) or abort(404), by=by)
    flash(_("The remark is settled."), "success")
    return redirect(url_for("translation.text", what=what, row=row, field=field, **kept_filters(), _anchor="remarks"))
