"""The field that asks for a file, and keeps what was sent while something else is corrected."""

from __future__ import annotations

from typing import Any

from wtforms.validators import StopValidation

from conference.core.file_types import USUAL
from conference.core.forms import Form
from conference.core.text_fields import Sentence
from conference.core.tokens import BadToken, read, sign
from conference.core.uploads import UploadField, receive

KEPT = "registration.file"


class KeptFileField(UploadField):
    """A file of one of the types that we take. A file that arrived is named by a signed `token` of the same form.

    So a browser, which never sends a file twice by itself, loses nothing when another field has to be corrected.
    `data` is what an answer keeps: {"sha256", "name", "size", "media_type"}.
    """

    def __init__(self, label: Sentence, *, required: Sentence | None = None, **kwargs: Any) -> None:
        super().__init__(label, types=USUAL, **kwargs)
        self.validators = [_Given(required)]
        self.flags.required = required is not None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, None, extra_filters)
        self.sent = self.data
        self.data: Any = self._kept(formdata) if formdata else data

    def _kept(self, formdata: Any) -> dict[str, Any] | None:
        try:
            return dict(read(KEPT, formdata.get(f"{self.name}-kept", "")))
        except (BadToken, ValueError, TypeError):
            return None

    @property
    def token(self) -> str:
        """What the form carries of a file that arrived before."""
        return sign(KEPT, self.data) if self.data else ""

    def take(self, form: Form) -> bool:
        """Store the file that was sent with a form that is otherwise in order; False after it was refused."""
        if self.sent is None:
            return True
        kept, self.data = self.data, self.sent
        received = receive(form, self)
        if received is None:
            self.data = kept
            return False
        self.data = {
            "sha256": received.blob.sha256,
            "name": received.name[:300],
            "size": received.blob.size,
            "media_type": received.file_type.media_type,
        }
        return True


class _Given:
    """A file that was sent now or kept from before."""

    def __init__(self, sentence: Sentence | None) -> None:
        self.sentence = sentence
        self.field_flags: dict[str, bool] = {}

    def __call__(self, _form: Any, field: KeptFileField) -> None:
        if self.sentence is not None and field.sent is None and field.data is None:
            raise StopValidation(self.sentence)
