"""What kelurahan can buy and use together: inputs by one name each, and facilities with their figures."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from mapping.knowledge.lines import Changes, line_products, lines_in_force
from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language, tr

SHARED = re.compile("fasilitas|facilit", re.IGNORECASE)
"""In the role of a line: it is shared equipment, in whichever language its owner wrote it."""
OTHER = "other"
"""The input of a business whose answer nothing was recognised in, and whose product tells nothing either."""
FROM_LINE = [
    *("unit", "volume_basis", "through_low", "through_high", "price_low_idr", "price_high_idr"),
    *("capacity_low", "capacity_high"),
]
FACILITY_COLUMNS = ("label", *FROM_LINE, "least_share", "reach_times", "products")


@per_language
def read_inputs() -> dict[str, dict[str, Any]]:
    """Every input that businesses buy, narrow ones first: ``label``, ``words``, ``together``, ``why`` where not.

    Examples
    --------
    >>> read_inputs()["flour"]["label"], read_inputs()["fuel"]["together"]
    ('tepung terigu', False)
    """
    return read_toml_texts("inputs.toml")


def input_label(name: str) -> str:
    """What an input is called on a screen.

    Examples
    --------
    >>> input_label("soybean"), input_label(OTHER)
    ('kedelai', 'bahan lain')
    """
    return tr("bahan lain") if name == OTHER else str(read_inputs()[name]["label"])


@per_language
def read_facilities() -> dict[str, dict[str, Any]]:
    """What is said of shared equipment beside the catalogue of lines: by line; ``choice`` holds what counts for all.

    Examples
    --------
    >>> read_facilities()["facilities"]["B12"]["label"], read_facilities()["choice"]["edge_worth"]
    ('Dapur bersama', 0.6)
    """
    return read_toml_texts("facilities.toml")


def facilities_in_force(changes: Changes = ()) -> pd.DataFrame:
    """The equipment that can be shared: its line, what it is called, its figures, how far users go.

    Parameters
    ----------
    changes : tuple of (str, str, str)
        What the user changed about lines; a new line whose role names a "fasilitas" is shared equipment, too.

    Returns
    -------
    DataFrame
        Index ``line_id``; ``label, unit, volume_basis`` (``"revenue"`` or ``"spend"``), ``through_low, through_high``,
        ``price_low_idr, price_high_idr, capacity_low, capacity_high`` (units a month), ``least_share, reach_times``,
        ``products`` (list of lexicon products). Only those whose figures are all known.

    Examples
    --------
    >>> facilities_in_force().loc["B25", ["label", "unit", "products"]].tolist()
    ['Penggilingan dan pengering padi', 'kg beras', ['padi']]
    """
    lines, said = lines_in_force(changes), read_facilities()
    shared = [line for line in lines.index if line in said["facilities"] or SHARED.search(str(lines.at[line, "role"]))]
    members = line_products(lines).query("role == 'member'").groupby("line_id")["product"].agg(list)
    rows = {}
    for line in shared:
        own = {"label": lines.at[line, "line"], "products": members.get(line, []), **said["choice"]}
        row = {**{name: lines.at[line, name] for name in FROM_LINE}, **own, **said["facilities"].get(line, {})}
        rows[line] = {name: row[name] for name in [*own, *FROM_LINE] if name in FACILITY_COLUMNS}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=list(FACILITY_COLUMNS)).rename_axis("line_id")
    numbers = [name for name in FACILITY_COLUMNS if name not in ("label", "unit", "volume_basis", "products")]
    table[numbers] = table[numbers].astype(float)
    usable = (
        table["volume_basis"].isin(["revenue", "spend"]) & (table["price_low_idr"] > 0) & (table["through_high"] > 0)
    )
    return table[usable & table[numbers].notna().all(axis="columns") & (table["capacity_high"] > 0)]
