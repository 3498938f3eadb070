"""A ranked shortlist of a region for a planner: who leads in each sector and how surely, where to go first, what is
not known. At most four A4 pages, however many kelurahan there are; what is left out is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapping.advise.say.words import about_rupiah
from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_chance, say_date, say_number
from mapping.language import language, mark, plural, tr
from mapping.present.files.edition import Edition
from mapping.present.files.format import REGION, Format
from mapping.present.files.paper.fitting import CHECKSUM, capital_first, on_page
from mapping.present.files.paper.gathered import Gathered, gathered
from mapping.present.files.paper.profile import along
from mapping.present.files.paper.typeset import set_pages
from mapping.present.money import say_times
from mapping.present.tables import NO_DATA, NOT_COVERED, sector_label

if TYPE_CHECKING:
    import pandas as pd

TOP, VISITS, NAMED = 15, 20, 60
"""Rows of a sector, of the visits, and names in a list; the rest is counted."""
CLEAR = 0.5
"""From this chance on a kelurahan is said to be among the first three."""


def told_shortlist(edition: Edition) -> dict[str, Any]:
    """What the pages say, every text in words and fit for its place; no NaN in it.

    Parameters
    ----------
    edition : Edition
        What the pages are taken from.

    Returns
    -------
    dict
        For ``shortlist.typ``.
    """
    shared, stamp = gathered(edition), edition.stamp
    region = on_page(stamp.region, 70)
    return {
        "title": tr("Daftar pendek {region}", region=region),
        "region": region,
        "head": on_page(tr("Daftar pendek potensi usaha koperasi · {region}", region=stamp.region), 150),
        "label": stamp.data_label,
        "stamp": on_page(stamp.line(), 480),
        "pairs": on_page(" · ".join(f"{label}: {text}" for label, text in stamp.pairs()), 900, CHECKSUM),
        "language": language(),
        "lead": _lead(shared),
        "words": {key: tr(text) for key, text in WORDS.items()},
        "sectors": [_sector(shared, sector) for sector in SCORED_SECTORS],
        "visits": [_visit(row) for row in shared.visits.head(VISITS).reset_index().itertuples()],
        "visits_left": _say_left(len(shared.visits) - VISITS),
        "counts": [_counts(shared, sector) for sector in SCORED_SECTORS],
        "lists": _lists(shared),
        "how": [tr(text) for text in HOW],
    }


WORDS = {
    "score": mark("skor"),
    "rank": mark("peringkat"),
    "place": mark("kelurahan/desa"),
    "span": mark("kemungkinan besar antara"),
    "top": mark("peluang tiga besar"),
    "firm": mark("jelas menonjol"),
    "n": mark("usaha"),
    "line": mark("saran pertama"),
    "money": mark("modal; kas bersih dibanding cicilan"),
    "visits": mark("Ke mana survei berikutnya"),
    "why": mark("mengapa"),
    "chance": mark("saran berubah"),
    "wanted": mark("datangi"),
    "unknown": mark("Yang belum diketahui dan yang disembunyikan"),
    "shown": mark("ditampilkan"),
    "hidden": mark("disembunyikan"),
    "missing": mark("belum diketahui"),
    "how": mark("Cara membaca daftar ini"),
    "sources": mark("Sumber"),
}
HOW = (
    mark(
        "Skor 0–100 menggabungkan kriteria yang dihitung dari survei; yang belum diketahui tidak dihitung nol. Garis "
        "tegak pada batang skor: nilai tengah wilayah."
    ),
    mark(
        "Peringkat 1 terbaik. Pita hitam: data dan bobot diacak berulang kali, dan delapan dari sepuluh kali "
        "peringkatnya jatuh di sana. Pita yang bertumpuk berarti urutannya belum pasti."
    ),
    mark("Jelas menonjol: porsi sektornya hampir pasti di atas rata-rata wilayah, dan usahanya cukup banyak."),
    mark("Saran pertama melihat seluruh kelurahan/desa, jadi bisa dari sektor lain. Angka uang: asumsi perencanaan."),
    mark("Angka yang bisa menunjuk orang disembunyikan; tidak ada dalam daftar bukan berarti tidak berpotensi."),
)


def _lead(shared: Gathered) -> str:
    study = shared.edition.study
    inputs = study.manifest.get("inputs", [])
    used = next((entry.get("rows_used") for entry in inputs if entry.get("role") == "survey"), None)
    told = [plural("{n} kelurahan/desa", len(study.kelurahan), n=say_number(len(study.kelurahan)))]
    if isinstance(used, int):
        told.append(plural("{n} usaha tersurvei", used, n=say_number(used)))
    date = study.settings.survey_date
    told.append(tr("data {date}", date=say_date(date)))
    return " · ".join(told)


def _sector(shared: Gathered, sector: str) -> dict[str, Any]:
    """The leading kelurahan of a sector, or why there are none."""
    rows = shared.by_sector[sector]
    ranked = rows[rows["rank"].notna()].sort_values(["rank", "name", "kelurahan_code"], kind="stable")
    told: dict[str, Any] = {"name": sector_label(sector), "rows": [], "left": [], "note": "", "clear": ""}
    if ranked.empty:
        notes = rows.loc[rows["note"] != "", "note"]
        return told | {"note": capital_first(tr(str(notes.mode().iloc[0]) if len(notes) else NO_DATA))}
    first = ranked.head(TOP)
    of = shared.ranked[sector]
    return told | {
        "rows": [_row(shared, row, of) for row in first.itertuples()],
        "of": say_number(of),
        "middle": round(shared.middles[sector] / 100, 4) if sector in shared.middles else None,
        "left": [_say_left(len(ranked) - shown) for shown in range(len(first) + 1)],
        "clear": _say_clear(first),
    }


def _say_clear(first: pd.DataFrame) -> str:
    """Who is likely among the first three."""
    clear = first[first["p_top3"] >= CLEAR]
    if clear.empty:
        return tr("Belum ada yang jelas di tiga besar: rentang peringkatnya masih bertumpuk.")
    names = [f"{on_page(row.name, 40)} ({say_chance(row.p_top3)})" for row in clear.itertuples(index=False)]
    return tr("Kemungkinan besar di tiga besar: {names}.", names=", ".join(names))


def _say_left(count: int) -> str:
    """How many are not in a table; ``""`` for none."""
    if count <= 0:
        return ""
    return plural("{n} lainnya tidak dimuat di sini; semuanya ada di tabel dan buku kerja.", count, n=say_number(count))


def _row(shared: Gathered, row: Any, of: int) -> dict[str, Any]:
    known = row.rank_low == row.rank_low
    low, high = (row.rank_low, row.rank_high) if known else (row.rank, row.rank)
    line, money = _first_line(shared, row.kelurahan_code)
    same = say_number(low) if low == high else f"{say_number(low)}–{say_number(high)}"
    return {
        "rank": say_number(row.rank),
        "name": on_page(row.name, 40),
        "kecamatan": on_page(row.kecamatan, 34),
        "score": say_number(row.score),
        "fill": round(min(max(float(row.score) / 100, 0.0), 1.0), 4),
        "span": [along(rank, of) for rank in (row.rank, low, high)],
        "said": same if known else tr("belum diketahui"),
        "top": say_chance(row.p_top3) if row.p_top3 == row.p_top3 else tr("belum diketahui"),
        "firm": tr("ya") if row.firm == True else tr("belum"),  # noqa: E712
        "n": say_number(row.n),
        "line": line,
        "money": money,
    }


def _first_line(shared: Gathered, code: str) -> tuple[str, str]:
    """The line advised first and its money in short; what is missing is said."""
    advice = shared.advice_of(code)
    first = advice[advice["position"] == "1"]
    if first.empty:
        unknown = advice.loc[advice["position"] == "unknown", "reason"]
        said = str(unknown.iloc[0]).partition(": ")[0] if len(unknown) else tr("belum ada")
        return on_page(said, 60), ""
    row = first.iloc[0]
    cover = f"; {say_times(row['dscr'])}" if row["dscr"] == row["dscr"] else ""
    return on_page(row["line"], 62), about_rupiah(row["capital_idr"]) + cover


def _visit(row: Any) -> list[str]:
    return [
        say_number(row.place),
        on_page(row.name, 40),
        on_page(row.kecamatan, 34),
        plural("{n} usaha", row.wanted, n=say_number(row.wanted)),
        str(row.chance_of_change),
        on_page(row.why, 110),
    ]


def _counts(shared: Gathered, sector: str) -> list[str]:
    """Sector, and how many are shown, hidden and unknown in it."""
    notes = shared.by_sector[sector]["note"]
    unknown = notes.isin([NO_DATA, NOT_COVERED])
    counts = [(notes == "").sum(), (~unknown & (notes != "")).sum(), unknown.sum()]
    return [sector_label(sector), *(say_number(float(n)) for n in counts)]


def _lists(shared: Gathered) -> list[list[str]]:
    """Title and names: kelurahan without data, and those with a hidden score."""
    scored = shared.edition.scores[shared.edition.scores["sector"].isin(SCORED_SECTORS)]
    without = scored.groupby("kelurahan_code")["note"].agg(lambda notes: (notes == NO_DATA).all())
    hidden = scored[~scored["note"].isin(["", NO_DATA, NOT_COVERED])]
    sectors = hidden.groupby("kelurahan_code")["sector"].agg(lambda names: ", ".join(map(sector_label, names)))
    names = shared.edition.study.kelurahan["name"].astype(str)
    missing = sorted(names[without[without].index])
    beside = sorted(f"{on_page(names[code], 40)} ({told.lower()})" for code, told in sectors.items())
    return [
        [tr("Belum cukup data ({n})", n=say_number(len(missing))), _named(missing)],
        [tr("Ada skor yang disembunyikan ({n})", n=say_number(len(beside))), _named(beside)],
    ]


def _named(names: list[str]) -> str:
    if not names:
        return tr("tidak ada")
    told = ", ".join(on_page(name, 80) for name in names[:NAMED])
    more = len(names) - NAMED
    return tr("{names}, dan {n} lainnya.", names=told, n=say_number(more)) if more > 0 else f"{told}."


def write_shortlist(edition: Edition, code: str = "") -> bytes:
    """The shortlist of a region as a PDF of at most four A4 pages."""
    return set_pages("shortlist.typ", told_shortlist(edition))[0]


FORMATS = (
    Format(
        "shortlist",
        REGION,
        "daftar-pendek.pdf",
        mark("Daftar pendek wilayah (PDF)"),
        mark("Untuk perencana: siapa teratas tiap sektor, seberapa pasti, saran pertamanya, dan ke mana survei lagi."),
        "application/pdf",
        write_shortlist,
    ),
)
