"""The check of templates: what the content security policy would block is found before a browser does."""

from pathlib import Path

import pytest

from script.checks.templates import check_text


def findings(template: str) -> list[str]:
    """What the check says about one template."""
    return [problem.what for problem in check_text(Path("a.html"), template)]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('<p style="color: red">', "style attribute"),
        ('<p {% if a > b %}class="x"{% endif %}\n  style="x">', "style attribute"),
        ("<style>p {}</style>", "<style>"),
        ("<script>alert(1)</script>", "inline <script>"),
        ('<a href="/" onclick="go()">', "onclick handler"),
        ('<a href="javascript:go()">', "javascript: address"),
        ("{{ text | safe }}", "| safe"),
        ("{% autoescape false %}", "{% autoescape false"),
    ],
)
def test_what_the_policy_blocks_or_nobody_escapes_is_found(template: str, expected: str) -> None:
    assert findings(template) == [expected]


@pytest.mark.parametrize(
    "template",
    [
        '<script type="module" src="{{ static(\'main.js\') }}"></script>',
        '<script type="application/json">{{ data | tojson }}</script>',
        '<p class="style" data-on="x" title="style=onclick= > |x">on = style</p>',
        "{# <p style='x'> |safe #}<!-- <style> -->",
        "{# allow safe: render_markdown cleans it with nh3 #}\n{{ text | safe }}",
        "{{ text | safely }}",
        "{{ _('By %(name)s', name='<bdi>%s</bdi>' | safe | format(name)) }}",
    ],
)
def test_what_is_in_order_or_explained_passes(template: str) -> None:
    assert findings(template) == []
