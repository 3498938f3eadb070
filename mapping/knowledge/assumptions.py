"""Figures behind the advice that a user may change: loan terms, wages, who joins, savings, weights."""

from __future__ import annotations

import math
from typing import Any

from mapping.errors import SettingsError
from mapping.knowledge.formats import say_number
from mapping.knowledge.texts import read_toml_texts
from mapping.language import mark, per_language, tr
from mapping.settings import AdviceSetup

AT_MOST = mark("paling banyak sama dengan")
ORDERED = (
    ("members.join_low", "members.join_high", ""),
    ("pooling.saving_low", "pooling.saving_high", ""),
    ("loan.grace_months", "loan.months", mark("kurang dari")),
)
"""Pairs that must not cross; the third says when they must differ, too."""


@per_language
def read_assumptions() -> dict[str, dict[str, Any]]:
    """Every assumption by its dotted key, with ``label, unit, value, least, most, source, date, assumption``.

    Examples
    --------
    >>> read_assumptions()["loan.rate_year"]["value"]
    0.06
    """
    content = read_toml_texts("assumptions.toml")
    return {f"{group}.{name}": entry for group, entries in content.items() for name, entry in entries.items()}


def assumptions_in_force(setup: AdviceSetup) -> dict[str, float]:
    """The value of every assumption: the user's where it was changed, else ours.

    Raises
    ------
    SettingsError
        An unknown key, a value outside the range in which it makes sense, two values that contradict each other
        (a grace period as long as the loan), or no weight at all.

    Examples
    --------
    >>> assumptions_in_force(AdviceSetup(assumptions=(("loan.rate_year", 0.03),)))["loan.rate_year"]
    0.03
    """
    known = read_assumptions()
    values = {key: float(entry["value"]) for key, entry in known.items()}
    for key, value in setup.assumptions:
        if key not in known:
            raise SettingsError(tr('Anggapan "{key}" tidak dikenal. Hapus kunci itu.', key=key))
        entry = known[key]
        if not math.isfinite(value) or not entry["least"] <= value <= entry["most"]:
            raise SettingsError(
                tr(
                    "{label}: {value} di luar batas {least} sampai {most} {unit}.",
                    label=entry["label"],
                    value=value,
                    least=entry["least"],
                    most=entry["most"],
                    unit=tr(entry["unit"]),
                )
            )
        values[key] = float(value)
    for low, high, what in ORDERED:
        if values[low] > values[high] or (what and values[low] == values[high]):
            raise SettingsError(
                tr(
                    "{label} ({values}) harus {x} {lower} ({values2}). Ubah salah satunya.",
                    label=known[low]["label"],
                    values=say_number(values[low], 2),
                    x=tr(what or AT_MOST),
                    lower=known[high]["label"].lower(),
                    values2=say_number(values[high], 2),
                )
            )
    if not any(value for key, value in values.items() if key.startswith("weights.")):
        raise SettingsError(tr("Semua bobot saran nol. Beri bobot pada paling sedikit satu bagian."))
    return values
