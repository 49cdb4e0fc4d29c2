"""The words for kinds, formats, roles and settings of events, in the language that is being spoken."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.events.models import Publication, Role, ZoneKeeps


def role_words(role: str) -> str:
    return {
        Role.ORGANISER: _("Organiser"),
        Role.TRANSLATOR: _("Translator"),
        Role.DESK: _("Desk staff"),
    }[Role(role)]


def role_powers(role: str) -> str:
    """What somebody with the role can do, as one sentence."""
    return {
        Role.ORGANISER: _(
            "Everything: the event, its team, registrations, agenda, documents, messages and attendance."
        ),
        Role.TRANSLATOR: _("Reads and changes the texts of agenda, documents and registration form in all languages."),
        Role.DESK: _("Checks people in and sees the attendance."),
    }[Role(role)]


def role_tone(role: str) -> str:
    return {Role.ORGANISER: "sea", Role.TRANSLATOR: "leaf", Role.DESK: "saffron"}[Role(role)]


def publication_words(publication: str) -> str:
    return {
        Publication.DRAFT: _("Draft: only the team sees it"),
        Publication.PUBLISHED: _("Published: everybody sees it"),
    }[Publication(publication)]


def zone_keeps_choices() -> list[tuple[str, str]]:
    return [
        (
            str(ZoneKeeps.HOURS),
            _("The hours shown: what is set for 09:00 stays at 09:00 in the new time zone."),
        ),
        (
            str(ZoneKeeps.INSTANTS),
            _("The instants: everything happens at the same moment, shown in the hours of the new time zone."),
        ),
    ]


def month_style_choices() -> list[tuple[str, str]]:
    """How Arabic pages name the months, with January, July and August as examples."""
    return [
        ("maghreb", _("Maghreb (%(months)s)", months="يناير، يوليوز، غشت")),
        ("mashriq", _("Mashriq (%(months)s)", months="كانون الثاني، تموز، آب")),
        ("egypt", _("Egypt and the Gulf (%(months)s)", months="يناير، يوليو، أغسطس")),
    ]
