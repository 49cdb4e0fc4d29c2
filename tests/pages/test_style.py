"""The page of samples is there for whoever develops the look, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from conference.core.languages import LANGUAGES, Language
from tests.client import Visitor


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_it_shows_every_component_with_a_form_and_its_errors(visitor: Visitor, language: Language) -> None:
    page = visitor.get(f"/{language}/style")
    assert page.status == 200
    assert [part.get("dir") for part in page.all("section.sample")] == ["ltr", "rtl", "ltr"]
    assert len(page.errors) == 3


def test_production_has_none(make_app: Callable[..., Flask]) -> None:
    visitor = Visitor(make_app(mode="production", public_url="https://conference.example.org"))
    assert visitor.get("/en/style").status == 404
