"""Each format has one place on the page, a program that opens it, and a picture beside its heading."""

from collections import Counter

from mapping.present.files.formats import FORMATS
from mapping.ui.files.purposes import ICONS, PURPOSES, grouped, say_program


def test_every_format_stands_in_one_place():
    placed = Counter(form.name for forms in grouped().values() for form in forms)
    assert placed == Counter(FORMATS.keys())
    assert set(ICONS) == set(PURPOSES)
    named = [name for names in PURPOSES.values() for name in names]
    assert set(named) == set(FORMATS)


def test_every_format_names_the_program_that_opens_it():
    assert all(say_program(form) for form in FORMATS.values())
