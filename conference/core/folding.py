"""Words as they are compared: «Prénom :», «PRENOM» and «prénom» are one, and so are «البلد» and «بَلَد»."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans({"ـ": "", "ى": "ي", "ة": "ه", "œ": "oe", "æ": "ae", "’": "'", "ٱ": "ا"})
_ARTICLES = re.compile(r"^(?:the |le |la |les |l )")


@lru_cache(8192)
def folded(text: str) -> str:
    """The text without case, accents, tashkeel, punctuation and articles."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).casefold()
    letters = (one for one in decomposed if unicodedata.category(one) not in ("Mn", "Cf"))
    words = "".join(one if one.isalnum() else " " for one in letters).split()
    words = [word.removeprefix("ال") if len(word) > 4 else word for word in words]
    return _ARTICLES.sub("", " ".join(words))
