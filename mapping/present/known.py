"""What is known about a kelurahan beside its survey, in words with unit, date and source."""

from __future__ import annotations

import pandas as pd

from mapping.intake.contracts import read_context_rules
from mapping.knowledge.catalog import read_norms
from mapping.knowledge.formats import say_number, say_percent, say_rupiah
from mapping.language import tr
from mapping.present.tables import sector_label
from mapping.study import Study

DISTANCE, ACCESS = "_distance_m", "_access_1000"
EARLIER = "earlier_businesses"


def known_table(study: Study, code: str) -> pd.DataFrame:
    """The context of one kelurahan.

    Returns
    -------
    DataFrame
        ``what, value`` (in words), ``date, source`` (file and row); in the order of ``context.toml``, then distances
        and access, organisations, prices, the earlier survey. Earlier counts of fewer than ``suppress_below``
        businesses are left out, and with them the earlier total of the kelurahan.
    """
    rows = study.context[study.context["kelurahan_code"] == code]
    rows = _without_small(rows, study.settings.suppress_below)
    rules = read_context_rules()
    points = [kind + ending for kind in rules["points"] for ending in (DISTANCE, ACCESS)]
    order = [*rules["items"], *points, *rules["organisations"], *rules["prices"]]
    rank = {item: position for position, item in enumerate([*order, EARLIER])}
    rows = rows.assign(rank=rows["item"].map(rank)).sort_values(["rank", "text"])
    return pd.DataFrame(
        {
            "what": [_say_what(item, text) for item, text in zip(rows["item"], rows["text"], strict=True)],
            "value": [
                _say_value(item, value, unit)
                for item, value, unit in zip(rows["item"], rows["value"], rows["unit"], strict=True)
            ],
            "date": rows["date"].to_numpy(),
            "source": [
                file + (tr(", baris {row}", row=row) if row > 0 else "")
                for file, row in zip(rows["file"], rows["row"], strict=True)
            ],
        }
    )


def unknown_items(study: Study, code: str) -> list[str]:
    """What nobody has said about a kelurahan yet, in words."""
    rules = read_context_rules()
    known = set(study.context.loc[study.context["kelurahan_code"] == code, "item"])
    labels = {item: rule["label"] for item, rule in rules["items"].items()}
    labels |= {
        kind + DISTANCE: tr("jarak ke {lower}", lower=rule["label"].lower()) for kind, rule in rules["points"].items()
    }
    for name in ("population", "households"):
        if pd.notna(study.kelurahan.at[code, name]):
            known.add(name)
    return [label for item, label in labels.items() if item not in known]


def _without_small(rows: pd.DataFrame, suppress_below: int) -> pd.DataFrame:
    earlier = rows["item"] == EARLIER
    small = earlier & (rows["value"] < suppress_below)
    total = earlier & (rows["text"] == "") & small.any()
    return rows[~small & ~total]


def _say_what(item: str, text: str) -> str:
    rules = read_context_rules()
    if item == EARLIER:
        if text:
            return tr("Usaha pada survei sebelumnya: {sector}", sector=sector_label(text).lower())
        return tr("Usaha pada survei sebelumnya")
    if item.endswith(DISTANCE):
        return tr("{label} terdekat (garis lurus)", label=rules["points"][item.removesuffix(DISTANCE)]["label"])
    if item.endswith(ACCESS):
        kind = item.removesuffix(ACCESS)
        reach = say_number(read_norms()["catchments"][kind]["radius_m"] / 1000)
        return tr(
            "{label} dalam {reach} km (garis lurus), dibagi semua yang bisa mencapainya",
            label=rules["points"][kind]["label"],
            reach=reach,
        )
    label = next(
        part[item]["label"] for part in (rules["items"], rules["organisations"], rules["prices"]) if item in part
    )
    return f"{label}: {text}" if text else str(label)


def _say_value(item: str, value: float, unit: str) -> str:
    if item.endswith("_share"):
        return tr("{value} dari luas", value=say_percent(value))
    if item.endswith(DISTANCE):
        return f"{say_number(value / 1000, 1)} km" if value >= 1000 else f"{say_number(round(value, -1))} m"
    if item.endswith(ACCESS):
        return f"{say_number(value, 2)} {unit}"
    if item == "price_idr":
        return say_rupiah(value) + unit.removeprefix("Rp")
    return f"{say_number(value)} {tr(unit)}".strip()
