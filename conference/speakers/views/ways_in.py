"""What a speaker's page shows of those who reach it: the account, the assistants, and for whom an assistant acts."""

from __future__ import annotations

from typing import Any

from conference.accounts.access import current_account
from conference.accounts.models import email_key
from conference.core.database import db
from conference.events.access import current_event
from conference.speakers import service
from conference.speakers.access import current_assistant, current_invitation
from conference.speakers.forms import AssistantForm
from conference.speakers.queries import assistants_of


def ways_in(assistant_form: AssistantForm | None) -> dict[str, Any]:
    """For the page's template; a form that was sent is shown as it came back."""
    event, invitation = current_event(), current_invitation()
    language = service.own_language(invitation.speaker, event)
    return {
        "assistant": current_assistant(),
        "account_offer": _account_offer(),
        "assistants": assistants_of(db.session(), invitation.id),
        "assistant_form": assistant_form or AssistantForm(event, language, formdata=None),
    }


def _account_offer() -> str:
    """What whoever is signed in can do with the page: `free` to take, their `own`, `taken`; empty for nothing.

    An account with the speaker's own address has the page among its places anyway.
    """
    account, invitation = current_account(), current_invitation()
    if account is None:
        return ""
    if invitation.account_id == account.id:
        return "own"
    if email_key(account.email) == email_key(invitation.speaker.email):
        return ""
    return "free" if invitation.account_id is None else "taken"
