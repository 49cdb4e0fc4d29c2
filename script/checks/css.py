"""Refuses CSS that has a left and a right: an Arabic page is the same sheet from the other side."""

import re
from collections.abc import Iterator
from pathlib import Path

from script.checks.problem import Problem, blanked, exempted_lines, line_of

PHYSICAL = (
    "Arabic pages mirror by themselves only in logical terms: margin-inline-start, inset-inline-end, "
    "border-start-start-radius, text-align: start, float: inline-end. Where CSS has no logical word "
    "(gradients, background-position), write a [dir=rtl] twin and /* allow physical: why */ above both."
)
SIDES = (
    "Four values name top, right, bottom and left, so unequal sides do not mirror: use -block and -inline, "
    "or /* allow physical: why */."
)
IMPORTANT = (
    "It wins against every later rule, and print or error styles then need it too: lower the "
    "specificity of the other rule (:where), or say /* allow important: why */."
)
ID = "An id's rule cannot be reused and outweighs every class: use a class, or say /* allow id: why */."

FOUR_SIDED = re.compile(r"inset|margin|padding|border-(?:width|style|color)|scroll-(?:margin|padding)")
SIDE = re.compile(r"(?:^|(?<=[\s,(]))(?:left|right)(?=$|[\s,;)!])")


def check(root: Path) -> list[Problem]:
    """The problems of every style sheet under ``root/static``."""
    return [
        problem
        for path in sorted((root / "static").rglob("*.css"))
        for problem in check_text(path.relative_to(root), path.read_text(encoding="utf-8"))
    ]


def check_text(path: Path, text: str) -> list[Problem]:
    """The problems of one style sheet."""
    excused = {rule: exempted_lines(text, rule) for rule in ("physical", "important", "id")}
    return [
        Problem(path, line, what, advice) for rule, line, what, advice in _findings(text) if line not in excused[rule]
    ]


def _findings(text: str) -> Iterator[tuple[str, int, str, str]]:
    for position, piece, is_prelude in _pieces(_without_words(text)):
        line = line_of(text, position)
        if is_prelude:
            if not piece.startswith("@") and (found := re.search(r"#[A-Za-z_-][\w-]*", piece)):
                yield "id", line, f"id selector {found[0]}", ID
            continue
        name, colon, value = piece.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        if not colon:
            continue
        if "!" in value and re.search(r"!\s*important", value):
            yield "important", line, f"!important in {name}", IMPORTANT
            value = re.sub(r"!\s*important", "", value).strip()
        if not name.startswith("--") and re.search(r"(?:^|-)(?:left|right)(?:-|$)", name):
            yield "physical", line, f"physical property {name}", PHYSICAL
        elif found := SIDE.search(value):
            yield "physical", line, f"physical value {name}: {found[0]}", PHYSICAL
        elif not _is_symmetric(name, value):
            yield "physical", line, f"unequal sides in {name}: {value}", SIDES


def _is_symmetric(name: str, value: str) -> bool:
    parts = _parts(value)
    if FOUR_SIDED.fullmatch(name):
        return len(parts) != 4 or parts[1] == parts[3]
    if name == "border-radius":
        # top left, top right, bottom right, bottom left; a missing one repeats its opposite.
        corners = _parts(value.partition("/")[0])
        if 1 < len(corners) <= 4:
            corners += corners[len(corners) - 2 : 2] if len(corners) == 3 else corners[: 4 - len(corners)]
            return corners[0] == corners[1] and corners[2] == corners[3]
    return True


def _parts(value: str) -> list[str]:
    """The values of a shorthand: split at spaces outside parentheses."""
    parts, depth = [""], 0
    for character in value:
        depth += (character == "(") - (character == ")")
        if character.isspace() and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part]


def _without_words(text: str) -> str:
    """``text`` with comments, strings and addresses blanked: their words are no CSS."""
    pattern = r"/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|url\([^)\"']*\)"
    return re.sub(pattern, lambda found: blanked(found[0]), text, flags=re.DOTALL)


def _pieces(text: str) -> Iterator[tuple[int, str, bool]]:
    """The position and text of each selector or at-rule (True) and of each declaration (False)."""
    start = 0
    for found in re.finditer(r"[{};]", text):
        piece = text[start : found.start()]
        position = start + len(piece) - len(piece.lstrip())
        if piece.strip():
            yield position, piece.strip(), found[0] == "{"
        start = found.end()
