"""The form that says how far a language version is, who is responsible for it, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from conference.accounts.models import Account, email_key
from conference.core.forms import ChoiceField, DateField
from conference.core.text_fields import EmailField, TextField
from conference.core.translated_fields import SharedForm
from conference.events.models import Event
from conference.library.models import LanguageVersion, Stage
from conference.library.models.standing import Standing
from conference.library.words import standing_words


class WorkForm(SharedForm):
    """The person is one of the team, or anybody with an address; the team's member that was chosen goes first."""

    plain = ("stage", "responsible_name", "responsible_email", "due_on")
    stage = ChoiceField(_l("How far it is"), required=_l("Choose how far it is."))
    member = ChoiceField(_l("Who is responsible"), blank=_l("Nobody of the team"))
    responsible_name = TextField(_l("Name of somebody else"), hint=_l("A translator, an author, an agency."))
    responsible_email = EmailField(
        _l("Their e-mail address"), required=None, autocomplete="off", hint=_l("Reminders go to this address.")
    )
    due_on = DateField(_l("Due on"), hint=_l("In the event’s time, until the end of this day."))

    def __init__(
        self, event: Event, *, team: Iterable[Account], version: LanguageVersion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(languages=event.languages, source=event.source, obj=version, **kwargs)
        begun = version is not None and bool(version.revisions)
        stages = [one for one in Stage if not (begun and one == Stage.AWAITED)]
        self.stage.offer((one.value, standing_words(Standing(one))) for one in stages)
        self.team: Mapping[str, Account] = {email_key(one.email): one for one in team}
        self.member.offer((key, one.name) for key, one in self.team.items())
        if not self.is_submitted():
            if version is not None and email_key(version.responsible_email) in self.team:
                self.member.data = email_key(version.responsible_email)
                self.responsible_name.data = self.responsible_email.data = ""
            if version is None:
                self.stage.data = Stage.AWAITED
            elif begun and version.stage == Stage.AWAITED:
                self.stage.data = Stage.DRAFT

    def validate_responsible_name(self, field: TextField) -> None:
        if field.data and not self.responsible_email.data and not self.member.data:
            raise ValidationError(_("Enter the person’s e-mail address too: without it nobody can remind them."))

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        chosen = self.team.get(self.member.data)
        if chosen is not None:
            typed |= {"responsible_name": chosen.name, "responsible_email": chosen.email}
        return typed
