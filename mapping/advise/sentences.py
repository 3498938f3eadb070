"""The sentences of the advice. Each takes a frame and returns one Indonesian text a row.

The numbers in a sentence are read from the same row that the score was computed from, so a reason and
its numbers cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_lines
from mapping.knowledge.formats import UNKNOWN, say_chance, say_number, say_rupiah
from mapping.settings import Settings


def _each_once(values: pd.Series, say: Callable[[float], str]) -> pd.Series:
    """``say`` of every value, called once for each different one: counts repeat, and wording a number is slow."""
    texts = {value: say(value) for value in values.dropna().unique()}
    return values.map(texts).astype(object).where(values.notna(), UNKNOWN).astype(str)


def _numbers(values: pd.Series, digits: int = 0) -> pd.Series:
    return _each_once(values.round(digits), lambda value: say_number(value, digits))


def _counts(values: pd.Series, rows: pd.Series, settings: Settings) -> pd.Series:
    """Counts of businesses; where they rest on one or two rows they could point at a person: "kurang dari 3"."""
    few = (rows >= 1) & (rows < settings.suppress_below)
    return _numbers(values).mask(few, f"kurang dari {settings.suppress_below}")


def _rupiah(values: pd.Series) -> pd.Series:
    return _each_once(values, say_rupiah)


def say_reason(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Why start with this: members and how they stand out, pooled spend, buyers; or residents and outlets.

    The members of an umbrella line are not counted out loud beside those of the line that leads it when
    only one or two are left between them.
    """
    driver = rows["driver"]
    verb = pd.Series(
        np.select(
            [driver == "supply_members", driver == "pooling"],
            ["yang bisa dipasok", "dengan bahan yang mirip"],
            "yang membuatnya",
        ),
        index=rows.index,
    )
    members = (
        "Ada "
        + _numbers(rows["n"])
        + " usaha "
        + verb
        + " (terbanyak: "
        + rows["product"]
        + "), "
        + _numbers(rows["lq"], 1)
        + " kali porsi rata-rata wilayah (peluang di atas rata-rata "
        + _each_once(rows["lq_prob"].round(3), say_chance)
        + "). "
    )
    rest = rows["n"] - rows["leader_n"]
    same = (rest >= 1) & (rest < settings.suppress_below)
    leader = rows["leader"].map(read_lines()["line"]).fillna("")
    members = members.mask(same, "Pelakunya hampir semuanya sama dengan lini " + leader + ". ")
    spend = "Belanja bahan gabungan sekitar " + _rupiah(rows["spend_idr_month"]) + " per bulan. "
    spend = spend.where(rows["spend_idr_month"].notna(), "Belanja bahannya belum diketahui. ")
    spend = spend.mask(same, "")
    buyers = (
        "Calon pembeli atau penyalur di kecamatan: "
        + _counts(rows["buyers"], rows["buyers_rows"], settings)
        + " usaha."
    )
    buyers = buyers.where(
        rows["driver"] != "supply_members", "Koperasi menjadi grosir bagi anggotanya, bukan pesaing mereka."
    )
    residents = (
        "Penduduk "
        + _numbers(rows["population"])
        + " jiwa; penjual serupa yang terdata "
        + _counts(rows["rivals"], rows["rivals_rows"], settings)
        + ", acuan satu penjual per "
        + _numbers(rows["rival_norm_people"])
        + " jiwa."
    )
    return (members + spend + buyers).mask(driver == "demand", residents)


def say_counter(rows: pd.DataFrame) -> pd.Series:
    """The strongest argument against: the weakest of what is known about the line here."""
    need = rows["min_businesses"]
    led = rows["leader"] != ""
    leader = rows["leader"].map(read_lines()["line"]).fillna("")
    short_of_members = rows["n"] < need
    capital = rows["capital_low_idr"].where(rows["capital_low_idr"] > 0)
    cases = [
        led,
        short_of_members,
        rows["driver"] == "demand",
        rows["feasibility"] < 60,
        rows["lq_prob"] < 0.8,
        rows["spend_idr_month"].isna(),
        rows["demand"] < 40,
    ]
    texts = [
        "Kebanyakan pelakunya sama dengan lini " + leader + ": mulai dari situ, lalu meluas ke sini.",
        "Lini ini biasanya perlu " + _numbers(need) + " usaha; baru " + _numbers(rows["n"]) + " yang terdata.",
        pd.Series(
            "Survei tidak mencatat semua penjual; kuota dan jarak penyalur resmi harus dicek dulu.", index=rows.index
        ),
        "Modalnya besar: " + _rupiah(capital) + " sampai " + _rupiah(rows["capital_high_idr"]) + ".",
        pd.Series("Usaha seperti ini tidak lebih banyak di sini daripada di tempat lain.", index=rows.index),
        pd.Series(
            "Belanja bahan para perajin belum diketahui, jadi hemat belanja bersama belum bisa dihitung.",
            index=rows.index,
        ),
        pd.Series("Calon pembeli di kecamatan sedikit; pasar luar harus dipastikan lebih dulu.", index=rows.index),
    ]
    usual = "Bergantung pada kesediaan para pelaku bergabung; survei tidak menanyakannya."
    return pd.Series(np.select(cases, texts, usual), index=rows.index)


def say_cancels(rows: pd.DataFrame) -> pd.Series:
    """What would cancel the advice: too few willing members, or the catalogue's own gate."""
    gate = rows["line_id"].map(read_lines()["gate_text"])
    least = rows["gate_members"].fillna(np.ceil(rows["min_businesses"] / 2))
    members = "kurang dari " + _numbers(least) + " pelaku bersedia ikut, atau "
    return "Batal bila " + members.where(least.notna(), "") + gate + "."


def say_avoid(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Why not: the gate in words with its numbers, or a fashion from elsewhere in the region."""
    saturated = rows["gate"].str.startswith("Penjual")
    few_people = rows["gate"].str.startswith("Penduduknya")
    detail = pd.Series("", index=rows.index)
    detail = detail.mask(
        saturated,
        " Terdata "
        + _counts(rows["rivals"], rows["rivals_rows"], settings)
        + " penjual untuk "
        + _numbers(rows["population"])
        + " jiwa (acuan satu per "
        + _numbers(rows["rival_norm_people"])
        + " jiwa).",
    )
    detail = detail.mask(
        few_people,
        " Ada " + _numbers(rows["population"]) + " jiwa; perlu sekitar " + _numbers(rows["min_population"]) + ".",
    )
    land = rows["gate"].str.startswith("Lini ini hidup dari lahan")
    farmers = (
        " Terdata "
        + _counts(rows["n"], rows["n"], settings)
        + " petani; perlu "
        + _numbers(rows["min_businesses"])
        + "."
    )
    farmers = farmers.where(rows["n"].notna(), " Survei ini tidak mendata petani.")
    detail = detail.mask(land, farmers)
    where = pd.Series("di kelurahan lain di wilayah ini", index=rows.index)
    where = where.mask(rows["nearby"].notna(), "di kecamatan " + rows["kecamatan"] + " sendiri")
    most = _numbers(rows["nearby"].fillna(rows["pull"]))
    fashion = (
        "Ramai "
        + where
        + " (sampai "
        + most
        + " usaha di satu kelurahan), tetapi di sini hampir tidak ada pembuatnya: jangan sekadar ikut-ikutan."
    )
    return (rows["gate"] + detail).where(rows["warn"], fashion)


def say_unknown(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Belum cukup data, and what to survey next.

    The exact count is not said: beside the counts of the sectors it would give a hidden one away.
    """
    least = settings.minimum_businesses
    seen = pd.Series(f"kurang dari {least} usaha yang tersurvei di sini", index=rows.index)
    seen = seen.mask(rows["n_kelurahan"] == 0, "belum ada usaha yang tersurvei di sini")
    wanted = rows["wanted"].clip(lower=least).round(-1).clip(lower=least)
    target = "sekitar " + _numbers(wanted) + " usaha"
    target = target.where(rows["wanted"].notna(), f"paling sedikit {least} usaha")
    return (
        "Belum cukup data: "
        + seen
        + ". Survei berikutnya: datangi "
        + target
        + " dan catat produk, jumlah pekerja, belanja bahan per bulan dan tempat menjual."
    )


def say_undecided(rows: pd.DataFrame) -> pd.Series:
    """Surveyed well enough, yet no line stands on anything: what is missing."""
    missing = pd.Series("jumlah penduduk", index=rows.index).where(rows["population"].isna(), "")
    spend = pd.Series("belanja bahan per bulan", index=rows.index).where(~rows["spend_known"], "")
    both = (missing != "") & (spend != "")
    wanted = missing + np.where(both, " dan ", "") + spend
    complete = "Lengkapi dulu " + wanted + ", lalu tanyakan kesediaan warga bergabung."
    complete = complete.where(wanted != "", "Tanyakan dulu kebutuhan dan kesediaan warga dalam musyawarah.")
    return (
        "Belum ada lini yang bisa disarankan: menurut survei, pelaku atau pembelinya belum cukup untuk lini mana pun. "
        + complete
    )
