"""Whom a report means: sure by e-mail and by a whole name, proposed where it is close, and never guessed."""

from __future__ import annotations

import pytest

from conference.attendance.reports.matching import Certainty, Directory, Match, Person
from conference.attendance.reports.reading import Visitor, names_of

PEOPLE = [
    Person(1, "amina@example.org", ("أمينة الفاسي", "Amina El Fassi")),
    Person(2, "karim@example.org", ("كريم بن صالح", "Karim Ben Salah")),
    Person(3, "elodie@example.org", ("Élodie Dubois", "")),
    Person(4, "ministry@example.org", ("محمد عبد الله", "Mohamed Abdallah")),
    Person(5, "ministry@example.org", ("محمد عبد اللطيف", "Mohamed Abdellatif")),
    Person(6, "one@example.org", ("Jean Martin", "")),
    Person(7, "two@example.org", ("Jean Martin", "")),
    Person(8, "zoe@example.org", ("Zoé", "")),
]


@pytest.mark.parametrize(
    ("written", "email", "match"),
    [
        ("Somebody Else", "AMINA@example.org", Match(Certainty.BY_EMAIL, [1])),
        ("BEN SALAH, Karim", "", Match(Certainty.BY_NAME, [2])),
        ("كَريم بن صالح", "", Match(Certainty.BY_NAME, [2])),
        ("Elodie DUBOIS (Guest)", "", Match(Certainty.BY_NAME, [3])),
        ("iPhone (Amina El Fassi)", "", Match(Certainty.BY_NAME, [1])),
        ("محمد عبدالله", "ministry@example.org", Match(Certainty.CLOSE, [4, 5])),
        ("Mohamed Abdellatif", "ministry@example.org", Match(Certainty.BY_NAME, [5])),
        ("Jean Martin", "", Match(Certainty.CLOSE, [6, 7])),
        ("Zoé", "", Match(Certainty.CLOSE, [8])),
        ("Karim Bensalah", "", Match(Certainty.CLOSE, [2])),
        ("Galaxy A12", "", Match(Certainty.NONE, [])),
        ("🎓", "", Match(Certainty.NONE, [])),
    ],
)
def test_whom_a_line_means(written: str, email: str, match: Match) -> None:
    found = Directory(PEOPLE).match(Visitor(names_of(written), email))
    assert found == match
    assert (found.sure is not None) == (match.certainty in (Certainty.BY_EMAIL, Certainty.BY_NAME))
