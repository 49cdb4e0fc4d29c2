"""Finding accounts, sign-ins and links."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from conference.accounts.models import Account, SignIn, SignInLink, email_key
from conference.core.tokens import secret_digest


def account_by_email(session: Session, address: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email_key == email_key(address)))


def sign_in_by_secret(session: Session, secret: str) -> SignIn | None:
    """The sign-in that a cookie proves, with its account."""
    query = select(SignIn).where(SignIn.digest == secret_digest(secret)).options(joinedload(SignIn.account))
    return session.scalar(query)


def link_by_secret(session: Session, secret: str, *, lock: bool = False) -> SignInLink | None:
    query = select(SignInLink).where(SignInLink.digest == secret_digest(secret))
    return session.scalar(query.with_for_update() if lock else query)


def sign_ins_of(session: Session, account: Account) -> Sequence[SignIn]:
    """Where an account is signed in, most recently used first."""
    query = select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.last_used_at.desc(), SignIn.id.desc())
    return session.scalars(query).all()
