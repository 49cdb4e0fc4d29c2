"""A photograph as it is sent: the file, the square that is wanted of it, and the agreement to be shown."""

from __future__ import annotations

from typing import cast

import wtforms
from flask import current_app, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from conference.core import formatting
from conference.core.file_types import UnknownFileType
from conference.core.forms import FileField, Form, TickField, WholeNumberField
from conference.core.picture_types import PICTURES, HeicPicture, sniff_picture
from conference.core.square_pictures import (
    LEAST_SIDE,
    Animated,
    Crop,
    DamagedPicture,
    TooManyPixels,
    TooSmall,
    cut,
)
from conference.core.storage import storage
from conference.core.text import isolated
from conference.speakers.models import SIDES, Square

MOST_BYTES = 10 * 1024 * 1024
USUAL = Crop()
FARTHEST_ZOOM, CLOSEST_ZOOM = 100, 400


class Slider(WholeNumberField):
    """A whole number that is chosen with a slider; `ends` are the words at its two ends."""

    widget = wtforms.widgets.RangeInput()


class PhotographField(FileField):
    """A picture that we take, with the limit in its hint."""

    def __init__(self, label: str, **kwargs: str) -> None:
        # JPEG first: a telephone that keeps HEIC then hands over a JPEG.
        accept = [".jpg", ".jpeg", *(f".{one.ending}" for one in PICTURES[1:])]
        super().__init__(label, accept=accept, required=_l("Choose a photograph."), **kwargs)
        limit = formatting.format_size(most_bytes(), g.language)
        self.render_kw: dict[str, str] = {**(self.render_kw or {}), "data-limit": limit}


class PhotographForm(Form):
    """Whoever sends it must agree; the square in the middle, a little above, is what comes of it without a choice."""

    file = PhotographField(_l("Photograph"))
    x = Slider(_l("From left to right"), most=100, default=USUAL.x)
    y = Slider(_l("From top to bottom"), most=100, default=USUAL.y)
    zoom = Slider(_l("Closer"), least=FARTHEST_ZOOM, most=CLOSEST_ZOOM, default=USUAL.zoom)
    may_be_published = TickField(
        _l("I agree that this photograph is published on the event’s pages."),
        required=_l("Tick this to agree. Without it we do not keep the photograph."),
    )

    @property
    def crop(self) -> Crop:
        return Crop(
            USUAL.x if self.x.data is None else self.x.data,
            USUAL.y if self.y.data is None else self.y.data,
            USUAL.zoom if self.zoom.data is None else self.zoom.data,
        )


class PhotographOfSomebodyForm(PhotographForm):
    """The same in the hands of an organiser, who has asked the person."""

    may_be_published = TickField(
        _l("This person has agreed that the photograph is published on the event’s pages."),
        required=_l("Ask the person first, then tick this. Without their agreement we do not keep the photograph."),
    )


def most_bytes() -> int:
    """How large a photograph may be, in bytes: ten megabytes, or less where the installation takes less."""
    return min(MOST_BYTES, current_app.config["MAX_UPLOAD"])


def refuse_size(form: PhotographForm) -> None:
    limit = isolated(formatting.format_size(most_bytes(), g.language))
    form.refuse(form.file, _("This file is too large: at most %(limit)s can be sent.", limit=limit))


def receive_photograph(form: PhotographForm) -> list[Square] | None:
    """Cut and store the picture of a valid form, the smallest square first; None after a sentence beside the field.

    Call it before `write()`.
    """
    sent = cast(FileStorage, form.file.data)
    stream = sent.stream
    size = stream.seek(0, 2)
    if not size:
        form.refuse(form.file, _("This file is empty. Look whether it is the right one."))
        return None
    if size > most_bytes():
        refuse_size(form)
        return None
    try:
        sniff_picture(stream)
        squares = []
        with cut(stream, form.crop, sides=SIDES) as made:
            for one in made:
                with one.path.open("rb") as square:
                    blob = storage().keep(square)
                squares.append(Square(one.side, blob.sha256, blob.size))
        return squares
    except HeicPicture:
        form.refuse(
            form.file,
            _("This photograph is a HEIC file, which we cannot open. Save or export it as JPEG and send that."),
        )
    except UnknownFileType:
        types = formatting.listed((one.ending.upper() for one in PICTURES), g.language)
        form.refuse(
            form.file,
            _(
                "This file is of another kind than its name says, or of one that we do not take: send %(types)s.",
                types=types,
            ),
        )
    except Animated:
        form.refuse(form.file, _("This picture moves. Send a photograph that stands still."))
    except TooManyPixels:
        form.refuse(
            form.file,
            _("This picture has too many pixels to be opened safely. Save it smaller, for example 2000 pixels wide."),
        )
    except TooSmall:
        side = isolated(str(LEAST_SIDE))
        form.refuse(
            form.file,
            _("This picture is too small: each side needs at least %(side)s pixels. Choose a larger one.", side=side),
        )
    except DamagedPicture:
        form.refuse(form.file, _("This picture is damaged and cannot be opened. Save it again and send it once more."))
    return None
