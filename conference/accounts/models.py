"""Accounts, the rows that sign-ins are, and the links that prove an address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from conference.core.database import Base


def email_key(address: str) -> str:
    """The form of an address by which two are the same: case folded."""
    return address.strip().casefold()


class Account(Base):
    """A verified e-mail address and who is behind it.

    Flask-Login asks for the four properties at the end.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    native_name: Mapped[str] = mapped_column(String(200), default="")
    latin_name: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(2), default="en")
    zone: Mapped[str] = mapped_column(String(60), default="")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    is_site_administrator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    sign_ins: Mapped[list[SignIn]] = relationship(back_populates="account", cascade="all, delete-orphan")

    @property
    def name(self) -> str:
        """The name to show: native script first, else Latin, else the address."""
        return self.native_name or self.latin_name or self.email

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return str(self.id)


class SignIn(Base):
    """One browser that is signed in. The cookie holds the secret, the row its digest; deleting the row ends it.

    `strength` says how: `link` (proved the address) or `password`.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    strength: Mapped[str] = mapped_column(String(10))
    device: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]

    account: Mapped[Account] = relationship(back_populates="sign_ins")


class SignInLink(Base):
    """A link sent to an address: good once, until `expires_at`, and then replaced by a SignIn."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    next_path: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    def is_good_at(self, instant: datetime) -> bool:
        """Whether the link still signs in at this instant."""
        return self.used_at is None and self.expires_at > instant
