"""The profile of a kelurahan on one A4 page: what a head of village, a bank officer or the mayor reads without the app.

Every figure is one of the public tables; the page is set by ``profile.typ``, which shortens by rule until it fits.
"""

from __future__ import annotations

from typing import Any

from mapping.advise.say.start import bare_condition
from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_number, say_percent
from mapping.language import language, mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN, Format
from mapping.present.files.paper.fitting import capital_first, on_page, whole_sentences
from mapping.present.files.paper.gathered import Gathered, gathered
from mapping.present.files.paper.offered import told_listed, told_start
from mapping.present.files.paper.origins import told_sources
from mapping.present.files.paper.staples import told_staples
from mapping.present.files.paper.typeset import set_pages
from mapping.present.tables import NO_DATA, sector_label

PRODUCTS = 68
"""Signs of the products of a sector."""


def told_profile(edition: Edition, code: str) -> dict[str, Any]:
    """What the page of one kelurahan says, every text in words and fit for its place.

    Parameters
    ----------
    edition : Edition
        What the page is taken from.
    code : str
        The kelurahan.

    Returns
    -------
    dict
        For ``profile.typ``; no NaN in it. Unknown and hidden figures are words.
    """
    shared = gathered(edition)
    place = edition.study.kelurahan.loc[code]
    advice = shared.advice_of(code)
    products = shared.products_of(code)
    stamp = edition.stamp
    name = on_page(place["name"], 70)
    return {
        "title": tr("Profil {name}", name=name),
        "head": on_page(tr("Profil potensi usaha koperasi · {region}", region=stamp.region), 110),
        "label": stamp.data_label,
        "stamp": on_page(stamp.line(), 330),
        "language": language(),
        "name": name,
        "alt": tr("Letak {name} di antara tetangganya", name=name),
        "kind": tr("Desa") if place["kind"] == "desa" else tr("Kelurahan"),
        "where": on_page(
            tr(
                "Kecamatan {kecamatan}, {kabupaten}",
                kecamatan=place["kecamatan"],
                kabupaten=_kabupaten(str(place["kabupaten"])),
            ),
            90,
        ),
        "code": tr("kode {code}", code=code),
        "facts": _facts(shared, code),
        "words": {key: tr(text) for key, text in WORDS.items()},
        "sectors": [_sector(shared, code, sector, products) for sector in SCORED_SECTORS],
        "others": _others(products),
        "start": told_start(shared, code, advice),
        "later": [told_listed(row) for row in advice[advice["position"] == "later"].itertuples()],
        "avoid": [told_listed(row) for row in advice[advice["position"] == "avoid"].itertuples()],
        "staples": told_staples(shared, code, dict(products.get("trade", []))),
        "sure": _sure(shared, code),
        "sources": told_sources(shared, code),
    }


WORDS = {
    "scores": mark("Skor per sektor"),
    "score": mark("skor"),
    "rank": mark("peringkat"),
    "best": mark("terbaik"),
    "last": mark("terakhir"),
    "how": mark(
        "Garis tegak pada batang: nilai tengah wilayah. Pita hitam: delapan dari sepuluh hitungan ulang dengan "
        "data dan bobot yang diacak jatuh di sana."
    ),
    "start": mark("Mulai dari"),
    "later": mark("Nanti"),
    "avoid": mark("Jangan mulai dari"),
    "none": mark("Tidak ada yang perlu diperingatkan dari data yang ada."),
    "staples": mark("Kebutuhan pokok warga"),
    "sure": mark("Seberapa yakin"),
    "change": mark("Yang mengubah jawaban ini"),
    "sources": mark("Sumber"),
}


def _kabupaten(name: str) -> str:
    """A kabupaten or kota as it is called in full."""
    full = not name or name.lower().startswith(("kota", "kab"))
    return name if full else tr("Kabupaten {name}", name=name)


def _facts(shared: Gathered, code: str) -> list[list[str]]:
    """Label and value of what is known of the place; unknown is said."""
    place, rows = shared.edition.study.kelurahan.loc[code], shared.scores.loc[code]
    surveyed = rows["n_kelurahan"].max()
    area, people = place["area_km2"], place["population"]
    hidden = tr("disembunyikan") if (rows["note"] != "").any() else say_number(float("nan"))
    return [
        [tr("Penduduk"), tr("{n} jiwa", n=say_number(people)) if people == people else say_number(people)],
        [tr("Rumah tangga (KK)"), say_number(place["households"])],
        [tr("Luas"), say_number(area, 1 if area >= 1 else 2) + (" km²" if area == area else "")],
        [tr("Usaha tersurvei"), say_number(surveyed) if surveyed == surveyed else hidden],
        [tr("Mutu data"), tr("{grade} (A terbaik, D terlemah)", grade=shared.quality.at[code, "grade"])],
    ]


def _sector(shared: Gathered, code: str, sector: str, products: dict[str, list[tuple[str, int]]]) -> dict[str, Any]:
    """One sector: score and rank with their drawings, or why there are none."""
    row, ranked = shared.scores.loc[(code, sector)], shared.ranked[sector]
    told = {"name": sector_label(sector), "products": _say_products(products.get(sector, [])), "note": ""}
    if row["score"] != row["score"] or row["rank"] != row["rank"]:
        return told | {"note": capital_first(tr(str(row["note"]) or NO_DATA))}
    known = row["rank_low"] == row["rank_low"]
    low, high = (int(row[end]) if known else int(row["rank"]) for end in ("rank_low", "rank_high"))
    return told | {
        "score": say_number(row["score"]),
        "fill": round(min(max(float(row["score"]) / 100, 0.0), 1.0), 4),
        "middle": round(shared.middles[sector] / 100, 4) if sector in shared.middles else None,
        "rank": say_number(row["rank"]),
        "of": tr("dari {n}", n=say_number(ranked)),
        "span": [along(rank, ranked) for rank in (row["rank"], low, high)],
        "said": say_span(low, high, ranked) if known else tr("rentang peringkat belum diketahui"),
        "firm": tr("jelas menonjol") if row["firm"] == True else "",  # noqa: E712 (NaN where unknown)
    }


def along(rank: float, ranked: int) -> float:
    """Where a rank stands on a line from the first to the last, 0-1."""
    return round((float(rank) - 1) / max(ranked - 1, 1), 4)


def say_span(low: float, high: float, ranked: int) -> str:
    """A rank interval in plain words.

    Examples
    --------
    >>> say_span(3, 9, 153), say_span(2, 2, 153)
    ('kemungkinan besar peringkat 3–9 dari 153', 'kemungkinan besar peringkat 2 dari 153')
    """
    span = say_number(low) if low == high else f"{say_number(low)}–{say_number(high)}"
    return tr("kemungkinan besar peringkat {span} dari {n}", span=span, n=say_number(ranked))


def _say_products(products: list[tuple[str, int]]) -> str:
    """The most frequent products, as many as two or three short lines hold; the first always."""
    named = [f"{on_page(tr(name), 40)} ({say_number(n)})" for name, n in products]
    return ", ".join(name for i, name in enumerate(named) if i == 0 or len(", ".join(named[: i + 1])) <= PRODUCTS)


def _others(products: dict[str, list[tuple[str, int]]]) -> str:
    """What stands out in the sectors without a score."""
    unscored = [sector for sector in products if sector not in SCORED_SECTORS and products[sector]]
    told = [f"{sector_label(sector)}: {_say_products(products[sector])}" for sector in unscored]
    return tr("Juga terdata. {told}.", told="; ".join(told)) if told else ""


def _sure(shared: Gathered, code: str) -> dict[str, Any]:
    """How good the data are, and what would change the answer."""
    quality = shared.quality.loc[code]
    told = [tr("mutu data {grade}", grade=quality["grade"])]
    if quality["weakest"]:
        told.append(tr("yang paling lemah: {weakest}", weakest=quality["weakest"].lower()))
    if quality["coverage"]:
        told.append(tr("bagian usaha yang terdata kira-kira {share}", share=quality["coverage"]))
    if quality["age_months"] == quality["age_months"]:
        told.append(tr("umur data {n} bulan", n=say_number(quality["age_months"])))
    if quality["classified_share"] == quality["classified_share"]:
        told.append(tr("produk dikenali {share}", share=say_percent(quality["classified_share"])))
    return {"text": on_page(capital_first("; ".join(told)) + ".", 260), "change": _changes(shared, code)}


def _changes(shared: Gathered, code: str) -> list[str]:
    advice = shared.advice_of(code)
    first = advice[advice["position"] == "1"]
    told = []
    if len(first) and first["cancels_if"].iloc[0]:
        told.append(tr("Batalkan bila {when}.", when=bare_condition(str(first["cancels_if"].iloc[0]))))
    if code in shared.visits.index:
        visit = shared.visits.loc[code]
        told.append(
            tr(
                "Datangi sekitar {n} usaha lagi: kemungkinan sarannya berubah {chance} (urutan ke-{place} dari {all}).",
                n=say_number(visit["wanted"]),
                chance=visit["chance_of_change"],
                place=say_number(visit["place"]),
                all=say_number(len(shared.visits)),
            )
        )
    advised = str(shared.quality.at[code, "advice"])
    if advised:
        told.append(capital_first(advised.rstrip(".")) + ".")
    told.append(tr("Angka uang adalah asumsi perencanaan; harga, modal, dan jumlah anggota Anda sendiri mengubahnya."))
    return [whole_sentences(text, 230) for text in told]


def write_profile(edition: Edition, code: str) -> bytes:
    """The profile of one kelurahan as a PDF of one A4 page."""
    pictures = {"map.svg": gathered(edition).locator.draw(code)}
    return set_pages("profile.typ", told_profile(edition, code), pictures)[0]


FORMATS = (
    Format(
        "profile",
        KELURAHAN,
        "profil.pdf",
        mark("Profil satu halaman (PDF)"),
        mark("Satu lembar A4 untuk kepala desa, bank, atau wali kota: skor, saran, uangnya, dan sumbernya."),
        "application/pdf",
        write_profile,
    ),
)
