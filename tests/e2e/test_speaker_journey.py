"""From the invitation to slides that readers have: organiser and speaker on phones, in French and Arabic."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from conference.core.languages import Language
from conference.demonstration.documents import document_pdf
from tests.e2e.conftest import Reader, Server

PHONE = {"width": 360, "height": 740}
BIOGRAPHY = {
    "fr": "Économiste fictive, elle étudie la migration de main-d’œuvre depuis vingt ans.",
    "ar": "باحثة اقتصادية متخيلة تدرس هجرة اليد العاملة منذ عشرين سنة.",
}
NAME = {"fr": "Amina Exemple", "ar": "أمينة المثال"}
# Two speakers of the demonstration who show slides, one for each language.
NUMBER = {"fr": 0, "ar": 1}


@pytest.fixture(params=["fr", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def reader_at(context: BrowserContext, server: Server, language: str) -> Reader:
    page: Page = context.new_page()
    page.set_viewport_size(PHONE)
    return Reader(page, server, language)


def sign_in(organiser: Reader) -> None:
    page, language = organiser.page, organiser.language
    organiser.open(f"/{language}/sign-in")
    page.locator("details:has(input[type=password]) summary").click()
    form = "form:has(input[type=password])"
    page.fill(f"{form} input[type=email]", "organiser@example.org")
    page.fill(f"{form} input[type=password]", "demonstration")
    # The page behind it speaks the account's language.
    with page.expect_navigation():
        page.locator(f"{form} button[type=submit]").click()


def invite(organiser: Reader, address: str) -> str:
    """Write down where a speaker of the board is written to, and invite them; answers the speaker's code."""
    language = organiser.language
    organiser.open(f"/{language}/thamm-2021/manage/speakers/sessions?missing=slides", "board")
    links = organiser.page.locator(".sessions-board a[href$='/slides']")
    codes = dict.fromkeys(str(one.get_attribute("href")).split("/")[-2] for one in links.all())
    code = list(codes)[NUMBER[language]]
    organiser.open(f"/{language}/thamm-2021/manage/speakers/{code}/address", "speaker-address")
    organiser.page.fill("#email", address)
    organiser.page.select_option("#language_code", language)
    organiser.press("form.form button[type=submit]")
    organiser.open(f"/{language}/thamm-2021/manage/speakers")
    row = f"#speaker-{code}"
    if organiser.page.locator(f"{row} form[action$='/invite']").count():
        organiser.press(f"{row} form[action$='/invite'] button")
    return code


def unfold(speaker: Reader, part: str) -> None:
    """Open a part of the speaker's page, unless it is open: what is done is folded away."""
    summary = speaker.page.locator(f"#{part} summary").first
    if not speaker.page.locator(f"#{part} details").first.evaluate("details => details.open"):
        summary.focus()
        speaker.page.keyboard.press("Enter")


def test_from_the_invitation_to_published_slides(
    context: BrowserContext, browser: object, server: Server, language: str, tmp_path: Path
) -> None:
    address = f"speaker-{language}@example.org"
    organiser = reader_at(context, server, language)
    sign_in(organiser)
    code = invite(organiser, address)

    speaker = reader_at(context.browser.new_context(viewport=PHONE), server, language)  # type: ignore[union-attr]
    link = server.link(address, "/speak/")
    assert f"/{language}/" in link, "the link opens in the speaker's language"
    speaker.open(link, "speaker-page")
    speaker.press("form[action$='/confirm'] button", "speaker-confirmed")
    unfold(speaker, "biography")
    form = "form[action$='/profile']"
    speaker.page.fill(f"{form} [name=native_name]", NAME[language])
    speaker.page.fill(f"{form} textarea[lang={language}]", BIOGRAPHY[language])
    speaker.press(f"{form} button[type=submit]", "speaker-profile")
    expect(speaker.page.locator(".page-lead").first).to_contain_text(NAME[language])
    expect(speaker.page.locator(".field-error")).to_have_count(0)
    unfold(speaker, "consents")
    form = "form[action$='/consents']"
    for question in ("profile", "slides", "recording"):
        speaker.page.locator(f"{form} [name={question}][value=yes]").check()
    speaker.press(f"{form} button[type=submit]", "speaker-consents")

    slides = tmp_path / ("شرائح العرض.pdf" if language == "ar" else "diapositives présentées.pdf")
    slides.write_bytes(document_pdf("concept-note", Language.of(language)))
    form = "form[action$='/slides']"
    if speaker.page.locator(f"{form} [name=place][type=radio]").count():
        speaker.page.locator(f"{form} [name=place]").first.check()
    speaker.page.select_option(f"{form} [name=language_code]", language)
    speaker.page.set_input_files(f"{form} [name=file]", slides)
    speaker.press(f"{form} button[type=submit]", "speaker-receipt")
    expect(speaker.page.locator("#receipt")).to_contain_text(slides.name)
    receipt = server.mails(address, after=1)[-1].get_body(("plain",))
    assert receipt is not None
    assert slides.name in receipt.get_content()

    organiser.open(f"/{language}/thamm-2021/manage/speakers/{code}", "one-speaker")
    expect(organiser.page.locator("#profile")).to_contain_text(BIOGRAPHY[language])
    organiser.open(f"/{language}/thamm-2021/manage/speakers")
    organiser.press(f"#speaker-{code} form[action$='/publish'] button", "speakers-published")
    library = organiser.page.locator(f"#speaker-{code} a[href*='/documents/']").first.get_attribute("href")
    assert library is not None

    reader = reader_at(context.browser.new_context(viewport=PHONE), server, language)  # type: ignore[union-attr]
    reader.open(library, "published-slides")
    file = reader.download(f"a[href$='/{language}']")
    assert Path(file.path()).read_bytes() == slides.read_bytes()
    speaker.open(link, "speaker-done")
