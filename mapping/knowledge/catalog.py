"""The catalogue: lexicon of products, lines of business, sectors, criteria, loan terms, sources.

Everything is read from the data files beside this module, so that a new product, a new line or a new
figure is a new row and no code. What people read comes in the language in force (``texts.toml``). Loaders remember what
they gave; callers must not change it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from mapping.knowledge.texts import read_csv_texts, read_toml_texts
from mapping.language import per_language

HERE = Path(__file__).parent

SECTORS = ("food", "crafts", "agriculture", "trade", "services")
SCORED_SECTORS = ("food", "crafts", "agriculture")
LINE_NUMBERS = [
    "min_businesses",
    "min_spend_idr_month",
    "gate_members",
    "gate_spend_idr_month",
    "min_population",
    "rival_norm_people",
    "capex_low_idr",
    "capex_high_idr",
    "working_low_idr",
    "working_high_idr",
    "margin_low_pct",
    "margin_high_pct",
    "price_low_idr",
    "price_high_idr",
    "through_low",
    "through_high",
    "capacity_low",
    "capacity_high",
    "staff_low",
    "staff_high",
    "overhead_low_idr_month",
    "overhead_high_idr_month",
]


@per_language
def read_sectors() -> dict[str, Any]:
    """Sectors with label, lexicon groups and whether they are scored; and stage labels.

    Examples
    --------
    >>> read_sectors()["sectors"]["food"]["label"]
    'Pangan'
    """
    return read_toml_texts("sectors.toml")


@cache
def read_lexicon() -> pd.DataFrame:
    """The 159 products: how people write them, their KBLI codes, sector and stage.

    Returns
    -------
    DataFrame
        Index ``lexicon_id``; columns ``product`` (unique label), ``pattern`` (Python ``re``, whole words,
        case-insensitive), ``kbli2020``, ``kbli2025`` (``""`` unknown), ``status2025``, ``group``,
        ``sector``, ``stage``, ``inputs``, ``note``. All text.

    Examples
    --------
    >>> read_lexicon().loc["L001", ["product", "kbli2020", "sector", "stage"]].tolist()
    ['kue basah', '10792', 'food', 'olahan']
    >>> len(read_lexicon())
    159
    """
    lexicon = read_csv_texts("lexicon.csv").set_index("lexicon_id")
    group_sector = {group: code for code, sector in read_sectors()["sectors"].items() for group in sector["groups"]}
    lexicon["sector"] = lexicon["group"].map(group_sector)
    lexicon["kbli2025"] = lexicon["kbli2025"].str.replace("?", "", regex=False)
    return lexicon


@per_language
def read_lines() -> pd.DataFrame:
    """The forty lines of business a cooperative can start.

    Returns
    -------
    DataFrame
        Index ``line_id``; text columns as in ``lines.csv``, the columns of ``LINE_NUMBERS`` as float
        (NaN where the catalogue gives none); rupiah, percent or counts as the names say.
        ``driver`` says what evidence the line stands on: ``producers`` (members make it),
        ``pooling`` (members buy the same inputs), ``supply_members`` (members resell or use what the
        cooperative buys), ``demand`` (residents need it), ``outside`` (a survey of businesses cannot tell).

    Examples
    --------
    >>> read_lines().loc["B13", "line"]
    'Sentra kue basah & jajanan (pasar subuh, titip jual)'
    >>> float(read_lines().loc["B02", "capex_low_idr"])
    5150000.0
    """
    lines = read_csv_texts("lines.csv").set_index("line_id")
    for column in LINE_NUMBERS:
        lines[column] = pd.to_numeric(lines[column].replace("", None)).astype(float)
    return lines


@per_language
def read_line_columns() -> dict[str, Any]:
    """The columns of ``lines.csv``: ``texts``, ``choices``, ``ranges`` (low, high and source), ``thresholds``.

    Examples
    --------
    >>> read_line_columns()["ranges"]["price"]["source"]
    'price_source'
    """
    return read_toml_texts("line_columns.toml")


@per_language
def read_gerai() -> dict[str, Any]:
    """The seven kinds of outlet (``gerai``: letter -> label), whence they come, and other lists in circulation.

    Examples
    --------
    >>> read_gerai()["gerai"]["e"]["label"]
    'Unit simpan pinjam'
    """
    return read_toml_texts("gerai.toml")


@per_language
def read_criteria() -> dict[str, Any]:
    """Criteria of the sector score: label, unit, weight, goalposts (``low``, ``high``), and the rules.

    ``low > high`` says that less is better. Criteria with weight 0 do not count until a set-up picks them. ``absent``
    is the value where a survey found no business of the sector, for criteria that are about such businesses.

    Examples
    --------
    >>> sum(c["weight"] for c in read_criteria()["criteria"].values())
    100
    """
    return read_toml_texts("criteria.toml")


@per_language
def read_presets() -> dict[str, Any]:
    """Ready-made sets of criteria: which of theirs our indicators measure, and which a panel must rate.

    Returns
    -------
    dict
        Preset (``"kpju_kecamatan"``, ``"kpju_kota"``) -> ``label, source, note, criteria``; a criterion has ``label``
        and either ``measured`` (indicators whose mean stands for it) with ``note``, or ``question`` for the panel.

    Examples
    --------
    >>> {name: len(preset["criteria"]) for name, preset in read_presets().items()}
    {'kpju_kecamatan': 4, 'kpju_kota': 11}
    """
    return read_toml_texts("presets.toml")


@cache
def read_advice_rules() -> dict[str, Any]:
    """Weights, goalposts and thresholds behind the advice; every figure is a planning assumption."""
    return read_toml_texts("advice.toml")


@per_language
def read_kinship() -> dict[str, Any]:
    """When kelurahan are alike, when types of them are clear and how they are called, when a gap to peers is told.

    Examples
    --------
    >>> read_kinship()["kinds"]["food_made"]["first"]
    'kampung olahan pangan'
    """
    return read_toml_texts("kinship.toml")


@cache
def read_linkages() -> pd.DataFrame:
    """Input linkages: whose output is whose input, in chains from the field to the stall.

    Returns
    -------
    DataFrame
        Columns ``chain``, ``upstream_product``, ``product`` (labels of the lexicon), ``input`` (what is handed on),
        ``source`` (a code of ``sources.csv`` or ``"asumsi perencanaan"``). All text; no chain runs in a circle.

    Examples
    --------
    >>> read_linkages().query("product == 'tempe'")[["upstream_product", "input"]].to_numpy().tolist()
    [['tanaman kedelai', 'kedelai']]
    """
    return read_csv_texts("linkages.csv")


@per_language
def read_column_labels() -> dict[str, Any]:
    """What our columns are called on a screen and what each is for, by the role of the file.

    Examples
    --------
    >>> read_column_labels()["survey"]["product"]["label"]
    'Produk'
    """
    return read_toml_texts("column_labels.toml")


@per_language
def read_norms() -> dict[str, Any]:
    """Residents for one outlet (``norms``), how far people go for one (``catchments``), with source, date, assumption.

    Examples
    --------
    >>> read_norms()["norms"]["shop"]["residents_per_outlet"]
    250
    """
    return read_toml_texts("norms.toml")


@cache
def read_sources() -> dict[str, str]:
    """Source code of a figure (``"S31"``) -> where it was published."""
    return read_csv_texts("sources.csv").set_index("source_id")["source"].to_dict()
