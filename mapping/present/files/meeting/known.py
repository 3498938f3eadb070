"""What a meeting knows of its own place: how many businesses were counted and what they make, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from mapping.knowledge.formats import say_number
from mapping.language import plural, tr
from mapping.present.files.edition import Edition
from mapping.present.files.meeting.heading import Heading, paper_text
from mapping.present.place import rows_behind
from mapping.present.tables import NO_DATA, NOT_COVERED, sector_label

MOST = 6
"""Products that are shown; the rest are told together."""


@dataclass(frozen=True)
class Known:
    """What was counted in a kelurahan.

    Parameters
    ----------
    said : str
        How many businesses, in one sentence.
    products : tuple of (name, int)
        What most of them make or sell, most first; what only one or two do is nowhere named.
    unknown : tuple of str
        What the survey does not tell, a sentence each.
    """

    said: str
    products: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]


def known_of(edition: Edition, code: str, heading: Heading) -> Known:
    """What was counted in a kelurahan, small cells hidden."""
    rows = edition.scores[edition.scores["kelurahan_code"] == code].set_index("sector")
    total, day = float(rows["n_kelurahan"].iloc[0]), heading.data_date
    if rows["note"].eq(NO_DATA).all() and not total > 0:
        said = tr("Belum ada usaha yang didata di {place}.", place=heading.place)
    elif total > 0:
        said = plural(
            "Survei ({day}) mencatat {n} usaha di {place}.", total, day=day, n=say_number(total), place=heading.place
        )
    else:
        said = tr(
            "Survei ({day}) mencatat beberapa usaha di {place}. Jumlahnya tidak ditulis, supaya usaha orang tidak "
            "bisa ditebak.",
            day=day,
            place=heading.place,
        )
    products = _products(edition, code, rows)
    return Known(said, tuple(products[:MOST]), tuple(_unknown(rows, products, total, edition, code)))


def _products(edition: Edition, code: str, rows: pd.DataFrame) -> list[tuple[str, int]]:
    """Products with enough businesses, of the sectors whose figures may be shown."""
    counted: dict[str, int] = {}
    for sector in rows.index[rows["n"].notna() & (rows["n"] > 0)]:
        made = rows_behind(edition.study, code, str(sector))["products"]
        for row in made[made["product"] != ""].itertuples():  # type: ignore[index]
            counted[row.product] = counted.get(row.product, 0) + int(row.n)
    order = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [(paper_text(tr(name), 40), n) for name, n in order]


def _unknown(
    rows: pd.DataFrame, products: list[tuple[str, int]], total: float, edition: Edition, code: str
) -> list[str]:
    said = []
    left_out = [sector_label(str(sector)) for sector in rows.index[rows["note"].eq(NOT_COVERED)]]
    if left_out:
        said.append(tr("Survei ini tidak mendata: {sectors}.", sectors=", ".join(left_out)))
    if total > 0 or products:
        said.append(tr("Siapa yang mau ikut koperasi. Survei tidak menanyakannya."))
        said.append(tr("Harga dan jumlah yang laku nanti. Angka di kertas ini perkiraan, bukan janji."))
        said.append(tr("Jenis usaha yang hanya satu atau dua tidak ditulis, supaya orangnya tidak bisa ditebak."))
    else:
        said.append(tr("Usaha apa saja yang ada di sini, apa bahannya, dan ke mana menjualnya."))
    people = float(edition.study.kelurahan.at[code, "population"])
    if people != people:
        said.append(tr("Berapa warga di sini: jumlahnya belum diketahui."))
    return said
