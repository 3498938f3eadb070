"""Which texts there are to translate, and the catalogues kept in step with them: ``python -m mapping words``.

Texts stand in the code as ``tr("...")``, ``plural("...")`` and ``mark("...")``, and in the data files of
``knowledge/`` in the fields that ``knowledge/texts.toml`` names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from mapping.language.catalogue import HERE

ROOT = HERE.parents[1]
KEYWORDS = {"tr": None, "mark": None, "plural": None}
UNSPOKEN = ("bench", "demo", "language")
"""Rooms whose texts no screen shows: measuring, making demonstration data, and this one."""
WIDTH = 110


def room_of(path: Path) -> str:
    """Name of the catalogue that a file's texts belong to; the screens have one per room of theirs.

    Examples
    --------
    >>> [room_of(Path(p)) for p in ("mapping/ui/own/work.py", "mapping/ui/kin.py", "mapping/advise/say/start.py")]
    ['ui_own', 'ui', 'advise']
    >>> room_of(Path("pages/peta.py")), room_of(Path("mapping/study.py"))
    ('pages', 'mapping')
    """
    if path.parts[0] != "mapping":
        return path.parts[0]
    rooms = path.parts[1:-1]
    if not rooms:
        return "mapping"
    return "_".join(rooms[:2]) if rooms[0] == "ui" else rooms[0]


def _sources() -> Iterator[Path]:
    for path in sorted([*(ROOT / "mapping").rglob("*.py"), *(ROOT / "pages").glob("*.py")]):
        if path.relative_to(ROOT).parts[1] not in UNSPOKEN:
            yield path


def code_texts() -> dict[str, dict[str, tuple[bool, list[str]]]]:
    """Every text of the code: catalogue -> text -> (has a plural, files that say it)."""
    rooms: dict[str, dict[str, tuple[bool, list[str]]]] = defaultdict(dict)
    for path in _sources():
        place = path.relative_to(ROOT)
        with path.open("rb") as file:
            found = list(extract("python", file, keywords=KEYWORDS, options={"encoding": "utf-8"}))
            file.seek(0)
            many = {m[1] for m in extract("python", file, keywords={"plural": None}, options={"encoding": "utf-8"})}
        for _, text, _, _ in found:
            said = text[0] if isinstance(text, tuple) else text
            if said and said.strip():
                _, files = rooms[room_of(place)].setdefault(said, (said in many or (said,) in many, []))
                files.append(place.as_posix())
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


def is_said(message: Message) -> bool:
    """Whether every form of a message has a translation."""
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)


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
