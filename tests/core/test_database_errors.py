"""Errors of the database tell what went wrong, not what was written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from conference.accounts.models import Account
from conference.core.clock import now
from tests.world import World


def test_an_error_in_production_repeats_no_parameters(make_app: Callable[..., Flask]) -> None:
    world = World(make_app(mode="production"))
    world.account("leila@example.org")
    again = Account(email="Leila@example.org", email_key="leila@example.org", password_hash="secret", created_at=now())
    with pytest.raises(IntegrityError) as caught, world.writing() as session:
        session.add(again)
    assert "hidden due to hide_parameters" in str(caught.value)
    assert "secret" not in str(caught.value)
