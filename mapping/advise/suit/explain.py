"""Each component of one line in one kelurahan in a sentence with its numbers."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from mapping.advise.say.words import about_rupiah, bands, buyer_kinds, distances, plenty
from mapping.advise.suit.components import COMPONENTS, points, weights_in_force
from mapping.advise.suit.evidence import MEMBER_DRIVERS
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import read_advice_rules
from mapping.knowledge.formats import say_chance, say_number, say_percent, say_rupiah
from mapping.knowledge.lines import lines_in_force
from mapping.settings import Settings

CONFIDENCE = "confidence"
COLUMNS = ["component", "value", "weight", "points", "sentence"]
NOT_MEMBERS = "Lini ini tidak bertumpu pada usaha warga, jadi bagian ini 0."


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
    return f"kurang dari {settings.suppress_below}" if few else say_number(value)


def _say_supply(row: dict[str, Any], settings: Settings) -> str:
    if row["driver"] not in MEMBER_DRIVERS:
        return NOT_MEMBERS
    if math.isnan(row["n"]):
        return "Usaha yang menjadi dasarnya belum diketahui."
    seen = f"{_count(row['n'], row['n'], settings)} pelaku dari {say_number(row['min_businesses'])} yang biasanya perlu"
    if 1 <= row["n"] < settings.suppress_below:
        return f"{seen}: terlalu sedikit untuk menjadi dasar pasokan."
    return (
        f"{seen}; {plenty(pd.Series([row['lq']])).iloc[0]} ({say_number(row['lq'], 1)} kali porsi wilayah, peluang di "
        f"atas rata-rata {_chance(row['lq_prob'])})."
    )


def _chance(value: float) -> str:
    return "belum diketahui" if math.isnan(value) else say_chance(value)


def _say_aggregation(row: dict[str, Any]) -> str:
    if row["driver"] not in MEMBER_DRIVERS:
        return NOT_MEMBERS
    if math.isnan(row["spend_idr_month"]):
        return "Belanja bahan gabungan belum diketahui, jadi tidak ikut dihitung."
    threshold = row["min_spend_idr_month"]
    full = float(threshold if threshold > 0 else read_advice_rules()["scales"]["default_spend_idr_month"])
    return f"Belanja bahan gabungan {say_rupiah(row['spend_idr_month'])} sebulan; penuh pada {say_rupiah(full)}."


def _say_demand(row: dict[str, Any], settings: Settings) -> str:
    if row["driver"] == "demand":
        return (
            f"Penduduk {say_number(row['population'])} jiwa, dikurangi yang sudah dilayani "
            f"{_count(row['rivals'], row['rivals_rows'], settings)} penjual; penuh pada "
            f"{say_number(2 * row['min_population'])} jiwa."
        )
    if row["driver"] == "supply_members":
        return f"Pembelinya anggota sendiri: {_count(row['n'], row['n'], settings)} usaha yang kulakan atau memakai."
    if math.isnan(row["buyers_reach"]) and math.isnan(row["big_buyers"]):
        return "Calon pembeli belum diketahui, jadi tidak ikut dihitung."
    shops = bands(
        pd.Series([row["buyers_reach"]]), pd.Series([row["buyers_reach_rows"]]), settings.suppress_below
    ).iloc[0]
    big = "" if math.isnan(row["big_buyers"]) else f" dan {say_number(row['big_buyers'])} pembeli besar"
    near = ""
    if row["nearest_kind"]:
        kind, distance = (say(pd.Series([row[name]])).iloc[0] for say, name in NEAREST)
        near = f", terdekat {kind}: {distance}"
    return f"Calon pembeli yang terjangkau {shops} usaha{big}{near}."


NEAREST = ((buyer_kinds, "nearest_kind"), (distances, "nearest_m"))


def _say_feasibility(row: dict[str, Any], settings: Settings) -> str:
    if math.isnan(row["net_cash_idr_month"]):
        return "Kas bersih belum bisa dihitung dari survei ini, jadi tidak ikut dihitung."
    said = assumptions_in_force(settings.advice)
    parts = [f"Modal sekitar {about_rupiah(row['capital_idr'])}"]
    if math.isnan(row["dscr"]):
        parts.append(f"tanpa cicilan, kas bersih {about_rupiah(row['net_cash_idr_month'])} sebulan")
    else:
        down = say_percent(said["operating.volume_down"])
        parts.append(
            f"kas bersih {say_number(row['dscr'], 1)} kali cicilan, {say_number(row['dscr_volume_down'], 1)} kali bila "
            f"volume turun {down}"
        )
    if settings.advice.own_capital_idr > 0:
        least = row["capex_low_idr"] + row["working_low_idr"]
        own = say_rupiah(settings.advice.own_capital_idr)
        parts.append(f"uang sendiri {own} dari {say_rupiah(least)} yang paling sedikit perlu")
    if settings.advice.people is not None:
        parts.append(f"{settings.advice.people} orang siap, paling sedikit perlu {say_number(row['staff_low'], 1)}")
    if not math.isnan(row["permit_count"]):
        parts.append(f"{say_number(row['permit_count'])} izin")
    return "; ".join(parts) + "."


def _say_competition(row: dict[str, Any], settings: Settings) -> str:
    if row["driver"] != "demand":
        return (
            "Pembuat yang banyak di sini dasar pasokan, bukan saingan."
            if row["driver"] != "supply_members"
            else "Penjual yang banyak di sini pelanggan koperasi sebagai grosir, bukan saingan."
        )
    if math.isnan(row["rivals"]):
        return "Penjual serupa belum diketahui."
    return (
        f"{_count(row['rivals'], row['rivals_rows'], settings)} penjual serupa untuk {say_number(row['population'])} "
        f"jiwa; acuan satu per {say_number(row['rival_norm_people'])} jiwa. Mengurangi nilai."
    )


def _say_relatedness(row: dict[str, Any]) -> str:
    if not row["links_known"] > 0:
        return "Rantai bahan dan pemakainya belum diketahui, jadi tidak ikut dihitung."
    return (
        f"{say_number(row['links_here'])} dari {say_number(row['links_known'])} jenis usaha di rantainya (bahan dan "
        "pemakai hasil) ada di sini atau di sebelah."
    )


def _say_mandate(row: dict[str, Any]) -> str:
    if math.isnan(row["programme"]):
        named = "Katalog tidak menyebut jenis gerainya"
    elif row["programme"] >= 1:
        named = "Termasuk gerai yang disebut program koperasi"
    else:
        named = "Masuk gerai lain (menurut kebutuhan dan kekhasan tempat)"
    land = "" if math.isnan(row["land_share"]) else f"; lahan yang cocok {say_percent(row['land_share'])} dari luasnya"
    return f"{named}{land}."


def _say_confidence(row: dict[str, Any], settings: Settings) -> str:
    parts = []
    if row["driver"] == "demand":
        parts.append(f"{say_number(row['n_kelurahan'])} usaha terdata di kelurahan ini")
    elif not math.isnan(row["n"]):
        parts.append(f"{_count(row['n'], row['n'], settings)} pelaku terdata dari {say_number(row['min_businesses'])}")
        if not 1 <= row["n"] < settings.suppress_below and not math.isnan(row["lq_low"]):
            parts.append(f"kekhasan antara {say_number(row['lq_low'], 1)} dan {say_number(row['lq_high'], 1)}")
    if not math.isnan(row["age_months"]):
        parts.append(f"data berumur {say_number(row['age_months'])} bulan")
    if not math.isnan(row["classified_share"]):
        parts.append(f"{say_percent(row['classified_share'])} usaha jelas produknya")
    text = "; ".join(parts) or "belum ada yang bisa dipakai menilai"
    return f"{text[:1].upper()}{text[1:]}. Tidak ikut menambah nilai."
