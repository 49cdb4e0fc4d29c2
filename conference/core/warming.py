"""What a server loads before it answers, so that no visitor waits for it: templates, collation, catalogues, mappers.

All of it lives as long as the process. The garbage collector is told so: looking through it again and again would stop
every few large pages for a tenth of a second.
"""

from __future__ import annotations

import gc

from flask import Flask
from flask_babel import get_translations
from sqlalchemy.orm import configure_mappers

from conference.core.languages import LANGUAGES
from conference.core.localization import speaking
from conference.core.sorting import sort_key


def warm(app: Flask) -> None:
    """Load what the first pages need. For the process that serves, once it has everything else."""
    configure_mappers()
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)
    with app.app_context():
        for language in LANGUAGES:
            sort_key(language.native_name, language)
            with speaking(language):
                get_translations()
    gc.collect()
    gc.freeze()
