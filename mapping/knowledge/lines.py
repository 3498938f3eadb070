"""The lines of business in force: the catalogue, with what the user changed and added."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from mapping.errors import SettingsError
from mapping.knowledge.catalog import LINE_NUMBERS, read_lexicon, read_line_columns, read_lines
from mapping.knowledge.line_checks import check_cell, check_lines
from mapping.language import LANGUAGES, language, mark, speaking, tr

Changes = tuple[tuple[str, str, str], ...]

OWN_FIGURE = mark("angka Anda")
"""What a source column says of a figure that the user changed."""
MOST_OWN_LINES = 60
KEPT = 32
"""Sets of changes whose lines are remembered; a session that edits makes many."""


def lines_in_force(changes: Changes = ()) -> pd.DataFrame:
    """The catalogue with the user's figures in place of ours, and the user's own lines below it.

    Parameters
    ----------
    changes : tuple of (str, str, str)
        Line, column, text, as ``AdviceSetup.line_changes`` holds them: text as in ``lines.csv``.

    Returns
    -------
    DataFrame
        As :func:`mapping.knowledge.catalog.read_lines`, with ``changed`` (the columns in which the user differs from
        the catalogue, ``"; "`` between; ``""`` where there is none) and ``own`` (bool: the catalogue does not have the
        line). The source of a changed figure is ``OWN_FIGURE``. Must not be changed.

    Raises
    ------
    SettingsError
        A column that no line has, a text that is not what is due there, a low figure above the high one, a product
        that the lexicon does not have, or an own line that lacks something; every mistake in one message, each with
        line, column, value and what to do.

    Examples
    --------
    >>> lines_in_force((("B13", "capex_low_idr", "20000000"),)).at["B13", "changed"]
    'capex_low_idr'
    >>> lines_in_force((("B13", "capex_low_idr", "murah"),))
    Traceback (most recent call last):
    mapping.errors.SettingsError: Lini B13, Modal awal (alat, tempat, izin), paling sedikit: "murah" bukan angka. \
Tulis angka tanpa pemisah ribuan, misalnya 2500000.
    """
    return _lines_in(language(), changes)


@lru_cache(maxsize=KEPT)
def _lines_in(_: str, changes: Changes) -> pd.DataFrame:
    """As :func:`lines_in_force`; remembered for each language."""
    catalogue = read_lines()
    _refuse(_breaches(changes, set(catalogue.index)))
    lines = pd.concat([catalogue, _blank(dict.fromkeys(row[0] for row in changes), catalogue)]).assign(changed="")
    lines["own"] = ~lines.index.isin(catalogue.index)
    told: dict[str, list[str]] = {}
    for line_id, column, text in changes:
        value = _value(column, text)
        if not _is_same(lines.at[line_id, column], value) and not _is_ours(line_id, column, value):
            lines.at[line_id, column] = value
            told.setdefault(line_id, []).append(column)
    for line_id, columns in told.items():
        lines.at[line_id, "changed"] = "; ".join(column for column in catalogue if column in columns)
        for source in {source_of()[column] for column in columns if column in source_of()} - set(columns):
            lines.at[line_id, source] = OWN_FIGURE
    changed = lines.loc[list(dict.fromkeys(row[0] for row in changes))]
    _refuse(check_lines(changed))
    return lines


def source_of() -> dict[str, str]:
    """Column with a figure -> the column that says where the figure comes from.

    Examples
    --------
    >>> source_of()["capex_low_idr"], source_of()["min_population"]
    ('capex_source', 'threshold_source')
    """
    ranges = read_line_columns()["ranges"].values()
    return {entry[end]: entry["source"] for entry in ranges for end in ("low", "high")} | dict.fromkeys(
        read_line_columns()["thresholds"], "threshold_source"
    )


def with_change(changes: Changes, line_id: str, column: str, text: str) -> Changes:
    """The changes with one more; an older one of the same line and column goes, and so does one back to the catalogue.

    A figure of an own line that came with a source is the user's from then on.

    Examples
    --------
    >>> with_change((("B13", "staff_low", "2"),), "B13", "staff_low", "3")
    (('B13', 'staff_low', '3'),)
    >>> with_change((("B13", "staff_low", "2"),), "B13", "staff_low", "1")
    ()
    """
    kept = without_change(changes, line_id, column)
    if not list(check_cell(line_id, column, text)) and _is_ours(line_id, column, _value(column, text)):
        return kept
    source = source_of().get(column, "")
    if any(row[:2] == (line_id, source) for row in kept):
        kept = (*without_change(kept, line_id, source), (line_id, source, OWN_FIGURE))
    return (*kept, (line_id, column, text))


def without_change(changes: Changes, line_id: str, column: str = "") -> Changes:
    """The changes without those of a line, or of one column of it.

    Examples
    --------
    >>> without_change((("B13", "staff_low", "2"), ("B14", "staff_low", "2")), "B13")
    (('B14', 'staff_low', '2'),)
    """
    return tuple(row for row in changes if row[0] != line_id or (column and row[1] != column))


def line_products(lines: pd.DataFrame) -> pd.DataFrame:
    """Which products carry, rival or buy from which line: one row per pair.

    Returns
    -------
    DataFrame
        Columns ``line_id``, ``role`` (``"member"``, ``"rival"`` or ``"buyer"``), ``product``.
        ``@GROUP`` in ``lines.csv`` stands for every product of that lexicon group with stage ``olahan`` or ``hulu``.

    Examples
    --------
    >>> pairs = line_products(read_lines())
    >>> pairs.query("line_id == 'B15' and role == 'member'")["product"].tolist()
    ['tempe', 'tahu', 'sari kedelai']
    """
    lexicon = read_lexicon()
    rows = []
    for role, column in (("member", "products"), ("rival", "rival_products"), ("buyer", "buyers")):
        for line_id, text in lines[column].items():
            for part in filter(None, (p.strip() for p in text.split(";"))):
                if part.startswith("@"):
                    made = lexicon["stage"].isin(["hulu", "olahan"]) & (lexicon["group"] == part[1:])
                    rows += [(line_id, role, product) for product in lexicon.loc[made, "product"]]
                else:
                    rows.append((line_id, role, part))
    return pd.DataFrame(rows, columns=["line_id", "role", "product"])


def _breaches(changes: Changes, known: set[str]) -> Iterable[str]:
    """What is wrong with single changes."""
    seen = set()
    for line_id, column, text in changes:
        if (line_id, column) in seen:
            yield tr(
                "Lini {line_id}, kolom {column}: disebut dua kali. Hapus salah satunya.", line_id=line_id, column=column
            )
        seen.add((line_id, column))
        yield from check_cell(line_id, column, text)
    own = {line_id for line_id, _, _ in changes} - known
    if len(own) > MOST_OWN_LINES:
        yield tr(
            "Ada {own} lini sendiri; paling banyak {most_own_lines}. Hapus yang tidak dipakai.",
            own=len(own),
            most_own_lines=MOST_OWN_LINES,
        )


def _blank(line_ids: Iterable[str], catalogue: pd.DataFrame) -> pd.DataFrame:
    """Empty rows for lines that the catalogue does not have."""
    fresh = pd.Index([line_id for line_id in line_ids if line_id not in catalogue.index], name="line_id")
    return pd.DataFrame("", index=fresh, columns=catalogue.columns).assign(
        **dict.fromkeys(LINE_NUMBERS, float("nan")), where="all"
    )


def _value(column: str, text: str) -> float | str:
    if column not in LINE_NUMBERS:
        return text
    return float(text) if text else float("nan")


def _is_same(ours: float | str, theirs: float | str) -> bool:
    return ours == theirs or (ours != ours and theirs != theirs)


def _is_ours(line_id: str, column: str, value: float | str) -> bool:
    """Whether a value is the catalogue's; a text in any language, for a table is read in another than it was made in.

    Examples
    --------
    >>> _is_ours("B13", "staff_low", 1.0), _is_ours("U1", "staff_low", 1.0)
    (True, False)
    """
    for code in LANGUAGES:
        with speaking(code):
            catalogue = read_lines()
        if line_id in catalogue.index and _is_same(catalogue.at[line_id, column], value):
            return True
    return False


def _refuse(sentences: Iterable[str]) -> None:
    """One error for all that is wrong; the first few in full."""
    found = list(sentences)
    if found:
        more = tr(" Masih ada {found} kesalahan lain.", found=len(found) - 5) if len(found) > 5 else ""
        raise SettingsError(" ".join(found[:5]) + more)
