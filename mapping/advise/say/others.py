"""What to do later, what not to start, and what to ask where nothing can be said yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.say.money import hides_volume, say_money, say_no_money
from mapping.advise.say.start import leader_name
from mapping.advise.say.words import (
    counts,
    everywhere,
    numbers,
    one_after_another,
    rupiah,
    sentence,
    times,
    units,
)
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, plural, tr
from mapping.settings import Settings


def say_later(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """What must be true before a line that is near can start."""
    capital = sentence(
        mark("Kurang modal {missing}: butuh {capital}, yang tertutup uang sendiri dan pinjaman baru {covered}."),
        missing=rupiah(rows["missing_idr"]),
        capital=rupiah(rows["capital_idr"]),
        covered=rupiah(rows["capital_idr"] - rows["missing_idr"]),
    )
    repay = sentence(
        mark(
            "Baru bila volumenya mencapai {break_even} {unit} sebulan (perkiraan sekarang {volume}): "
            "kas bersihnya baru {times} cicilan."
        ),
        break_even=units(rows["break_even_units_month"]),
        unit=rows["unit"],
        volume=units(rows["volume_month"]),
        times=times(rows["dscr"]),
    )
    members = sentence(
        mark("Baru bila ada {needed} pelaku yang ikut; yang terdata {n}."),
        needed=numbers(rows["gate_members"].fillna(rows["min_businesses"])),
        n=counts(rows["n"], rows["n"], settings),
    )
    people = sentence(
        mark(
            "Baru bila penduduk yang dilayani mencapai {least} jiwa; sekarang {population}. "
            "Gabungkan dengan kelurahan sebelah."
        ),
        least=numbers(rows["min_population"]),
        population=numbers(rows["population"]),
    )
    led = sentence(mark("Setelah lini {line} jalan: pelakunya sebagian besar sama."), line=leader_name(rows, settings))
    after = everywhere(tr("Setelah lini pertama jalan dan cicilannya tertutup."), rows.index)
    after = one_after_another(after.mask(rows["leader"] != "", led), say_money(rows, settings))
    cases = {"capital": capital, "repay": repay, "members": members, "people": people}
    hide = rows["closed_by"].isin(["repay", "capital"]) & hides_volume(rows, settings)
    text = np.select([rows["closed_by"] == code for code in cases], list(cases.values()), after)
    closed = one_after_another(rows["gate"], say_no_money(rows, settings))
    return pd.Series(text, index=rows.index).mask(hide, closed)


def say_avoid(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Why not: the gate in words with its numbers, or a fashion from elsewhere in the region."""
    closed = rows["closed_by"]
    detail = everywhere("", rows.index)
    people = sentence(
        mark("Ada {population} jiwa; perlu sekitar {least}."),
        population=numbers(rows["population"]),
        least=numbers(rows["min_population"]),
    )
    for code, text in (
        ("saturated", _say_outlets(rows, settings)),
        ("people", people),
        ("land", _say_farmers(rows, settings)),
        ("loss", _say_loss(rows, settings)),
        ("repay", _say_loss(rows, settings)),
        ("members_retail", everywhere(tr("Ambil peran grosir: mereka kulakan di koperasi."), rows.index)),
    ):
        detail = detail.mask(closed == code, text)
    return one_after_another(rows["gate"], detail).mask(rows["fashion"], _say_fashion(rows))


def _say_fashion(rows: pd.DataFrame) -> pd.Series:
    """Many make it elsewhere, hardly anyone here."""
    most = numbers(rows["nearby"].fillna(rows["pull"]))
    elsewhere = sentence(
        mark(
            "Ramai di kelurahan lain di wilayah ini (sampai {most} usaha di satu kelurahan), tetapi di sini "
            "hampir tidak ada pembuatnya: jangan sekadar ikut-ikutan."
        ),
        most=most,
    )
    near = sentence(
        mark(
            "Ramai di kecamatan {kecamatan} sendiri (sampai {most} usaha di satu kelurahan), tetapi di sini "
            "hampir tidak ada pembuatnya: jangan sekadar ikut-ikutan."
        ),
        kecamatan=rows["kecamatan"],
        most=most,
    )
    return elsewhere.mask(rows["nearby"].notna(), near)


def _say_outlets(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """How crowded, and the role that is left where the crowd retails: to be its wholesaler."""
    outlets = sentence(
        mark("Terdata {rivals} penjual untuk {population} jiwa (acuan satu per {norm} jiwa)."),
        rivals=counts(rows["rivals"], rows["rivals_rows"], settings),
        population=numbers(rows["population"]),
        norm=numbers(rows["rival_norm_people"]),
    )
    wholesale = tr("Bila mereka anggota, koperasi lebih berguna sebagai tempat kulakan mereka.")
    return one_after_another(outlets, everywhere("", rows.index).mask(rows["stage"] == "dagang", wholesale))


def _say_farmers(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    farmers = sentence(
        mark("Terdata {n} petani; perlu {least}."),
        n=counts(rows["n"], rows["n"], settings),
        least=numbers(rows["min_businesses"]),
    )
    return farmers.where(rows["n"].notna(), tr("Survei ini tidak mendata petani."))


def _say_loss(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Running costs against the estimated volume, in the line's own unit."""
    said = sentence(
        mark("Impas pada {break_even} {unit} sebulan, perkiraan di sini {volume}; kas bersih {cash} sebulan."),
        break_even=units(rows["break_even_units_month"]),
        unit=rows["unit"],
        volume=units(rows["volume_month"]),
        cash=rupiah(rows["net_cash_idr_month"]),
    )
    return said.mask(hides_volume(rows, settings), say_no_money(rows, settings))


def say_unknown(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Belum cukup data, and what to survey next.

    The exact count is not said: beside the counts of the sectors it would give a hidden one away.
    """
    least = settings.minimum_businesses
    seen = everywhere(tr("kurang dari {least} usaha yang tersurvei di sini", least=least), rows.index)
    seen = seen.mask(rows["n_kelurahan"] == 0, tr("belum ada usaha yang tersurvei di sini"))
    wanted = rows["wanted"].clip(lower=least).round(-1).clip(lower=least)
    target = sentence(mark("sekitar {wanted} usaha"), wanted=numbers(wanted))
    target = target.where(rows["wanted"].notna(), plural("paling sedikit {least} usaha", least, least=least))
    return sentence(
        mark(
            "Belum cukup data: {seen}. Survei berikutnya: datangi {target} dan catat produk, jumlah pekerja, "
            "omzet dan belanja bahan per bulan, dan tempat menjual."
        ),
        seen=seen,
        target=target,
    )


def say_undecided(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Surveyed well enough, yet no line stands on anything: what is missing, or the line that comes nearest."""
    unpeopled, unspent = rows["population"].isna(), ~rows["spend_known"]
    advised = np.select(
        [unpeopled & unspent, unpeopled, unspent],
        [
            tr("Lengkapi dulu jumlah penduduk dan belanja bahan per bulan, lalu tanyakan kesediaan warga bergabung."),
            tr("Lengkapi dulu jumlah penduduk, lalu tanyakan kesediaan warga bergabung."),
            tr("Lengkapi dulu belanja bahan per bulan, lalu tanyakan kesediaan warga bergabung."),
        ],
        tr("Tanyakan dulu kebutuhan dan kesediaan warga dalam musyawarah."),
    )
    names = lines_in_force(settings.advice.line_changes)["line"]
    place = tr(
        "Belum ada lini yang bisa disarankan: menurut survei, pelaku atau pembelinya belum cukup untuk lini mana pun."
    )
    money = sentence(
        mark(
            "Belum ada lini yang bisa disarankan: yang paling dekat, {line}, tertahan di uangnya "
            "(lihat bagian nanti dan jangan)."
        ),
        line=rows["money_closed"].map(names).fillna(""),
    )
    said = everywhere(place, rows.index).mask(rows["money_closed"] != "", money)
    return one_after_another(said, pd.Series(advised, index=rows.index, dtype="str"))
