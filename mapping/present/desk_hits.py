"""The tool's own hits in plain words: what is known, how sure, and where it is not enough yet."""

from __future__ import annotations

import pandas as pd

from mapping.advise.calibration import Calibration
from mapping.knowledge.formats import say_number, say_percent
from mapping.knowledge.outcomes import MONTHS, read_outcome_rules
from mapping.language import mark, tr

GROUP_LABELS = {
    "all": mark("Semua usaha yang dimulai"),
    "first": mark("Mengikuti saran pertama"),
    "any": mark("Mengikuti salah satu saran"),
    "none": mark("Tidak mengikuti saran"),
    "avoid": mark("Memulai yang disarankan dihindari"),
    "silent": mark("Dimulai sebelum ada saran"),
}
MEASURE_LABELS = {
    "trades": mark("Masih berjalan di lini yang sama"),
    "holds": mark("Masih berjalan dan menutup biaya"),
}
NOT_ENOUGH = mark("belum cukup data")


def month_label(month: int) -> str:
    """What a check is called.

    Examples
    --------
    >>> month_label(6)
    '6 bulan'
    """
    return str(read_outcome_rules()["checks"][str(month)]["label"])


def say_share(row: pd.Series) -> str:
    """A share with its interval, or that there is not enough.

    Examples
    --------
    >>> row = pd.Series({"n": 10, "hits": 7, "share": 0.7, "low": 0.442, "high": 0.883, "enough": True})
    >>> say_share(row), say_share(pd.Series({"n": 2, "enough": False}))
    ('70% (antara 44% dan 88%)', 'belum cukup data')
    """
    if not row["enough"]:
        return tr(NOT_ENOUGH)
    return tr(
        "{share} (antara {low} dan {high})",
        share=say_percent(row["share"]),
        low=say_percent(row["low"]),
        high=say_percent(row["high"]),
    )


def hits_table(rates: pd.DataFrame, measure: str = "holds") -> pd.DataFrame:
    """The hits as a table to read: one row per group and month with any start.

    Returns
    -------
    DataFrame
        ``group, month`` (labels)``, starts, early, waiting, lost, known`` (numbers)``, hits, share`` (in words)``,
        bounds`` (what the share could be if all of whom nothing is known had failed, or held; ``""`` where all are
        known).
    """
    rows = []
    for group, label in GROUP_LABELS.items():
        for month in MONTHS:
            row = rates.loc[(group, month, measure)]
            if not row["starts"]:
                continue
            unknown = row["lost"] + row["unclear"]
            bounds = tr("{low} sampai {high}", low=say_percent(row["worst"]), high=say_percent(row["best"]))
            rows.append(
                {
                    "group": tr(label),
                    "month": month_label(month),
                    "starts": int(row["starts"]),
                    "early": int(row["early"]),
                    "waiting": int(row["waiting"]),
                    "lost": int(unknown),
                    "known": int(row["n"]),
                    "hits": int(row["hits"]),
                    "share": say_share(row),
                    "bounds": bounds if unknown and row["enough"] else "",
                }
            )
    columns = ["group", "month", "starts", "early", "waiting", "lost", "known", "hits", "share", "bounds"]
    return pd.DataFrame(rows, columns=columns)


def say_verdict(rates: pd.DataFrame, difference: pd.DataFrame) -> str:
    """What may be said of the advice by now, in two or three sentences."""
    month = max((month for month in MONTHS if rates.loc[("any", month, "holds"), "enough"]), default=None)
    if month is None:
        known = int(rates.loc[("any", MONTHS[0], "holds"), "n"])
        return tr(
            "Belum cukup data untuk menilai sarannya: baru {known} usaha yang mengikuti saran sudah diketahui "
            "keadaannya; perlu paling sedikit {floor}.",
            known=say_number(known),
            floor=say_number(read_outcome_rules()["enough"]["shares"]),
        )
    row = rates.loc[("any", month, "holds")]
    first = tr(
        "Dari {n} usaha yang mengikuti saran dan diketahui keadaannya sesudah {month}, {hits} masih berjalan dan "
        "menutup biaya: {share}.",
        n=say_number(row["n"]),
        month=month_label(month),
        hits=say_number(row["hits"]),
        share=say_share(row),
    )
    # The later month, unless only the earlier has enough of both to compare.
    judged = [at for at in MONTHS if difference.loc[(at, "holds"), "enough"]]
    return f"{first} {_say_difference(difference.loc[(max(judged, default=month), 'holds')])}"


def _say_difference(row: pd.Series) -> str:
    if not row["enough"]:
        return tr(
            "Perbandingan dengan yang tidak mengikuti saran belum bisa dinilai: perlu {floor} di kedua kelompok, "
            "sekarang {followed} dan {other}.",
            floor=say_number(read_outcome_rules()["enough"]["difference"]),
            followed=say_number(row["n_followed"]),
            other=say_number(row["n_not"]),
        )
    told = {"low": say_number(100 * row["low"]), "high": say_number(100 * row["high"])}
    if not row["firm"]:
        return tr(
            "Belum ada bukti bahwa yang mengikuti saran lebih baik atau lebih buruk daripada yang tidak (selisih "
            "antara {low} dan {high} poin persen).",
            **told,
        )
    if row["difference"] > 0:
        return tr(
            "Yang mengikuti saran lebih sering bertahan daripada yang tidak: selisihnya antara {low} dan {high} poin "
            "persen. Ini belum tentu karena sarannya; yang mengikuti bisa berbeda dalam hal lain.",
            **told,
        )
    return tr(
        "Yang mengikuti saran lebih jarang bertahan daripada yang tidak: selisihnya antara {low} dan {high} poin "
        "persen. Sarannya perlu diperiksa.",
        **told,
    )


def calibration_table(found: Calibration) -> pd.DataFrame:
    """Stated chances and what came of them: ``stated`` (from, to)``, n, mean, came_true, fits`` in words."""
    rows = [
        {
            "stated": tr("{low} sampai {high}", low=say_percent(row["least"]), high=say_percent(row["most"])),
            "n": int(row["n"]),
            "mean": say_percent(row["stated"]) if row["n"] else "",
            "came_true": say_percent(row["came_true"]) if row["n"] else "",
            "fits": (tr("cocok") if row["fits"] else tr("tidak cocok")) if row["n"] else "",
        }
        for _, row in found.bins.iterrows()
    ]
    return pd.DataFrame(rows)


def say_calibration(found: Calibration) -> str:
    """Whether stated chances of carrying the loan came true, in a sentence or two."""
    if not found.enough:
        return tr(
            "Peluang mampu mencicil yang disebut alat belum bisa dinilai: baru {n} usaha berpinjaman diketahui "
            "hasilnya, perlu {floor}.",
            n=say_number(found.n),
            floor=say_number(read_outcome_rules()["enough"]["calibration"]),
        )
    better = found.brier < found.reference
    told = {"n": say_number(found.n), "brier": say_number(found.brier, 3), "reference": say_number(found.reference, 3)}
    if better:
        return tr(
            "Peluang mampu mencicil yang disebut alat untuk {n} usaha lebih tepat daripada menyebut rata-rata bagi "
            "semua (galat {brier} dibanding {reference}; makin kecil makin baik).",
            **told,
        )
    return tr(
        "Peluang mampu mencicil yang disebut alat untuk {n} usaha tidak lebih tepat daripada menyebut rata-rata bagi "
        "semua (galat {brier} dibanding {reference}; makin kecil makin baik).",
        **told,
    )
