"""Makes photographs for tests, sends them as a browser does, and gives speakers one by the service."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from conference.agenda.models import Speaker
from conference.core.square_pictures import Crop, cut
from conference.core.storage import storage
from conference.speakers import service
from conference.speakers.models import SIDES, Photograph, Square
from conference.speakers.queries import photographs_of
from tests.client import Page
from tests.world import World

FORM = "form[data-upload]"
COLOURS = {"red": (220, 30, 30), "green": (30, 180, 30), "blue": (30, 30, 220)}


def stripes(*, width: int = 600, height: int = 900, across: bool = True) -> Image.Image:
    """Three stripes, red, green and blue: from the top `across` the picture, or from the left."""
    picture = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(picture)
    for number, colour in enumerate(COLOURS.values()):
        if across:
            pen.rectangle((0, number * height // 3, width, (number + 1) * height // 3), fill=colour)
        else:
            pen.rectangle((number * width // 3, 0, (number + 1) * width // 3, height), fill=colour)
    return picture


def saved(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    body = BytesIO()
    picture.save(body, kind, **options)
    return body.getvalue()


def jpeg(width: int = 600, height: int = 900) -> bytes:
    return saved(stripes(width=width, height=height))


def send(page: Page, body: bytes, name: str = "me.jpg", **typed: Any) -> Page:
    """Send the form of a photograph's page, agreed to unless `may_be_published=None`."""
    form = page.values(FORM) | {"file": (BytesIO(body), name), "may_be_published": "y"} | typed
    return page.visitor.post(
        page.one(FORM).get("action") or "",
        {key: value for key, value in form.items() if value is not None},
        content_type="multipart/form-data",
    )


def give_photograph(world: World, speaker_id: int, body: bytes | None = None) -> Photograph:
    """A photograph of a speaker who agreed that it is shown."""
    with world.app.app_context():
        squares = []
        with cut(BytesIO(body or jpeg()), Crop(), sides=SIDES) as made:
            for one in made:
                with one.path.open("rb") as stream:
                    blob = storage().keep(stream)
                squares.append(Square(one.side, blob.sha256, blob.size))
    with world.writing() as database:
        service.keep_photograph(database, database.get_one(Speaker, speaker_id), squares, by=None)
    return photograph_of(world, speaker_id)


def photograph_of(world: World, speaker_id: int) -> Photograph:
    with world.reading() as database:
        found = photographs_of(database, [speaker_id])[speaker_id]
        database.expunge(found)
        return found


def colour_at(picture: Image.Image, x: float, y: float) -> str:
    """Which of the stripes' colours stands at a place, in shares of width and height."""
    seen = picture.convert("RGB").getpixel((int(x * (picture.width - 1)), int(y * (picture.height - 1))))
    assert isinstance(seen, tuple)
    return min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(COLOURS[name], seen, strict=True)))
