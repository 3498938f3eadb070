"""Every text that a person can read has a whole translation, and nothing in a catalogue is left over."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from mapping.knowledge.texts import data_texts
from mapping.language import LANGUAGES, SOURCE
from mapping.language.collect import all_texts, is_said, read_room

OTHERS = sorted(set(LANGUAGES) - {SOURCE})
TEXTS = all_texts(data_texts())
ROOMS = [(code, room) for code in OTHERS for room in sorted(TEXTS)]
INDONESIAN = re.compile(
    r"\b(yang|dan|tidak|dengan|untuk|dari|atau|bukan|dipakai|pada|karena|sudah|belum|bisa|lebih|hanya|juga|agar|bila"
    r"|setiap|semua|dibanding|antara|tetapi|supaya|sebulan|setahun|ini|itu|adalah|menurut|usaha|berkas|baris)\b",
    re.IGNORECASE,
)


def messages(code: str, room: str):
    return [message for message in read_room(code, room) if message.id]


def source(message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def forms(message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


def places(text: str) -> list[str]:
    """The places of a text with how they are written; a text whose braces are no places has none."""
    try:
        return sorted(f"{name}:{spec}" for _, name, spec, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return []


@pytest.mark.parametrize(("code", "room"), ROOMS)
def test_a_catalogue_has_every_text_of_its_room_and_no_other(code, room):
    assert {source(message) for message in messages(code, room)} == set(TEXTS[room])


@pytest.mark.parametrize(("code", "room"), ROOMS)
def test_every_text_is_translated(code, room):
    assert [source(message) for message in messages(code, room) if not is_said(message)] == []


@pytest.mark.parametrize(("code", "room"), ROOMS)
def test_a_translation_keeps_the_places(code, room):
    for message in messages(code, room):
        for form in filter(None, forms(message)):
            assert sorted(set(places(form))) == sorted(set(places(source(message)))), source(message)


@pytest.mark.parametrize(("code", "room"), ROOMS)
def test_a_translation_begins_and_ends_with_the_same_spaces(code, room):
    """Fragments are glued: a lost space would join two words."""
    for message in messages(code, room):
        text = source(message)
        for form in filter(None, forms(message)):
            assert (form[: len(form) - len(form.lstrip())], form[len(form.rstrip()) :]) == (
                text[: len(text) - len(text.lstrip())],
                text[len(text.rstrip()) :],
            ), text


@pytest.mark.parametrize(("code", "room"), ROOMS)
def test_no_indonesian_sentence_stays_in_a_translation(code, room):
    """Names in quotes or brackets may: "kue basah" is called that in English, too."""
    for message in messages(code, room):
        for form in forms(message):
            bare = re.sub(r'\([^)]*\)|"[^"]*"|`[^`]*`|\{[^}]*\}|\?[\w=&]+', "", form)
            assert not INDONESIAN.search(bare), form


@pytest.mark.parametrize("code", OTHERS)
def test_one_text_has_one_translation(code):
    """The rooms are read as one catalogue: of two translations the later room's would win everywhere."""
    said: dict[str, dict[tuple[str, ...], str]] = {}
    for room in TEXTS:
        for message in messages(code, room):
            said.setdefault(source(message), {})[tuple(dict.fromkeys(forms(message)))] = room
    differing = {text: forms_of for text, forms_of in said.items() if len(forms_of) > 1}
    assert differing == {}
