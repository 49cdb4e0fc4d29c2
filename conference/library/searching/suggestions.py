"""What to try where nothing holds all that was typed."""

from __future__ import annotations

import re

MOST = 3
_QUOTES = re.compile(r"[\"«»“”„]")


def fewer_words(typed: str) -> list[str]:
    """The same words without quotation marks, then the longest of them one by one."""
    words = _QUOTES.sub(" ", typed).split()
    whole = " ".join(words)
    alone = sorted(dict.fromkeys(words), key=len, reverse=True)[:MOST] if len(words) > 1 else []
    return [one for one in ([whole] if _QUOTES.search(typed) else []) + alone if one and one != typed.strip()][:MOST]
