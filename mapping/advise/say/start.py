"""Why start with a line, what speaks against it, and what would cancel it.

The numbers in a sentence are read from the same row that the score was computed from, so a reason and
its numbers cannot disagree.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.say.money import hides_volume, say_left, say_money
from mapping.advise.say.words import (
    bands,
    buyer_kinds,
    counts,
    distances,
    each_once,
    exact_rupiah,
    numbers,
    plenty,
    units,
)
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.formats import say_chance, say_percent
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.settings import Settings

NO_BUYER = mark("Belum ada pembeli yang terjangkau: pastikan dulu siapa yang membeli. ")


def say_reason(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Why start with this: members and how they stand out, pooled spend, buyers, money; or residents and outlets.

    A line that sells to buyers of whom none is within reach says so first. The members of an umbrella line are not
    counted out loud beside those of the line that leads it when only one or two are left between them.
    """
    members = _say_members(rows, settings) + say_buyers(rows, settings)
    residents = (
        "Penduduk "
        + numbers(rows["population"])
        + tr(" jiwa; penjual serupa yang terdata ")
        + counts(rows["rivals"], rows["rivals_rows"], settings)
        + tr(", acuan satu penjual per ")
        + numbers(rows["rival_norm_people"])
        + " jiwa. "
    )
    first = pd.Series("", index=rows.index).mask(without_buyer(rows), NO_BUYER)
    return first + members.mask(rows["serves_residents"], residents) + say_money(rows, settings)


def without_buyer(rows: pd.DataFrame) -> pd.Series:
    """Lines that sell to buyers, of whom none was found where they were looked for."""
    found = rows[["buyers_reach", "big_buyers"]].sum(axis=1, min_count=1)
    return ~rows["serves_residents"] & ~rows["supplies_members"] & (found == 0)


def _say_members(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    verb = pd.Series(
        np.select(
            [rows["driver"] == "supply_members", rows["driver"] == "pooling"],
            [tr("yang bisa dipasok"), tr("dengan bahan yang mirip")],
            tr("yang membuatnya"),
        ),
        index=rows.index,
    )
    members = (
        "Ada "
        + counts(rows["n"], rows["n"], settings)
        + " usaha "
        + verb
        + " (terbanyak: "
        + rows["product"]
        + "), "
        + plenty(rows["lq"])
        + ": "
        + numbers(rows["lq"], 1)
        + tr(" kali porsi rata-rata wilayah (peluang di atas rata-rata ")
        + each_once(rows["lq_prob"].round(3), say_chance)
        + "). "
    )
    rest = rows["n"] - rows["leader_n"]
    same = (rest >= 1) & (rest < settings.suppress_below)
    members = members.mask(same, tr("Pelakunya hampir semuanya sama dengan lini ") + leader_name(rows, settings) + ". ")
    spend = tr("Belanja bahan gabungan sekitar ") + exact_rupiah(rows["spend_idr_month"]) + tr(" per bulan. ")
    spend = spend.where(rows["spend_idr_month"].notna(), tr("Belanja bahannya belum diketahui. "))
    return members + spend.mask(same, "")


def leader_name(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """The name of the line that leads an umbrella line; ``""`` where none does."""
    return rows["leader"].map(lines_in_force(settings.advice.line_changes)["line"]).fillna("")


def say_buyers(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Who buys, how many and how far; only kinds and distances, never a person."""
    shops, big = rows["buyers_reach"], rows["big_buyers"]
    some_shops, some_big = shops > 0, big > 0
    of_shops = bands(shops, rows["buyers_reach_rows"], settings.suppress_below) + " usaha"
    of_big = numbers(big) + tr(" pembeli besar")
    found = of_shops.where(some_shops, "") + np.where(some_shops & some_big, " dan ", "") + of_big.where(some_big, "")
    nearest = " (terdekat " + buyer_kinds(rows["nearest_kind"]) + ": " + distances(rows["nearest_m"]) + ")"
    nearest = nearest.where(rows["nearest_m"].notna() & (rows["nearest_kind"] != ""), "")
    # Without a table of buyers they were counted in the kecamatan, not around the kelurahan.
    place = np.where(rows["nearest_m"].isna() & ~some_big, tr(" di kecamatan: "), tr(" yang terjangkau: "))
    said = tr("Calon pembeli atau penyalur") + pd.Series(place, index=rows.index) + found + nearest + ". "
    said = said.mask(without_buyer(rows), "").mask(shops.isna() & big.isna(), tr("Calon pembelinya belum diketahui. "))
    wholesale = tr("Koperasi menjadi grosir bagi anggotanya, bukan pesaing mereka. ")
    supplied = pd.Series(tr("Pembelinya anggota sendiri. "), index=rows.index).mask(rows["members_retail"], wholesale)
    return said.mask(rows["supplies_members"], supplied)


def say_counter(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """The strongest argument against: the weakest of what is known about the line here."""
    said = assumptions_in_force(settings.advice)
    hidden = hides_volume(rows, settings)
    people = settings.advice.people
    few_people = rows["staff"] > np.inf if people is None else rows["staff"] > people
    reasons = [
        (
            rows["carries"] == "unknown",
            tr("Untung ruginya belum bisa dihitung dari survei ini: jangan meminjam sebelum volumenya diketahui."),
        ),
        (
            rows["leader"] != "",
            tr("Kebanyakan pelakunya sama dengan lini ")
            + leader_name(rows, settings)
            + tr(": mulai dari situ, lalu meluas ke sini."),
        ),
        (
            rows["n"] < rows["min_businesses"],
            tr("Lini ini biasanya perlu ")
            + numbers(rows["min_businesses"])
            + tr(" usaha; baru ")
            + counts(rows["n"], rows["n"], settings)
            + tr(" yang terdata."),
        ),
        (
            (rows["dscr_volume_down"] < said["loan.least_dscr"]) & ~hidden,
            tr("Tidak kuat bila volume turun {said}: ", said=say_percent(said["operating.volume_down"]))
            + say_left(rows["dscr_volume_down"]),
        ),
        (
            few_people,
            "Perlu " + units(rows["staff"]) + tr(" orang untuk menjalankannya; yang siap {people}.", people=people),
        ),
        (
            (rows["dscr_price_down"] < said["loan.least_dscr"]) & ~hidden,
            tr("Tidak kuat bila harga jual turun {said}: ", said=say_percent(said["operating.price_swing"]))
            + say_left(rows["dscr_price_down"]),
        ),
        (
            rows["serves_residents"],
            tr("Survei tidak mencatat semua penjual; kuota dan jarak penyalur resmi harus dicek dulu."),
        ),
        (rows["lq_prob"] < 0.8, tr("Usaha seperti ini tidak lebih banyak di sini daripada di tempat lain.")),
        (
            rows["spend_idr_month"].isna(),
            tr("Belanja bahan para perajin belum diketahui, jadi hemat belanja bersama belum bisa dihitung."),
        ),
        (rows["demand"] < 40, tr("Calon pembeli yang terjangkau sedikit; pasar luar harus dipastikan lebih dulu.")),
        (
            rows["age_months"] > 24,
            "Datanya berumur " + numbers(rows["age_months"]) + tr(" bulan; keadaan bisa berubah."),
        ),
        (
            rows["p_carries"] < 0.9,
            tr("Kasnya menutup cicilan hanya dalam ") + each_once(rows["p_carries"], say_chance) + " hitungan ulang.",
        ),
    ]
    usual = tr("Bergantung pada kesediaan para pelaku bergabung; survei tidak menanyakannya.")
    texts = [pd.Series(text, index=rows.index) for _, text in reasons]
    return pd.Series(np.select([case for case, _ in reasons], texts, usual), index=rows.index)


def say_cancels(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """What would cancel the advice: too few willing members, too little volume, or the catalogue's own gate."""
    lines = lines_in_force(settings.advice.line_changes)
    gate = rows["line_id"].map(lines["gate_text"])
    least = rows["gate_members"].fillna(np.ceil(rows["min_businesses"] / 2))
    members = (tr("kurang dari ") + numbers(least) + " pelaku bersedia ikut").where(least.notna(), "")
    known = rows["break_even_units_month"].notna() & ~hides_volume(rows, settings)
    volume = tr("volumenya di bawah ") + units(rows["break_even_units_month"]) + " " + rows["unit"] + " sebulan"
    parts = pd.DataFrame({"members": members, "volume": volume.where(known, ""), "gate": gate})
    joined = parts.apply(lambda column: column.where(column == "", column + tr(", atau "))).sum(axis=1)
    return tr("Batal bila ") + joined.str.removesuffix(", atau ") + "."
