"""A speaker's photograph: sent, cut square, shown where the person agreed, replaced, removed, erased."""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask_babel import gettext
from PIL import Image, ImageCms
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core.database import db
from conference.core.formatting import listed
from conference.core.languages import LANGUAGES
from conference.core.localization import speaking
from conference.core.storage import storage
from conference.events.models import Role
from conference.registration import service as registration_service
from conference.registration.models import Registration
from conference.speakers import service
from conference.speakers.models import SIDES, Invitation, Photograph
from tests.client import Page, Visitor
from tests.made.agenda import give_role, let_a_second_pass, make_session, make_speaker, publish
from tests.made.photographs import colour_at, give_photograph, jpeg, photograph_of, saved, send, stripes
from tests.made.registration import add, link
from tests.made.speakers import invited
from tests.world import World

BOARD = "/en/thamm-2021/manage/speakers"
MANAGE = f"{BOARD}/benali/photograph"
PUBLIC = "/en/thamm-2021/speakers"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def speaker(world: World, event: int) -> int:
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    return speaker


@pytest.fixture
def path(world: World, speaker: int) -> str:
    """The address of the speaker's page of the photograph."""
    return f"{invited(world, speaker)}/photograph"


def squares(world: World, speaker: int) -> list[Image.Image]:
    """The pictures that are kept of a speaker, the smallest first."""
    with world.app.app_context():
        kept = [b"".join(storage().read(one.sha256)) for one in photograph_of(world, speaker).squares]
    return [Image.open(BytesIO(body)) for body in kept]


def assistants_path(world: World, path: str) -> str:
    """The speaker's page as an assistant's link opens it."""
    with world.writing() as database:
        invitation = database.scalars(select(Invitation)).one()
        helper = service.add_assistant(
            database, invitation, name="Amal", email="amal@example.org", language=invitation.speaker.language
        )
        return path.partition("/speak/")[0] + f"/speak/{service.assistants_token(helper)}"


def sources(page: Page) -> list[str]:
    return [image.get("src") or "" for image in page.all("main img")]


def test_a_speaker_sends_a_photograph_and_sees_it_on_their_pages(
    world: World, visitor: Visitor, speaker: int, path: str
) -> None:
    assert visitor.get(path.removesuffix("/photograph")).texts("#photograph a") == ["Add a photograph"]
    saved_page = send(visitor.get(path), jpeg())
    assert (saved_page.status, saved_page.location) == (302, path)
    page = visitor.follow(saved_page)
    assert page.texts(".photograph .badge") == ["Shown in public"]
    for address in (*sources(page), *sources(visitor.get(path.removesuffix("/photograph")))):
        answer = visitor.get(address)
        assert (answer.status, answer.response.mimetype) == (200, "image/webp")
        assert answer.response.headers["Cache-Control"] == "no-store"
    assert [picture.size for picture in squares(world, speaker)] == [(side, side) for side in (96, 240, 600)]


def test_it_is_cut_a_little_above_the_middle_unless_the_sliders_say_otherwise(
    world: World, visitor: Visitor, speaker: int, path: str
) -> None:
    send(visitor.get(path), jpeg())
    usual = squares(world, speaker)[2]
    assert [colour_at(usual, 0.5, y) for y in (0, 0.5, 1)] == ["red", "green", "blue"]
    send(visitor.get(path), jpeg(), y="0")
    assert [colour_at(squares(world, speaker)[2], 0.5, y) for y in (0.1, 0.9)] == ["red", "green"]
    send(visitor.get(path), jpeg(), y="١٠٠", zoom="300")
    assert [colour_at(squares(world, speaker)[2], 0.5, y) for y in (0.1, 0.9)] == ["blue", "blue"]
    assert squares(world, speaker)[2].size == (200, 200)
    send(visitor.get(path), saved(stripes(width=900, height=300, across=False)), x="100", y=None, zoom=None)
    assert [colour_at(squares(world, speaker)[2], x, 0.5) for x in (0.1, 0.9)] == ["blue", "blue"]


def test_nothing_that_the_camera_wrote_is_kept_and_the_picture_stands_upright(
    world: World, visitor: Visitor, speaker: int, path: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned: what is above was to the left
    exif[0x010F] = "CameraMaker"
    exif.get_ifd(0x8825)[2] = (36.0, 48.0, 10.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    body = saved(
        stripes(width=900, height=600, across=False),
        exif=exif,
        icc_profile=profile,
        comment=b"A secret remark",
        xmp=b"<x:xmpmeta>secret place</x:xmpmeta>",
    )
    assert send(visitor.get(path), body).status == 302
    for picture in squares(world, speaker):
        assert dict(picture.getexif()) == {}
        assert {"exif", "icc_profile", "xmp", "comment"} & set(picture.info) == set()
    assert [colour_at(squares(world, speaker)[2], 0.5, y) for y in (0, 0.5, 1)] == ["red", "green", "blue"]


@pytest.mark.parametrize(
    ("kind", "mode", "name"),
    [
        ("PNG", "RGBA", "me.png"),
        ("PNG", "P", "me.png"),
        ("PNG", "L", "me.png"),
        ("WEBP", "RGB", "me.webp"),
        ("JPEG", "CMYK", "me.jpeg"),
        ("JPEG", "L", "me.pdf"),
    ],
)
def test_the_kinds_that_are_taken_whatever_the_name_says(
    world: World, visitor: Visitor, speaker: int, path: str, kind: str, mode: str, name: str
) -> None:
    assert send(visitor.get(path), saved(stripes().convert(mode), kind), name).status == 302
    assert [(picture.mode, picture.format) for picture in squares(world, speaker)] == [("RGB", "WEBP")] * 3


def test_what_is_transparent_becomes_white(world: World, visitor: Visitor, speaker: int, path: str) -> None:
    send(visitor.get(path), saved(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG"), "me.png")
    assert squares(world, speaker)[0].convert("RGB").getpixel((48, 48)) == (255, 255, 255)


EMPTY = "This file is empty. Look whether it is the right one."
TYPE = "This file is of another kind than its name says, or of one that we do not take: send %(types)s."
DAMAGED = "This picture is damaged and cannot be opened. Save it again and send it once more."
MOVES = "This picture moves. Send a photograph that stands still."
PIXELS = "This picture has too many pixels to be opened safely. Save it smaller, for example 2000 pixels wide."
SMALL = "This picture is too small: each side needs at least %(side)s pixels. Choose a larger one."
HEIC = "This photograph is a HEIC file, which we cannot open. Save or export it as JPEG and send that."
NOISE = saved(Image.effect_noise((300, 300), 90), "PNG")
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def png_that_says(side: int) -> bytes:
    """The head of a PNG of this size, with a picture that is none."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg_that_says(side: int) -> bytes:
    body = saved(stripes())
    at = body.index(b"\xff\xc0") + 5
    return body[:at] + struct.pack(">HH", side, side) + body[at + 4 :]


def webp_that_says(side: int) -> bytes:
    body = saved(stripes(), "WEBP")
    extended = b"VP8X" + struct.pack("<I", 10) + bytes(4) + 2 * (side - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body) + len(extended) - 8) + b"WEBP" + extended + body[12:]


def moving(kind: str) -> bytes:
    second = stripes(width=300, height=300)
    return saved(
        stripes(width=300, height=300, across=False), kind, save_all=True, append_images=[second], duration=200
    )


FILES = {
    "empty": (b"", "me.jpg", EMPTY),
    "truncated": (jpeg()[:3000], "me.jpg", DAMAGED),
    "head alone": (b"\xff\xd8\xff\xe0", "me.jpg", DAMAGED),
    "broken inside": (NOISE[:9000] + bytes(9000) + NOISE[18000:], "me.png", DAMAGED),
    "SVG": (SVG, "me.svg", TYPE),
    "SVG named JPEG": (SVG, "me.jpg", TYPE),
    "HTML named JPEG": (HTML, "me.jpg", TYPE),
    "GIF": (saved(stripes(), "GIF"), "me.gif", TYPE),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), "me.heic", HEIC),
    "animated WebP": (moving("WEBP"), "me.webp", MOVES),
    "animated PNG": (moving("PNG"), "me.png", MOVES),
    "one pixel": (saved(Image.new("RGB", (1, 1)), "PNG"), "me.png", SMALL),
    "a line": (saved(Image.new("RGB", (4000, 95))), "me.jpg", SMALL),
    "PNG of 50,000 pixels a side": (png_that_says(50_000), "me.png", PIXELS),
    "JPEG of 50,000 pixels a side": (jpeg_that_says(50_000), "me.jpg", PIXELS),
    "WebP of 50,000 pixels a side": (webp_that_says(50_000), "me.webp", PIXELS),
}


@pytest.mark.parametrize("name", FILES)
def test_each_bad_file_gets_its_sentence_and_leaves_nothing(
    app: Flask, world: World, visitor: Visitor, path: str, name: str
) -> None:
    body, file_name, sentence = FILES[name]
    for language in LANGUAGES:
        refused = send(visitor.get(path.replace("/en/", f"/{language}/")), body, file_name)
        with app.test_request_context(), speaking(language):
            types = listed(("JPG", "PNG", "WEBP"), language)
            words = gettext(sentence, types=types, side="\u206896\u2069")
        assert (refused.status, refused.errors) == (422, [" ".join(words.split())])
        assert refused.one("input[name=may_be_published]").get("checked") is not None, "nothing typed is lost"
    assert world.count(Photograph) == 0
    with app.app_context():
        assert storage().sweep(db.session(), older_than=timedelta(days=-1)) == []


def test_without_the_agreement_or_a_file_nothing_is_kept(world: World, visitor: Visitor, path: str) -> None:
    refused = send(visitor.get(path), jpeg(), may_be_published=None)
    assert refused.errors == ["Tick this to agree. Without it we do not keep the photograph."]
    refused = send(visitor.get(path), b"", file=None, zoom="1000", x="a")
    numbers = ["Enter a whole number from 0 to 100.", "Enter a whole number from 100 to 400."]
    assert (refused.status, refused.errors) == (422, ["Choose a photograph.", *numbers])
    assert world.count(Photograph) == 0


def test_a_file_over_ten_megabytes_is_refused_unread(make_app: Callable[..., Flask]) -> None:
    world = World(make_app(max_upload=200 * 1024 * 1024))
    visitor = Visitor(world.app)
    path = f"{invited(world, make_speaker(world, world.event()))}/photograph"
    hint = visitor.get(path).texts(".field-hint")[0]
    assert hint == "Allowed: JPG, JPEG, PNG, WEBP. At most 10 MB."
    just_over, far_over = bytes(10 * 1024 * 1024 + 1), bytes(11 * 1024 * 1024)
    for body, status in ((jpeg() + just_over, 422), (far_over, 413)):
        refused = send(visitor.get(path), body)
        assert (refused.status, refused.errors) == (
            status,
            ["This file is too large: at most \u206810 MB\u2069 can be sent."],
        )
    assert world.count(Photograph) == 0


def test_a_newer_photograph_takes_the_place_and_the_sweep_keeps_what_is_shown(
    world: World, visitor: Visitor, speaker: int, path: str
) -> None:
    send(visitor.get(path), jpeg())
    before = photograph_of(world, speaker).squares
    send(visitor.get(path), saved(stripes(across=False)))
    after = photograph_of(world, speaker).squares
    with world.app.app_context():
        swept = storage().sweep(db.session(), older_than=timedelta(days=-1))
    assert set(swept) == {one.sha256 for one in before}
    assert [picture.size[0] for picture in squares(world, speaker)] == [one.side for one in after]
    with world.reading() as database:
        verbs = list(database.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))
    assert verbs[-2:] == ["add photograph", "replace photograph"]


def test_photographs_that_come_at_once_leave_one_whole(world: World, visitor: Visitor, speaker: int, path: str) -> None:
    page = visitor.get(path)
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    sides = (300, 400, 500, 600)
    statuses: list[int] = []

    def one(side: int) -> None:
        other = Visitor(world.app)
        other.client.set_cookie("session", cookie.value)
        statuses.append(send(Page(other, page.response, root=page.root), jpeg(side, side)).status)

    threads = [threading.Thread(target=one, args=(side,)) for side in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [302] * 4
    last = photograph_of(world, speaker).side
    assert last in sides
    assert [picture.size for picture in squares(world, speaker)] == [(96, 96), (240, 240), (last, last)]
    with world.reading() as database:
        verbs = sorted(database.scalars(select(AuditEntry.verb).where(AuditEntry.verb.like("%photograph"))))
    assert verbs == ["add photograph", *["replace photograph"] * 3]


def test_an_organiser_sends_it_for_somebody_who_agreed(world: World, event: int, speaker: int) -> None:
    organiser = world.organiser(event)
    page = organiser.get(MANAGE)
    assert page.texts(".choice label") == [
        "This person has agreed that the photograph is published on the event’s pages."
    ]
    assert organiser.follow(send(page, jpeg())).texts(".photograph .badge") == ["Shown in public"]
    account = world.account_id("organiser@example.org")
    assert photograph_of(world, speaker).uploaded_by == account
    board = organiser.get(BOARD)
    assert [organiser.get(source).status for source in sources(board)] == [200]
    editor = organiser.get("/en/thamm-2021/manage/agenda/speakers/benali")
    assert [organiser.get(source).status for source in sources(editor)] == [200]
    assert organiser.get(f"{MANAGE}/97.webp").status == 404
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.verb, entry.account_id, entry.subject) == ("add photograph", account, f"speaker:{speaker}")


def test_only_the_speaker_agrees_again(world: World, visitor: Visitor, event: int, speaker: int, path: str) -> None:
    give_photograph(world, speaker)
    visitor.get(path).submit("form[action$='/hide']")
    organiser = world.organiser(event)
    page = organiser.get(MANAGE)
    assert "Speakers agree again on their own page." in page.text
    assert page.all("form[action$='/show']") == []
    assert organiser.ask("POST", f"{MANAGE}/show").status == 404
    assert photograph_of(world, speaker).may_be_published is False


def test_an_assistant_says_that_the_speaker_agreed_and_never_agrees_for_them(
    world: World, visitor: Visitor, event: int, speaker: int, path: str
) -> None:
    helper = assistants_path(world, path)
    page = visitor.get(f"{helper}/photograph")
    assert "This person has agreed that the photograph is published on the event’s pages." in page.text
    assert send(page, jpeg()).status == 302
    assert visitor.get(f"{helper}/photograph").submit("form[action$='/hide']").status == 302
    hidden = visitor.get(f"{helper}/photograph")
    assert hidden.all("form[action$='/show']") == []
    token = hidden.values("form[action$='/remove']")["csrf_token"]
    assert visitor.post(f"{helper}/photograph/show", {"csrf_token": token}).status == 403
    assert photograph_of(world, speaker).may_be_published is False
    with world.reading() as database:
        told = select(AuditEntry.verb, AuditEntry.after).where(AuditEntry.verb.contains("photograph"))
        assert database.execute(told.order_by(AuditEntry.id)).all() == [
            ("add photograph", {"assistant": "Amal"}),
            ("hide photograph", {"assistant": "Amal"}),
        ]


def test_translators_see_it_and_do_not_change_it(world: World, event: int, speaker: int) -> None:
    give_photograph(world, speaker)
    translator = world.member(event, Role.TRANSLATOR)
    editor = translator.get("/en/thamm-2021/manage/agenda/speakers/benali")
    assert [translator.get(source).status for source in sources(editor)] == [200]
    assert editor.all(f"a[href='{MANAGE}']") == []
    assert translator.get(MANAGE).status == 403


def test_another_speaker_s_link_and_a_revoked_one_open_nothing(
    world: World, visitor: Visitor, event: int, speaker: int, path: str
) -> None:
    give_photograph(world, speaker)
    other = f"{invited(world, make_speaker(world, event, 'amrani'))}/photograph"
    assert [visitor.get(f"{other}/{side}.webp").status for side in SIDES] == [404, 404, 404]
    world.organiser(event).get(BOARD).submit("form[action$='/benali/withdraw']")
    assert [visitor.get(address).status for address in (path, f"{path}/96.webp")] == [404, 404]


def test_the_public_sees_it_where_the_speaker_is_published_and_agreed(
    world: World, visitor: Visitor, event: int, speaker: int, path: str
) -> None:
    photograph = give_photograph(world, speaker)
    address = f"{PUBLIC}/benali/{photograph.squares[0].digest}.webp"
    assert visitor.get(address).status == 404, "not published yet"
    publish(world, event)
    answer = visitor.get(address)
    assert (answer.status, answer.response.headers["Cache-Control"]) == (200, "public, max-age=2592000, immutable")
    assert sources(visitor.get(PUBLIC)) == [address]
    assert visitor.get(f"{PUBLIC}/benali/{'0' * 16}.webp").status == 404
    assert visitor.get(f"{PUBLIC}/amrani/{photograph.squares[0].digest}.webp").status == 404

    visitor.get(path).submit("form[action$='/hide']")
    let_a_second_pass(world.app)
    assert (visitor.get(address).status, sources(visitor.get(PUBLIC))) == (404, [])
    assert visitor.get(path).texts(".photograph .badge") == ["Not shown in public"]

    visitor.get(path).submit("form[action$='/show']")
    let_a_second_pass(world.app)
    assert (visitor.get(address).status, sources(visitor.get(PUBLIC))) == (200, [address])

    visitor.get(path).submit("form[action$='/remove']")
    let_a_second_pass(world.app)
    assert (visitor.get(address).status, sources(visitor.get(PUBLIC))) == (404, [])
    assert world.count(Photograph) == 0


def test_a_speaker_who_is_deleted_takes_the_photograph_from_public_pages(
    world: World, visitor: Visitor, event: int, speaker: int
) -> None:
    give_photograph(world, speaker)
    publish(world, event)
    assert len(sources(visitor.get(PUBLIC))) == 1
    organiser = world.organiser(event)
    organiser.get("/en/thamm-2021/manage/agenda/sessions/D1-01").submit("form[action$='/remove']")
    organiser.get("/en/thamm-2021/manage/agenda/speakers/benali").submit("form[action$='/delete']")
    let_a_second_pass(world.app)
    assert (world.count(Photograph), sources(visitor.get(PUBLIC))) == (0, [])


def test_removing_twice_is_no_error(world: World, visitor: Visitor, speaker: int, path: str) -> None:
    give_photograph(world, speaker)
    page = visitor.get(path)
    for _time in range(2):
        assert page.submit("form[action$='/remove']").location == path
    assert page.submit("form[action$='/hide']").location == path


def test_a_registered_speaker_sees_it_among_their_data_and_it_is_erased_with_them(
    world: World, visitor: Visitor, event: int, speaker: int
) -> None:
    give_photograph(world, speaker)
    other = make_speaker(world, event, "amrani")
    give_photograph(world, other)
    publish(world, event)
    registered = add(world, event, "Benali@private.example.org")
    data = visitor.get(f"{link(world, registered)}/data")
    assert "Your photograph as a speaker" in data.texts("h2")
    with world.writing() as database:
        registration_service.erase(database, database.get_one(Registration, registered), by=None)
    with world.reading() as database:
        assert list(database.scalars(select(Photograph.speaker_id))) == [other]
    assert visitor.get(PUBLIC).all("img[src*='/benali/']") == []
