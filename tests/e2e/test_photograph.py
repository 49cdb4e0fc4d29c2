"""A photograph in a real browser: the square chosen by keys, by pointer, and by plain sliders without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import Reader, Server
from tests.e2e.test_slides import link
from tests.made.photographs import saved, stripes

PHONE = {"width": 360, "height": 740}
FORM = "form[data-upload]"
STAGE = "[data-crop-stage]"
TYPE = {"fr": "Ce fichier n’est pas du type que son nom indique", "ar": "نوع هذا الملف لا يوافق اسمه"}
COLOUR = """image => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 3;
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0, 3, 3);
  const [red, green, blue] = pen.getImageData(1, 1, 1, 1).data;
  return red > 150 ? "red" : green > 150 ? "green" : blue > 150 ? "blue" : `${red} ${green} ${blue}`;
}"""


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A tall photograph: red above, green in the middle, blue below."""
    path = tmp_path / "portrait.jpg"
    path.write_bytes(saved(stripes(width=1200, height=1800)))
    return path


@pytest.fixture(params=["fr", "ar"])
def reader(request: pytest.FixtureRequest, context: BrowserContext, server: Server) -> Reader:
    page = context.new_page()
    page.set_viewport_size(PHONE)
    return Reader(page, server, str(request.param))


def square(page: Page) -> dict[str, int]:
    return {name: int(page.input_value(f"{FORM} [name={name}]")) for name in ("x", "y", "zoom")}


def shown(page: Page) -> str:
    """The colour in the middle of the photograph as the page shows it."""
    image = page.locator(".photograph img")
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    return str(image.evaluate(COLOUR))


def test_a_square_is_chosen_by_keys_alone_and_stands_on_the_public_pages(reader: Reader, picture: Path) -> None:
    page = reader.page
    reader.open(link(reader.server, reader.language))
    reader.press("#photograph a", "photograph")
    page.set_input_files(f"{FORM} [name=file]", picture)
    expect(page.locator(STAGE)).to_be_visible()
    page.locator(STAGE).focus()
    for key in ("+",) * 10 + ("ArrowDown",) * 60 + ("Shift+ArrowLeft",) * 3 + ("-",):
        page.keyboard.press(key)
    assert square(page) == {"x": 0, "y": 100, "zoom": 190}
    page.locator("[name=zoom]").focus()
    page.keyboard.press("End")
    assert square(page)["zoom"] == 400
    page.locator("[name=may_be_published]").focus()
    page.keyboard.press("Space")
    reader.look("photograph-crop")
    page.locator(f"{FORM} [type=submit]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reader.look("photograph-saved")
    assert shown(page) == "blue"

    reader.open(f"/{reader.language}/thamm-2021/speakers", "speakers")
    faces = page.locator("main img.face")
    expect(faces).to_have_count(1)
    reader.press("li:has(img.face) a", "speaker")
    large = page.locator(".profile-head img")
    assert large.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_a_pointer_moves_the_frame_in_the_direction_it_goes(reader: Reader, picture: Path) -> None:
    page = reader.page
    reader.open(link(reader.server, reader.language) + "/photograph")
    page.set_input_files(f"{FORM} [name=file]", picture)
    page.locator("[name=zoom]").fill("200")
    page.locator(STAGE).scroll_into_view_if_needed()
    box = page.locator(STAGE).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"], box["y"], steps=5)
    page.mouse.up()
    assert square(page) == {"x": 100, "y": 0, "zoom": 200}
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] - 5)
    page.mouse.down()
    page.mouse.up()
    assert square(page) == {"x": 0, "y": 100, "zoom": 200}, "a press beside the frame brings it there"


def test_what_is_no_photograph_is_refused_where_it_was_chosen(reader: Reader, tmp_path: Path) -> None:
    page, file = reader.page, tmp_path / "me.jpg"
    file.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    reader.open(link(reader.server, reader.language) + "/photograph")
    page.set_input_files(f"{FORM} [name=file]", file)
    expect(page.locator("[data-crop-words]")).not_to_be_empty()
    page.locator("[name=may_be_published]").check()
    page.locator(f"{FORM} [type=submit]").click()
    expect(page.locator("[data-upload-status] [role=status]")).to_contain_text(TYPE[reader.language])
    reader.look("photograph-refused")


def test_without_javascript_the_sliders_choose_the_square(browser: Browser, server: Server, picture: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{server.url}{link(server, 'ar')}/photograph")
    page.set_input_files(f"{FORM} [name=file]", picture)
    page.locator("[name=y]").focus()
    page.keyboard.press("Home")
    page.locator("[name=zoom]").focus()
    page.keyboard.press("End")
    page.locator("[name=may_be_published]").check()
    page.locator(f"{FORM} [type=submit]").click()
    assert page.locator(".photograph img").count() == 1
    address = page.locator(".photograph img").get_attribute("src")
    context.close()
    seeing = browser.new_context().new_page()
    seeing.goto(f"{server.url}{address}".replace("/240.webp", ""))
    assert shown(seeing) == "red"
    seeing.context.close()
