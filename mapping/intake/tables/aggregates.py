"""Tables that are already counts: how many businesses of which type in which area, one row for many businesses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from mapping.errors import InputError
from mapping.intake.privacy import is_personal_header
from mapping.intake.tables.columns import HEADER_SEARCH_ROWS, recognise_columns
from mapping.intake.tables.heads import Head
from mapping.intake.tables.sheets import Sheet
from mapping.knowledge.catalog import HERE, read_lexicon
from mapping.language import tr

LOOKED_AT = 5_000
"""Rows looked at to tell counts from businesses."""
NEARLY_ALL = 0.95
FEWEST_COUNTS = 3
"""Columns of counts that make a wide table."""


@dataclass(frozen=True)
class Aggregate:
    """What a table of counts counts, and by what.

    Parameters
    ----------
    level : str
        ``"kelurahan"``, ``"kecamatan"``, ``"kabupaten"``, ``"provinsi"`` or ``""`` (areas of unknown level).
    shape : str
        ``"long"`` (one count a row), ``"types"`` (a column for each type) or ``"areas"`` (a column for each area).
    counts : tuple of int
        Positions of the columns that count.
    area, kind, year : int
        Positions of the area, the type of business and the year; -1 where the table has none.
    areas : int
        How many areas it has.
    years : tuple of str
        The years it is about, sorted; empty when it does not say.
    """

    level: str
    shape: str
    counts: tuple[int, ...]
    area: int
    kind: int
    year: int
    areas: int
    years: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether it tells which types of business stand in which kelurahan."""
        return self.level == "kelurahan" and (self.kind >= 0 or self.shape == "types")


@cache
def read_patterns() -> dict[str, Any]:
    """The patterns of ``knowledge/aggregates.toml``."""
    return tomllib.loads((HERE / "aggregates.toml").read_text(encoding="utf-8"))


def recognise_aggregate(table: pd.DataFrame, headers: Sequence[str], titles: Sequence[str] = ()) -> Aggregate | None:
    """Whether the rows of a table are counts of businesses, and of what; None for a list of businesses.

    A table with names of businesses, data about persons or points is a list of businesses, whatever else it has.
    Counts are whole numbers under a head that says so ("jumlah UMKM") with hardly a pair of area and type twice, or
    stand in at least ``FEWEST_COUNTS`` columns headed by types (one row an area) or by areas (one row a type).

    Parameters
    ----------
    table : DataFrame of str
        Rows below the head, columns by position.
    headers : sequence of str
        Heads of those columns.
    titles : sequence of str
        Texts above the head.

    Examples
    --------
    >>> counts = pd.DataFrame([["Masin", "Kuliner", "12"], ["Masin", "Jasa", "3"], ["Sodong", "Kuliner", "7"]])
    >>> found = recognise_aggregate(counts, ["Desa", "Jenis Usaha", "Jumlah UMKM"])
    >>> found.level, found.shape, found.areas
    ('kelurahan', 'long', 2)
    >>> list_of_businesses = pd.DataFrame([["Masin", "Kue Ani", "2"]])
    >>> recognise_aggregate(list_of_businesses, ["Desa", "Nama Usaha", "Jumlah usaha"]) is None
    True
    """
    heads = [re.sub(r"[\s_\-/.]+", " ", head).strip().lower() for head in headers]
    if table.empty or _lists_businesses(headers, heads):
        return None
    sample = table.iloc[:LOOKED_AT]
    levels, patterns = _area_columns(heads), read_patterns()["heads"]
    kind = _first(heads, patterns["type"], set(levels.values()))
    year = _first(heads, patterns["year"], set())
    numbers = _count_columns(sample, heads, {*levels.values(), kind, year})
    # The finest level that is filled in is the one that the counts are about.
    level = next((name for name, at in levels.items() if (sample[at] != "").mean() > NEARLY_ALL / 2), "")
    area = levels.get(level, -1)
    count = _long_count(sample, heads, numbers, titles)
    if count >= 0 and level and _says_each_once(sample, [area, kind, year, *levels.values()]):
        return _describe(table, titles, level, "long", (count,), area, kind, year)
    wide = [at for at in numbers if not re.fullmatch(patterns["total"], heads[at])]
    if level and len(wide) >= FEWEST_COUNTS and sum(_is_type(heads[at]) for at in wide) * 2 > len(wide):
        return _describe(table, titles, level, "types", tuple(wide), area, -1, year)
    if kind >= 0 and not level and len(wide) >= FEWEST_COUNTS and _speaks_of_businesses(sample, heads, kind, titles):
        return _describe(
            table, titles, _level_of(titles, [heads[at] for at in wide]), "areas", tuple(wide), -1, kind, year
        )
    return None


def find_aggregate(sheet: Sheet, head: Head) -> tuple[Aggregate | None, Head]:
    """``recognise_aggregate`` of the rows below a head, with the texts above it as titles; and that head.

    Where a survey's head was not found (no names), each of the first rows is tried: a table of counts may have but one
    column that a survey has, too.

    Examples
    --------
    >>> from mapping.intake.tables.sheets import make_sheet
    >>> rows = [["Jumlah UMKM per Kecamatan"], ["Sektor Usaha", "Turi", "Depok", "Pakem"]]
    >>> rows += [["Perdagangan", "12", "30", "4"], ["Jasa Lainnya", "3", "9", "1"]]
    >>> found, head = find_aggregate(make_sheet(rows), Head(0, 0, [], 0))
    >>> found.level, head.first
    ('kecamatan', 2)
    """
    heads = [head] if head.names else _possible_heads(sheet)
    for tried in heads:
        above = sheet.table.loc[sheet.table.index < tried.first].to_numpy().ravel().tolist()
        titles = [title for title in above if title]
        body = sheet.table.loc[sheet.table.index > tried.last].iloc[:, : len(tried.names)]
        if recognise_aggregate(_filled(body.iloc[:LOOKED_AT]), tried.names, titles) is not None:
            return recognise_aggregate(_filled(body), tried.names, titles), tried
    return None, head


def _filled(body: pd.DataFrame) -> pd.DataFrame:
    """Rows with more than a note in them."""
    return body[(body != "").sum(axis=1) > 1]


def _possible_heads(sheet: Sheet) -> list[Head]:
    rows = sheet.table.iloc[:HEADER_SEARCH_ROWS].apply(lambda column: column.str.strip())
    named = [(int(row), names) for row, names in zip(rows.index, rows.to_numpy().tolist(), strict=True)]
    wide = [(row, names, max((i for i, name in enumerate(names, 1) if name), default=0)) for row, names in named]
    return [Head(row, row, names[:most], most) for row, names, most in wide if sum(map(bool, names)) > 1]


def _lists_businesses(headers: Sequence[str], heads: list[str]) -> bool:
    known = recognise_columns(headers, "survey")
    named = [at for at in known.get("business_name", []) if "usaha" in heads[at] or "umkm" in heads[at]]
    areas = set(_area_columns(heads).values())
    personal = any(is_personal_header(head) for at, head in enumerate(headers) if head and at not in areas)
    return bool(named) or personal or "point" in known or {"lat", "lon"} <= known.keys()


def _area_columns(heads: list[str]) -> dict[str, int]:
    """Level -> position of its column, finest first; the name rather than the code."""
    code, total = read_patterns()["heads"]["code"], read_patterns()["heads"]["bare_count"]
    found = {}
    for level, words in read_patterns()["levels"].items():
        at = [i for i, head in enumerate(heads) if re.search(words["head"], head) and not re.match(rf"{total}\b", head)]
        if at:
            found[level] = min(at, key=lambda i: re.search(code, heads[i]) is not None)
            heads = ["" if i in at else head for i, head in enumerate(heads)]
    return found


def _first(heads: list[str], pattern: str, taken: set[int]) -> int:
    return next((i for i, head in enumerate(heads) if i not in taken and re.fullmatch(pattern, head)), -1)


def _count_columns(sample: pd.DataFrame, heads: list[str], taken: set[int]) -> list[int]:
    """Positions of columns of whole numbers, blanks aside, that are no running number, code, year or money."""
    skipped = r"no|nomor|no urut|id|rw|rt|" + read_patterns()["heads"]["year"]
    found = []
    for at, head in enumerate(heads[: sample.shape[1]]):
        if at in taken or re.fullmatch(skipped, head) or re.search(read_patterns()["heads"]["code"], head):
            continue
        filled = sample.loc[~sample[at].isin(["", "-"]), at]
        least = NEARLY_ALL / 2 if re.fullmatch(read_patterns()["heads"]["count"], head) else NEARLY_ALL
        whole = filled.str.fullmatch(r"\d{1,3}(?:[.,]\d{3})+|\d{1,7}(?:[.,]0+)?")
        if head and len(filled) and whole.mean() >= least:
            found.append(at)
    return found


def _long_count(sample: pd.DataFrame, heads: list[str], numbers: list[int], titles: Sequence[str]) -> int:
    """Position of the one column that counts businesses, -1 without one."""
    patterns, words = read_patterns()["heads"], read_patterns()["words"]
    said = [at for at in numbers if re.fullmatch(patterns["count"], heads[at])]
    if said:
        return said[0]
    bare = [at for at in numbers if re.fullmatch(patterns["bare_count"], heads[at])]
    unit = _first(heads, patterns["unit"], set(numbers))
    in_units = unit >= 0 and sample[unit].str.strip().str.fullmatch(rf"(?i){words['unit']}").mean() > NEARLY_ALL / 2
    spoken = any(re.search(words["umkm"], title.lower()) for title in titles)
    return bare[0] if len(bare) == 1 and (in_units or spoken) else -1


def _says_each_once(sample: pd.DataFrame, columns: list[int]) -> bool:
    keys = sample[list(dict.fromkeys(at for at in columns if at >= 0))].apply(lambda c: c.str.strip().str.lower())
    return bool(1 - keys.duplicated().mean() >= NEARLY_ALL)


def _is_type(head: str) -> bool:
    if re.search(read_patterns()["words"]["type"], head):
        return True
    return any(re.fullmatch(pattern, head) for pattern in read_lexicon()["pattern"])


def _speaks_of_businesses(sample: pd.DataFrame, heads: list[str], kind: int, titles: Sequence[str]) -> bool:
    """Whether the rows of a table with a column for each area are types of businesses."""
    words = read_patterns()["words"]
    said = " ".join([*titles, *heads]).lower()
    types = sample[kind].map(lambda text: re.search(words["type"], text.lower()) is not None)
    return bool(types.mean() > 0.3 and (re.search(words["umkm"], said) or "usaha" in said))


def _level_of(titles: Sequence[str], heads: list[str]) -> str:
    """Level of the areas that head the columns: as the title says ("tiap kapanewon"), else as the heads do."""
    each = read_patterns()["words"]["each"]
    said = re.sub(r"[\s_\-/.]+", " ", " ".join(titles)).lower()
    for level, words in read_patterns()["levels"].items():
        prefixed = sum(re.match(words["head"], head) is not None for head in heads)
        if re.search(each + words["head"], said) or prefixed * 2 > len(heads):
            return level
    return ""


def _describe(
    table: pd.DataFrame,
    titles: Sequence[str],
    level: str,
    shape: str,
    counts: tuple[int, ...],
    area: int,
    kind: int,
    year: int,
) -> Aggregate:
    total = read_patterns()["heads"]["total"]
    names = table[area].str.strip().str.lower() if area >= 0 else pd.Series(dtype="str")
    areas = len(counts) if area < 0 else int(names[~names.str.fullmatch(total) & (names != "")].nunique())
    dated = table[year] if year >= 0 else pd.Series([" ".join(titles)], dtype="str")
    found = dated.str.extract(r"\b((?:19|20)\d{2})\b")[0].dropna()
    return Aggregate(level, shape, counts, area, kind, year, areas, tuple(sorted(found.unique())))


def refuse_aggregate(aggregate: Aggregate, shown: str) -> InputError:
    """Why counts above the kelurahan, or without types, cannot be used, and what to ask for instead."""
    words = read_patterns()["levels"]
    name = words[aggregate.level]["name"] if aggregate.level else tr("wilayah yang tingkatnya tidak disebut")
    many = name if aggregate.level else "wilayah"
    span = aggregate.years and (aggregate.years[0], aggregate.years[-1])
    years = tr(", tahun {span}", span=" sampai ".join(dict.fromkeys(span))) if span else ""
    why = (
        tr(
            "Angka per {name} tidak memberi tahu di kelurahan/desa mana usaha itu berada, dan "
            "membaginya rata hanya mengarang",
            name=name,
        )
        if aggregate.level != "kelurahan"
        else tr("Tabel ini tidak menyebut jenis usahanya, sehingga tidak bisa dinilai per sektor")
    )
    return InputError(
        tr(
            'Berkas "{shown}" berisi jumlah usaha yang sudah dijumlahkan per {name} ({areas} '
            "{many}{years}), bukan daftar usaha. {why}. Mintalah daftar usahanya (satu baris satu "
            "usaha, dengan kelurahan/desa dan produknya), atau paling sedikit jumlah usaha per "
            "kelurahan/desa dan jenis usaha.",
            shown=shown,
            name=name,
            areas=aggregate.areas,
            many=many,
            years=years,
            why=why,
        )
    )
