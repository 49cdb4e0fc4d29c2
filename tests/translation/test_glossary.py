"""The glossary: terms in each language, what it says beside a text, and who may write it."""

from __future__ import annotations

from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.events.models import Role
from conference.translation.glossary import advice, terms_in
from conference.translation.models import GlossaryTerm
from tests.client import Page, Visitor
from tests.made.agenda import make_room
from tests.made.translation import DESK
from tests.world import World, only

NEW = f"{DESK}/glossary/new"


def term(words: str, preferred: str, *forbidden: str, into: str = "fr") -> GlossaryTerm:
    return GlossaryTerm(source_code="en", target_code=into, term=words, preferred=preferred, forbidden=list(forbidden))


def write_term(visitor: Visitor, **typed: str) -> Page:
    known = {"of": "en", "into": "fr", "term": "social partners", "preferred": "partenaires sociaux"}
    return visitor.get(NEW).submit(**(known | typed))


def test_terms_are_known_by_their_stems_and_forbidden_ways_are_named() -> None:
    known = [
        term("social partner", "partenaire social", "acteur social"),
        term("social partner", "الشركاء الاجتماعيون", into="ar"),
        term("migration", "migration"),
    ]
    source = "The Social Partners’ role"
    assert terms_in(known, source, of=ENGLISH, into=FRENCH) == [known[0]]
    assert terms_in(known, source, of=ENGLISH, into=ARABIC) == [known[1]]
    said = {
        translation: [(one.term.term, one.used) for one in advice(known, source, translation, of=ENGLISH, into=FRENCH)]
        for translation in ("Le rôle des partenaires sociaux", "Le rôle des acteurs sociaux", "Le rôle de tous")
    }
    assert said == {
        "Le rôle des partenaires sociaux": [],
        "Le rôle des acteurs sociaux": [("social partner", "acteur social")],
        "Le rôle de tous": [("social partner", "")],
    }


def test_an_organiser_keeps_the_glossary_and_a_translator_reads_it(world: World) -> None:
    event = world.event()
    organiser, translator = world.organiser(event), world.member(event, Role.TRANSLATOR)
    saved = organiser.follow(
        write_term(organiser, forbidden="acteurs sociaux\n\nacteurs sociaux\n", note="As the ILO says.")
    )
    assert saved.texts(".notice p") == ["The term is saved."]
    assert saved.texts("tbody td")[:2] == ["partenaires sociaux French", "acteurs sociaux"]
    refused = write_term(organiser)
    assert refused.status == 422
    assert "The glossary has this term already for these two languages." in refused.texts(".field-error")[0]
    assert write_term(organiser, term="other", into="en").status == 422
    assert world.count(GlossaryTerm) == 1

    assert translator.get(f"{DESK}/glossary").texts("tbody th span")[0] == "social partners"
    assert translator.get(NEW).status in (403, 404)
    edit = organiser.get(f"{DESK}/glossary/1")
    assert edit.values("form.form")["forbidden"] == "acteurs sociaux"
    organiser.follow(edit.submit("form[action$='/remove']"))
    assert world.count(GlossaryTerm) == 0


def test_what_the_glossary_says_stands_beside_the_text(world: World) -> None:
    event = world.event()
    organiser, translator = world.organiser(event), world.member(event, Role.TRANSLATOR)
    write_term(organiser, forbidden="acteurs sociaux")
    room = make_room(world, event, only(ENGLISH, "Room of the social partners"))
    page = translator.get(f"{DESK}/room/{room}/name")
    assert page.texts(".translation-suggestions .translation-text") == ["partenaires sociaux"]
    answer = translator.follow(page.submit(**{"name-fr": "Salle des acteurs sociaux"}))
    assert answer.texts(".notice p")[0] == "Saved. Look once more at what differs from the source, or go on."
    sentence = "Glossary: “social partners” is “partenaires sociaux” here, not “acteurs sociaux”."
    assert sentence in [one.replace("\u2068", "").replace("\u2069", "") for one in answer.texts(".notice--saffron p")]
    right = translator.follow(answer.submit(**{"name-fr": "Salle des partenaires sociaux"}))
    assert right.all(".notice--saffron") == []
