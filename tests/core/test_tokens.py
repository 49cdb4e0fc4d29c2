"""Links that prove something are good for one purpose and cannot be made by others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from conference.core import tokens


def test_a_token_gives_back_its_value_for_its_purpose_alone(app: Flask) -> None:
    with app.app_context():
        token = tokens.sign("registration", [7, "secret"])
        assert tokens.read("registration", token) == [7, "secret"]
        with pytest.raises(tokens.BadToken):
            tokens.read("speaker", token)


def test_a_changed_token_is_refused(app: Flask) -> None:
    with app.app_context():
        token = tokens.sign("registration", [7, "secret"])
        for forged in (token[:-1], token + "x", token[1:], "", "…", "a.b", token.swapcase()):
            with pytest.raises(tokens.BadToken):
                tokens.read("registration", forged)


def test_another_installations_token_is_refused(make_app: Callable[..., Flask]) -> None:
    with make_app(secret_key="one " * 10).app_context():
        token = tokens.sign("registration", 1)
    with make_app(secret_key="two " * 10).app_context(), pytest.raises(tokens.BadToken):
        tokens.read("registration", token)


def test_a_timed_token_ends(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        token = tokens.sign_timed("preview", "x")
        assert tokens.read_timed("preview", token, within=timedelta(hours=1)) == "x"
        with pytest.raises(tokens.BadToken):
            tokens.read("preview", token)
        import itsdangerous.timed as timed

        later = timed.time.time() + 3_602
        monkeypatch.setattr(timed.time, "time", lambda: later)
        with pytest.raises(tokens.BadToken):
            tokens.read_timed("preview", token, within=timedelta(hours=1))


def test_secrets_differ_and_are_kept_as_digests() -> None:
    made: set[Any] = {tokens.new_secret() for _number in range(100)}
    assert len(made) == 100
    assert min(len(secret) for secret in made) >= 43
    digests = {tokens.secret_digest(secret) for secret in made}
    assert len(digests) == 100
    assert not digests & made
