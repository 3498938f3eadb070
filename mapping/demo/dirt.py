"""How an office writes the businesses down: headers, spellings, gaps and mistakes, each planted and counted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from mapping.demo.businesses import SURVEY_DAYS, SURVEY_START
from mapping.demo.recipe import pick, read_recipe, stream
from mapping.knowledge.regions import REGIONS, read_villages

LABEL = "data sintetis"
NAME, KECAMATAN, CODE, TEXT = "nama kelurahan/desa", "kecamatan", "kode wilayah", "produk/usaha"
REVENUE, SPEND, LAT, LON = "omzet per bulan", "belanja bahan per bulan", "lintang", "bujur"
MICRO_IDR_YEAR = 2_000_000_000  # annual sales of a micro business at most, PP 7/2021
FAR_DEGREES = 1.5

Planted = dict[str, pd.Index]


def draw_survey(key: str, businesses: pd.DataFrame, seed: int) -> tuple[pd.DataFrame, Planted]:
    """The survey as a register would hold it, all text, with the dirt of the recipe planted.

    Parameters
    ----------
    key : str
        ``"surabaya"`` or ``"batang"``.
    businesses : DataFrame
        The truth: :func:`mapping.demo.businesses.draw_businesses`.
    seed : int
        Seed of the stream of dirt.

    Returns
    -------
    raw : DataFrame
        Text columns with Indonesian headers, ``""`` where blank; rows in the order of codes, the total last.
    planted : dict of str to Index
        Kind of dirt (``demo.toml``) -> the index labels of ``businesses`` it was planted on; for repeated rows the
        labels of the rows that are repeated; where a kind stands in several columns the key names the column, as in
        ``"rb: omzet per bulan"``.

    Notes
    -----
    Rows of the four-business kelurahan stay clean, and rows of a speciality are never lost, doubled or made unreadable:
    they carry only what a good reader repairs.
    """
    rng, planted = stream(seed, key, "dirt"), Planted()
    raw = _as_written(key, businesses)
    for step in (_soil_places, _soil_points, _soil_money, _soil_texts, _leave_blank):
        step(key, raw, businesses, rng, planted)
    raw = _repeat_rows(key, raw, businesses, rng, planted)
    if _counts("rows", key)["baris_total"]:
        raw = _add_total(raw, planted)
    return raw, planted


def _counts(group: str, key: str) -> dict[str, int]:
    column = list(REGIONS).index(key)
    return {kind: rows[column] for kind, rows in read_recipe()["dirt"][group].items()}


def _take(rng: np.random.Generator, free: pd.Series, size: int) -> pd.Index:
    """``size`` labels out of those where ``free`` is True, in the order of the file; ValueError if there are fewer."""
    return free.index[np.sort(rng.choice(np.flatnonzero(free), size, replace=False))]


def _as_written(key: str, businesses: pd.DataFrame) -> pd.DataFrame:
    """The truth under the office's headers, nothing wrong yet."""
    region, villages = read_recipe()["region"][key], read_villages(key).loc[businesses["kelurahan_code"]]
    serial = pd.Series(np.arange(1, len(businesses) + 1), index=businesses.index).astype(str).str.zfill(5)
    raw = pd.DataFrame(
        {
            "id": region["file_id"] + "-" + serial,
            NAME: villages["name"].to_numpy(),
            KECAMATAN: villages["kecamatan"].to_numpy(),
            CODE: businesses["kelurahan_code"],
            "nama usaha": businesses["shop"],
            "pemilik": businesses["owner"],
            "no hp": businesses["phone"],
            TEXT: businesses["text"],
            "skala usaha": np.where(businesses["revenue_idr_month"] * 12 > MICRO_IDR_YEAR, "Kecil", "Mikro"),
            "pekerja L": businesses["men"],
            "pekerja P": businesses["women"],
            REVENUE: businesses["revenue_idr_month"],
            "bahan utama": businesses["input_name"],
            SPEND: businesses["input_spend_idr_month"],
            "asal bahan": businesses["input_origin"],
            "pasar": businesses["market"],
            "sarana digital": businesses["digital"],
            "izin": businesses["permits"],
            "kendala utama": businesses["constraint"],
            "tahun mulai": businesses["started_year"],
            "tanggal survei": businesses["surveyed_on"].dt.strftime(region["survey_date_style"]),
            LAT: businesses["lat"].map("{:.5f}".format),
            LON: businesses["lon"].map("{:.5f}".format),
            "catatan": LABEL,
        },
        index=businesses.index,
    )
    return raw.astype(str).astype(object)


def _soil_places(
    key: str, raw: pd.DataFrame, businesses: pd.DataFrame, rng: np.random.Generator, planted: Planted
) -> None:
    """Names, kecamatan and codes: repairable spellings, gaps, and a few places that do not exist here."""
    recipe, counts, villages = read_recipe(), _counts("place", key), read_villages(key)
    code, ordinary = businesses["kelurahan_code"], businesses["planted"] == "latar"
    free = businesses["planted"] != "empat"
    quarter = code.map(recipe["quarter"][key])
    other = raw[NAME].map(recipe["spelling"])
    named_word = code.map(villages["kind"]).eq("desa" if key == "batang" else "kelurahan")
    may: dict[str, pd.Series] = {
        "nama_kampung": quarter.notna() & ordinary,
        "nama_kosong": ordinary,
        "nama_tak_dikenal": ordinary,
        "kode_daerah_lain": ordinary,
        "nama_ejaan_lain": other.notna(),
        "nama_awalan": named_word,
        "nama_huruf_besar": free,
        "nama_salah_ketik": raw[NAME].str.len() >= 6,
    }
    for kind, eligible in may.items():
        planted[kind] = _take(rng, free & eligible, counts[kind])
        free[planted[kind]] = False
    _spell_names(key, raw, quarter, other, rng, planted)
    _soil_codes(raw, businesses, rng, planted, counts, villages["name"].duplicated(keep=False))


def _spell_names(
    key: str, raw: pd.DataFrame, quarter: pd.Series, other: pd.Series, rng: np.random.Generator, planted: Planted
) -> None:
    recipe = read_recipe()
    rows = planted["nama_kampung"]
    raw.loc[rows, NAME] = quarter[rows]
    raw.loc[planted["nama_kosong"], [NAME, KECAMATAN]] = ""
    for kind, table in (("nama_tak_dikenal", "unknown"), ("kode_daerah_lain", "coded")):
        places, rows = recipe["elsewhere"][table], planted[kind]
        columns = [NAME, KECAMATAN, CODE][: len(places[0])]
        raw.loc[rows, columns] = np.array(places, dtype=object)[np.arange(len(rows)) % len(places)]
    rows = planted["nama_ejaan_lain"]
    raw.loc[rows, NAME] = other[rows]
    rows = planted["nama_awalan"]
    raw.loc[rows, NAME] = pick(rng, recipe["region"][key]["kelurahan_word"], len(rows)) + raw.loc[rows, NAME]
    rows = planted["nama_huruf_besar"]
    raw.loc[rows, [NAME, KECAMATAN]] = raw.loc[rows, [NAME, KECAMATAN]].apply(lambda column: column.str.upper())
    rows = planted["nama_salah_ketik"]
    raw.loc[rows, NAME] = raw.loc[rows, NAME].map(_slip)


def _slip(name: str) -> str:
    """``name`` with its first pair of unequal neighbouring letters after the second one swapped.

    >>> _slip("Kalirungkut")
    'Kailrungkut'
    """
    at = next(i for i in range(2, len(name) - 1) if name[i : i + 2].isalpha() and name[i] != name[i + 1])
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _soil_codes(
    raw: pd.DataFrame,
    businesses: pd.DataFrame,
    rng: np.random.Generator,
    planted: Planted,
    counts: dict[str, int],
    doubled: pd.Series,
) -> None:
    """Blank and undotted codes; kecamatan blank only where the code or an untouched, unique name still tells."""
    coded = planted["kode_daerah_lain"]
    blank = planted["nama_kosong"].union(planted["nama_kampung"]).union(planted["nama_tak_dikenal"])
    free = (businesses["planted"] != "empat") & ~businesses.index.isin(blank.union(coded))
    blank = blank.union(_take(rng, free, counts["kode_kosong"] - len(blank)))
    planted["kode_kosong"] = blank
    raw.loc[blank, CODE] = ""
    free[blank] = False
    rows = planted["kode_tanpa_titik"] = _take(rng, free, counts["kode_tanpa_titik"])
    raw.loc[rows, CODE] = raw.loc[rows, CODE].str.replace(".", "", regex=False)
    names = [label for kind, labels in planted.items() if kind.startswith("nama_") for label in labels]
    plain = ~businesses.index.isin(names) & (businesses["planted"] != "empat")
    told = raw[CODE].ne("") | ~businesses["kelurahan_code"].map(doubled)
    rows = planted["kecamatan_kosong"] = _take(rng, plain & told & ~raw.index.isin(coded), counts["kecamatan_kosong"])
    raw.loc[rows, KECAMATAN] = ""
    rows = planted["kecamatan_awalan"] = _take(rng, plain & raw[KECAMATAN].ne(""), counts["kecamatan_awalan"])
    raw.loc[rows, KECAMATAN] = "Kec. " + raw.loc[rows, KECAMATAN]


def _soil_points(
    key: str, raw: pd.DataFrame, businesses: pd.DataFrame, rng: np.random.Generator, planted: Planted
) -> None:
    """Most points are blank; a few are swapped, zero or far away, never where only the point tells the place."""
    counts = _counts("point", key)
    blank = planted["nama_kampung"].union(planted["nama_tak_dikenal"]).union(planted["kode_daerah_lain"])
    free = (businesses["planted"] != "empat") & ~businesses.index.isin(blank.union(planted["nama_kosong"]))
    drawn = _take(rng, free, counts["koordinat_kosong"] - len(blank))
    free[drawn] = False
    planted["koordinat_kosong"] = blank.union(drawn)
    raw.loc[planted["koordinat_kosong"], [LAT, LON]] = ""
    for kind in ("koordinat_tertukar", "koordinat_nol", "koordinat_di_luar"):
        rows = planted[kind] = _take(rng, free, counts[kind])
        free[rows] = False
    rows = planted["koordinat_tertukar"]
    raw.loc[rows, [LAT, LON]] = raw.loc[rows, [LON, LAT]].to_numpy()
    raw.loc[planted["koordinat_nol"], [LAT, LON]] = "0"
    rows = planted["koordinat_di_luar"]
    raw.loc[rows, LON] = (businesses.loc[rows, "lon"] - FAR_DEGREES).map("{:.5f}".format)


def _decimal(values: pd.Series, unit: int) -> pd.Series:
    """``values`` in ``unit``, with a decimal comma and no trailing zeros."""
    return (values / unit).map("{:.2f}".format).str.rstrip("0").str.rstrip(".").str.replace(".", ",", regex=False)


MONEY: dict[str, Callable[[pd.Series], pd.Series]] = {
    "rp_jt": lambda rupiah: "Rp " + _decimal(rupiah, 1_000_000) + " jt",
    "juta_bln": lambda rupiah: _decimal(rupiah, 1_000_000) + " juta/bln",
    "rb": lambda rupiah: _decimal(rupiah, 1_000) + "rb",
    "titik": lambda rupiah: rupiah.map("{:,}".format).str.replace(",", ".", regex=False),
    "kira_kira": lambda rupiah: "± " + _decimal(rupiah, 1_000_000) + " jt",
    "strip": lambda rupiah: pd.Series("-", index=rupiah.index),
    "kosong": lambda rupiah: pd.Series("", index=rupiah.index),
    "dalam_ribuan": lambda rupiah: (rupiah // 1_000).astype(str),
}


def _soil_money(
    key: str, raw: pd.DataFrame, businesses: pd.DataFrame, rng: np.random.Generator, planted: Planted
) -> None:
    """Money as people write it; "750rb" under three million, the rest from one million up."""
    for column, source in ((REVENUE, "revenue_idr_month"), (SPEND, "input_spend_idr_month")):
        rupiah, free = businesses[source], businesses["planted"] == "latar"
        counts = _counts("money", key) | (_counts("money_only_revenue", key) if column == REVENUE else {})
        for kind, size in counts.items():
            said = rupiah < 3_000_000 if kind == "rb" else rupiah >= 1_000_000
            rows = _take(rng, free & said, size)
            free[rows] = False
            planted[f"{kind}: {column}"] = rows
            raw.loc[rows, column] = MONEY[kind](rupiah[rows])


def _soil_texts(
    key: str, raw: pd.DataFrame, businesses: pd.DataFrame, rng: np.random.Generator, planted: Planted
) -> None:
    """Texts that cannot be classified, that fit several products, or that hold a telephone number."""
    hard, free = read_recipe()["hard_texts"], businesses["planted"] == "latar"
    for kind, size in _counts("text", key).items():
        rows = planted[kind] = _take(rng, free, size)
        free[rows] = False
        raw.loc[rows, TEXT] = {
            "tak_jelas": pick(rng, hard["unclear"], size),
            "rancu": pick(rng, hard["ambiguous"], size),
            "teks_kosong": "",
            "teks_strip": "-",
            "nomor_hp_di_teks": raw.loc[rows, TEXT] + ", WA " + businesses.loc[rows, "phone"],
        }[kind]


def _leave_blank(
    key: str, raw: pd.DataFrame, businesses: pd.DataFrame, rng: np.random.Generator, planted: Planted
) -> None:
    """Questions that were not answered."""
    for column, size in _counts("blank", key).items():
        rows = planted[f"kosong: {column}"] = _take(rng, businesses["planted"] != "empat", size)
        raw.loc[rows, column] = ""


def _repeat_rows(
    key: str, raw: pd.DataFrame, businesses: pd.DataFrame, rng: np.random.Generator, planted: Planted
) -> pd.DataFrame:
    """Rows entered twice, the copy below its original; a near copy has a new id, capitals and a later date."""
    counts, style = _counts("rows", key), read_recipe()["region"][key]["survey_date_style"]
    lost = planted["nama_kosong"].union(planted["nama_tak_dikenal"]).union(planted["kode_daerah_lain"])
    free = (businesses["planted"] == "latar") & ~businesses.index.isin(lost)
    for kind in ("kembar_persis", "kembar_mirip"):
        planted[kind] = _take(rng, free, counts[kind])
        free[planted[kind]] = False
    rows = planted["kembar_mirip"]
    again = raw.loc[rows].copy()
    prefix = read_recipe()["region"][key]["file_id"]
    again["id"] = [f"{prefix}-{number:05d}" for number in range(len(raw) + 1, len(raw) + 1 + len(rows))]
    again[["nama usaha", TEXT]] = again[["nama usaha", TEXT]].apply(lambda column: column.str.upper())
    last = pd.Timestamp(SURVEY_START) + pd.Timedelta(days=SURVEY_DAYS - 1)
    later = (businesses.loc[rows, "surveyed_on"] + pd.Timedelta(days=9)).clip(upper=last)
    again["tanggal survei"] = later.dt.strftime(style)
    return pd.concat([raw, raw.loc[planted["kembar_persis"]], again]).sort_index(kind="stable")


def _add_total(raw: pd.DataFrame, planted: Planted) -> pd.DataFrame:
    """The row of totals that spreadsheets carry along; its label is one past the last business."""
    total = dict.fromkeys(raw.columns, "") | {"id": "TOTAL", "nama usaha": f"{len(raw)} usaha"}
    for column in ("pekerja L", "pekerja P"):
        total[column] = str(int(pd.to_numeric(raw[column]).sum()))
    label = raw.index.max() + 1
    planted["baris_total"] = pd.Index([label])
    return pd.concat([raw, pd.DataFrame([total], index=[label])])
