"""What the tool said on the day a start was recorded: copied once, kept as it was."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import event, inspect

from mapping.desk.entries import free_text, iso_date
from mapping.desk.models import Outcome
from mapping.errors import EntryError
from mapping.language import tr

BETWEEN = "; "
KEPT = ("cooperative_id", "advised", "avoided", "confidence", "chances", "advised_on", "study_key", "data_label")
"""Columns of an outcome that no later change may touch."""
LONGEST = {"advised": 200, "avoided": 400, "study_key": 64, "data_label": 200}


@dataclass(frozen=True)
class Advised:
    """The advice of one kelurahan on one day.

    Parameters
    ----------
    lines : tuple of str
        Lines to start with, best first; empty where the tool had nothing to suggest.
    avoided : tuple of str
        Lines not to start with.
    confidence : float or None
        Of the first line, 0-100; None unknown.
    advised_on : str
        ISO day.
    study_key, data_label : str
        Which study said so, and what its data are called (``"data sintetis"``, ``""``).
    chances : mapping of str to float
        Line -> stated probability (0-1) that it carries its loan there; only lines for which it is known.
    """

    lines: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()
    confidence: float | None = None
    advised_on: str = ""
    study_key: str = ""
    data_label: str = ""
    chances: Mapping[str, float] = field(default_factory=dict)


NOTHING_SAID = Advised()
"""Where a start is recorded that the tool was never asked about."""


def say_lines(lines: tuple[str, ...]) -> str:
    """Lines as a column keeps them.

    Examples
    --------
    >>> say_lines(("B13", "B05"))
    'B13; B05'
    """
    return BETWEEN.join(lines)


def say_chances(chances: Mapping[str, float]) -> str:
    """Stated probabilities as a column keeps them.

    Examples
    --------
    >>> say_chances({"B13": 0.8249, "B05": 1.0})
    'B05=1.0000; B13=0.8249'
    """
    return BETWEEN.join(f"{line}={chance:.4f}" for line, chance in sorted(chances.items()))


def kept_columns(advice: Advised, latest: str) -> dict[str, object]:
    """An advice as the columns of an outcome.

    Parameters
    ----------
    latest : str
        The latest day that it can be of, ISO.

    Raises
    ------
    EntryError
        A line both advised and warned against, a figure outside its range, or a day that is still to come.
    """
    if both := set(advice.lines) & set(advice.avoided):
        message = tr(
            "Lini {lines} tercatat disarankan sekaligus dihindari. Muat ulang halaman.", lines=", ".join(sorted(both))
        )
        raise EntryError(message, "advice")
    figures = [*advice.chances.values(), (advice.confidence or 0) / 100]
    if not all(math.isfinite(value) and 0 <= value <= 1 for value in figures):
        raise EntryError(tr("Angka pada salinan saran di luar 0 sampai 100%. Muat ulang halaman."), "advice")
    texts = {
        "advised": say_lines(advice.lines),
        "avoided": say_lines(advice.avoided),
        "study_key": advice.study_key,
        "data_label": advice.data_label,
    }
    label = tr("Salinan saran")
    return {
        **{
            name: free_text(text, label, LONGEST[name]) if name == "data_label" else _fits(text, name)
            for name, text in texts.items()
        },
        "confidence": advice.confidence,
        "chances": say_chances(advice.chances),
        "advised_on": iso_date(advice.advised_on, tr("Tanggal saran"), latest=latest),
    }


def _fits(text: str, name: str) -> str:
    if len(text) > LONGEST[name]:
        raise EntryError(tr("Salinan saran terlalu panjang. Muat ulang halaman."), "advice")
    return text


@event.listens_for(Outcome, "before_update")
def _stays(mapper: object, connection: object, outcome: Outcome) -> None:
    # The database refuses it, too; this says which column, before anything is sent.
    attributes = inspect(outcome).attrs
    if changed := [name for name in KEPT if attributes[name].history.has_changes()]:
        raise RuntimeError(f"advice on record cannot be changed: {', '.join(changed)}")
