"""What only an installation behind https meets."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask

from tests.world import World

HOME = "https://conference.example.org"


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_link_signs_in_although_its_page_sends_no_referer(make_app: Callable[..., Flask]) -> None:
    app = make_app(public_url=HOME)
    browser = app.test_client()
    page = browser.get("/en/sign-in", base_url=HOME).text
    browser.post("/en/sign-in/link", base_url=HOME, data={"email": "leila@example.org", "csrf_token": token_in(page)})
    (mail,) = World(app).deliver()
    body = mail.get_body(("plain",))
    assert body is not None
    path = body.get_content().partition(HOME)[2].split()[0]
    shown = browser.get(path, base_url=HOME)
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    forged = browser.post(path, base_url=HOME, data={"csrf_token": "guessed"})
    assert forged.status_code == 400
    done = browser.post(path, base_url=HOME, data={"csrf_token": token_in(shown.text)})
    assert done.status_code == 302
    assert "__Host-sign-in" in done.headers["Set-Cookie"]


def test_production_answers_to_its_own_name_alone(make_app: Callable[..., Flask]) -> None:
    client = make_app(mode="production", public_url="https://conference.example.org").test_client()
    names = ("conference.example.org", "127.0.0.1", "evil.example")
    statuses = [client.get("/en/sign-in", base_url=f"https://{name}").status_code for name in names]
    assert statuses == [200, 200, 400]
