"""Figures behind the advice that a user may change: loan terms, wages, who joins, savings, weights."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from mapping.errors import SettingsError
from mapping.settings import AdviceSetup


@cache
def read_assumptions() -> dict[str, dict[str, Any]]:
    """Every assumption by its dotted key, with ``label, unit, value, least, most, source, date, assumption``.

    Examples
    --------
    >>> read_assumptions()["loan.rate_year"]["value"]
    0.06
    """
    content = tomllib.loads((Path(__file__).parent / "assumptions.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": entry for group, entries in content.items() for name, entry in entries.items()}


def assumptions_in_force(setup: AdviceSetup) -> dict[str, float]:
    """The value of every assumption: the user's where it was changed, else ours.

    Raises
    ------
    SettingsError
        An unknown key, or a value outside the range in which it makes sense.

    Examples
    --------
    >>> assumptions_in_force(AdviceSetup(assumptions=(("loan.rate_year", 0.03),)))["loan.rate_year"]
    0.03
    """
    known = read_assumptions()
    values = {key: float(entry["value"]) for key, entry in known.items()}
    for key, value in setup.assumptions:
        if key not in known:
            raise SettingsError(f'Anggapan "{key}" tidak dikenal. Hapus kunci itu.')
        entry = known[key]
        if not math.isfinite(value) or not entry["least"] <= value <= entry["most"]:
            raise SettingsError(
                f"{entry['label']}: {value} di luar batas {entry['least']} sampai {entry['most']} {entry['unit']}."
            )
        values[key] = float(value)
    return values
