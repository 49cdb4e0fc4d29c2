"""The sentences of the application, as they stand in its Python and its templates, extracted in memory."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]

# "trimmed" must agree with the policy of the application's Jinja environment, or sentences are looked up
# under other keys than they were extracted with; "silent" off, because a template that cannot be parsed would
# otherwise lose its sentences without a word.
JINJA = {
    "silent": "false",
    "trimmed": "true",
    "newstyle_gettext": "true",
    "extensions": "jinja2.ext.i18n,jinja2.ext.do,jinja2.ext.loopcontrols",
}
OPTIONS = {"**/templates/**.html": JINJA, "**/templates/**.txt": JINJA}

KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "lazy_npgettext": ((1, "c"), 2, 3),
}


def extract(source: Path) -> Catalog:
    """Every translatable sentence under ``source``; comments beginning "Translators:" come along."""
    template = Catalog()
    found = extract_from_dir(
        source,
        METHODS,
        OPTIONS,
        keywords=KEYWORDS,
        comment_tags=["Translators:"],
        strip_comment_tags=True,
        directory_filter=lambda folder: not Path(folder).name.startswith((".", "__")),
    )
    for filename, line, message, comments, context in found:
        template.add(message, None, [(filename, line)], auto_comments=comments, context=context)
    return template
