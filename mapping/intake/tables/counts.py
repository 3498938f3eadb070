"""Counts per kelurahan and type -> one row for each counted business."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mapping.errors import InputError
from mapping.intake.issues import Findings
from mapping.intake.tables.aggregates import Aggregate
from mapping.intake.tables.numbers import read_amounts
from mapping.language import mark, tr

MAX_BUSINESSES = 2_000_000
"""More businesses than this in one table of counts are the sums of a nation, not of a region's villages."""


def expand_counts(
    table: pd.DataFrame, headers: Sequence[str], aggregate: Aggregate, findings: Findings
) -> tuple[pd.DataFrame, dict[str, int]]:
    """One row for each counted business, so that counts travel the road of a list of businesses.

    Each row repeats its source row with its number; what was not counted (workers, sales) stays unknown. Of several
    years only the latest is used, the others are rejects; so are rows without a readable count. A count of zero, or a
    blank one, is no business.

    Parameters
    ----------
    table : DataFrame of str
        Index: spreadsheet rows.
    headers : sequence of str
        Heads of its columns.
    aggregate : Aggregate
        What it counts; its level is ``"kelurahan"``.

    Returns
    -------
    table : DataFrame
        As many rows as businesses, index repeated, two columns more.
    places : dict of int
        Position of the type of business (``"category"``) and, where areas head the columns, of the area
        (``"kelurahan"``).

    Raises
    ------
    InputError
        When the counts sum to more than ``MAX_BUSINESSES``.

    Examples
    --------
    >>> counts = pd.DataFrame([["Masin", "2", "1"], ["Sodong", "0", "1"]], index=[2, 3])
    >>> found = Aggregate("kelurahan", "types", (1, 2), area=0, kind=-1, year=-1, areas=2, years=())
    >>> expanded, places = expand_counts(counts, ["Desa", "Kuliner", "Jasa"], found, Findings("a.csv"))
    >>> expanded[[0, places["category"]]].to_numpy().tolist()
    [['Masin', 'Kuliner'], ['Masin', 'Kuliner'], ['Masin', 'Jasa'], ['Sodong', 'Jasa']]
    """
    kind, area = table.shape[1], table.shape[1] + 1
    long = _one_count_a_row(_keep_latest(table, aggregate, findings), headers, aggregate)
    number = read_amounts(long["count"])["value"].mask(long["count"].isin(["", "-"]), 0.0)
    odd = number.isna() | (number % 1 != 0) | (number > MAX_BUSINESSES)
    what, cells = tr("jumlah usahanya bukan bilangan"), long["count"][odd]
    if aggregate.shape == "long":
        findings.reject(cells.index, what, headers[aggregate.counts[0]], cells)
    else:
        findings.note(mark("angka"), what, tr("jumlah itu dilewati"), rows=cells.index, values=cells)
    number = number.mask(odd, 0.0).astype("int64")
    if number.sum() > MAX_BUSINESSES:
        raise InputError(
            tr(
                'Berkas "{file}" menghitung {sum} usaha; batasnya {max_businesses}. Pecah per kabupaten.',
                file=findings.file,
                sum=number.sum(),
                max_businesses=MAX_BUSINESSES,
            )
        )
    findings.note(
        mark("tabel jumlah"),
        tr("isinya jumlah usaha per kelurahan/desa dan jenis ({sum} usaha), bukan daftar usaha", sum=number.sum()),
        tr(
            "tiap usaha yang dihitung menjadi satu baris tanpa pekerja, omzet, dan bahan; {sum} jumlah nol dilewati",
            sum=(number == 0).sum(),
        ),
    )
    expanded = long.drop(columns="count").take(np.repeat(np.arange(len(number)), number))
    places = {"category": kind} | ({"kelurahan": area} if aggregate.shape == "areas" else {})
    return expanded.rename(columns={"kind": kind, "area": area}), places


def _one_count_a_row(table: pd.DataFrame, headers: Sequence[str], aggregate: Aggregate) -> pd.DataFrame:
    """The table with ``count``, ``kind`` and ``area`` (text), rows in their order."""
    if aggregate.shape == "long":
        kind = table[aggregate.kind] if aggregate.kind >= 0 else ""
        return table.assign(kind=kind, area="", count=table[aggregate.counts[0]])
    parts = []
    for at in aggregate.counts:
        kind, area = (headers[at], "") if aggregate.shape == "types" else (table[aggregate.kind], headers[at])
        parts.append(table.assign(kind=kind, area=area, count=table[at]))
    return pd.concat(parts).sort_index(kind="stable")


def _keep_latest(table: pd.DataFrame, aggregate: Aggregate, findings: Findings) -> pd.DataFrame:
    if len(aggregate.years) < 2 or aggregate.year < 0:
        return table
    latest = aggregate.years[-1]
    old = ~table[aggregate.year].str.contains(latest, regex=False)
    findings.reject(table.index[old], tr("jumlah tahun lain; yang dipakai tahun terbaru, {latest}", latest=latest))
    return table[~old]
