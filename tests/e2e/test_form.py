"""The demonstration's form on a small phone without JavaScript, and the same pages looked at with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from conference.core.languages import Language
from conference.demonstration.questions import Questions, read_questions
from tests.e2e.conftest import Reader, Server

LANGUAGES = ("en", "fr", "ar")
YES = {"en": "Yes", "fr": "Oui", "ar": "نعم"}
NAMES = {"en": "Layla Salem", "fr": "Leïla Ben Salem", "ar": "ليلى بن سالم"}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return Language.of(str(request.param))


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A window of 360 px in which no script runs."""
    opened = browser.new_context(viewport=PHONE, java_script_enabled=False, has_touch=True, is_mobile=True)
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def reader(context: BrowserContext, server: Server, language: Language) -> Reader:
    """Somebody with JavaScript, on a screen as small, who looks at what the phone shows."""
    page = context.new_page()
    page.set_viewport_size(PHONE)
    return Reader(page, server, language.code)


def fill_in(page: Page, questions: Questions, language: Language, email: str) -> None:
    """Everything that the form asks, by the words beside each field."""
    labels = {one.code: one.label[language] for one in questions.questions}
    choices = {one.code: [choice[language] for choice in one.choices] for one in questions.questions}
    page.fill("[name=native_name]", NAMES[language.code])
    page.fill("[name=latin_name]", NAMES["en"])
    page.fill("[name=email]", email)
    page.fill("[name=organisation]", "وزارة الشغل" if language.code == "ar" else "Ministry")
    page.select_option("[name=country]", "TN")
    page.select_option("[name=category]", "government")
    page.get_by_role("radiogroup", name=labels["before"]).get_by_label(YES[language.code], exact=True).check()
    page.get_by_label(labels["which"]).fill("A workshop")
    page.get_by_role("group", name=labels["sessions"]).locator("input").first.check()
    page.get_by_label(labels["phone"]).fill("٧١ ١٢٣ ٤٥٦" if language.code == "ar" else "71 123 456")
    page.get_by_label(labels["expectations"]).fill("Much.")
    page.get_by_role("group", name=labels["needs"]).get_by_label(choices["needs"][0]).check()
    page.check("[name=participant_list]")


def fits(page: Page) -> None:
    """Nothing reaches beyond the edges of the screen. Told by the browser's layout, for no script runs."""
    size = page.context.new_cdp_session(page).send("Page.getLayoutMetrics")
    assert size["cssContentSize"]["width"] <= PHONE["width"], page.url


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form [type=submit]").click()
    fits(page)


def test_the_demonstration_form_is_completed_and_confirmed_without_a_script(
    phone: BrowserContext, reader: Reader, server: Server, language: Language
) -> None:
    form, email = f"{server.url}/{language}/thamm-2021/register", f"phone-{language}@example.org"
    questions, page = read_questions(), phone.new_page()
    page.goto(form)
    fits(page)
    send(page)
    assert page.locator(".field-error").count() == 5
    fill_in(page, questions, language, email)
    send(page)
    assert page.url == f"{form}/received", page.locator(".field-error").all_inner_texts()
    link = server.link(email, "/registration/")
    page.goto(link)
    fits(page)
    told = page.inner_text("main")
    needed = next(one.choices[0][language] for one in questions.questions if one.code == "needs")
    for said in (NAMES[language.code], "A workshop", "Much.", needed):
        assert said in told, told
    assert server.mails(email)[0]["Content-Language"] == language.code
    reader.open(form, "form")
    reader.press("main form [type=submit]", "form-errors")
    reader.open(f"{form}/received", "form-received")
    reader.open(link, "form-registration")
    reader.press("main a[href$='/change']", "form-change")
