"""Share links: the team's page of a document's links, and the page that such a link opens.

A file is taken by a form: it is counted, and a mail scanner that follows links is no reader.
"""

from __future__ import annotations

from datetime import date

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session as Database

from conference.accounts.access import signed_in_account
from conference.core.access import access, form_view
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.files import file_response
from conference.core.limits import PER_IP, limiter
from conference.core.localization import absolute_url
from conference.core.sections import section
from conference.core.security import private_page
from conference.events.access import current_event, organiser
from conference.library.access import TEAM
from conference.library.models import Document
from conference.library.offers import file_name, offer
from conference.library.queries import document_by_slug
from conference.library.queries.share_links import share_link_by_id, share_links_of
from conference.library.service.share_links import count_use, end_share_link, make_share_link
from conference.library.share_form import ShareLinkForm
from conference.library.share_policy import current_share_link, share_link_holder
from conference.library.views.blueprint import EVENT, MANAGE, Answer, blueprint, event_language

LINKS = f"{MANAGE}/<slug>/links"
SHARED = f"{EVENT}/shared/<token>"


@blueprint.route(LINKS, methods=["GET", "POST"])
@access(organiser)
@section("library.manage")
@form_view
def share_links(slug: str) -> Answer:
    """The links to a document; the address of a new one is shown in the answer to its form, and never again."""
    event, document = current_event(), _document(db.session(), slug)
    form, made = ShareLinkForm(event, today=_today()), ""
    private_page()
    if form.validate_on_submit():
        account = signed_in_account()
        with write() as session:
            secret = make_share_link(
                session,
                _document(session, slug),
                label=form.label.data,
                language=form.language,
                until_on=form.until_on.data,
                by=account,
            )
        language = form.language or event.source
        made = absolute_url("library.shared", language=language, event=event.slug, token=secret)
        document = _document(db.session(), slug)
        form = ShareLinkForm(event, today=_today(), formdata=None)
    page = render_template(
        "library/share_links.html",
        the_event=event,
        document=document,
        form=form,
        made=made,
        links=share_links_of(db.session(), document.id),
        today=_today(),
    )
    return page, 422 if form.errors else 200


@blueprint.post(f"{LINKS}/<int:link_id>/end")
@access(organiser)
def end_link(slug: str, link_id: int) -> Answer:
    account = signed_in_account()
    with write() as session:
        document = _document(session, slug)
        link = share_link_by_id(session, document.id, link_id) or abort(404)
        end_share_link(session, document, link, by=account)
    flash(_("The link is ended. Whoever has it finds nothing there any more."), "success")
    return redirect(url_for("library.share_links", slug=slug))


@blueprint.get(SHARED)
@limiter.limit(PER_IP)
@access(share_link_holder)
def shared(token: str) -> str:
    """The document with the files that the link opens; like any other, it is not there while nothing is published."""
    event, link = current_event(), current_share_link()
    offered = offer(event, link.document)
    files = [one for one in offered.files if link.opens(one.language)] or abort(404)
    return render_template("library/shared.html", the_event=event, offer=offered, files=files, link=link, token=token)


@blueprint.route(f"{SHARED}/<code>", methods=["GET", "POST"])
@limiter.limit(PER_IP)
@access(share_link_holder)
def shared_file(token: str, code: str) -> Answer:
    """The newest published revision in a language. Whoever comes without the form is led to the page."""
    link, language = current_share_link(), event_language(code)
    version = link.document.version_in(language) if link.opens(language) else None
    revision = version.current if version else None
    if version is None or revision is None:
        abort(404)
    if request.method != "POST":
        return redirect(url_for("library.shared", token=token))
    answer: Response = file_response(
        sha256=revision.sha256,
        size=revision.size,
        name=file_name(link.document, version, revision),
        media_type=revision.file_type.media_type,
        language=language,
    )
    link_id = link.id
    with write() as session:
        count_use(session, link_id, today=_today())
    return answer


def _document(session: Database, slug: str) -> Document:
    return document_by_slug(session, current_event().id, slug, visible=TEAM) or abort(404)


def _today() -> date:
    return now().astimezone(current_event().zone_info).date()
