"""Limits count across processes where Redis is configured."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from flask import Flask

from conference.accounts.models import SignInLink
from tests.client import Visitor
from tests.world import World


@pytest.fixture
def redis_url(request: pytest.FixtureRequest) -> str:
    """A real Valkey: the one that the suite started, or one that a wheel brings."""
    return os.environ.get("TEST_REDIS_URL") or str(request.getfixturevalue("valkey_url"))


def test_two_processes_count_together(make_app: Callable[..., Flask], redis_url: str) -> None:
    email = f"{os.urandom(6).hex()}@example.org"
    first, second = (make_app(redis_url=redis_url) for _process in range(2))
    for app in (first, second):
        page = Visitor(app).get("/en/sign-in")
        assert [page.submit(email=email).status for _attempt in range(4)] == [200] * 4
    assert World(first).count(SignInLink) == 5
