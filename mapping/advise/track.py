"""The tool held to its own word: how starts fared that followed the advice, and those that did not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import InputError
from mapping.knowledge.outcomes import MONTHS, read_outcome_rules
from mapping.language import tr
from mapping.settings import Settings

GROUPS = ("all", "first", "any", "none", "avoid", "silent")
"""All starts; of them those that followed the first suggestion, any of the suggestions (the first among them), none of
them though there were some, a line warned against, and those where there was no suggestion to follow on that day."""
MEASURES = ("trades", "holds")
"""Still trades in the line it started with; does so and covers its costs."""
NEEDED = ("advised", "avoided", "chances", "advised_on", "line_id", "started_on", "borrowed_idr")
NEEDED_OF_CHECK = ("state", "trading", "line_id", "covers_costs", "paying")
WAITING = ("due", "overdue")


def check_ledger(ledger: pd.DataFrame) -> None:
    """Whether a table is a ledger.

    Raises
    ------
    InputError
        Columns are missing.
    """
    wanted = [*NEEDED, *(f"{name}_{month}" for month in MONTHS for name in NEEDED_OF_CHECK)]
    if missing := [name for name in wanted if name not in ledger.columns]:
        raise InputError(
            tr(
                "Tabel ini bukan buku hasil: kolom {columns} tidak ada. Unduh buku hasil dari halaman Pantauan.",
                columns=", ".join(missing),
            )
        )


def _lists(column: pd.Series) -> list[list[str]]:
    return [[part.strip() for part in str(text).split(";") if part.strip()] for text in column.fillna("")]


def told_before(ledger: pd.DataFrame) -> pd.Series:
    """Whether the advice on record was given on the day of the start or before; what came later was followed by nobody.

    Returns
    -------
    Series of bool
        Index of the ledger; False where either day is unknown.

    Examples
    --------
    >>> ledger = pd.DataFrame({"advised_on": ["2026-01-10", "2026-01-11", ""], "started_on": "2026-01-10"})
    >>> told_before(ledger).tolist()
    [True, False, False]
    """
    told, started = (ledger[name].fillna("").astype(str) for name in ("advised_on", "started_on"))
    # ISO days compare as texts.
    return (told != "") & (told <= started)


def find_groups(ledger: pd.DataFrame) -> pd.DataFrame:
    """Which start belongs to which groups, and whether anything was started.

    Returns
    -------
    DataFrame of bool
        Index of the ledger; a column for each of ``GROUPS``, all False where nothing was started. ``any`` and ``none``
        never overlap; ``avoid`` may overlap with ``none``, and with ``silent`` where the tool only warned. A start
        earlier than the advice on record is ``silent``.

    Examples
    --------
    >>> ledger = pd.DataFrame({"advised": ["B1; B2", "B1; B2", ""], "avoided": "B9", "line_id": ["B2", "B9", "B3"]})
    >>> ledger = ledger.assign(advised_on="2026-01-10", started_on="2026-02-01")
    >>> found = find_groups(ledger)
    >>> [[group for group in found if row[group]] for _, row in found.iterrows()]
    [['all', 'any'], ['all', 'none', 'avoid'], ['all', 'silent']]
    """
    line = ledger["line_id"].fillna("").astype(str)
    before = told_before(ledger)
    told = (_lists(ledger[name].where(before, "")) for name in ("advised", "avoided"))
    rows = list(zip(line, *told, strict=True))
    found = {
        "all": [bool(mine) for mine, _, _ in rows],
        "first": [bool(mine) and advised[:1] == [mine] for mine, advised, _ in rows],
        "any": [bool(mine) and mine in advised for mine, advised, _ in rows],
        "none": [bool(mine) and bool(advised) and mine not in advised for mine, advised, _ in rows],
        "avoid": [bool(mine) and mine in avoided for mine, _, avoided in rows],
        "silent": [bool(mine) and not advised for mine, advised, _ in rows],
    }
    return pd.DataFrame(found, index=ledger.index, columns=list(GROUPS)).astype(bool)


def find_results(ledger: pd.DataFrame, month: int) -> pd.DataFrame:
    """What is known of every start after some months.

    Returns
    -------
    DataFrame
        Index of the ledger: ``state`` (``"early"``, ``"waiting"``, ``"lost"``, ``"known"``; ``""`` nothing started),
        and ``trades``, ``holds``, ``carried`` (True, False, NA unknown). A start that stands in another line by then
        does not trade in the line it started with. One found closed at 6 months that nobody looked at again counts
        as closed at 12, once the time for that look is over: or the failed would drop out and the rest look better.
        ``carried``: trades, covers its costs and, where it borrowed, pays.
    """
    state = ledger[f"state_{month}"].fillna("").astype(str)
    trading, covers, paying = (_truth(ledger[f"{name}_{month}"]) for name in ("trading", "covers_costs", "paying"))
    line, now = (ledger[name].fillna("").astype(str) for name in ("line_id", f"line_id_{month}"))
    same = (now == "") | (now == line)
    trades = (trading & same).where(trading.notna(), pd.NA)
    checked = state == "checked"
    if month > MONTHS[0]:
        closed = (state == "lost") & _truth(ledger[f"trading_{MONTHS[0]}"]).eq(False).fillna(False)
        trades, checked = trades.mask(closed, False), checked | closed
    trades = trades.where(checked, pd.NA)
    # Kleene's logic: False and unknown is False, True and unknown is unknown.
    holds = trades & covers
    borrowed = pd.to_numeric(ledger["borrowed_idr"], errors="coerce")
    pays = paying.mask((borrowed == 0).fillna(False), True)
    plain = state.where(~state.isin(WAITING), "waiting").mask(checked, "known")
    return pd.DataFrame({"state": plain, "trades": trades, "holds": holds, "carried": holds & pays})


def _truth(column: pd.Series) -> pd.Series:
    """A column of yes, no and unknown, also as a CSV file writes them."""
    words = column.astype("object").where(column.notna(), None).map(lambda value: str(value).strip().lower())
    said = words.map({"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False})
    return said.astype("boolean")


def share_interval(k: float, n: float, level: float = 0.9) -> tuple[float, float]:
    """Within what the true share lies, from ``k`` of ``n``: the Jeffreys interval.

    Quantiles of Beta(k + 1/2, n - k + 1/2); 0 below where k is 0 and 1 above where k is n. (0, 1) for n 0.

    References
    ----------
    Brown, Cai and DasGupta (2001). Interval estimation for a binomial proportion. Statistical Science 16, 101-133.

    Examples
    --------
    >>> [round(bound, 3) for bound in share_interval(7, 10)]
    [0.442, 0.883]
    >>> share_interval(0, 0)
    (0.0, 1.0)
    """
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(betaincinv(k + 0.5, n - k + 0.5, tail))
    return low, 1.0 if k == n else float(betaincinv(k + 0.5, n - k + 0.5, 1 - tail))


def hit_rate(ledger: pd.DataFrame) -> pd.DataFrame:
    """How many starts still trade, and cover their costs, by whether they followed the advice.

    Parameters
    ----------
    ledger : DataFrame
        As the desk gives it (``read_ledger``), also read back from its CSV file.

    Returns
    -------
    DataFrame
        Index (group, month, measure) of ``GROUPS``, 6 and 12, ``MEASURES``. ``starts``; of them ``early`` (the month
        has not come), ``waiting`` (it has, nobody looked yet), ``lost`` (nobody looked in time), ``unclear`` (looked
        at, but this was not answered) and ``n`` (known); they add up to ``starts``. ``hits`` of ``n``; ``share`` (NaN
        for n 0), ``low``, ``high`` (90% interval); ``worst``, ``best`` (the share if all that are lost or unclear had
        failed, or all had held; NaN where there are none of any kind); ``enough`` (n reaches the floor of
        ``outcomes.toml``). Unknown is never counted as failure.

    Raises
    ------
    InputError
        The table is not a ledger.
    """
    check_ledger(ledger)
    level, floor = (read_outcome_rules()["enough"][name] for name in ("level", "shares"))
    groups, rows, keys = find_groups(ledger), [], []
    for month in MONTHS:
        results = find_results(ledger, month)
        for group in GROUPS:
            mine = results[groups[group]]
            for measure in MEASURES:
                keys.append((group, month, measure))
                rows.append(_count(mine, measure, level, floor))
    index = pd.MultiIndex.from_tuples(keys, names=["group", "month", "measure"])
    return pd.DataFrame(rows, index=index).sort_index()


def _count(mine: pd.DataFrame, measure: str, level: float, floor: int) -> dict[str, float | int | bool]:
    known = mine[measure].dropna()
    n, hits = len(known), int(known.sum())
    lost = int((mine["state"] == "lost").sum())
    unclear = int((mine["state"] == "known").sum()) - n
    judged = n + lost + unclear
    low, high = share_interval(hits, n, level)
    return {
        "starts": len(mine),
        "early": int((mine["state"] == "early").sum()),
        "waiting": int((mine["state"] == "waiting").sum()),
        "lost": lost,
        "unclear": unclear,
        "n": n,
        "hits": hits,
        "share": hits / n if n else float("nan"),
        "low": low,
        "high": high,
        "worst": hits / judged if judged else float("nan"),
        "best": (hits + lost + unclear) / judged if judged else float("nan"),
        "enough": n >= floor,
    }


def hit_difference(rates: pd.DataFrame) -> pd.DataFrame:
    """Share of those who followed any suggestion less the share of those who followed none, with its interval.

    The interval joins those of the two shares (the square-and-add rule). It says how sure the difference is, not what
    made it: whoever follows advice may differ in other ways.

    Parameters
    ----------
    rates : DataFrame
        Of :func:`hit_rate`.

    Returns
    -------
    DataFrame
        Index (month, measure): ``difference`` (-1 to 1, NaN unknown), ``low``, ``high``, ``n_followed``, ``n_not``,
        ``enough`` (both reach the floor), ``firm`` (the interval leaves out 0, and there are enough).

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions. Statistics in
    Medicine 17, 873-890.
    """
    floor = read_outcome_rules()["enough"]["difference"]
    one, other = rates.loc["any"], rates.loc["none"]
    difference = one["share"] - other["share"]
    down = ((one["share"] - one["low"]) ** 2 + (other["high"] - other["share"]) ** 2) ** 0.5
    up = ((one["high"] - one["share"]) ** 2 + (other["share"] - other["low"]) ** 2) ** 0.5
    enough = (one["n"] >= floor) & (other["n"] >= floor)
    table = pd.DataFrame({"difference": difference, "low": difference - down, "high": difference + up})
    table["n_followed"], table["n_not"], table["enough"] = one["n"], other["n"], enough
    return table.assign(firm=enough & ((table["low"] > 0) | (table["high"] < 0)))


def real_first(ledger: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """The rows of real cooperatives, or all of them where there are only made-up ones; and whether they are made up.

    Examples
    --------
    >>> real_first(pd.DataFrame({"synthetic": [True, False]}))[0].index.tolist()
    [1]
    """
    made_up = _truth(ledger["synthetic"]).fillna(False).astype(bool)
    if len(ledger) and made_up.all():
        return ledger, True
    return ledger[~made_up], False


REVENUE = "revenue_idr_month"
SIZES = ("members", "workers", REVENUE)


def before_after(ledger: pd.DataFrame, least: int = 1) -> pd.DataFrame:
    """Members, workers and revenue at the start and some months on, of the starts of which both are known.

    Parameters
    ----------
    least : int
        Below so many starts the figures are blank, since they would tell those of single cooperatives; with 2 or more
        revenue is blank too where two starts make nearly all of it (:mod:`mapping.measure.dominance`).

    Returns
    -------
    DataFrame
        Index (size, month) of ``SIZES`` and 6, 12: ``n``, ``closed`` (no longer trading, not among ``n``), ``before``,
        ``after`` (sums), ``grew`` (how many are larger); NaN below ``least``.
    """
    rows, keys = [], []
    for size in SIZES:
        before = pd.to_numeric(ledger[size], errors="coerce")
        for month in MONTHS:
            after = pd.to_numeric(ledger[f"{size}_{month}"], errors="coerce")
            trading = _truth(ledger[f"trading_{month}"])
            both = before.notna() & after.notna() & trading.fillna(False).astype(bool)
            n = int(both.sum())
            kept = n >= max(least, 1) and not (size == REVENUE and _tells_few(before[both], after[both], least))
            told = [before[both].sum(), after[both].sum(), (after > before)[both].sum()] if kept else [float("nan")] * 3
            closed = int((~trading.fillna(True)).sum())
            sums = dict(zip(("before", "after", "grew"), map(float, told), strict=True))
            rows.append({"n": n, "closed": closed, **sums})
            keys.append((size, month))
    return pd.DataFrame(rows, index=pd.MultiIndex.from_tuples(keys, names=["size", "month"]))


def _tells_few(before: pd.Series, after: pd.Series, least: int) -> bool:
    """Whether a sum of revenue tells what one or two cooperatives have."""
    from mapping.measure.dominance import tells

    amounts = [revenue.to_numpy(dtype=float) for revenue in (before, after)]
    return bool(tells(np.zeros(len(before), dtype=int), 1, amounts, Settings(suppress_below=least))[0])
