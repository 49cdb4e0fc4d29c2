"""The organisers' page of downloads: how often each document was taken, and whether the event keeps by whom."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.database import db, write
from conference.core.localization import current_language
from conference.core.sections import section
from conference.core.security import private_page
from conference.core.workbooks import Book
from conference.events.access import current_event, organiser
from conference.library import service
from conference.library.download_report import download_report
from conference.library.forms import DownloadRuleForm
from conference.library.queries import counts, keeps_people, people_counted
from conference.library.views.blueprint import MANAGE, Answer, blueprint
from conference.library.words import download_words


@blueprint.route(f"{MANAGE}/downloads", methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@form_view
def downloads() -> Answer:
    private_page()
    event, session = current_event(), db.session()
    form = DownloadRuleForm(keeps_people=keeps_people(session, event))
    if form.validate_on_submit():
        account = signed_in_account()
        with write() as database:
            service.change_download_rule(database, event, keeps_people=form.keeps_people.data, by=account)
        flash(_("The rule for downloads is saved."), "success")
        return redirect(url_for("library.downloads"))
    page = render_template(
        "library/downloads.html",
        the_event=event,
        report=download_report(event.languages, counts(session, event.id)),
        form=form,
        people=people_counted(session, event.id),
        is_mirrored=current_language().direction == "rtl",
    )
    return page, 422 if form.errors else 200


@blueprint.get(f"{MANAGE}/downloads.xlsx")
@access(organiser)
@section("library.manage")
def downloads_file() -> Response:
    """A sheet of the documents by language, and one with each document, language, day and kind: nothing of people."""
    private_page()
    event, language = current_event(), current_language()
    counted = counts(db.session(), event.id)
    report = download_report(event.languages, counted)
    book = Book(language)
    names = [one.name_in(language) for one in report.languages]
    book.add_sheet(
        _("By document"),
        [_("Symbol"), _("Title"), *names, _("Total")],
        ([one.symbol, one.title.resolve(language).text, *one.by_language, one.total] for one in report.documents),
    )
    book.add_sheet(
        _("By day"),
        [_("Symbol"), _("Language"), _("Day"), _("How"), _("Downloads")],
        ([one.symbol, one.language.name_in(language), one.day, download_words(one.kind), one.count] for one in counted),
    )
    return book.response(f"{event.slug}-downloads-{language.code}.xlsx")
