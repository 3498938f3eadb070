"""Each component of one line in one kelurahan in a sentence with its numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from mapping.advise.say.words import about_rupiah, bands, big_buyers, buyer_kinds, distances, fewer_than, plenty
from mapping.advise.suit.components import COMPONENTS, points, weights_in_force
from mapping.advise.suit.evidence import MEMBER_DRIVERS
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import read_advice_rules
from mapping.knowledge.formats import say_chance, say_number, say_percent, say_rupiah
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, plural, tr
from mapping.settings import Settings

CONFIDENCE = "confidence"
COLUMNS = ["component", "value", "weight", "points", "sentence"]
NOT_MEMBERS = mark("Lini ini tidak bertumpu pada usaha warga, jadi bagian ini 0.")


def say_components(suitability_row: pd.Series, indicator_row: pd.Series, settings: Settings) -> pd.DataFrame:
    """The eight components of one line in one kelurahan: what each is worth, and why, with its numbers.

    Parameters
    ----------
    suitability_row : Series
        A row of the table ``suitability``, named ``(kelurahan_code, line_id)``.
    indicator_row : Series
        The same row of ``line_indicators``.

    Returns
    -------
    DataFrame
        Eight rows: ``component``; ``value`` 0-100 (NaN unknown); ``weight`` as set, NaN for the confidence, which does
        not count in the score; ``points`` what it adds to the score (they sum to it before the score is cut at 0 and
        100 and held under that of a leading line), NaN where unknown; ``sentence``. Counts of one or two businesses
        are not said.

    Examples
    --------
    >>> from mapping.advise.suit.suitability import FACTS
    >>> from mapping.advise.money.pay import NUMBERS
    >>> numbers = ["n", "lq", "lq_prob", "lq_low", "lq_high", "spend_idr_month", "rivals", "rivals_rows", "n_kelurahan"]
    >>> unknown = dict.fromkeys([*COMPONENTS, "confidence", *FACTS, *NUMBERS], np.nan) | {"nearest_kind": ""}
    >>> row = pd.Series(unknown, name=("a", "B13"), dtype=object)
    >>> said = say_components(row, pd.Series(np.nan, index=numbers), Settings())
    >>> len(said), said["sentence"].iloc[0]
    (8, 'Usaha yang menjadi dasarnya belum diketahui.')
    """
    line = lines_in_force(settings.advice.line_changes).loc[suitability_row.name[1]]
    row: dict[str, Any] = {**line.to_dict(), **indicator_row.to_dict(), **suitability_row.to_dict()}
    weights = weights_in_force(settings.advice)
    worth = points({name: np.array([row[name]], dtype=float) for name in COMPONENTS}, weights)
    sentences = {
        "supply": _say_supply(row, settings),
        "aggregation": _say_aggregation(row),
        "demand": _say_demand(row, settings),
        "feasibility": _say_feasibility(row, settings),
        "competition": _say_competition(row, settings),
        "relatedness": _say_relatedness(row),
        "mandate": _say_mandate(row),
        CONFIDENCE: _say_confidence(row, settings),
    }
    return pd.DataFrame(
        {
            "component": list(sentences),
            "value": [float(row[name]) for name in sentences],
            "weight": [weights.get(name, math.nan) for name in sentences],
            "points": [float(worth[name][0]) if name in worth else math.nan for name in sentences],
            "sentence": list(sentences.values()),
        },
        columns=COLUMNS,
    )


def _count(value: float, rows: float, settings: Settings) -> str:
    """A count, "kurang dari 3" where it rests on one or two rows."""
    few = 1 <= rows < settings.suppress_below
    return fewer_than(settings.suppress_below) if few else say_number(value)


def _say_supply(row: dict[str, Any], settings: Settings) -> str:
    if row["driver"] not in MEMBER_DRIVERS:
        return tr(NOT_MEMBERS)
    if math.isnan(row["n"]):
        return tr("Usaha yang menjadi dasarnya belum diketahui.")
    seen = tr(
        "{n} pelaku dari {min_businesses} yang biasanya perlu",
        n=_count(row["n"], row["n"], settings),
        min_businesses=say_number(row["min_businesses"]),
    )
    if 1 <= row["n"] < settings.suppress_below:
        return tr("{seen}: terlalu sedikit untuk menjadi dasar pasokan.", seen=seen)
    return tr(
        "{seen}; {plenty} ({lq} kali porsi wilayah, peluang di atas rata-rata {chance}).",
        seen=seen,
        plenty=plenty(pd.Series([row["lq"]])).iloc[0],
        lq=say_number(row["lq"], 1),
        chance=_chance(row["lq_prob"]),
    )


def _chance(value: float) -> str:
    return tr("belum diketahui") if math.isnan(value) else say_chance(value)


def _say_aggregation(row: dict[str, Any]) -> str:
    if row["driver"] not in MEMBER_DRIVERS:
        return tr(NOT_MEMBERS)
    if math.isnan(row["spend_idr_month"]):
        return tr("Belanja bahan gabungan belum diketahui, jadi tidak ikut dihitung.")
    threshold = row["min_spend_idr_month"]
    full = float(threshold if threshold > 0 else read_advice_rules()["scales"]["default_spend_idr_month"])
    return tr(
        "Belanja bahan gabungan {spend_idr_month} sebulan; penuh pada {full}.",
        spend_idr_month=say_rupiah(row["spend_idr_month"]),
        full=say_rupiah(full),
    )


def _say_demand(row: dict[str, Any], settings: Settings) -> str:
    if row["driver"] == "demand":
        return tr(
            "Penduduk {population} jiwa, dikurangi yang sudah dilayani {rivals} penjual; penuh pada "
            "{min_population} jiwa.",
            population=say_number(row["population"]),
            rivals=_count(row["rivals"], row["rivals_rows"], settings),
            min_population=say_number(2 * row["min_population"]),
        )
    if row["driver"] == "supply_members":
        return tr(
            "Pembelinya anggota sendiri: {n} usaha yang kulakan atau memakai.", n=_count(row["n"], row["n"], settings)
        )
    if math.isnan(row["buyers_reach"]) and math.isnan(row["big_buyers"]):
        return tr("Calon pembeli belum diketahui, jadi tidak ikut dihitung.")
    shops = bands(
        pd.Series([row["buyers_reach"]]), pd.Series([row["buyers_reach_rows"]]), settings.suppress_below
    ).iloc[0]
    buyers = tr("{shops} usaha", shops=shops)
    if not math.isnan(row["big_buyers"]):
        buyers = tr("{shops} dan {big}", shops=buyers, big=big_buyers(pd.Series([row["big_buyers"]])).iloc[0])
    if not row["nearest_kind"]:
        return tr("Calon pembeli yang terjangkau {buyers}.", buyers=buyers)
    kind, distance = (say(pd.Series([row[name]])).iloc[0] for say, name in NEAREST)
    return tr(
        "Calon pembeli yang terjangkau {buyers}, terdekat {kind}: {distance}.",
        buyers=buyers,
        kind=kind,
        distance=distance,
    )


NEAREST = ((buyer_kinds, "nearest_kind"), (distances, "nearest_m"))


def _say_feasibility(row: dict[str, Any], settings: Settings) -> str:
    if math.isnan(row["net_cash_idr_month"]):
        return tr("Kas bersih belum bisa dihitung dari survei ini, jadi tidak ikut dihitung.")
    said = assumptions_in_force(settings.advice)
    parts = [tr("Modal sekitar {capital_idr}", capital_idr=about_rupiah(row["capital_idr"]))]
    if math.isnan(row["dscr"]):
        parts.append(
            tr(
                "tanpa cicilan, kas bersih {net_cash_idr_month} sebulan",
                net_cash_idr_month=about_rupiah(row["net_cash_idr_month"]),
            )
        )
    else:
        down = say_percent(said["operating.volume_down"])
        parts.append(
            tr(
                "kas bersih {dscr} kali cicilan, {dscr_volume_down} kali bila volume turun {down}",
                dscr=say_number(row["dscr"], 1),
                dscr_volume_down=say_number(row["dscr_volume_down"], 1),
                down=down,
            )
        )
    if settings.advice.own_capital_idr > 0:
        least = row["capex_low_idr"] + row["working_low_idr"]
        own = say_rupiah(settings.advice.own_capital_idr)
        parts.append(tr("uang sendiri {own} dari {least} yang paling sedikit perlu", own=own, least=say_rupiah(least)))
    if settings.advice.people is not None:
        parts.append(
            plural(
                "{people} orang siap, paling sedikit perlu {staff_low}",
                settings.advice.people,
                people=settings.advice.people,
                staff_low=say_number(row["staff_low"], 1),
            )
        )
    if not math.isnan(row["permit_count"]):
        parts.append(plural("{permit_count} izin", row["permit_count"], permit_count=say_number(row["permit_count"])))
    return "; ".join(parts) + "."


def _say_competition(row: dict[str, Any], settings: Settings) -> str:
    if row["driver"] != "demand":
        return (
            tr("Pembuat yang banyak di sini dasar pasokan, bukan saingan.")
            if row["driver"] != "supply_members"
            else tr("Penjual yang banyak di sini pelanggan koperasi sebagai grosir, bukan saingan.")
        )
    if math.isnan(row["rivals"]):
        return tr("Penjual serupa belum diketahui.")
    return tr(
        "{rivals} penjual serupa untuk {population} jiwa; acuan satu per {rival_norm_people} jiwa. Mengurangi nilai.",
        rivals=_count(row["rivals"], row["rivals_rows"], settings),
        population=say_number(row["population"]),
        rival_norm_people=say_number(row["rival_norm_people"]),
    )


def _say_relatedness(row: dict[str, Any]) -> str:
    if not row["links_known"] > 0:
        return tr("Rantai bahan dan pemakainya belum diketahui, jadi tidak ikut dihitung.")
    return tr(
        "{links_here} dari {links_known} jenis usaha di rantainya (bahan dan pemakai hasil) ada "
        "di sini atau di sebelah.",
        links_here=say_number(row["links_here"]),
        links_known=say_number(row["links_known"]),
    )


def _say_mandate(row: dict[str, Any]) -> str:
    if math.isnan(row["programme"]):
        named = tr("Katalog tidak menyebut jenis gerainya")
    elif row["programme"] >= 1:
        named = tr("Termasuk gerai yang disebut program koperasi")
    else:
        named = tr("Masuk gerai lain (menurut kebutuhan dan kekhasan tempat)")
    if math.isnan(row["land_share"]):
        return f"{named}."
    return tr("{named}; lahan yang cocok {share} dari luasnya.", named=named, share=say_percent(row["land_share"]))


def _say_confidence(row: dict[str, Any], settings: Settings) -> str:
    parts = []
    if row["driver"] == "demand":
        parts.append(
            plural(
                "{n_kelurahan} usaha terdata di kelurahan ini",
                row["n_kelurahan"],
                n_kelurahan=say_number(row["n_kelurahan"]),
            )
        )
    elif not math.isnan(row["n"]):
        parts.append(
            tr(
                "{n} pelaku terdata dari {min_businesses}",
                n=_count(row["n"], row["n"], settings),
                min_businesses=say_number(row["min_businesses"]),
            )
        )
        if not 1 <= row["n"] < settings.suppress_below and not math.isnan(row["lq_low"]):
            parts.append(
                tr(
                    "kekhasan antara {lq_low} dan {lq_high}",
                    lq_low=say_number(row["lq_low"], 1),
                    lq_high=say_number(row["lq_high"], 1),
                )
            )
    if not math.isnan(row["age_months"]):
        parts.append(
            plural(
                "data berumur {age_months} bulan", round(row["age_months"]), age_months=say_number(row["age_months"])
            )
        )
    if not math.isnan(row["classified_share"]):
        parts.append(
            tr("{classified_share} usaha jelas produknya", classified_share=say_percent(row["classified_share"]))
        )
    text = "; ".join(parts) or tr("belum ada yang bisa dipakai menilai")
    return tr("{text}. Tidak ikut menambah nilai.", text=text[:1].upper() + text[1:])
