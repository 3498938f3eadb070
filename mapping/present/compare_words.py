"""A comparison of a few kelurahan in words: figure by figure, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import tr
from mapping.present.compare import FEWEST, sector_cells, shown_codes
from mapping.present.tables import sector_label
from mapping.score.firm.pairs import Pairs
from mapping.study import Study


def side_by_side(rows: pd.DataFrame, labels: Mapping[str, str], star: str = "") -> pd.DataFrame:
    """Tidy rows as a table to read: one row per figure, one column of words per kelurahan.

    Parameters
    ----------
    rows : DataFrame
        Tidy rows of this module, of one or several parts.
    labels : mapping
        Code -> heading of its column, in the order wanted.
    star : str
        Put after what is clearly the best.

    Returns
    -------
    DataFrame
        ``part, sector, label`` and a column per kelurahan.
    """
    said = rows.assign(said=[say_cell(row, star) for row in rows.to_dict("records")])
    keys = ["part", "sector", "item"]
    wide = said.pivot(index=keys, columns="kelurahan_code", values="said").reindex(columns=list(labels))
    order = said.drop_duplicates(keys).set_index(keys)["label"]
    wide = wide.reindex(order.index).rename(columns=dict(labels))
    wide.insert(0, "label", order)
    return wide.reset_index().drop(columns="item").rename_axis(columns=None)


def say_cell(row: Mapping[str, Any], star: str = "") -> str:
    """One figure in words: with its unit and interval, or why it is missing.

    Examples
    --------
    >>> figure = dict(text="", note="", value=42.3, low=30.0, high=51.0, item="score", unit="dari 100", best=True)
    >>> say_cell(figure, "★"), say_cell(figure | {"value": float("nan"), "note": "belum cukup data"})
    ('42 dari 100 (30–51) ★', 'belum cukup data')
    >>> say_cell(figure | {"item": "capital_idr", "value": 45e6, "low": float("nan"), "best": False})
    'Rp 45 juta'
    """
    if row["text"]:
        return str(row["text"])
    value, item = row["value"], str(row["item"])
    if value != value:
        return tr(str(row["note"])) if row["note"] else "–"
    if "_idr" in item:
        said = say_rupiah(value)
    else:
        digits = 0 if item in ("score", "rank", "population", "households") or float(value).is_integer() else 1
        said = f"{say_number(value, digits)} {row['unit']}".strip()
    if row["low"] == row["low"] and row["high"] == row["high"]:
        said += f" ({say_number(row['low'])}–{say_number(row['high'])})"
    return f"{said} {star}" if star and row["best"] else said


def say_pairs(clear: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Which kelurahan are clearly apart and which are not, in one sentence; ``""`` with fewer than two.

    ``clear`` as in :class:`mapping.score.firm.pairs.Pairs`.

    Examples
    --------
    >>> clear = pd.DataFrame([[False, True], [False, False]], index=["a", "b"], columns=["a", "b"])
    >>> say_pairs(clear, {"a": "Jati", "b": "Wage"}), say_pairs(clear & False, {"a": "Jati", "b": "Wage"})
    ('Jati jelas lebih tinggi daripada Wage.', 'Jati dan Wage tidak jelas berbeda.')
    """
    codes = [code for code in labels if code in clear.index]
    if len(codes) < FEWEST:
        return ""
    apart = int(clear.loc[codes, codes].to_numpy().sum())
    every = len(codes) * (len(codes) - 1) // 2
    if apart == 0:
        return tr("{names} tidak jelas berbeda.", names=_join([labels[code] for code in codes]))
    beaten = [
        tr("{name} jelas lebih tinggi daripada {others}", name=labels[code], others=_join([labels[o] for o in below]))
        for code in codes
        if (below := [other for other in codes if clear.at[code, other]])
    ]
    said = "; ".join(beaten)
    if apart == every:
        return f"{said}."
    alike = [
        tr("{first} dan {second}", first=labels[a], second=labels[b])
        for place, a in enumerate(codes)
        for b in codes[place + 1 :]
        if not clear.at[a, b] and not clear.at[b, a]
    ]
    return tr("{said}. Tidak jelas berbeda: {pairs}.", said=said, pairs="; ".join(alike))


def say_comparison(study: Study, table: pd.DataFrame, sector: str, pairs: Pairs, labels: Mapping[str, str]) -> str:
    """What the comparison comes to: who is ahead in a sector and how surely, and whether the advice differs."""
    return " ".join([_say_lead(table, sector, pairs, labels), _say_lines(study, labels)]).strip()


def _say_lead(table: pd.DataFrame, sector: str, pairs: Pairs, labels: Mapping[str, str]) -> str:
    named, shown = sector_label(sector).lower(), shown_codes(table, sector, list(labels))
    if not shown:
        return tr("Skor {sector} di tempat-tempat ini belum diketahui atau disembunyikan.", sector=named)
    if len(shown) == 1:
        return tr(
            "Hanya {name} yang skor {sector}nya boleh dan bisa ditampilkan; yang lain tidak diketahui, bukan rendah.",
            name=labels[shown[0]],
            sector=named,
        )
    score = sector_cells(table, sector, shown)["score"]
    top = str(score.idxmax())
    near = [code for code in shown if code != top and not pairs.clear.at[top, code]]
    if not near:
        return tr(
            "Untuk {sector}, {name} jelas paling tinggi (skor {score}).",
            sector=named,
            name=labels[top],
            score=say_number(score[top]),
        )
    ahead = _join([labels[code] for code in (top, *near)])
    if len(near) + 1 == len(shown):
        return tr("Untuk {sector}, {names} tidak jelas berbeda.", sector=named, names=ahead)
    return tr("Untuk {sector}, {names} teratas dan tidak jelas berbeda satu sama lain.", sector=named, names=ahead)


def _say_lines(study: Study, labels: Mapping[str, str]) -> str:
    first = study.advice[study.advice["position"] == "1"].set_index("kelurahan_code")["line"]
    lines = {code: str(first[code]) for code in labels if code in first.index}
    if not lines:
        return tr("Belum ada lini usaha yang disarankan di tempat-tempat ini.")
    if len(lines) == len(labels) and len(set(lines.values())) == 1:
        return tr("Semuanya sebaiknya mulai dari {line}.", line=next(iter(lines.values())))
    said = "; ".join(tr("{name} dari {line}", name=labels[code], line=line) for code, line in lines.items())
    missing = [labels[code] for code in labels if code not in lines]
    if missing:
        return tr("Mulai: {said}; belum ada saran untuk {missing}.", said=said, missing=_join(missing))
    return tr("Mulai: {said}.", said=said)


def _join(names: Sequence[str]) -> str:
    """Names as a list in words: "a, b dan c"."""
    if len(names) < 2:
        return "".join(names)
    return tr("{most} dan {last}", most=", ".join(names[:-1]), last=names[-1])
