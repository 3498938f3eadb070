"""What to do later, what not to start, and what to ask where nothing can be said yet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.say.money import hides_volume, say_money
from mapping.advise.say.start import leader_name
from mapping.advise.say.words import counts, numbers, rupiah, times, units
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.settings import Settings

NO_MONEY = mark("Volume dan kasnya tidak ditulis karena pelaku yang terdata kurang dari {}.")


def say_later(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """What must be true before a line that is near can start."""
    hidden = hides_volume(rows, settings)
    capital = (
        tr("Kurang modal ")
        + rupiah(rows["missing_idr"])
        + ": butuh "
        + rupiah(rows["capital_idr"])
        + tr(", yang tertutup uang sendiri dan pinjaman baru ")
        + rupiah(rows["capital_idr"] - rows["missing_idr"])
        + "."
    )
    repay = (
        tr("Baru bila volumenya mencapai ")
        + units(rows["break_even_units_month"])
        + " "
        + rows["unit"]
        + tr(" sebulan (perkiraan sekarang ")
        + units(rows["volume_month"])
        + tr("): kas bersihnya baru ")
        + times(rows["dscr"])
        + " cicilan."
    )
    needed = rows["gate_members"].fillna(rows["min_businesses"])
    members = (
        tr("Baru bila ada ")
        + numbers(needed)
        + tr(" pelaku yang ikut; yang terdata ")
        + counts(rows["n"], rows["n"], settings)
        + "."
    )
    people = (
        tr("Baru bila penduduk yang dilayani mencapai ")
        + numbers(rows["min_population"])
        + tr(" jiwa; sekarang ")
        + numbers(rows["population"])
        + tr(". Gabungkan dengan kelurahan sebelah.")
    )
    after = pd.Series(tr("Setelah lini pertama jalan dan cicilannya tertutup."), index=rows.index)
    after = after.mask(
        rows["leader"] != "",
        tr("Setelah lini ") + leader_name(rows, settings) + tr(" jalan: pelakunya sebagian besar sama."),
    )
    cases = {"capital": capital, "repay": repay, "members": members, "people": people}
    after += " " + say_money(rows, settings)
    hide = rows["closed_by"].isin(["repay", "capital"]) & hidden
    text = np.select([rows["closed_by"] == code for code in cases], list(cases.values()), after)
    closed = rows["gate"] + " " + NO_MONEY.format(settings.suppress_below)
    return pd.Series(text, index=rows.index).mask(hide, closed)


def say_avoid(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Why not: the gate in words with its numbers, or a fashion from elsewhere in the region."""
    closed = rows["closed_by"]
    detail = pd.Series("", index=rows.index)
    for code, text in (
        ("saturated", _say_outlets(rows, settings)),
        (
            "people",
            " Ada " + numbers(rows["population"]) + tr(" jiwa; perlu sekitar ") + numbers(rows["min_population"]) + ".",
        ),
        ("land", _say_farmers(rows, settings)),
        ("loss", _say_loss(rows, settings)),
        ("repay", _say_loss(rows, settings)),
        ("members_retail", pd.Series(tr(" Ambil peran grosir: mereka kulakan di koperasi."), index=rows.index)),
    ):
        detail = detail.mask(closed == code, text)
    where = pd.Series(tr("di kelurahan lain di wilayah ini"), index=rows.index)
    where = where.mask(rows["nearby"].notna(), tr("di kecamatan ") + rows["kecamatan"] + " sendiri")
    most = numbers(rows["nearby"].fillna(rows["pull"]))
    fashion = (
        "Ramai "
        + where
        + " (sampai "
        + most
        + tr(" usaha di satu kelurahan), tetapi di sini hampir tidak ada pembuatnya: jangan sekadar ikut-ikutan.")
    )
    return (rows["gate"] + detail).mask(rows["fashion"], fashion)


def _say_outlets(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """How crowded, and the role that is left where the crowd retails: to be its wholesaler."""
    outlets = (
        " Terdata "
        + counts(rows["rivals"], rows["rivals_rows"], settings)
        + tr(" penjual untuk ")
        + numbers(rows["population"])
        + tr(" jiwa (acuan satu per ")
        + numbers(rows["rival_norm_people"])
        + " jiwa)."
    )
    wholesale = tr(" Bila mereka anggota, koperasi lebih berguna sebagai tempat kulakan mereka.")
    return outlets + pd.Series("", index=rows.index).mask(rows["stage"] == "dagang", wholesale)


def _say_farmers(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    farmers = (
        " Terdata "
        + counts(rows["n"], rows["n"], settings)
        + tr(" petani; perlu ")
        + numbers(rows["min_businesses"])
        + "."
    )
    return farmers.where(rows["n"].notna(), tr(" Survei ini tidak mendata petani."))


def _say_loss(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Running costs against the estimated volume, in the line's own unit."""
    said = (
        tr(" Impas pada ")
        + units(rows["break_even_units_month"])
        + " "
        + rows["unit"]
        + tr(" sebulan, perkiraan di sini ")
        + units(rows["volume_month"])
        + tr("; kas bersih ")
        + rupiah(rows["net_cash_idr_month"])
        + " sebulan."
    )
    return said.mask(hides_volume(rows, settings), " " + NO_MONEY.format(settings.suppress_below))


def say_unknown(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Belum cukup data, and what to survey next.

    The exact count is not said: beside the counts of the sectors it would give a hidden one away.
    """
    least = settings.minimum_businesses
    seen = pd.Series(tr("kurang dari {least} usaha yang tersurvei di sini", least=least), index=rows.index)
    seen = seen.mask(rows["n_kelurahan"] == 0, tr("belum ada usaha yang tersurvei di sini"))
    wanted = rows["wanted"].clip(lower=least).round(-1).clip(lower=least)
    target = "sekitar " + numbers(wanted) + " usaha"
    target = target.where(rows["wanted"].notna(), tr("paling sedikit {least} usaha", least=least))
    return (
        tr("Belum cukup data: ")
        + seen
        + tr(". Survei berikutnya: datangi ")
        + target
        + tr(" dan catat produk, jumlah pekerja, omzet dan belanja bahan per bulan, dan tempat menjual.")
    )


def say_undecided(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Surveyed well enough, yet no line stands on anything: what is missing, or the line that comes nearest."""
    missing = pd.Series(tr("jumlah penduduk"), index=rows.index).where(rows["population"].isna(), "")
    spend = pd.Series(tr("belanja bahan per bulan"), index=rows.index).where(~rows["spend_known"], "")
    both = (missing != "") & (spend != "")
    wanted = missing + np.where(both, " dan ", "") + spend
    complete = "Lengkapi dulu " + wanted + ", lalu tanyakan kesediaan warga bergabung."
    complete = complete.where(wanted != "", tr("Tanyakan dulu kebutuhan dan kesediaan warga dalam musyawarah."))
    place = pd.Series(tr("menurut survei, pelaku atau pembelinya belum cukup untuk lini mana pun. "), index=rows.index)
    names = lines_in_force(settings.advice.line_changes)["line"]
    nearest = rows["money_closed"].map(names).fillna("")
    money = tr("yang paling dekat, ") + nearest + tr(", tertahan di uangnya (lihat bagian nanti dan jangan). ")
    return tr("Belum ada lini yang bisa disarankan: ") + place.mask(rows["money_closed"] != "", money) + complete
