"""What a line earns and owes, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from mapping.knowledge.formats import say_chance, say_number, say_rupiah
from mapping.language import mark, tr
from mapping.present.tables import SYNTHETIC

CASE_LABELS = {
    "base": mark("Seperti yang diperkirakan"),
    "volume_down": mark("Volume turun"),
    "price_down": mark("Harga jual turun"),
    "price_up": mark("Harga jual naik"),
}
PLAN_LABELS = {
    "pays_idr": mark("Bayar"),
    "interest_idr": mark("Bunga"),
    "principal_idr": mark("Pokok"),
    "owed_idr": mark("Sisa utang"),
}


def say_times(times: float) -> str:
    """How many times the instalment; two decimals where one would hide on which side of 1 it is.

    Examples
    --------
    >>> say_times(1.62), say_times(0.97), say_times(0.0)
    ('1,6 kali', '0,97 kali', '0,0 kali')
    """
    return tr("{n} kali", n=say_number(times, 2 if 0.95 <= times < 1.05 else 1))


def say_cash(net_idr: float) -> str:
    """Net cash; a loss is called one.

    Examples
    --------
    >>> say_cash(1.1e6), say_cash(-191_100.0), say_cash(412.9)
    ('Rp 1,1 juta', 'rugi Rp 191,1 ribu', 'Rp 413')
    """
    whole = round(abs(net_idr)) if net_idr == net_idr else net_idr
    return tr("rugi {rupiah}", rupiah=say_rupiah(whole)) if net_idr < -0.5 else say_rupiah(whole)


def say_units(units: float, unit: str) -> str:
    """An amount of what the line sells; small amounts keep a decimal.

    Examples
    --------
    >>> say_units(1234.5, "tabung"), say_units(7.26, "ton")
    ('1.234 tabung', '7,3 ton')
    """
    return f"{say_number(units, 0 if abs(units) >= 100 or units == round(units) else 1)} {unit}"


def say_answer(row: Mapping[str, Any], line: Mapping[str, Any], place: str, why_unknown: str, least: float) -> str:
    """Whether the line pays its instalment, in one sentence that begins with the answer.

    Parameters
    ----------
    row : mapping
        A row of :func:`mapping.advise.money.pay.pay`.
    line : mapping
        ``line`` and ``unit`` of the line.
    place : str
        Name of the kelurahan.
    why_unknown : str
        Why its volume is unknown; ``""`` where it is known.
    least : float
        How many times the instalment net cash must be.
    """
    name, net, owed = (
        tr("{line} di {place}", line=line["line"], place=place),
        row["net_cash_idr_month"],
        row["instalment_idr_month"],
    )
    if row["carries"] == "unknown":
        needed = say_units(row["break_even_units_month"], line["unit"])
        said = tr("Belum bisa dihitung: {why_unknown}", why_unknown=why_unknown)
        enough = tr("Supaya biaya dan cicilannya tertutup, perlu terjual {needed} sebulan.", needed=needed)
        return f"{said} {enough}" if row["break_even_units_month"] > 0 else said
    if net < 0:
        return (
            tr(
                "Tidak: {name} belum menutup biaya jalannya, kurang {net} sebulan, apalagi cicilan {owed}.",
                name=name,
                net=say_rupiah(-net),
                owed=say_rupiah(owed),
            )
            if owed > 0
            else tr(
                "Tidak: {name} belum menutup biaya jalannya, kurang {net} sebulan.", name=name, net=say_rupiah(-net)
            )
        )
    figures = (
        tr(
            "kas bersih sekitar {net} sebulan, cicilan {owed}, jadi {dscr} cicilannya",
            net=say_rupiah(net),
            owed=say_rupiah(owed),
            dscr=say_times(row["dscr"]),
        )
        if owed > 0
        else tr("kas bersih sekitar {net} sebulan, tanpa cicilan", net=say_rupiah(net))
    )
    if row["missing_idr"] > 0:
        return tr(
            "Tidak: untuk {name} modal masih kurang {missing_idr} ({figures}).",
            name=name,
            missing_idr=say_rupiah(row["missing_idr"]),
            figures=figures,
        )
    if row["carries"] == "yes":
        return tr("Ya, {name} bisa: {figures}.", name=name, figures=figures)
    if least == 1:
        return tr("Tidak: {name} belum kuat, {figures}.", name=name, figures=figures)
    return tr(
        "Tidak: {name} belum kuat, {figures} (perlu paling sedikit {least}).",
        name=name,
        figures=figures,
        least=say_times(least),
    )


def say_certainty(row: Mapping[str, Any]) -> str:
    """How often it works out when what is assumed and whom the survey missed vary; ``""`` where unknown."""
    chance = row["p_carries"]
    if chance != chance:
        return ""
    low, high = (say_cash(row[f"net_cash_{end}_idr_month"]) for end in ("low", "high"))
    what = tr("cicilannya terbayar") if row["instalment_idr_month"] > 0 else tr("biaya jalannya tertutup")
    return tr(
        "Peluang {what}: {chance}, bila jumlah yang ikut, harga, marjin dan modal berubah-ubah "
        "dalam rentangnya. Dalam delapan dari sepuluh keadaan kas bersihnya antara {low} dan "
        "{high}.",
        what=what,
        chance=say_chance(chance),
        low=low,
        high=high,
    )


def say_size(row: Mapping[str, Any], unit: str) -> str:
    """Which size was reckoned with and whether its capacity binds; ``""`` where the volume is unknown."""
    size, capacity = row["size"], row["capacity_month"]
    if size != size:
        return tr("Biaya di bawah ini untuk ukuran terkecil.")
    if size == 0:
        chosen = tr("Dihitung untuk ukuran terkecil")
    elif size >= 1:
        chosen = tr("Dihitung untuk ukuran terbesar")
    else:
        chosen = tr("Dihitung untuk ukuran {size}% dari terkecil ke terbesar", size=say_number(100 * size))
    bound = row["wanted_month"] > capacity * 1.005
    rest = (
        tr(
            "Yang bisa dijual {wanted_month}, lebih dari kapasitas itu; sisanya tidak dihitung, "
            "karena ukuran yang lebih besar tidak terbayar atau membuat cicilan lebih berat.",
            wanted_month=say_units(row["wanted_month"], unit),
        )
        if bound
        else ""
    )
    said = tr("{chosen}, yang mampu menangani {capacity} sebulan.", chosen=chosen, capacity=say_units(capacity, unit))
    return f"{said} {rest}" if rest else said


def plan_table(plan: pd.DataFrame, synthetic: bool) -> pd.DataFrame:
    """The repayment plan as a file to take along, whole rupiah, one row per month."""
    table = (
        plan.round().astype("int64").rename(columns={name: f"{tr(said)} (Rp)" for name, said in PLAN_LABELS.items()})
    )
    table = table.reset_index(names=tr("Bulan ke"))
    return table.assign(**{tr("Keterangan"): tr(SYNTHETIC)}) if synthetic else table
