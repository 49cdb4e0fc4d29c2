"""Mails from templates: the text and the HTML of one message, in its reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template

from conference.core.languages import Language
from conference.core.localization import speaking
from conference.outbox.mail import Attachment, Invite, Mail, Picture


def render_mail(
    template: str,
    *,
    recipient: str,
    language: Language,
    subject: Callable[[], str],
    invite: Invite | None = None,
    pictures: Sequence[Picture] = (),
    attachments: Sequence[Attachment] = (),
    **context: Any,
) -> Mail:
    """Render `<template>.txt` and `<template>.html`; `subject` is called while `language` is spoken.

    Give `event` (an EventHeader) for mails of an event: its donor's line and disclaimer stand in every one. Templates
    know the `method` of the calendar's entry that the mail carries, or None.
    """
    with speaking(language):
        context = {
            "page_language": language,
            "event": None,
            "subject": subject(),
            "recipient": recipient,
            "method": invite.method if invite else None,
        } | context
        return Mail(
            recipient=recipient,
            subject=context["subject"],
            text=render_template(f"{template}.txt", **context).strip() + "\n",
            html=render_template(f"{template}.html", **context),
            language=language,
            invite=invite,
            pictures=pictures,
            attachments=attachments,
        )
