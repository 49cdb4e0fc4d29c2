"""Refuses mark-up that our content security policy would block, and text marked safe without a reason."""

import re
from collections.abc import Iterator
from pathlib import Path

from script.checks.problem import Problem, blanked, exempted_lines, line_of

CSP = "Our content security policy has no unsafe-inline, so browsers ignore it: "
STYLE = CSP + "use a class of static/css; in a mail say {# allow style: why #}."
SCRIPT = CSP + "move it to a module under static/ and load it with src; data may stand in type=application/json."
HANDLER = CSP + "mark the element with a data- attribute and listen from a module under static/."
SAFE = (
    "Whatever somebody typed would run as HTML: return Markup from the function that made the HTML safe, "
    "or say {# allow safe: who cleaned it #} on the line above."
)

SOURCED_OR_DATA = re.compile(r"\ssrc\s*=|\stype\s*=\s*[\"']?application/(?:ld\+)?json")
TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)


def check(root: Path) -> list[Problem]:
    """The problems of every HTML template under ``root/conference``."""
    return [
        problem
        for path in sorted((root / "conference").glob("**/templates/**/*.html"))
        for problem in check_text(path.relative_to(root), path.read_text(encoding="utf-8"))
    ]


def check_text(path: Path, text: str) -> list[Problem]:
    """The problems of one template."""
    excused = {rule: exempted_lines(text, rule) for rule in ("style", "script", "handler", "safe")}
    return [
        Problem(path, line, what, advice)
        for rule, position, what, advice in _findings(text)
        if (line := line_of(text, position)) not in excused[rule]
    ]


def _findings(text: str) -> Iterator[tuple[str, int, str, str]]:
    text = COMMENT.sub(lambda found: blanked(found[0]), text)
    for found in re.finditer(r"\|\s*safe\b|\{%-?\s*autoescape\s+false", text):
        # Mark-up written out in the template is ours: '<bdi>%s</bdi>'|safe|format(name) escapes the name.
        if not text[: found.start()].rstrip().endswith(("'", '"')):
            yield "safe", found.start(), found[0], SAFE
    mark_up = JINJA.sub(lambda jinja: blanked(jinja[0]), text)
    for found in TAG.finditer(mark_up):
        tag = found[0]
        name = re.match(r"<([\w-]+)", tag)
        attributes = re.sub(r"\"[^\"]*\"|'[^']*'", lambda value: blanked(value[0]), tag)
        if name and name[1].lower() == "style":
            yield "style", found.start(), "<style>", STYLE
        if name and name[1].lower() == "script" and not SOURCED_OR_DATA.search(tag):
            yield "script", found.start(), "inline <script>", SCRIPT
        if attribute := re.search(r"\sstyle\s*=", attributes):
            yield "style", found.start() + attribute.start() + 1, "style attribute", STYLE
        if attribute := re.search(r"\s(on[a-z]+)\s*=", attributes):
            yield "handler", found.start() + attribute.start() + 1, f"{attribute[1]} handler", HANDLER
        if attribute := re.search(r"=\s*[\"']?\s*javascript:", tag, re.IGNORECASE):
            yield "handler", found.start() + attribute.start(), "javascript: address", HANDLER
