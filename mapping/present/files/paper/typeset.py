"""From a template and data to a PDF or a picture, by typst, without network or the machine's fonts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from mapping.present.lettering import font_folder

HERE = Path(__file__).parent


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[font_folder()])


def set_pages(
    template: str,
    told: Mapping[str, Any],
    pictures: Mapping[str, bytes] | None = None,
    form: Literal["pdf", "png", "svg"] = "pdf",
    ppi: float = 144.0,
    folder: Path = HERE,
) -> list[bytes]:
    """Pages of a template, filled.

    Parameters
    ----------
    template : str
        Name of a ``.typ`` file of ``folder``. It reads what it shows from ``json("data.json")``, so that a text of a
        survey is never taken for markup, and may ``#import "house.typ": *``.
    told : dict
        What the template shows; goes in as JSON (no NaN: give ``None`` or a text).
    pictures : dict of str to bytes, optional
        Files that the template places with ``image("name.svg")``.
    form : str
        ``"pdf"`` gives one file; ``"png"`` one picture a page; ``"svg"`` one drawing a page.
    ppi : float
        Dots an inch of a ``"png"``.
    folder : Path
        Where the template lies; templates of this room are always at hand.

    Returns
    -------
    list of bytes
        The same for the same input: a template sets its document's date to none.

    Examples
    --------
    >>> [content[:4] for content in set_pages("plain.typ", {"text": "#Kue *basah* [x]"})]
    [b'%PDF']
    """
    import typst

    sources = {path.name: path.read_bytes() for room in (HERE, folder) for path in sorted(room.glob("*.typ"))}
    sources["data.json"] = json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    sources |= {"main": sources[template], **(pictures or {})}
    made = typst.compile(cast(Any, sources), format=form, ppi=ppi, font_paths=_fonts())
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]
