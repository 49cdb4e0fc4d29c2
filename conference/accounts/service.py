"""Signing in and out, proving an address, and what people change about themselves."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from conference.accounts.models import Account, SignIn, SignInLink, email_key
from conference.accounts.ports import after_sign_in
from conference.accounts.queries import account_by_email, link_by_secret
from conference.core.clock import now
from conference.core.database import insert_unless_known
from conference.core.languages import Language
from conference.core.tokens import new_secret, secret_digest
from conference.outbox.service import enqueue

LINK_LIVES = timedelta(minutes=30)
SIGN_IN_LIVES = timedelta(days=30)
USE_IS_NOTED_EVERY = timedelta(minutes=10)


class LinkUnusable(Exception):
    """The link was used already, is too old, or was never ours."""


def request_link(session: Session, *, email: str, language: Language, next_path: str = "") -> None:
    """Write a sign-in link to an address, known or not: the answer never tells which addresses have an account."""
    secret = new_secret()
    session.add(
        SignInLink(
            email=email,
            language=language.code,
            digest=secret_digest(secret),
            next_path=next_path,
            created_at=now(),
            expires_at=now() + LINK_LIVES,
        )
    )
    enqueue(
        session,
        "accounts.sign_in_link",
        {"email": email, "language": language.code, "secret": secret},
        recipient=email,
    )


def use_link(session: Session, *, secret: str, device: str) -> tuple[str, SignInLink]:
    """Sign in by a link, making the account at its first use. Returns the cookie's secret. Raises LinkUnusable."""
    link = link_by_secret(session, secret, lock=True)
    if link is None or not link.is_good_at(now()):
        raise LinkUnusable
    link.used_at = now()
    account = account_by_email(session, link.email) or create_account(
        session, email=link.email, language=Language.of(link.language)
    )
    return sign_in(session, account, strength="link", device=device), link


def create_account(session: Session, *, email: str, language: Language) -> Account:
    """An account for an address that was proved; the one that another transaction just made of it, if so."""
    key = email_key(email)
    values = {"email": email, "email_key": key, "language": language.code, "created_at": now()}
    insert_unless_known(session, Account, values, by=("email_key",))
    return session.scalars(select(Account).where(Account.email_key == key)).one()


def sign_in(session: Session, account: Account, *, strength: str, device: str) -> str:
    """Open a sign-in for a browser and return the secret for its cookie."""
    secret = new_secret()
    session.add(
        SignIn(
            account=account,
            digest=secret_digest(secret),
            strength=strength,
            device=device[:200],
            created_at=now(),
            last_used_at=now(),
        )
    )
    for follow in after_sign_in.all():
        follow(session, account)
    return secret


def is_alive(opened: SignIn) -> bool:
    return opened.last_used_at > now() - SIGN_IN_LIVES


def note_use(session: Session, sign_in_id: int) -> None:
    """Keep a sign-in alive, unless it was ended meanwhile."""
    query = update(SignIn).where(SignIn.id == sign_in_id).values(last_used_at=now())
    session.execute(query.execution_options(synchronize_session=False))


def end_sign_in(session: Session, sign_in_id: int) -> None:
    """Sign a browser out; one that was signed out meanwhile stays so."""
    session.execute(delete(SignIn).where(SignIn.id == sign_in_id).execution_options(synchronize_session=False))


def change_profile(account: Account, *, native_name: str, latin_name: str, language: Language, zone: str) -> None:
    account.native_name = native_name
    account.latin_name = latin_name
    account.language = language.code
    account.zone = zone


def change_password(session: Session, account: Account, *, password_hash: str, kept: SignIn) -> None:
    """Set a password (already hashed) and end every other sign-in of the account."""
    account.password_hash = password_hash
    for opened in list(account.sign_ins):
        if opened.id != kept.id:
            session.delete(opened)


def forget_expired(session: Session) -> int:
    """Delete the links that are good no more and the sign-ins that have died; return how many there were."""
    links = delete(SignInLink).where(SignInLink.expires_at <= now()).returning(SignInLink.id)
    dead = delete(SignIn).where(SignIn.last_used_at <= now() - SIGN_IN_LIVES).returning(SignIn.id)
    return sum(len(session.scalars(query).all()) for query in (links, dead))
