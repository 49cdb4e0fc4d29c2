"""What registration asks of the features above it: panels on a person's own page."""

from __future__ import annotations

from typing import Protocol

from conference.agenda.ports import Panel
from conference.core.ports import Port
from conference.registration.models import Registration


class RegistrationPanel(Protocol):
    def __call__(self, registration: Registration, token: str) -> Panel | None:
        """A card beneath a person's own registration, or None where there is nothing to show.

        `token` is the one of the link that opened the page; links to things that are theirs may carry it.
        """


registration_panels: Port[RegistrationPanel] = Port("registration.panels")
