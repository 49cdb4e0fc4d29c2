"""Makes what tests need, by the services that people's actions go through, and looks at what came of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account, email_key
from conference.accounts.service import create_account, sign_in
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language
from conference.core.translated import Translated
from conference.events.models import Body, Contact, Event, EventRole, Publication, Role
from conference.outbox.mail import FolderTransport
from conference.outbox.worker import deliver_due
from tests.client import Visitor


def in_three(english: str, french: str | None = None, arabic: str | None = None) -> Translated:
    """A text with its two translations; recognisable ones are made up where none are given."""
    return Translated.of(
        ENGLISH,
        {ENGLISH: english, FRENCH: french or f"{english} (français)", ARABIC: arabic or f"{english} (عربي)"},
    )


def only(language: Language, text: str) -> Translated:
    """A text that exists in one language alone."""
    return Translated.of(language, {language: text})


class World:
    """One application's data. Each method is a transaction of its own and returns ids, never live objects."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._numbers = itertools.count(1)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to look with."""
        with self.app.app_context():
            yield db.session()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction to arrange with."""
        with self.app.app_context(), write() as session:
            yield session

    def count(self, model: type) -> int:
        with self.reading() as session:
            return len(session.scalars(select(model)).all())

    def event(self, slug: str = "thamm-2021", **changes: Any) -> int:
        """A published online conference in three languages, 5–7 July 2021, Tunis."""
        facts: dict[str, Any] = {
            "slug": slug,
            "starts_on": date(2021, 7, 5),
            "ends_on": date(2021, 7, 7),
            "zone": "Africa/Tunis",
            "language_codes": [language.code for language in LANGUAGES],
            "source_code": "en",
            "publication": Publication.PUBLISHED,
            "title": in_three("Regional conference", "Conférence régionale", "مؤتمر إقليمي"),
            "short_title": in_three("Conference", "Conférence", "مؤتمر"),
            "summary": in_three("What it is about", "De quoi il s’agit", "عمّا يدور"),
            "venue": Translated(),
            "agenda_note": Translated(),
            "donor_line": in_three(
                "Funded by the European Union", "Financé par l’Union européenne", "بتمويل من الاتحاد الأوروبي"
            ),
            "disclaimer": in_three("A disclaimer", "Un avertissement", "إخلاء مسؤولية"),
        }
        with self.writing() as session:
            event = Event(**(facts | changes))
            event.bodies = [
                Body(
                    position=0,
                    name=in_three(
                        "International Labour Organization",
                        "Organisation internationale du Travail",
                        "منظمة العمل الدولية",
                    ),
                    acronym=Translated.of(ENGLISH, {ENGLISH: "ILO", FRENCH: "OIT", ARABIC: "منظمة العمل الدولية"}),
                )
            ]
            event.contacts = [Contact(position=0, label=in_three("Secretariat"), email="secretariat@example.org")]
            session.add(event)
            session.flush()
            return event.id

    def account(
        self,
        email: str | None = None,
        *,
        event: int | None = None,
        roles: tuple[Role, ...] = (),
        **changes: Any,
    ) -> int:
        """An account, with roles at an event where they are given."""
        with self.writing() as session:
            account = create_account(
                session, email=email or f"person{next(self._numbers)}@example.org", language=ENGLISH
            )
            for name, value in changes.items():
                setattr(account, name, value)
            for role in roles:
                session.add(EventRole(event_id=event, account_id=account.id, role=role, created_at=now()))
            return account.id

    def signed_in(self, account: int) -> Visitor:
        """A visitor who is signed in."""
        with self.writing() as session:
            secret = sign_in(session, session.get_one(Account, account), strength="link", device="test")
        visitor = Visitor(self.app)
        visitor.client.set_cookie(self.app.config["SIGN_IN_COOKIE"], secret)
        return visitor

    def organiser(self, event: int, email: str = "organiser@example.org") -> Visitor:
        return self.signed_in(self.account(email, event=event, roles=(Role.ORGANISER,)))

    def member(self, event: int, role: Role) -> Visitor:
        return self.signed_in(self.account(f"{role}@example.org", event=event, roles=(role,)))

    def account_id(self, email: str) -> int | None:
        with self.reading() as session:
            return session.scalar(select(Account.id).where(Account.email_key == email_key(email)))

    def deliver(self) -> list[EmailMessage]:
        """Run the outbox once and return the mails that it wrote, oldest first."""
        folder = self.mail_folder
        before = set(folder.glob("*.eml"))
        with self.app.app_context():
            deliver_due()
        written = sorted(set(folder.glob("*.eml")) - before)
        return [message_from_bytes(path.read_bytes(), policy=default) for path in written]  # type: ignore[misc]

    @property
    def mail_folder(self) -> Path:
        transport = self.app.extensions["conference.outbox"].transport
        assert isinstance(transport, FolderTransport)
        return transport.folder
