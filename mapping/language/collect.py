"""Which texts there are to translate, and the catalogues kept in step with them: ``python -m mapping words``.

Texts stand in the code as ``tr("...")``, ``tr_rows("...")``, ``plural("...")`` and ``mark("...")``, and in the data
files of ``knowledge/`` in the fields that ``knowledge/texts.toml`` names.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from mapping.language.catalogue import HERE, is_said

ROOT = HERE.parents[1]
KEYWORDS = ("tr", "tr_rows", "mark", "plural")
UNSPOKEN = ("bench", "demo", "language")
"""Rooms whose texts no screen shows: measuring, making demonstration data, and this one."""
WIDTH = 110


def room_of(path: Path) -> str:
    """Name of the catalogue that a file's texts belong to; the screens have one per room of theirs,
    the files that leave the house one of their own.

    Examples
    --------
    >>> [room_of(Path(p)) for p in ("mapping/ui/own/work.py", "mapping/ui/kin.py", "mapping/advise/say/start.py")]
    ['ui_own', 'ui', 'advise']
    >>> room_of(Path("mapping/present/files/paper/card.py"))
    'present_files'
    >>> room_of(Path("pages/peta.py")), room_of(Path("mapping/study.py"))
    ('pages', 'mapping')
    """
    if path.parts[0] != "mapping":
        return path.parts[0]
    rooms = path.parts[1:-1]
    if not rooms:
        return "mapping"
    split = rooms[0] == "ui" or rooms[:2] == ("present", "files")
    return "_".join(rooms[:2]) if split else rooms[0]


def _sources() -> Iterator[Path]:
    for path in sorted([*(ROOT / "mapping").rglob("*.py"), *(ROOT / "pages").glob("*.py")]):
        if path.relative_to(ROOT).parts[1] not in UNSPOKEN:
            yield path


def texts_of(source: str) -> Iterator[tuple[str, bool]]:
    """Every text that a piece of code says, and whether it has a plural; also one said inside another.

    Babel's own reader of Python overlooks a call within a call.

    Examples
    --------
    >>> sorted(texts_of("tr('a {b}', b=plural('c', 2)); tr(name)"))
    [('a {b}', False), ('c', True)]
    """
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        first = node.args[0]
        if name in KEYWORDS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, name == "plural"


def code_texts() -> dict[str, dict[str, tuple[bool, list[str]]]]:
    """Every text of the code: catalogue -> text -> (has a plural, files that say it)."""
    rooms: dict[str, dict[str, tuple[bool, list[str]]]] = defaultdict(dict)
    for path in _sources():
        place = path.relative_to(ROOT)
        for text, many in texts_of(path.read_text(encoding="utf-8")):
            if text.strip():
                had, files = rooms[room_of(place)].get(text, (False, []))
                rooms[room_of(place)][text] = (had or many, [*files, place.as_posix()])
    return dict(rooms)


def all_texts(data_texts: dict[str, list[str]]) -> dict[str, dict[str, tuple[bool, list[str]]]]:
    """Texts of the code and of the data files (``knowledge.texts.data_texts()``), by catalogue."""
    rooms = code_texts()
    known = rooms.setdefault("knowledge", {})
    for text, files in data_texts.items():
        known.setdefault(text, (False, []))[1].extend(files)
    return rooms


def read_room(code: str, room: str) -> Catalog:
    """One catalogue as it is on disk; empty where there is none yet."""
    path = HERE / code / f"{room}.po"
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def update_catalogues(code: str, data_texts: dict[str, list[str]], only: Sequence[str] = ()) -> dict[str, int]:
    """Bring every catalogue in step: new texts are added empty, texts that nobody says any more go.

    Parameters
    ----------
    only : sequence of str
        Catalogues to look at; all when empty.

    Returns
    -------
    dict of int
        Catalogue -> how many of its texts wait for a translation.
    """
    waiting = {}
    texts = all_texts(data_texts)
    for path in (HERE / code).glob("*.po"):
        if path.stem not in texts:
            path.unlink()
    for room, said in texts.items():
        if only and room not in only:
            continue
        old, new = read_room(code, room), Catalog(locale=code, project="Peta Potensi Koperasi", fuzzy=False)
        for text in sorted(said):
            many, files = said[text]
            kept = old.get(text)
            string = kept.string if kept and (isinstance(kept.id, tuple) == many) else ("", "") if many else ""
            new.add((text, text) if many else text, string, locations=[(file, 0) for file in sorted(set(files))])
        with (HERE / code / f"{room}.po").open("wb") as file:
            write_po(file, new, width=WIDTH, omit_header=True, include_lineno=False)
        waiting[room] = sum(1 for message in new if message.id and not is_said(message))
    return waiting
