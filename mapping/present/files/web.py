"""Pages that open without network: a region with all of its maps and tables, and one kelurahan for its founders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import MappingError
from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import mark, tr
from mapping.present.files.document.blocks import Bullets, Heading, Notice, Paragraph, Table
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN, REGION, Format
from mapping.present.files.hypertext import Shown, hypertext
from mapping.present.files.mapped import ADVICE, maps_of, part_of
from mapping.present.founder import first_sentences
from mapping.present.mapdata import KNOWN, MapKinds, MapValues
from mapping.present.money import say_cash, say_times
from mapping.present.offline import Layer, Words, write_offline
from mapping.present.outlines import simplify_outlines
from mapping.present.place import neighbours_of
from mapping.present.tables import sector_label

OPENING = mark("Peta potensi: {region}")


def region_page(edition: Edition) -> bytes:
    """A region as one page: what to start with and the score of each sector, to pick, search and sort.

    Where all maps together would be larger than a messenger takes, the last sectors are left out, and the page says
    so. Cost: 0.3 s for a city, some ten seconds for 8,000 kelurahan.

    Raises
    ------
    MappingError
        Not even one map fits.
    """
    maps = maps_of(edition)
    words = Words(
        title=tr(OPENING, region=edition.stamp.region),
        region=tr("{n} kelurahan/desa", n=say_number(len(edition.study.kelurahan))),
        stamp=edition.stamp.line(),
        label=edition.stamp.data_label,
        after=hypertext(_sources(edition, maps[ADVICE].notes)),
    )
    layers = [Layer(_bare(shown), _table(shown)) for shown in maps.values()]
    outlines = edition.outlines
    for kept in range(len(layers), 0, -1):
        try:
            return write_offline(outlines.body, outlines.bounds, layers[:kept], _shortened(words, layers, kept))
        except MappingError:
            if kept == 1:
                raise
    raise AssertionError("a region has at least the map of advice")


def _shortened(words: Words, layers: list[Layer], kept: int) -> Words:
    if kept == len(layers):
        return words
    left = ", ".join(layer.shown.title for layer in layers[kept:])
    said = tr("Tidak dimuat, supaya berkas ini di bawah 2 MB: {maps}.", maps=left)
    return replace(words, before=hypertext([Paragraph(said, note=True)]))


def _table(shown: MapValues | MapKinds) -> pd.DataFrame:
    """What the list beside a map says: by rank, or by line, the unknown last."""
    names = {tr("Kelurahan/desa"): list(shown.names)}
    names |= {tr("Kecamatan"): [shown.kecamatan[place] for place in shown.places]}
    known = np.asarray(shown.states) == KNOWN
    index = pd.Index([str(code) for code in shown.codes])
    if isinstance(shown, MapKinds):
        kinds = np.asarray(shown.kinds)
        lines = [shown.details[place] or shown.labels[kinds[place]] for place in range(len(kinds))]
        table = pd.DataFrame(names | {tr("Mulai dari"): lines}, index=index)
        return table.iloc[np.lexsort((table.iloc[:, 0], kinds, ~known))]
    rank, low, high = np.full((3, len(index)), np.nan) if shown.ranks is None else shown.ranks.T
    spans = [f"{say_number(a)}–{say_number(b)}" if a == a and b == b else None for a, b in zip(low, high, strict=True)]
    told: dict[str, Any] = {tr("Peringkat"): rank} | names | {tr("Skor"): shown.values, tr("Rentang peringkat"): spans}
    table = pd.DataFrame(told, index=index)
    return table.iloc[np.lexsort((table.iloc[:, 1], np.where(known, rank, np.inf)))]


def kelurahan_page(edition: Edition, code: str) -> bytes:
    """The founders' page of one kelurahan: the answer, what it costs, what not, its scores, and its surroundings.

    Cost: a quarter of a second.
    """
    study, place = edition.study, edition.study.kelurahan.loc[code]
    kept = _surroundings(edition, code)
    maps = maps_of(edition, selected=code)
    shown = [_bare(part_of(one, kept)) for one in maps.values()]
    near = set(neighbours_of(study, edition.around, code)) | {code}
    layers = [Layer(one, _table(one).loc[lambda table: table.index.isin(near)]) for one in shown]
    outlines = simplify_outlines(study.kelurahan[kept], private=False)
    kind = (
        tr("Desa {name}", name=place["name"]) if place["kind"] == "desa" else tr("Kelurahan {name}", name=place["name"])
    )
    words = Words(
        title=kind,
        region=tr("Kecamatan {kecamatan}, {region}", kecamatan=place["kecamatan"], region=edition.stamp.region),
        stamp=edition.stamp.line(),
        label=edition.stamp.data_label,
        before=hypertext([*_answer(edition, code), *_costs(edition, code), *_scores(edition, code), *_around()]),
        after=hypertext([*_not(edition, code), *_sources(edition, maps[ADVICE].notes)]),
    )
    return write_offline(outlines.body, outlines.bounds, layers, words)


def _surroundings(edition: Edition, code: str) -> np.ndarray:
    """The kecamatan of the place and of all that touch it, whole, so that their borders are true."""
    kelurahan = edition.study.kelurahan
    whole = kelurahan["kabupaten"].astype(str) + "/" + kelurahan["kecamatan"].astype(str)
    near = whole[[code, *neighbours_of(edition.study, edition.around, code)]]
    return whole.isin(near).to_numpy()


def _answer(edition: Edition, code: str) -> list[Shown]:
    first, *rest = first_sentences(edition.study, code)
    return [Notice("", first), *(Paragraph(sentence) for sentence in rest)]


def _advice(edition: Edition, code: str, positions: tuple[str, ...]) -> pd.DataFrame:
    rows = edition.advice
    return rows[(rows["kelurahan_code"] == code) & rows["position"].isin(positions)]


def _costs(edition: Edition, code: str) -> list[Shown]:
    """The lines to start with, what each needs and brings in."""
    rows = _advice(edition, code, ("1", "2", "3"))
    if rows.empty:
        return []
    heads = (tr("Lini usaha"), tr("Modal"), tr("Kas bersih sebulan"), tr("Cicilan sebulan"), tr("Menutup cicilan"))
    told = tuple(
        (
            str(row.line),
            say_rupiah(row.capital_idr),
            _known(say_cash, row.net_cash_idr_month),
            say_rupiah(row.instalment_idr_month),
            _known(say_times, row.dscr),
        )
        for row in rows.itertuples()
    )
    first = rows.iloc[0]
    reasons = [Paragraph(str(first["reason"])), Paragraph(str(first["counter_argument"]), lead=tr("Keraguan."))]
    note = Paragraph(
        tr("Angka perkiraan dari survei dan asumsi perencanaan; hitung ulang dengan harga setempat."), note=True
    )
    table = Table(heads, told, right=(1, 2, 3, 4))
    return [
        Heading(tr("Biaya dan hasilnya")),
        table,
        note,
        Heading(tr("Mengapa {line}?", line=first["line"])),
        *reasons,
    ]


def _known(say: Any, value: float) -> str:
    return tr("belum diketahui") if value != value else str(say(value))


def _scores(edition: Edition, code: str) -> list[Shown]:
    """Score, rank and rank interval by sector; what is hidden or unknown says why."""
    scores = edition.scores[edition.scores["kelurahan_code"] == code].set_index("sector")
    rows = []
    for sector in SCORED_SECTORS:
        row = scores.loc[sector]
        if row["score"] == row["score"]:
            span = tr("{low} sampai {high}", low=say_number(row["rank_low"]), high=say_number(row["rank_high"]))
            rows.append((sector_label(sector), say_number(row["score"]), say_number(row["rank"]), span))
        else:
            why = tr(str(row["note"])) if row["note"] else tr("belum cukup data")
            rows.append((sector_label(sector), "–", "–", why))
    heads = (tr("Sektor"), tr("Skor (0–100)"), tr("Peringkat"), tr("Kemungkinan peringkatnya"))
    return [Heading(tr("Skor per sektor")), Table(heads, tuple(rows), right=(1, 2))]


def _around() -> list[Shown]:
    return [
        Heading(tr("Dibanding sekitarnya")),
        Paragraph(tr("Garis merah menandai tempat ini; daftar memuat kelurahan/desa yang bersentuhan dengannya.")),
    ]


def _not(edition: Edition, code: str) -> list[Shown]:
    rows = _advice(edition, code, ("avoid",))
    if rows.empty:
        return []
    return [Heading(tr("Jangan mulai dari")), Bullets(tuple(f"{row.line}: {row.reason}" for row in rows.itertuples()))]


def _bare(shown: MapValues | MapKinds) -> MapValues | MapKinds:
    """Without the lines under the legend, which on a phone would cover the map: the page has a part for them."""
    return replace(shown, notes=())


def _sources(edition: Edition, notes: Sequence[str]) -> list[Shown]:
    return [
        Heading(tr("Sumber")),
        Bullets(tuple(notes)),
        Table((tr("Keterangan"), tr("Isi")), tuple(edition.stamp.pairs())),
    ]


FORMATS = (
    Format(
        "page",
        REGION,
        "peta.html",
        mark("Halaman luring wilayah (HTML)"),
        mark("Peta dan tabel yang bisa dicari, dibuka di HP tanpa internet; kurang dari 2 MB."),
        "text/html",
        lambda edition, code: region_page(edition),
    ),
    Format(
        "page-kelurahan",
        KELURAHAN,
        "halaman.html",
        mark("Halaman luring kelurahan (HTML)"),
        mark("Saran, biaya, dan peta sekitarnya untuk pengurus; dibuka di HP tanpa internet."),
        "text/html",
        kelurahan_page,
    ),
)
