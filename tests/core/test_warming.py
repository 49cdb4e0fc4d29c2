"""What a server loads before its first visitor comes."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from flask import Flask

from conference.core.warming import warm
from tests.client import Visitor
from tests.world import World


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_no_page_waits_for_a_template(app: Flask, world: World, visitor: Visitor) -> None:
    world.event()
    warm(app)
    cache = app.jinja_env.cache
    assert cache is not None
    loaded = set(cache.keys())
    assert visitor.get("/en/thamm-2021/agenda").status == 200
    assert set(cache.keys()) == loaded
    assert len(loaded) == len(app.jinja_env.list_templates(extensions=["html"]))


@pytest.mark.usefixtures("thawed")
def test_what_was_loaded_is_not_looked_over_again(app: Flask) -> None:
    assert gc.get_freeze_count() == 0
    warm(app)
    assert gc.get_freeze_count() > len(gc.get_objects())
