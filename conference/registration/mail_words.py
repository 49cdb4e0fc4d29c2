"""Our own words for each mail about a registration, in the language that is being spoken; events may write theirs."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from conference.core.languages import Language
from conference.core.localization import speaking
from conference.registration.models import MailKind, MailText


@dataclass(frozen=True, slots=True)
class MailWords:
    """The subject and the body of one kind of mail in one language, with placeholders in braces."""

    subject: str
    body: str


def words_for(kind: MailKind, own: MailText | None, language: Language) -> MailWords:
    """What the event writes in a language, and our words where it wrote none."""
    ours = our_words(kind, language)
    if own is None:
        return ours
    return MailWords(own.subject.text(language) or ours.subject, own.body.text(language) or ours.body)


def our_words(kind: MailKind, language: Language) -> MailWords:
    """The usual wording of a kind of mail, with its placeholders."""
    with speaking(language):
        subject, body = _SUBJECTS[kind](), [*_BODIES[kind](), _signature()]
    return MailWords(subject, "\n\n".join(body))


def _greeting() -> str:
    return _("Dear {name},")


def _signature() -> str:
    return _("With kind regards,") + "\n" + _("The organising team")


def _code() -> str:
    return _("Your registration code is {code}. Please have it at hand when you arrive or write to us.")


def _own_page() -> str:
    return _(
        "You can see, change or cancel your registration on your own page. Its address is yours alone: "
        "please do not pass it on."
    )


def _questions() -> str:
    return _("If you have any questions, please write to {contact}.")


def _make_room() -> str:
    return _("If you can no longer attend, please cancel on your own page, so that somebody else may take your place.")


def _received() -> list[str]:
    return [
        _greeting(),
        _("Thank you for registering for {event}. We have received your registration and are examining it."),
        _("You need not do anything: we will write to you as soon as it is decided."),
        _own_page(),
        "{link}",
        _questions(),
    ]


def _confirmed() -> list[str]:
    return [
        _greeting(),
        _("We are pleased to confirm your place at {event}."),
        "{message}",
        "{details}",
        _code(),
        _own_page(),
        "{link}",
        _questions(),
    ]


def _waitlisted() -> list[str]:
    return [
        _greeting(),
        _("Thank you for registering for {event}. All places are taken at present, and you are on the waiting list."),
        _("You need not do anything: as soon as a place becomes free for you, we will write to you."),
        "{message}",
        _make_room(),
        "{link}",
        _questions(),
    ]


def _promoted() -> list[str]:
    return [
        _greeting(),
        _("Good news: a place has become free for you at {event}, {dates}."),
        _(
            "We keep it for you until {until}. Please accept it on your own page before then; after that it goes to "
            "the next person on the list."
        ),
        "{link}",
        _questions(),
    ]


def _declined() -> list[str]:
    return [
        _greeting(),
        _("Thank you for your interest in {event}. We regret that we cannot offer you a place."),
        "{message}",
        _("If you think that this is a mistake, please write to {contact}."),
    ]


def _correction() -> list[str]:
    return [
        _greeting(),
        _("Thank you for registering for {event}. Before we can go on, please correct or complete the following:"),
        "{message}",
        _("Open your own page, change what is needed and send the form again."),
        "{link}",
        _questions(),
    ]


def _finish() -> list[str]:
    return [
        _greeting(),
        _("Your registration for {event} is not finished yet: it waits for you."),
        "{message}",
        _("Open your own page, check what is written there and complete it. It takes a few minutes."),
        _("Please do so before {until}: after that, the place that we keep for you goes to the next person."),
        "{link}",
        _questions(),
    ]


def _reminder() -> list[str]:
    return [
        _greeting(),
        _("{event} is about to begin, and we look forward to welcoming you."),
        "{details}",
        _code(),
        _make_room(),
        "{link}",
        _questions(),
    ]


def _cancelled() -> list[str]:
    return [
        _greeting(),
        _("Your registration for {event} is cancelled. We are sorry that you will not be with us this time."),
        "{message}",
        _("If it was not you who cancelled, or if you change your mind, please write to {contact}."),
        "{link}",
    ]


def _link() -> list[str]:
    return [
        _greeting(),
        _("Here is the link to your registration for {event}. Its present state: {state}."),
        "{link}",
        _(
            "We send it because somebody, probably you, asked for it or filled in the form again with your address. "
            "Your first registration stands unchanged."
        ),
        _("The address is yours alone: please do not pass it on."),
        _questions(),
    ]


def _delegation_invited() -> list[str]:
    return [
        _greeting(),
        _("We have the honour to invite your organisation, {organisation}, to send a delegation to {event}."),
        "{details}",
        "{quotas}",
        _("Please name its people before {until}."),
        _(
            "You name them, and send the note verbale or letter of nomination, on the page of your delegation. Its "
            "address is yours alone: please do not pass it on."
        ),
        "{link}",
        _questions(),
    ]


def _nominated() -> list[str]:
    return [
        _greeting(),
        _("You are nominated for the delegation of {organisation} to {event}."),
        "{details}",
        _("Please check your data, choose what you allow, and confirm. Only then do you take a place."),
        "{link}",
        _questions(),
    ]


def _nomination_withdrawn() -> list[str]:
    return [
        _greeting(),
        _("You are no longer in the delegation of {organisation} to {event}, and your registration is cancelled."),
        _("If you think that this is a mistake, please write to your focal point: {focal_point}."),
        _questions(),
    ]


def _invitation() -> list[str]:
    return [
        _("Dear Sir or Madam,"),
        _("You are invited to take part in {event}: {dates}, {place}."),
        _(
            "Please register on this page. Its address is yours alone and opens the form for you: please do not pass "
            "it on."
        ),
        "{link}",
        _questions(),
    ]


_SUBJECTS = {
    MailKind.RECEIVED: lambda: _("We have received your registration – {event}"),
    MailKind.CONFIRMED: lambda: _("Your place is confirmed – {event}"),
    MailKind.WAITLISTED: lambda: _("You are on the waiting list – {event}"),
    MailKind.PROMOTED: lambda: _("A place is free for you – {event}"),
    MailKind.DECLINED: lambda: _("About your registration – {event}"),
    MailKind.CORRECTION: lambda: _("Please correct your registration – {event}"),
    MailKind.FINISH: lambda: _("Please finish your registration – {event}"),
    MailKind.REMINDER: lambda: _("See you soon – {event}"),
    MailKind.CANCELLED: lambda: _("Your registration is cancelled – {event}"),
    MailKind.LINK: lambda: _("The link to your registration – {event}"),
    MailKind.INVITATION: lambda: _("You are invited to register – {event}"),
    MailKind.DELEGATION_INVITED: lambda: _("Your delegation – {event}"),
    MailKind.NOMINATED: lambda: _("Please confirm your nomination – {event}"),
    MailKind.NOMINATION_WITHDRAWN: lambda: _("Your nomination was withdrawn – {event}"),
}

_BODIES = {
    MailKind.RECEIVED: _received,
    MailKind.CONFIRMED: _confirmed,
    MailKind.WAITLISTED: _waitlisted,
    MailKind.PROMOTED: _promoted,
    MailKind.DECLINED: _declined,
    MailKind.CORRECTION: _correction,
    MailKind.FINISH: _finish,
    MailKind.REMINDER: _reminder,
    MailKind.CANCELLED: _cancelled,
    MailKind.LINK: _link,
    MailKind.INVITATION: _invitation,
    MailKind.DELEGATION_INVITED: _delegation_invited,
    MailKind.NOMINATED: _nominated,
    MailKind.NOMINATION_WITHDRAWN: _nomination_withdrawn,
}
