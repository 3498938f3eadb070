"""Why start with a line, what speaks against it, and what would cancel it.

The numbers in a sentence are read from the same row that the score was computed from, so a reason and
its numbers cannot disagree.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.say.money import hides_volume, say_money
from mapping.advise.say.words import (
    bands,
    big_buyers,
    buyer_kinds,
    counts,
    distances,
    each_once,
    everywhere,
    exact_rupiah,
    numbers,
    one_after_another,
    plenty,
    product_names,
    sentence,
    times,
    units,
)
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.formats import say_chance, say_number, say_percent
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, plural, tr
from mapping.settings import Settings

NO_BUYER = mark("Belum ada pembeli yang terjangkau: pastikan dulu siapa yang membeli.")
CANCELS = mark("Batal bila {what}.")
UNCOVERED = 0.05
"""Cover of the instalment below which net cash is nothing."""


def say_reason(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Why start with this: members and how they stand out, pooled spend, buyers, money; or residents and outlets.

    A line that sells to buyers of whom none is within reach says so first. The members of an umbrella line are not
    counted out loud beside those of the line that leads it when only one or two are left between them.
    """
    members = one_after_another(_say_members(rows, settings), say_buyers(rows, settings))
    residents = sentence(
        mark("Penduduk {population} jiwa; penjual serupa yang terdata {rivals}, acuan satu penjual per {norm} jiwa."),
        population=numbers(rows["population"]),
        rivals=counts(rows["rivals"], rows["rivals_rows"], settings),
        norm=numbers(rows["rival_norm_people"]),
    )
    first = everywhere("", rows.index).mask(without_buyer(rows), tr(NO_BUYER))
    return one_after_another(first, members.mask(rows["serves_residents"], residents), say_money(rows, settings))


def without_buyer(rows: pd.DataFrame) -> pd.Series:
    """Lines that sell to buyers, of whom none was found where they were looked for."""
    found = rows[["buyers_reach", "big_buyers"]].sum(axis=1, min_count=1)
    return ~rows["serves_residents"] & ~rows["supplies_members"] & (found == 0)


MEMBERS = {
    "supply_members": mark(
        "Ada {n} usaha yang bisa dipasok (terbanyak: {product}), {plenty}: {lq} kali porsi rata-rata wilayah "
        "(peluang di atas rata-rata {chance})."
    ),
    "pooling": mark(
        "Ada {n} usaha dengan bahan yang mirip (terbanyak: {product}), {plenty}: {lq} kali porsi rata-rata wilayah "
        "(peluang di atas rata-rata {chance})."
    ),
    "producers": mark(
        "Ada {n} usaha yang membuatnya (terbanyak: {product}), {plenty}: {lq} kali porsi rata-rata wilayah "
        "(peluang di atas rata-rata {chance})."
    ),
}
"""Driver of a line -> what its members are counted by."""


def _say_members(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    figures = {
        "n": counts(rows["n"], rows["n"], settings),
        "product": product_names(rows["product"]),
        "plenty": plenty(rows["lq"]),
        "lq": numbers(rows["lq"], 1),
        "chance": each_once(rows["lq_prob"], say_chance),
    }
    members = sentence(MEMBERS["producers"], **figures)
    for driver in ("supply_members", "pooling"):
        members = members.mask(rows["driver"] == driver, sentence(MEMBERS[driver], **figures))
    rest = rows["n"] - rows["leader_n"]
    same = (rest >= 1) & (rest < settings.suppress_below)
    alike = sentence(mark("Pelakunya hampir semuanya sama dengan lini {line}."), line=leader_name(rows, settings))
    spend = sentence(
        mark("Belanja bahan gabungan sekitar {spend} per bulan."), spend=exact_rupiah(rows["spend_idr_month"])
    )
    spend = spend.where(rows["spend_idr_month"].notna(), tr("Belanja bahannya belum diketahui."))
    return one_after_another(members.mask(same, alike), spend.mask(same, ""))


def leader_name(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """The name of the line that leads an umbrella line; ``""`` where none does."""
    return rows["leader"].map(lines_in_force(settings.advice.line_changes)["line"]).fillna("")


def say_buyers(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Who buys, how many and how far; only kinds and distances, never a person."""
    shops, big = rows["buyers_reach"], rows["big_buyers"]
    of_shops = sentence(mark("{shops} usaha"), shops=bands(shops, rows["buyers_reach_rows"], settings.suppress_below))
    of_big = big_buyers(big)
    both = sentence(mark("{shops} dan {big}"), shops=of_shops, big=of_big)
    found = of_shops.where(shops > 0, "").mask(big > 0, of_big).mask((shops > 0) & (big > 0), both)
    nearest = sentence(
        mark(" (terdekat {kind}: {distance})"),
        kind=buyer_kinds(rows["nearest_kind"]),
        distance=distances(rows["nearest_m"]),
    ).where(rows["nearest_m"].notna() & (rows["nearest_kind"] != ""), "")
    said = sentence(
        mark("Calon pembeli atau penyalur yang terjangkau: {found}{nearest}."), found=found, nearest=nearest
    )
    # Without a table of buyers they were counted in the kecamatan, not around the kelurahan.
    around = sentence(mark("Calon pembeli atau penyalur di kecamatan: {found}{nearest}."), found=found, nearest=nearest)
    said = said.mask(rows["nearest_m"].isna() & ~(big > 0), around)
    said = said.mask(without_buyer(rows), "").mask(shops.isna() & big.isna(), tr("Calon pembelinya belum diketahui."))
    supplied = everywhere(tr("Pembelinya anggota sendiri."), rows.index)
    wholesale = tr("Koperasi menjadi grosir bagi anggotanya, bukan pesaing mereka.")
    return said.mask(rows["supplies_members"], supplied.mask(rows["members_retail"], wholesale))


def say_counter(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """The strongest argument against: the weakest of what is known about the line here."""
    reasons = [*_against_line(rows, settings), *_against_data(rows)]
    usual = tr("Bergantung pada kesediaan para pelaku bergabung; survei tidak menanyakannya.")
    texts = [pd.Series(text, index=rows.index) for _, text in reasons]
    return pd.Series(np.select([case for case, _ in reasons], texts, usual), index=rows.index)


def _against_line(rows: pd.DataFrame, settings: Settings) -> list[tuple[pd.Series, pd.Series | str]]:
    """What speaks against the line itself: condition and words, the gravest first."""
    said = assumptions_in_force(settings.advice)
    hidden = hides_volume(rows, settings)
    people = settings.advice.people
    few_people = rows["staff"] > np.inf if people is None else rows["staff"] > people
    few_members = sentence(
        mark("Lini ini biasanya perlu {least} usaha; baru {n} yang terdata."),
        least=numbers(rows["min_businesses"]),
        n=counts(rows["n"], rows["n"], settings),
    )
    led = sentence(
        mark("Kebanyakan pelakunya sama dengan lini {line}: mulai dari situ, lalu meluas ke sini."),
        line=leader_name(rows, settings),
    )
    crew = sentence(
        mark("Perlu {staff} untuk menjalankannya; yang siap {people}."),
        staff=each_once(rows["staff"], _say_crew),
        people=everywhere(str(people), rows.index),
    )
    down, cheap = said["operating.volume_down"], said["operating.price_swing"]
    return [
        (
            rows["carries"] == "unknown",
            tr("Untung ruginya belum bisa dihitung dari survei ini: jangan meminjam sebelum volumenya diketahui."),
        ),
        (rows["leader"] != "", led),
        (rows["n"] < rows["min_businesses"], few_members),
        (
            (rows["dscr_volume_down"] < said["loan.least_dscr"]) & ~hidden,
            _say_shock(
                rows["dscr_volume_down"],
                down,
                mark("Tidak kuat bila volume turun {share}: kas bersih tinggal {times} cicilan."),
                mark("Tidak kuat bila volume turun {share}: biaya jalannya pun tidak tertutup."),
            ),
        ),
        (few_people, crew),
        (
            (rows["dscr_price_down"] < said["loan.least_dscr"]) & ~hidden,
            _say_shock(
                rows["dscr_price_down"],
                cheap,
                mark("Tidak kuat bila harga jual turun {share}: kas bersih tinggal {times} cicilan."),
                mark("Tidak kuat bila harga jual turun {share}: biaya jalannya pun tidak tertutup."),
            ),
        ),
    ]


def _say_crew(staff: float) -> str:
    return plural("{n} orang", staff, n=say_number(staff, 0 if abs(staff) >= 10 else 1))


def _say_shock(dscr: pd.Series, share: float, left: str, nothing: str) -> pd.Series:
    """What a bad case leaves for the instalment."""
    share_said = everywhere(say_percent(share), dscr.index)
    said = sentence(left, share=share_said, times=times(dscr))
    return said.mask(dscr < UNCOVERED, sentence(nothing, share=share_said))


def _against_data(rows: pd.DataFrame) -> list[tuple[pd.Series, pd.Series | str]]:
    """What speaks against being sure of it: condition and words."""
    age = each_once(rows["age_months"].round(), lambda value: plural("{n} bulan", value, n=say_number(value)))
    return [
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
        (rows["age_months"] > 24, sentence(mark("Datanya berumur {age}; keadaan bisa berubah."), age=age)),
        (
            rows["p_carries"] < 0.9,
            sentence(
                mark("Kasnya menutup cicilan hanya dalam {chance} hitungan ulang."),
                chance=each_once(rows["p_carries"], say_chance),
            ),
        ),
    ]


def say_cancels(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """What would cancel the advice: too few willing members, too little volume, or the catalogue's own gate."""
    lines = lines_in_force(settings.advice.line_changes)
    least = rows["gate_members"].fillna(np.ceil(rows["min_businesses"] / 2))
    members = sentence(mark("kurang dari {least} pelaku bersedia ikut"), least=numbers(least))
    volume = sentence(
        mark("volumenya di bawah {break_even} {unit} sebulan"),
        break_even=units(rows["break_even_units_month"]),
        unit=rows["unit"],
    )
    known = rows["break_even_units_month"].notna() & ~hides_volume(rows, settings)
    what, either = members.where(least.notna(), ""), tr(", atau ")
    for part in (volume.where(known, ""), rows["line_id"].map(lines["gate_text"])):
        what = (what + either + part).mask(what == "", part).mask(part == "", what)
    return sentence(CANCELS, what=what)


def bare_condition(cancels: str) -> str:
    """What :func:`say_cancels` says after "Batal bila", without the full stop.

    Examples
    --------
    >>> bare_condition("Batal bila kurang dari 8 pelaku bersedia ikut.")
    'kurang dari 8 pelaku bersedia ikut'
    """
    before, after = tr(CANCELS).split("{what}")
    return cancels.removeprefix(before).removesuffix(after)
