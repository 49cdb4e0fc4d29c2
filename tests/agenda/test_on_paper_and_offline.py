"""The agenda on paper in several languages, and as an app that a browser installs."""

from __future__ import annotations

import json
from datetime import date

import pytest
from flask import Flask

from conference.core.assets import EXTENSION
from conference.core.languages import ENGLISH
from tests.client import Visitor
from tests.made.agenda import full_agenda, give_role, make_presentation, make_session, make_speaker, publish
from tests.queries import count_queries
from tests.world import World, only

PRINT = "/fr/thamm-2021/agenda/print"


@pytest.fixture
def event(world: World) -> int:
    event = world.event()
    one = make_session(world, event, "ONE", type="opening")
    talk = make_presentation(world, one, "A talk")
    give_role(world, one, make_speaker(world, event), "moderator")
    give_role(world, one, make_speaker(world, event, "second", native_name="Anna", latin_name=""), "speaker", talk)
    make_session(world, event, "TWO", day=date(2021, 7, 6), title=only(ENGLISH, "Only English"))
    publish(world, event)
    return event


def test_languages_stand_side_by_side_each_in_its_own_direction(visitor: Visitor, event: int) -> None:
    page = visitor.get(f"{PRINT}?languages=en,fr,ar")
    columns = page.all(".printed-day:first-child thead th[lang]")
    assert [(one.get("lang"), one.get("dir")) for one in columns] == [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")]
    assert page.texts(".printed-day:first-child td h3") == ["Title ONE", "Titre ONE", "عنوان ONE"]
    assert [text.split(" ")[0] for text in page.texts(".printed-day:first-child td .quiet")] == [
        "Opening",
        "Ouverture",
        "افتتاح",
    ]
    assert page.texts(".printed-day h2") == ["lundi 5 juillet 2021", "mardi 6 juillet 2021"]
    cells = page.all(".printed-day:last-child td")
    assert [(cell.get("lang"), cell.get("dir")) for cell in cells] == [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")]
    notes = page.texts(".printed-day:last-child .fallback-note")
    assert notes == ["Disponible uniquement en anglais pour l’instant", "متاح بالإنجليزية فقط حاليا"]


def test_a_column_names_people_and_talks(visitor: Visitor, event: int) -> None:
    page = visitor.get(f"{PRINT}?languages=en")
    assert page.texts(".printed-day:first-child td p") == ["Opening", "A talk – Anna", "Moderator: ليلى بن علي"]


def test_without_languages_the_one_of_the_page_is_printed(visitor: Visitor, event: int) -> None:
    assert visitor.get(PRINT).texts("thead th") == ["Heure", "Français"] * 2


def test_only_the_events_languages_are_printed_each_once(world: World, visitor: Visitor) -> None:
    full_agenda(world, world.event(language_codes=["en", "fr"]), 1)
    answers = [visitor.get(f"{PRINT}?languages={asked}").status for asked in ("en,fr", "ar", "en,en", "xx", "en,")]
    assert answers == [200, 404, 404, 404, 404]


def test_the_printed_agenda_is_stored_and_asks_little(world: World, visitor: Visitor, event: int) -> None:
    with count_queries(world.app) as first:
        visitor.get(f"{PRINT}?languages=ar,en")
    with count_queries(world.app) as again:
        visitor.get(f"{PRINT}?languages=ar,en")
    asked_again = [one for one in again if "WHERE event.publication" not in one]
    assert (len(first) <= 8, asked_again) == (True, [])


def test_the_manifest_speaks_the_language_of_its_address(visitor: Visitor, event: int) -> None:
    page = visitor.get("/ar/thamm-2021/manifest.webmanifest")
    assert page.response.content_type == "application/manifest+json; charset=utf-8"
    manifest = json.loads(page.source)
    told = {name: manifest[name] for name in ("name", "short_name", "lang", "dir", "start_url", "display")}
    assert told == {
        "name": "مؤتمر إقليمي",
        "short_name": "مؤتمر",
        "lang": "ar",
        "dir": "rtl",
        "start_url": "/ar/thamm-2021/agenda",
        "display": "standalone",
    }
    assert [visitor.get(icon["src"]).status for icon in manifest["icons"]] == [200] * 4
    assert visitor.get("/ar/thamm-2021/agenda").one("link[rel=manifest]").get("href") == (
        "/ar/thamm-2021/manifest.webmanifest"
    )


def test_the_worker_changes_with_the_static_files(app: Flask, visitor: Visitor) -> None:
    page = visitor.get("/sw.js")
    assert page.response.headers["Cache-Control"] == "no-cache"
    assert page.response.content_type == "text/javascript; charset=utf-8"
    settings = json.loads(page.source.partition("= ")[2].partition(";\n")[0])
    assert settings["digest"] == app.extensions[EXTENSION].digest
    assert [settings["words"][code]["title"] for code in ("en", "fr", "ar")] == [
        "No connection",
        "Pas de connexion",
        "لا يوجد اتصال",
    ]
    assert [visitor.get(address).status for address in settings["style"]] == [200] * 4


def test_signing_out_clears_what_the_browser_kept(world: World, event: int) -> None:
    reader = world.signed_in(world.account("reader@example.org"))
    page = reader.get("/en/account").submit("form[action$='/sign-out']")
    assert page.response.headers["Clear-Site-Data"] == '"cache", "storage"'
