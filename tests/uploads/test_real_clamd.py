"""ClamAV's own daemon, where it is installed: it finds what every scanner finds, wherever that hides."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from conference.core.scanning import Scanner, TooLargeToScan, VirusFound
from conference.speakers.models import Slides
from tests.client import Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.clamd import eicar, real_clamd
from tests.made.hostile_files import added, zipped
from tests.made.speakers import invited, pptx, send
from tests.world import World


@pytest.fixture(scope="module")
def clamd() -> Iterator[Path]:
    with real_clamd(StreamMaxLength="2M", MaxFileSize="1M") as path:
        yield path


def infected() -> bytes:
    """A presentation that is one in every other way."""
    return added(pptx(), lambda archive: archive.writestr("ppt/embeddings/a.bin", eicar()))


def test_a_presentation_that_holds_it_is_refused_by_its_name(make_app: Callable[..., Flask], clamd: Path) -> None:
    world = World(make_app(clamd=clamd))
    event = world.event()
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    page = Visitor(world.app).get(invited(world, speaker, language="ar"))
    refused = send(page, infected(), "عرض.pptx")
    assert refused.status == 422
    assert "\u2068Eicar-Test-Signature.UNOFFICIAL\u2069" in refused.errors[0]
    assert world.count(Slides) == 0
    assert send(page, pptx(), "عرض.pptx").status == 302


@pytest.mark.parametrize("body", [eicar(), infected(), zipped("a.zip", zipped("b", eicar()))])
def test_it_is_found_wherever_it_hides(clamd: Path, body: bytes) -> None:
    with pytest.raises(VirusFound, match="Eicar"):
        Scanner(clamd).scan(BytesIO(body))


@pytest.mark.parametrize("size", [1_500_000, 2_500_000, 20_000_000])
def test_what_it_does_not_look_through_is_not_called_clean(clamd: Path, size: int) -> None:
    with pytest.raises(TooLargeToScan):
        Scanner(clamd).scan(BytesIO(os.urandom(size)))


def test_a_clean_file_passes_and_the_daemon_answers(clamd: Path) -> None:
    Scanner(clamd).scan(BytesIO(pptx()))
    Scanner(clamd).check()
