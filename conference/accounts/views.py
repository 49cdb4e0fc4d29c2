"""Signing in and out, and one's own account."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from conference.accounts import service
from conference.accounts.access import (
    current_account,
    current_sign_in,
    delete_sign_in_cookie,
    set_sign_in_cookie,
    signed_in,
    signed_in_account,
)
from conference.accounts.forms import LinkForm, NewPasswordForm, PasswordSignInForm, ProfileForm
from conference.accounts.passwords import hash_password, password_matches
from conference.accounts.ports import workplaces
from conference.accounts.queries import account_by_email, link_by_secret, sign_ins_of
from conference.core.access import access, form_view, public
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.languages import Language
from conference.core.limits import (
    GUESSES_EVERYWHERE,
    GUESSES_HERE,
    PER_IP,
    address_typed,
    address_typed_here,
    limiter,
    may_write_to,
    was_refused,
)
from conference.core.localization import current_language, is_local_path
from conference.core.security import private_page

blueprint = Blueprint("accounts", __name__, template_folder="templates")
Answer = str | Response | tuple[str, int]


def _device() -> str:
    return request.user_agent.string[:200]


def _next_path() -> str:
    path = request.args.get("next", "")
    return path[:500] if is_local_path(path) else ""


@blueprint.get("/<language:language>/sign-in")
@access(public)
def sign_in() -> Answer:
    if current_account():
        return redirect(_next_path() or url_for("accounts.account"))
    return _sign_in_page(LinkForm(), PasswordSignInForm())


def _sign_in_page(link_form: LinkForm, password_form: PasswordSignInForm) -> str:
    return render_template(
        "accounts/sign_in.html", link_form=link_form, password_form=password_form, next_path=_next_path()
    )


@blueprint.post("/<language:language>/sign-in/link")
@limiter.limit(PER_IP)
@access(public)
@form_view
def send_link() -> Answer:
    form = LinkForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, PasswordSignInForm(formdata=None)), 422
    if may_write_to(form.email.data):
        with write() as session:
            service.request_link(session, email=form.email.data, language=current_language(), next_path=_next_path())
    return render_template("accounts/link_sent.html", email=form.email.data)


@blueprint.post("/<language:language>/sign-in/password")
@limiter.limit(PER_IP)
@limiter.limit(GUESSES_HERE, key_func=address_typed_here, deduct_when=was_refused)
@limiter.limit(GUESSES_EVERYWHERE, key_func=address_typed, deduct_when=was_refused)
@access(public)
@form_view
def password_sign_in() -> Answer:
    form = PasswordSignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(LinkForm(formdata=None), form), 422
    account = account_by_email(db.session(), form.email.data)
    if not password_matches(account.password_hash if account else "", form.password.data) or account is None:
        form.refuse(
            form.password,
            _("This address and this password do not belong together. Try again, or ask for a link."),
        )
        return _sign_in_page(LinkForm(formdata=None), form), 422
    with write() as session:
        secret = service.sign_in(session, account, strength="password", device=_device())
        language = account.language
    response = redirect(_next_path() or url_for("accounts.account", language=language))
    set_sign_in_cookie(response, secret)  # type: ignore[arg-type]
    return response


@blueprint.get("/<language:language>/sign-in/<token>")
@access(public)
def confirm_link(token: str) -> Answer:
    """A page with a button: scanners of mail follow links, and must not use them up."""
    private_page()
    link = link_by_secret(db.session(), token)
    if link is None or not link.is_good_at(now()):
        return render_template("accounts/link_unusable.html"), 404
    return render_template("accounts/confirm_link.html", email=link.email, token=token)


@blueprint.post("/<language:language>/sign-in/<token>")
@limiter.limit(PER_IP)
@access(public)
def use_link(token: str) -> Answer:
    private_page()
    try:
        with write() as session:
            secret, link = service.use_link(session, secret=token, device=_device())
            next_path = link.next_path
    except service.LinkUnusable:
        return render_template("accounts/link_unusable.html"), 404
    response = redirect(next_path or url_for("accounts.account"))
    set_sign_in_cookie(response, secret)  # type: ignore[arg-type]
    return response


@blueprint.post("/<language:language>/sign-out")
@access(signed_in)
def sign_out() -> Answer:
    opened = current_sign_in()
    if opened is not None:
        sign_in_id = opened.id
        with write() as session:
            service.end_sign_in(session, sign_in_id)
    response = redirect(url_for("pages.events"))
    delete_sign_in_cookie(response)  # type: ignore[arg-type]
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.route("/<language:language>/account", methods=["GET", "POST"])
@access(signed_in)
@form_view
def account() -> Answer:
    account = signed_in_account()
    form = ProfileForm(obj=account)
    if form.validate_on_submit():
        with write():
            service.change_profile(
                account,
                native_name=form.native_name.data,
                latin_name=form.latin_name.data,
                language=Language.of(form.language.data),
                zone=form.zone.data,
            )
        flash(_("Your account is saved."), "success")
        return redirect(url_for("accounts.account", language=form.language.data))
    return _account_page(form, NewPasswordForm(formdata=None)), 422 if form.errors else 200


def _account_page(form: ProfileForm, password_form: NewPasswordForm) -> str:
    private_page()
    account = signed_in_account()
    return render_template(
        "accounts/account.html",
        form=form,
        password_form=password_form,
        account=account,
        sign_ins=sign_ins_of(db.session(), account),
        this_sign_in=current_sign_in(),
        my_events=[place for find in workplaces.all() for place in find(account)],
    )


@blueprint.post("/<language:language>/account/password")
@limiter.limit("20 per hour")
@access(signed_in)
@form_view
def change_password() -> Answer:
    form = NewPasswordForm()
    account, opened = signed_in_account(), current_sign_in()
    if not form.validate_on_submit() or opened is None:
        return _account_page(ProfileForm(formdata=None, obj=account), form), 422
    hashed = hash_password(form.password.data)
    with write() as session:
        service.change_password(session, account, password_hash=hashed, kept=opened)
    flash(_("Your new password is saved. All other devices were signed out."), "success")
    return redirect(url_for("accounts.account"))


@blueprint.post("/<language:language>/account/sign-ins/<int:sign_in_id>/end")
@access(signed_in)
def end_sign_in(sign_in_id: int) -> Answer:
    if sign_in_id not in {opened.id for opened in signed_in_account().sign_ins}:
        abort(404)
    with write() as session:
        service.end_sign_in(session, sign_in_id)
    return redirect(url_for("accounts.account"))
