"""Who leads and who supplies, who buys and who delivers, as people may see it: bands for counts, types for names."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.advise.say.words import bands, fewer_than, product_names
from mapping.advise.together.demand import BUYERS, CUSTOMERS
from mapping.advise.together.division import first_lines
from mapping.advise.together.roles import LEAD, OUT, SUPPLY, round_figures
from mapping.intake.contracts import read_context_rules
from mapping.knowledge.buyers import line_buyers, line_points, line_suppliers
from mapping.knowledge.formats import say_number
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.measure.space.buyers import SURVEY
from mapping.present.tables import label_table
from mapping.study import Study

ALONE, OTHER, NONE = "alone", "other", "none"
ROLES = {
    LEAD: mark("memimpin"),
    SUPPLY: mark("melayani sisanya"),
    OUT: mark("tidak memulai sendiri"),
    ALONE: mark("memulai sendiri, tidak berebut"),
    OTHER: mark("memulai lini lain"),
    NONE: mark("belum ada lini yang cocok"),
}
"""Role -> words. The last three are for the map: who meets nobody, starts something else, or has nothing to start."""
SUPPLIES = mark("memasok ke pemimpin")
"""What ``SUPPLY`` is called where a line sells what members make."""
SERVES = {
    "kitchen": mark("{n} {name} dalam {reach} km, yang terdekat {nearest}, bersama melayani {capacity} porsi sehari."),
    "hotel": mark("{n} {name} dalam {reach} km, yang terdekat {nearest}, bersama melayani {capacity} kamar."),
}
"""Kind of point -> how it is told where its capacity is known."""
NEAR_POINTS = mark("{n} {name} dalam {reach} km, yang terdekat {nearest}.")
NOT_ASKED = mark("yang disurvei di sini atau di sebelahnya belum cukup, atau jenis usahanya tidak ikut disurvei")
NAMES = ["name", "kecamatan"]


def division_table(study: Study, line_id: str = "") -> pd.DataFrame:
    """The division of roles with names; amounts to two figures, because they rest on assumptions.

    Returns
    -------
    DataFrame
        ``line_id, line, group, kelurahan_code, name, kecamatan, role`` (words)``, demand_month, demand_low,
        demand_high, taken_month, left_month, unit, reason, data_label``. NaN is unknown.
    """
    table = study.division if not line_id else study.division[study.division["line_id"] == line_id]
    lines = lines_in_force(study.settings.advice.line_changes)["line"]
    amounts = ["demand_month", "demand_low", "demand_high", "taken_month", "left_month"]
    table = table.join(study.kelurahan[NAMES], on="kelurahan_code").join(lines, on="line_id")
    words = pd.Series(
        [role_words(study, line)[role] for line, role in zip(table["line_id"], table["role"], strict=True)],
        index=table.index,
        dtype="str",
    )
    table = table.assign(role=words, **{name: table[name].map(round_figures) for name in amounts})
    first = ["line_id", "line", "group", "kelurahan_code", *NAMES, "role"]
    return label_table(table[[*first, *amounts, "unit", "reason"]].reset_index(drop=True), study)


def role_words(study: Study, line_id: str) -> dict[str, str]:
    """``ROLES`` as they are called for one line."""
    basis = lines_in_force(study.settings.advice.line_changes).at[line_id, "volume_basis"]
    words = ROLES | ({SUPPLY: SUPPLIES} if CUSTOMERS.get(basis) == BUYERS else {})
    return {role: tr(text) for role, text in words.items()}


def contested_lines(study: Study) -> pd.DataFrame:
    """How much each line is wanted by neighbours: those that leave most kelurahan without a part first.

    Returns
    -------
    DataFrame, index line_id
        ``groups, kelurahan`` (in groups)``, out`` (kelurahan with nothing left)``, unknown`` (kelurahan in groups whose
        demand is unknown). Lines that nobody contests are left out.
    """
    table = study.division
    counted = table.groupby("line_id").agg(groups=("group", "nunique"), kelurahan=("kelurahan_code", "size"))
    counted["out"] = (table["role"] == OUT).groupby(table["line_id"]).sum()
    counted["unknown"] = table["demand_month"].isna().groupby(table["line_id"]).sum()
    counted["id"] = counted.index
    return counted.sort_values(["out", "kelurahan", "id"], ascending=[False, False, True]).drop(columns="id")


def roles_on_map(study: Study, line_id: str) -> pd.DataFrame:
    """The role of every kelurahan for one line, in the order of the kelurahan table.

    Returns
    -------
    DataFrame, index kelurahan_code
        ``role`` (a key of ``ROLES``; ``""`` where too few were surveyed), ``reason`` (``""`` without a group).
    """
    told = study.division[study.division["line_id"] == line_id].set_index("kelurahan_code")
    told = told[["role", "reason"]].reindex(study.kelurahan.index)
    first = first_lines(study.suitability).set_index("kelurahan_code")["line_id"].reindex(study.kelurahan.index)
    asked = study.quality["n"].reindex(study.kelurahan.index) >= study.settings.minimum_businesses
    single = np.select([first.isna() & ~asked, first.isna(), first == line_id], ["", NONE, ALONE], OTHER)
    return told.assign(role=told["role"].where(told["role"].notna(), single), reason=told["reason"].fillna(""))


def groups_of(study: Study, line_id: str) -> pd.DataFrame:
    """The groups of one line, the largest shortage of demand first.

    Returns
    -------
    DataFrame, index group
        ``lead`` (name)``, kecamatan, kelurahan`` (how many)``, out, demand_month, left_month, unit``.
    """
    table = study.division[study.division["line_id"] == line_id].join(study.kelurahan[NAMES], on="kelurahan_code")
    found = table.groupby("group").agg(
        lead=("name", "first"),
        kecamatan=("kecamatan", "first"),
        kelurahan=("kelurahan_code", "size"),
        out=("role", lambda roles: int((roles == OUT).sum())),
        demand_month=("demand_month", "first"),
        left_month=("left_month", "first"),
        unit=("unit", "first"),
    )
    return found.sort_values(["out", "kelurahan"], ascending=False, kind="stable")


def buyer_table(study: Study) -> pd.DataFrame:
    """Who buys from each line and who supplies its members, by type and distance; nobody is named.

    Counts of surveyed businesses reach over touching kelurahan, so that exact ones beside each other would tell the
    hidden ones: they are bands. Points of a map are public places and counted exactly.

    Returns
    -------
    DataFrame
        ``kelurahan_code, name, kecamatan, line_id, line, side`` (``"pembeli"``, ``"pemasok"``)``, type, found``
        (words)``, capacity, nearest_km, within_km, data_label``; only those that were found.
    """
    lines = lines_in_force(study.settings.advice.line_changes)["line"]
    sides = ((study.buyers, "pembeli"), (study.suppliers, "pemasok"))
    table = pd.concat([side[side["n"] > 0].assign(side=name) for side, name in sides], ignore_index=True)
    told = table.join(study.kelurahan[NAMES], on="kelurahan_code").join(lines, on="line_id")
    told = told.assign(
        type=told["product"].where(told["kind"] == SURVEY, told["kind"].map(point_labels())),
        found=_bands(told, study.settings.suppress_below),
        nearest_km=(told["nearest_m"] / 1000).round(1),
        within_km=(told["within_m"] / 1000).round(1),
    )
    first = ["kelurahan_code", *NAMES, "line_id", "line", "side", "type", "found"]
    return label_table(told[[*first, "capacity", "nearest_km", "within_km"]], study)


def point_labels() -> dict[str, str]:
    """Words for every kind of point.

    Examples
    --------
    >>> point_labels()["kitchen"]
    'dapur SPPG'
    """
    labels = {kind: str(rule["label"]) for kind, rule in read_context_rules()["points"].items()}
    # A label that begins with an abbreviation keeps its capitals.
    return {kind: label if label[1:2].isupper() else label[:1].lower() + label[1:] for kind, label in labels.items()}


def _bands(table: pd.DataFrame, suppress_below: int) -> pd.Series:
    """How many, in words: a band for surveyed businesses, the number for points."""
    band = bands(table["n"], table["rows"], suppress_below)
    few = fewer_than(suppress_below)
    return band.replace(few, tr("{few} yang disurvei", few=few)).where(
        table["kind"] == SURVEY, table["n"].map(say_number)
    )


@dataclass(frozen=True)
class Chain:
    """Who buys here and who supplies, as sentences; ``unknown`` says what nobody has told yet.

    Parameters
    ----------
    buyers, suppliers, unknown : list of str
        Plain words, nearest or most first.
    reachable : bool or None
        Whether any buyer is known within reach; None where nothing is known.
    """

    buyers: list[str]
    suppliers: list[str]
    unknown: list[str]
    reachable: bool | None


def chain_of(study: Study, code: str, line_id: str) -> Chain:
    """Who buys from a line in one kelurahan, and who makes what its members use."""
    lines = lines_in_force(study.settings.advice.line_changes)
    buyers, suppliers = (_cell(table, code, line_id) for table in (study.buyers, study.suppliers))
    surveyed, points = buyers[buyers["kind"] == SURVEY], buyers[buyers["kind"] != SURVEY]
    few = study.settings.suppress_below
    told = _say_points(points) + _say_survey(surveyed, few, tr("pembeli dari survei di sini dan di kelurahan sebelah"))
    kinds = line_points(lines).query("line_id == @line_id")["kind"]
    unknown = []
    if missing := [point_labels()[kind] for kind in kinds if kind not in set(points["kind"])]:
        unknown.append(
            tr(
                "Letak {missing} belum diketahui: belum ada tabelnya. Tambahkan lewat Data saya.",
                missing=", ".join(missing),
            )
        )
    if surveyed.empty and line_id in set(line_buyers(lines)["line_id"]):
        unknown.append(tr("Pembeli dari survei belum diketahui: {not_asked}.", not_asked=tr(NOT_ASKED)))
    if suppliers.empty and line_id in set(line_suppliers(lines)["line_id"]):
        unknown.append(tr("Pemasok bahan belum diketahui: {not_asked}.", not_asked=tr(NOT_ASKED)))
    told += _say_own(study, code, lines.loc[line_id])
    reachable = True if (buyers["n"] > 0).any() else (None if buyers.empty else False)
    return Chain(
        told, _say_survey(suppliers, few, tr("pembuat bahannya di sini dan di kelurahan sebelah")), unknown, reachable
    )


def _cell(table: pd.DataFrame, code: str, line_id: str) -> pd.DataFrame:
    return table[(table["kelurahan_code"] == code) & (table["line_id"] == line_id)]


def _say_points(points: pd.DataFrame) -> list[str]:
    labels, told = point_labels(), []
    for row in points.sort_values(["n", "nearest_m"], ascending=[False, True]).itertuples():
        name, reach, nearest = (
            labels[row.kind],
            say_number(row.within_m / 1000, _tenth(row.within_m)),
            _say_km(row.nearest_m),
        )
        if row.n == 0:
            told.append(
                tr(
                    "Tidak ada {name} dalam {reach} km; yang terdekat {nearest}.",
                    name=name,
                    reach=reach,
                    nearest=nearest,
                )
            )
            continue
        serves = "" if math.isnan(row.capacity) else SERVES.get(row.kind, "")
        said = tr(
            serves or NEAR_POINTS,
            n=say_number(row.n),
            name=name,
            reach=reach,
            nearest=nearest,
            capacity=say_number(row.capacity),
        )
        told.append(said[:1].upper() + said[1:])
    return told


def _say_survey(rows: pd.DataFrame, few: int, whom: str) -> list[str]:
    found = rows[rows["n"] > 0].sort_values(["n", "product"], ascending=[False, True])
    if len(rows) and found.empty:
        return [tr("Tidak ada {whom}.", whom=whom)]
    named = zip(product_names(found["product"]), _bands(found, few), found["nearest_m"], strict=True)
    return [
        tr(
            "{product}: {band} usaha, yang terdekat {distance}.",
            product=product[:1].upper() + product[1:],
            band=band,
            distance=_say_km(metres),
        )
        for product, band, metres in named
    ]


def _say_own(study: Study, code: str, line: pd.Series) -> list[str]:
    """Customers that are no buyers around: residents, or the members themselves."""
    if line["volume_basis"] == "residents":
        people = study.kelurahan.at[code, "population"]
        return [
            tr("Warga di sini sendiri: penduduk belum diketahui.")
            if math.isnan(people)
            else tr("Warga di sini sendiri: penduduk {people} jiwa.", people=say_number(people))
        ]
    return [tr("Anggota koperasi sendiri, untuk belanja usahanya.")] if line["volume_basis"] == "spend" else []


def _say_km(metres: float) -> str:
    if metres == 0:
        return tr("di sini")
    return tr("kurang dari 1 km") if metres < 1000 else f"{say_number(metres / 1000, 1)} km"


def _tenth(metres: float) -> int:
    return int(metres % 1000 != 0)
