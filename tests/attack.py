"""The attacker: works out suppressed cells from the files that anybody can get and from the public catalogue.

Written without any of the code that hides cells. Two rounds of linear programs (scipy), each giving the least and the
most that a hidden cell can be:

1. sectors: hidden cells of all kelurahan together, under the sum of every row and every column. The sums are worked out
   from shown cells: the location quotient is linear in the businesses of the kelurahan.
2. products: within each kelurahan, the products of the lexicon under what the files say of sectors, products, lines and
   rivals (line members and rivals are sums of products).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import linprog

TOO_FEW, HIDDEN_TOO = "kurang dari 3", "disembunyikan: bersama"
MOST = 10_000.0


def read(content: bytes) -> pd.DataFrame:
    """A CSV as anybody would open it."""
    return pd.read_csv(
        io.BytesIO(content),
        dtype={"kelurahan_code": str, "group": str, "site": str},
        keep_default_na=False,
        na_values=[""],
    )


@dataclass
class System:
    """Whole numbers between bounds, and known sums of some of them."""

    bounds: dict[object, tuple[float, float]] = field(default_factory=dict)
    sums: list[tuple[list[object], float, float]] = field(default_factory=list)

    def ranges(self, wanted: list[object]) -> dict[object, tuple[float, float]]:
        """Least and most of the wanted ones; parts of the system that share nothing are solved apart."""
        found: dict[object, tuple[float, float]] = {}
        for part in self._parts():
            mine = [name for name in wanted if name in part]
            if mine:
                found |= self._solve(part, mine)
        return found

    def _parts(self) -> list[set[object]]:
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        names = list(self.bounds)
        at = {name: position for position, name in enumerate(names)}
        pairs = [(at[cells[0]], at[other]) for cells, _, _ in self.sums for other in cells[1:]]
        one, other = (np.array(ends, dtype=int) for ends in (zip(*pairs, strict=True) if pairs else ([], [])))
        graph = coo_array((np.ones(len(one)), (one, other)), shape=(len(names), len(names)))
        labels = connected_components(graph.tocsr(), directed=False)[1]
        parts: dict[int, set[object]] = {}
        for name, label in zip(names, labels, strict=True):
            parts.setdefault(int(label), set()).add(name)
        return list(parts.values())

    def _solve(self, part: set[object], wanted: list[object]) -> dict[object, tuple[float, float]]:
        from scipy.sparse import coo_array

        names = [name for name in self.bounds if name in part]
        at = {name: position for position, name in enumerate(names)}
        rows = [row for row in self.sums if row[0][0] in part]
        bounds = [self.bounds[name] for name in names]
        ends = [(low, high) for low, high in ((np.ceil(low - 1e-6), np.floor(high + 1e-6)) for _, low, high in rows)]
        entries = [(row, at[name]) for row, (cells, _, _) in enumerate(rows) for name in cells]
        row, column = (np.array(part, dtype=int) for part in (zip(*entries, strict=True) if entries else ([], [])))
        matrix = coo_array((np.ones(len(row)), (row, column)), shape=(len(rows), len(names))).tocsr()
        low, high = (np.array([end[side] for end in ends], dtype=float) for side in (0, 1))
        both = {"A_ub": _stack(matrix), "b_ub": np.r_[high, -low]} if len(rows) else {}
        found = {}
        for name in wanted:
            cost = np.zeros(len(names))
            cost[at[name]] = 1.0
            least, most = (linprog(sign * cost, bounds=bounds, method="highs", **both) for sign in (1.0, -1.0))
            if least.status or most.status:
                raise AssertionError(f"what the files say of {name} contradicts itself")
            found[name] = (float(np.ceil(least.fun - 1e-6)), float(np.floor(-most.fun + 1e-6)))
        return found


def _stack(matrix: object) -> object:
    from scipy.sparse import vstack

    return vstack([matrix, -matrix]).tocsr()


# ------------------------------------------------------------------ round 1: sectors


def sector_system(n: pd.DataFrame, told: pd.DataFrame, rows: pd.Series, columns: pd.Series) -> System:
    """Hidden cells under sums.

    Parameters
    ----------
    n : DataFrame
        Counts shown; NaN hidden or unknown.
    told : DataFrame, like ``n``
        ``"small"`` (one or two), ``"hidden"`` or ``""``.
    rows, columns : Series
        Sums of rows and columns; NaN unknown.
    """
    hidden = told.ne("")
    # A row or a column in which nothing is told to be small may hide anything; elsewhere what is hidden is not small.
    untold = hidden.eq(n.isna() & hidden).all(axis=1) & ~told.eq("small").any(axis=1) & hidden.any(axis=1)
    rare = ~told.eq("small").any()
    system = System()
    for code, sector in zip(*(labels for labels in _where(hidden)), strict=True):
        least = 0.0 if untold[code] or rare[sector] else 3.0
        system.bounds[code, sector] = (1.0, 2.0) if told.at[code, sector] == "small" else (least, MOST)
    for code in n.index[hidden.any(axis=1) & rows.notna()]:
        rest = float(rows[code] - n.loc[code].sum())
        system.sums.append(([(code, s) for s in n.columns[hidden.loc[code]]], rest, rest))
    for sector in n.columns[hidden.any() & columns.notna()]:
        rest = float(columns[sector] - n[sector].sum())
        system.sums.append(([(code, sector) for code in n.index[hidden[sector]]], rest, rest))
    return system


def _where(flags: pd.DataFrame) -> tuple[pd.Index, pd.Index]:
    row, column = np.nonzero(flags.to_numpy())
    return flags.index[row], flags.columns[column]


def read_told(scores: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts shown and how the others are told, kelurahan by sector."""
    keys = scores.set_index(["kelurahan_code", "sector"])
    note = keys["note"].fillna("").astype(str)
    told = pd.Series(
        np.select([note.str.startswith(TOO_FEW), note.str.startswith(HIDDEN_TOO)], ["small", "hidden"], ""), note.index
    )
    n = keys["n"].unstack("sector")
    return n, told.unstack("sector").reindex(index=n.index, columns=n.columns)


def invert_quotients(scores: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Sums of rows and columns, worked out from the shown location quotients.

    ``lq = (x + a) / (N share + a)`` is ``x = lq (N share + a) - a``: where a whole row is shown ``N`` is known, and two
    such rows give ``share`` and ``a`` of a sector; then every other shown cell gives the ``N`` of its row.
    """
    keys = scores.set_index(["kelurahan_code", "sector"])
    effective, lq, n, weighted = (keys[name].unstack("sector") for name in ("n_effective", "lq", "n", "n_weighted"))
    told = read_told(scores)[1]
    full = ~told.ne("").any(axis=1) & n.notna().any(axis=1)
    totals = effective.sum(axis=1).where(full)
    plain = (effective / weighted).mean(axis=1)
    found, shares = {}, {}
    for sector in n:
        use = totals.notna() & lq[sector].notna()
        if use.sum() < 3:
            continue
        left = np.column_stack([lq[sector] * totals, lq[sector] - 1.0])[use.to_numpy()]
        share, strength = np.linalg.lstsq(left, effective.loc[use, sector].to_numpy(), rcond=None)[0]
        shares[sector] = share
        found[sector] = ((effective[sector] + strength) / lq[sector] - strength) / share
    each = pd.DataFrame(found, index=n.index)
    rows = (each.median(axis=1) / plain).round().where(told.ne("").any(axis=1), n.sum(axis=1))
    # Weighted rows give a weighted sum; what it says of the number of rows is not exact.
    known = n.notna() & weighted.notna()
    weightless = ((n - weighted).abs().where(known).max(axis=1) < 1e-6) & ((plain - 1.0).abs() < 1e-6)
    rows = rows.where(weightless | ~told.ne("").any(axis=1))
    return rows, pd.Series(shares)


def attack_sectors(
    scores: pd.DataFrame, rows: pd.Series | None = None, columns: pd.Series | None = None
) -> pd.DataFrame:
    """Least and most of every hidden sector cell.

    Parameters
    ----------
    scores : DataFrame
        ``scores.csv``.
    rows, columns : Series, optional
        Sums that the attacker knows from elsewhere; else those that the quotients give, and the sums that the map says.
    """
    n, told = read_told(scores)
    given, _ = invert_quotients(scores)
    rows = given if rows is None else rows
    # Of a kelurahan of which nothing is shown no quotient is shown either.
    rows = rows.reindex(n.index).where(n.notna().any(axis=1))
    columns = pd.Series(np.nan, index=n.columns) if columns is None else columns.reindex(n.columns)
    if not n.notna().any(axis=None):
        columns = columns * np.nan
    system = sector_system(n, told, rows, columns)
    ranges = system.ranges(list(system.bounds))
    table = pd.DataFrame(
        [("sector", code, sector, told.at[code, sector], low, high) for (code, sector), (low, high) in ranges.items()],
        columns=["what", "kelurahan_code", "cell", "told", "low", "high"],
    )
    return table.assign(pinned=table["low"] >= table["high"])


# ------------------------------------------------------------------ round 2: products within a kelurahan


@dataclass(frozen=True)
class Catalogue:
    """What anybody can read in the repository: products of sectors, of lines and of their rivals."""

    sector_of: Mapping[str, str]
    members: Mapping[str, list[str]]
    narrowed: frozenset[str]
    rivals: Mapping[str, list[str]]
    norm: Mapping[str, float]


def read_catalogue() -> Catalogue:
    """The shipped lexicon and lines."""
    from mapping.knowledge.catalog import read_lexicon, read_lines
    from mapping.knowledge.lines import line_products

    lexicon, lines = read_lexicon(), read_lines()
    pairs = line_products(lines)
    of = {role: part.groupby("line_id")["product"].agg(list).to_dict() for role, part in pairs.groupby("role")}
    narrowed = lines.index[(lines["keyword"] != "") | (lines["keyword_not"] != "")]
    return Catalogue(
        sector_of=dict(zip(lexicon["product"], lexicon["sector"], strict=True)),
        members=of["member"],
        narrowed=frozenset(narrowed),
        rivals=of["rival"],
        norm=lines["rival_norm_people"].dropna().to_dict(),
    )


Said = tuple[str, str, float, float]
"""Kelurahan, product or line, least, most."""


def said_of_products(files: Mapping[str, pd.DataFrame]) -> list[Said]:
    """What the files say of single products."""
    said: list[Said] = []
    for name in ("chains", "gaps"):
        if name not in files:
            continue
        for row in files[name].itertuples():
            if row.n == row.n:
                said.append((row.kelurahan_code, row.product, row.n, row.n))
            elif row.fewer_than == row.fewer_than:
                said.append((row.kelurahan_code, row.product, 1.0, row.fewer_than - 1.0))
            elif getattr(row, "state", "") == "ada":
                said.append((row.kelurahan_code, row.product, 1.0, MOST))
    return said


MEMBERS = re.compile(
    r"(?:Ada ([\d.]+) usaha (?:yang membuatnya|dengan bahan yang mirip|yang bisa dipasok)|yang terdata ([\d.]+)\.)"
)
SELLERS = re.compile(r"penjual serupa yang terdata (kurang dari 3|[\d.]+),")


def said_of_lines(files: Mapping[str, pd.DataFrame], catalogue: Catalogue) -> tuple[list[Said], list[Said]]:
    """What the files say of the members and of the rivals of a line."""
    members, rivals = [], []
    for row in files["advice"].itertuples() if "advice" in files else ():
        found = MEMBERS.search(str(row.reason)) if row.line_id in catalogue.members else None
        if found:
            number = float((found[1] or found[2]).replace(".", ""))
            members.append((row.kelurahan_code, row.line_id, number, number))
        sellers = SELLERS.search(str(row.reason)) if row.line_id in catalogue.rivals else None
        if sellers:
            few = sellers[1].startswith(TOO_FEW)
            number = 2.0 if few else float(sellers[1].replace(".", ""))
            rivals.append((row.kelurahan_code, row.line_id, 1.0 if few else number, number))
    table = files.get("suitability")
    if table is not None:
        norm = table["line_id"].map(catalogue.norm)
        outlets = (table["saturation"] * table["population"] / norm).round()
        for code, line, n in zip(table["kelurahan_code"], table["line_id"], outlets, strict=True):
            if n == n and line in catalogue.rivals:
                # One or two are told as two.
                rivals.append((code, line, 1.0 if n == 2 else n, n))
    return members, rivals


def attack_products(
    files: Mapping[str, pd.DataFrame],
    sectors: pd.DataFrame,
    catalogue: Catalogue,
    more: list[Said] | None = None,
) -> pd.DataFrame:
    """Least and most of every product that is told as one or two, of every hidden sector cell, of every small line.

    Parameters
    ----------
    files : mapping
        Tables by name (``scores``, ``chains``, ...).
    sectors : DataFrame
        Answer of round 1: what hidden cells can be at most.
    more : list of (kelurahan_code, line_id, least, most), optional
        Members of lines that the attacker knows from elsewhere.
    """
    n, _ = read_told(files["scores"])
    limits = {(row.kelurahan_code, row.cell): (row.low, row.high) for row in sectors.itertuples()}
    products, (members, rivals) = said_of_products(files), said_of_lines(files, catalogue)
    members = members + list(more or [])
    by_code: dict[str, list[tuple[str, Said]]] = {}
    for kind, part in (("product", products), ("member", members), ("rival", rivals)):
        for one in part:
            by_code.setdefault(one[0], []).append((kind, one))
    answer = []
    for code, told in by_code.items():
        system, wanted = _kelurahan_system(code, n.loc[code], limits, told, catalogue)
        for name, (low, high) in system.ranges(list(wanted)).items():
            answer.append((wanted[name], code, name, "small", low, high))
    table = pd.DataFrame(answer, columns=["what", "kelurahan_code", "cell", "told", "low", "high"])
    return table.assign(pinned=table["low"] >= table["high"])


def _kelurahan_system(
    code: str, n: pd.Series, limits: Mapping, told: list[tuple[str, Said]], catalogue: Catalogue
) -> tuple[System, dict[object, str]]:
    system, wanted = System(), {}
    named = set()
    for kind, (_, name, _, _) in told:
        named |= (
            {name} if kind == "product" else set((catalogue.members if kind == "member" else catalogue.rivals)[name])
        )
    sectors: dict[str, list[object]] = {}
    for product in sorted(named):
        if product in catalogue.sector_of:
            system.bounds[product] = (0.0, MOST)
            sectors.setdefault(catalogue.sector_of[product], []).append(product)
    for kind, (_, name, low, high) in told:
        if kind == "product":
            if name not in system.bounds:
                continue
            old = system.bounds[name]
            system.bounds[name] = (max(old[0], low), min(old[1], high))
            if high <= 2 and low >= 1:
                wanted[name] = "product"
        else:
            of = (catalogue.members if kind == "member" else catalogue.rivals)[name]
            part = kind == "member" and name in catalogue.narrowed
            cells = [product for product in dict.fromkeys(of) if product in system.bounds]
            system.sums.append((cells, low, MOST if part else high))
            if low >= 1 and high <= 2:
                total = (kind, name)
                system.bounds[total] = (low, high)
                if not part:
                    # The sum itself is a small cell: it must stay open as well.
                    system.sums[-1] = (cells, low, high)
                    _add_total(system, cells, total)
                    wanted[total] = kind
    _add_sectors(system, sectors, n, {s: limits.get((code, s)) for s in n.index}, wanted, catalogue)
    return system, wanted


def _add_total(system: System, cells: list[object], total: object) -> None:
    """``total`` is the sum of the cells: its complement to a large number makes it an ordinary sum."""
    rest = ("rest", total)
    system.bounds[rest] = (0.0, MOST)
    system.sums.append(([*cells, rest], MOST, MOST))
    system.sums.append(([total, rest], MOST, MOST))


def _add_sectors(
    system: System, sectors: Mapping, n: pd.Series, limits: Mapping, wanted: dict, catalogue: Catalogue
) -> None:
    size = pd.Series(catalogue.sector_of).value_counts()
    for sector, products in sectors.items():
        cells = list(products)
        if len(cells) < size[sector]:
            # All products of which nothing is said, together.
            system.bounds["others", sector] = (0.0, MOST)
            cells.append(("others", sector))
        if sector not in n or (n[sector] != n[sector] and limits[sector] is None):
            continue
        if n[sector] == n[sector]:
            system.sums.append((cells, float(n[sector]), float(n[sector])))
        else:
            low, high = limits[sector]
            system.bounds["sector", sector] = (low, high)
            _add_total(system, cells, ("sector", sector))
            if low >= 1 and high <= 2:
                wanted["sector", sector] = "sector"


# ------------------------------------------------------------------ all of it


def attack(
    files: Mapping[str, bytes],
    columns: pd.Series | None = None,
    more: list[Said] | None = None,
    catalogue: Callable[[], Catalogue] = read_catalogue,
) -> pd.DataFrame:
    """What the files give away of the cells that they hide.

    Parameters
    ----------
    files : mapping of str to bytes
        File name -> content, as ``table_files`` yields them; further CSV files may carry ``kelurahan_code, product, n``
        or be named like one of the tables.
    columns : Series, optional
        Businesses of every sector in the region (the map says them).
    more : list, optional
        As for :func:`attack_products`.

    Returns
    -------
    DataFrame
        ``what`` (``"sector"``, ``"product"``, ``"member"``, ``"rival"``)``, kelurahan_code, cell, told, low, high,
        pinned`` (only one number is possible).
    """
    tables = {name.removesuffix(".csv"): read(content) for name, content in files.items() if name.endswith(".csv")}
    sectors = attack_sectors(tables["scores"], columns=columns)
    products = attack_products(tables, sectors, catalogue(), more)
    return pd.concat([sectors, products], ignore_index=True)
