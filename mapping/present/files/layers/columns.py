"""What each column of the layers means: its name, its alias in words, its explanation, its name in a shapefile.

The one place for all formats: aliases and data dictionary of the GeoPackage, column key of the shapefile, texts of KML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapping.knowledge.catalog import SCORED_SECTORS, SECTORS
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.present.files.edition import Edition
from mapping.present.tables import sector_label

if TYPE_CHECKING:
    import pandas as pd

IDENTITY = (
    ("kelurahan_code", mark("Kode wilayah"), mark("Kode wilayah Kemendagri."), "", "code"),
    ("name", mark("Nama kelurahan/desa"), mark("Nama kelurahan atau desa."), "", "name"),
    ("kind", mark("Jenis"), mark("desa atau kelurahan. Kosong: belum diketahui."), "", "kind"),
    ("kecamatan", mark("Kecamatan"), mark("Nama kecamatan."), "", "kecamatan"),
    ("kabupaten", mark("Kabupaten/kota"), mark("Nama kabupaten atau kota."), "", "kabupaten"),
    ("population", mark("Penduduk"), mark("Jumlah penduduk. Kosong: belum diketahui."), mark("jiwa"), "population"),
    ("households", mark("Keluarga"), mark("Jumlah keluarga (KK). Kosong: belum diketahui."), "KK", "households"),
    ("area_km2", mark("Luas"), mark("Luas bidang, dihitung di zona UTM tempat kelurahan itu."), "km²", "area_km2"),
    (
        "quality_grade",
        mark("Mutu data"),
        mark("Seberapa jauh data survei di sini bisa dipercaya: A paling baik, D paling lemah."),
        "",
        "grade",
    ),
    (
        "n_kelurahan",
        mark("Usaha tersurvei"),
        mark("Jumlah usaha yang disurvei di sini. Kosong: disembunyikan, karena angka kecil bisa dihitung darinya."),
        mark("usaha"),
        "n_total",
    ),
)
ADVICE = (
    (
        "advice_state",
        mark("Keadaan saran"),
        mark("advised: ada saran; none: tidak ada lini yang memenuhi syarat; not_enough_data: belum cukup data."),
        "",
        "adv_state",
    ),
    ("advice_line_id", mark("Saran: kode lini"), mark("Kode lini usaha yang disarankan pertama."), "", "adv_id"),
    ("advice_line", mark("Saran: mulai dari"), mark("Lini usaha yang disarankan pertama."), "", "adv_line"),
    (
        "advice_confident",
        mark("Saran: yakin"),
        mark("Benar bila saran itu tetap yang pertama di hampir semua kemungkinan data."),
        "",
        "adv_sure",
    ),
    ("advice_reason", mark("Saran: alasan"), mark("Mengapa lini itu, atau mengapa belum ada saran."), "", "adv_reason"),
    (
        "advice_capital_idr",
        mark("Saran: modal"),
        mark("Modal awal lini itu. Kosong: belum diketahui atau disembunyikan."),
        "Rp",
        "adv_cap",
    ),
    (
        "advice_dscr",
        mark("Saran: daya bayar cicilan"),
        mark("Uang masuk bersih dibagi cicilan setahun (DSCR); di bawah 1 cicilan tidak terbayar."),
        mark("kali"),
        "adv_dscr",
    ),
    ("advice_avoid", mark("Jangan mulai dari"), mark("Lini yang disarankan untuk tidak dimulai."), "", "adv_avoid"),
)
SCORED_MEASURES = (
    ("score", mark("skor potensi"), mark("Skor potensi 0–100."), "0–100", "score"),
    ("rank", mark("peringkat"), mark("Peringkat di wilayah ini; 1 paling tinggi."), "", "rank"),
    ("rank_low", mark("peringkat terbaik"), mark("Ujung terbaik rentang peringkat (80%)."), "", "rk_low"),
    ("rank_high", mark("peringkat terburuk"), mark("Ujung terburuk rentang peringkat (80%)."), "", "rk_high"),
    (
        "certainty",
        mark("kepastian peringkat"),
        mark(
            "sure: cukup pasti (rentang peringkat paling banyak 20% dari semua peringkat); fairly_sure: agak pasti "
            "(paling banyak 50%); unsure: belum pasti."
        ),
        "",
        "certain",
    ),
)
STATE_MEASURES = (
    (
        "status",
        mark("keadaan data"),
        mark(
            "known: diketahui; hidden: kurang dari 3 usaha atau bisa dihitung dari yang lain, angka disembunyikan; "
            "not_enough_data: belum cukup data; not_covered: sektor tidak tercakup survei."
        ),
        "",
        "status",
    ),
    ("note", mark("catatan"), mark("Mengapa angkanya kosong."), "", "note"),
)
MEASURES = (
    ("n", mark("jumlah usaha"), mark("Jumlah usaha yang disurvei."), mark("usaha"), "n"),
    (
        "lq",
        mark("kekhasan (LQ)"),
        mark("Porsi usaha sektor ini di sini dibanding porsinya di seluruh wilayah; 1 sama dengan wilayah."),
        mark("kali"),
        "lq",
    ),
)
EVIDENCE = (
    ("lq_low", mark("kekhasan, batas bawah"), mark("Batas bawah kekhasan (90%)."), mark("kali"), "lq_low"),
    ("lq_high", mark("kekhasan, batas atas"), mark("Batas atas kekhasan (90%)."), mark("kali"), "lq_high"),
    (
        "producers",
        mark("usaha yang membuat atau memanen"),
        mark("Jumlah usaha hulu dan olahan; pedagang tidak dihitung."),
        mark("usaha"),
        "makers",
    ),
    ("workers", mark("tenaga kerja"), mark("Jumlah orang yang bekerja di sektor ini."), mark("orang"), "workers"),
    (
        "density_1000",
        mark("usaha per 1.000 penduduk"),
        mark("Jumlah usaha dibanding jumlah penduduk."),
        mark("usaha per 1.000 jiwa"),
        "per1000",
    ),
    (
        "spend_idr_month",
        mark("belanja bahan gabungan"),
        mark("Belanja bahan semua usaha sektor ini dalam sebulan."),
        mark("Rp per bulan"),
        "spend",
    ),
    (
        "revenue_idr_month",
        mark("omzet gabungan"),
        mark("Omzet semua usaha sektor ini dalam sebulan."),
        mark("Rp per bulan"),
        "revenue",
    ),
)
LINE_MEASURES = (
    ("score", mark("kecocokan {line}"), mark("Kecocokan lini {line} di sini, 0–100."), "0–100", "score"),
    (
        "state",
        mark("keadaan {line}"),
        mark(
            "Lini {line}. open: semua syarat terpenuhi; closed: ada syarat yang belum terpenuhi; hidden: kurang dari "
            "3 usaha, angka disembunyikan; not_enough_data: belum cukup data."
        ),
        "",
        "state",
    ),
)
LABELS = (
    ("region", mark("Wilayah"), mark("Wilayah studi ini."), "", "region"),
    ("survey_date", mark("Tanggal data"), mark("Tanggal survei. Kosong: belum diketahui."), "", "survey_dt"),
    ("scoring_setup", mark("Susunan skor"), mark("Nama susunan skor."), "", "setup"),
    ("data_label", mark("Label data"), mark('"data sintetis" bila datanya karangan untuk peragaan.'), "", "data_label"),
    ("boundary_note", mark("Catatan batas"), mark("Apa yang perlu diketahui tentang garis batas."), "", "bound_note"),
)
SECTOR_SHORT = {"food": "fd", "crafts": "cr", "agriculture": "ag", "trade": "td", "services": "sv"}


@dataclass(frozen=True)
class Column:
    """One column of the layers.

    Parameters
    ----------
    name : str
        ASCII, the same in every format but the shapefile.
    alias, meaning : str
        What people read, in the language in force; aliases are unique.
    unit : str
        What it is counted in; ``""`` for texts.
    short : str
        At most ten letters, unique: the name in a shapefile.
    """

    name: str
    alias: str
    meaning: str
    unit: str
    short: str


def line_slugs(line_ids: list[str]) -> dict[str, str]:
    """Lines by id -> what names their columns: small letters, digits and underscores, unique also without case.

    Examples
    --------
    >>> line_slugs(["B01", "Kue-1", "kue_1"])
    {'B01': 'b01', 'Kue-1': 'kue_1', 'kue_1': 'kue_1x2'}
    """
    slugs: dict[str, str] = {}
    for line_id in line_ids:
        plain = re.sub(r"[^a-z0-9]+", "_", line_id.lower())
        taken = sum(slug == plain or slug.startswith(f"{plain}x") for slug in slugs.values())
        slugs[line_id] = f"{plain}x{taken + 1}" if taken else plain
    return slugs


def line_names(edition: Edition) -> dict[str, str]:
    """Lines in force by id, the user's own among them."""
    names = lines_in_force(edition.study.settings.advice.line_changes)["line"]
    return {str(line_id): str(name) for line_id, name in names.items()}


def sector_measures(sector: str) -> tuple[tuple[str, str, str, str, str], ...]:
    """Measures of a sector in the order of the columns; sectors that are not scored have no score and fewer figures."""
    if sector in SCORED_SECTORS:
        return SCORED_MEASURES + STATE_MEASURES + MEASURES + EVIDENCE
    return STATE_MEASURES + MEASURES


def columns_of(edition: Edition) -> tuple[Column, ...]:
    """Every column of the layer ``kelurahan`` in its order, in the language in force."""
    made = [_plain(*row) for row in IDENTITY + ADVICE]
    for sector in SECTORS:
        made += [_of_sector(sector, *row) for row in sector_measures(sector)]
    names = line_names(edition)
    slugs = line_slugs(list(names))
    for position, (line_id, slug) in enumerate(slugs.items(), 1):
        made += [_of_line(f"{names[line_id]} ({line_id})", slug, position, *row) for row in LINE_MEASURES]
    return tuple(made + [_plain(*row) for row in LABELS])


def _plain(name: str, alias: str, meaning: str, unit: str, short: str) -> Column:
    return Column(name, tr(alias), tr(meaning), tr(unit), short)


def _of_sector(sector: str, name: str, alias: str, meaning: str, unit: str, short: str) -> Column:
    label = sector_label(sector)
    told = tr("{sector}: {measure}", sector=label, measure=tr(alias))
    explained = tr("Sektor {sector}. {meaning}", sector=label.lower(), meaning=tr(meaning))
    return Column(f"{sector}_{name}", told, explained, tr(unit), f"{SECTOR_SHORT[sector]}_{short}")


def _of_line(line: str, slug: str, position: int, name: str, alias: str, meaning: str, unit: str, short: str) -> Column:
    told = tr(alias, line=line)
    # Ids of own lines may be long; they begin with a letter, so what begins with "_" is no other line's.
    brief = f"{slug}_{short}" if len(slug) <= 4 else f"_{position}_{short}"
    return Column(f"line_{slug}_{name}", told[:1].upper() + told[1:], tr(meaning, line=line), tr(unit), brief)


def column_table(edition: Edition) -> pd.DataFrame:
    """The data dictionary of the layer: ``column, alias, meaning, unit, shapefile``; one row a column, in order."""
    import pandas as pd

    rows = [(one.name, one.alias, one.meaning, one.unit, one.short) for one in columns_of(edition)]
    return pd.DataFrame(rows, columns=["column", "alias", "meaning", "unit", "shapefile"])
