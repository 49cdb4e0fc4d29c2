"""Who does something, as the record of changes notes it."""

from __future__ import annotations

from conference.accounts.models import Account


def account_id(account: Account | None) -> int | None:
    """Asked for before anything is changed: reading an account may flush, and `record` finds no change after that."""
    return account.id if account is not None else None
