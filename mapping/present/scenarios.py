"""A scenario: a name, a scoring set-up, the founder's answers and a price change; as a file, and beside another one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mapping.advise.prices import MOST_PRICE, priced
from mapping.advise.setup import check_advice_setup, read_advice_setup, write_advice_setup
from mapping.errors import SettingsError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.small_json import What, is_number, named_twice, read_object, refuse_unknown, shown
from mapping.language import mark, tr
from mapping.score.weigh.choices import check_setup
from mapping.score.weigh.setup import read_setup, write_setup
from mapping.settings import AdviceSetup, ScoringSetup

FORMAT, VERSION = "skenario", 1
WHAT = What(mark("skenario"), mark("Skenario"), 1024 * 1024)
LONGEST_NAME = 60
MOST = 12
"""Scenarios in a session or a file."""
PARTS = ("name", "scoring", "answers", "price_change")


@dataclass(frozen=True)
class Scenario:
    """What one looks at the region with.

    Parameters
    ----------
    name : str
        1 to 60 plain letters.
    scoring : ScoringSetup
        How the scores are made.
    answers : AdviceSetup
        What the founder answers and assumes, before the price change.
    price_change : float
        Selling prices against those of the lines, -0.3 to 0.3; 0.1 is ten percent dearer.
    """

    name: str
    scoring: ScoringSetup = field(default_factory=ScoringSetup)
    answers: AdviceSetup = field(default_factory=AdviceSetup)
    price_change: float = 0.0


def check_scenario(scenario: Scenario, file: str = "") -> None:
    """Refuse a scenario that says something impossible.

    Raises
    ------
    SettingsError
        What is wrong, and what to do.

    Examples
    --------
    >>> check_scenario(Scenario("Harga naik", price_change=2.0))
    Traceback (most recent call last):
    mapping.errors.SettingsError: Skenario "Harga naik": perubahan harga 2.0 tidak bisa dipakai. Isi dengan -0,3 \
sampai 0,3.
    """
    name, change = scenario.name, scenario.price_change
    where = tr('Berkas "{file}", skenario {name}', file=file, name=shown(name)) if file else ""
    where = where or tr("Skenario {name}", name=shown(name))
    if not isinstance(name, str) or not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise SettingsError(
            tr("{where}: nama harus 1 sampai {most} huruf biasa. Beri nama lain.", where=where, most=LONGEST_NAME)
        )
    if not is_number(change) or abs(change) > MOST_PRICE:
        raise SettingsError(
            tr(
                "{where}: perubahan harga {change} tidak bisa dipakai. Isi dengan -0,3 sampai 0,3.",
                where=where,
                change=shown(change),
            )
        )
    check_setup(scenario.scoring, file)
    check_advice_setup(scenario.answers, file)
    check_advice_setup(priced(scenario.answers, change), file)


def write_scenarios(scenarios: Iterable[Scenario]) -> bytes:
    """Scenarios as one JSON file that a person can read; the same scenarios give the same bytes.

    Raises
    ------
    SettingsError
        As in :func:`check_scenario`, or two have the same name.

    Examples
    --------
    >>> given = [Scenario("Modal", answers=AdviceSetup(own_capital_idr=5e7)), Scenario("Mahal", price_change=0.1)]
    >>> read_scenarios(write_scenarios(given), "skenario.json") == given
    True
    """
    listed = list(scenarios)
    for scenario in listed:
        check_scenario(scenario)
    _refuse_twins(listed, "")
    content = {
        "format": FORMAT,
        "version": VERSION,
        "scenarios": [
            {
                "name": scenario.name,
                "price_change": float(scenario.price_change) + 0.0,
                "scoring": json.loads(write_setup(scenario.scoring)),
                "answers": json.loads(write_advice_setup(scenario.answers)),
            }
            for scenario in listed
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def read_scenarios(content: bytes, name: str) -> list[Scenario]:
    """Read a file of scenarios; nothing of it is used unless all of it is right.

    Parameters
    ----------
    content : bytes
        JSON as :func:`write_scenarios` gives it. The two set-ups in it are read as strictly as files of their own.
    name : str
        For messages only.

    Raises
    ------
    SettingsError
        Whatever is wrong: file, scenario, key, value and what to do. Nothing else is ever raised.

    Examples
    --------
    >>> read_scenarios(b'{"format": "susunan-skor"}', "skor.json")
    Traceback (most recent call last):
    mapping.errors.SettingsError: Berkas "skor.json" bukan skenario: kunci "format" harus "skenario".
    """
    file = show_name(name)
    given = read_object(content, file, WHAT)
    if given.get("format") != FORMAT:
        raise SettingsError(
            tr('Berkas "{file}" bukan skenario: kunci "format" harus "{format}".', file=file, format=FORMAT)
        )
    if given.get("version") != VERSION or isinstance(given["version"], bool):
        raise SettingsError(
            tr(
                'Berkas "{file}", kunci "version": {given} tidak bisa dibaca. Versi yang dikenal {version}; perbarui '
                "aplikasi bila berkasnya lebih baru.",
                file=file,
                given=shown(given.get("version")),
                version=VERSION,
            )
        )
    refuse_unknown(given, ("format", "version", "scenarios"), file, "")
    rows = given.get("scenarios")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST:
        raise SettingsError(
            tr(
                'Berkas "{file}", kunci "scenarios": isinya harus daftar 1 sampai {most} skenario.',
                file=file,
                most=MOST,
            )
        )
    found = [_read_one(row, f"scenarios[{place + 1}]", file) for place, row in enumerate(rows)]
    _refuse_twins(found, file)
    return found


def _read_one(row: Any, where: str, file: str) -> Scenario:
    if not isinstance(row, dict):
        raise SettingsError(
            tr('Berkas "{file}", kunci "{where}": {row} harus objek JSON.', file=file, where=where, row=shown(row))
        )
    refuse_unknown(row, PARTS, file, f"{where}.")
    told = f"{file}, {where}"
    parts: dict[str, Any] = {}
    if "scoring" in row:
        parts["scoring"] = read_setup(_bytes(row["scoring"], told), told)
    if "answers" in row:
        parts["answers"] = read_advice_setup(_bytes(row["answers"], told), told)
    change = row.get("price_change", 0.0)
    scenario = Scenario(name=row.get("name", ""), price_change=float(change) if is_number(change) else change, **parts)
    check_scenario(scenario, file)
    return scenario


def _bytes(part: Any, told: str) -> bytes:
    """A part as the file of its own that its reader knows."""
    try:
        return json.dumps(part).encode("utf-8")
    except RecursionError:
        raise SettingsError(tr('Berkas "{file}" bertingkat terlalu dalam.', file=told)) from None


def _refuse_twins(scenarios: Sequence[Scenario], file: str) -> None:
    if twice := named_twice(scenario.name for scenario in scenarios):
        where = tr('Berkas "{file}": ', file=file) if file else ""
        raise SettingsError(
            tr("{where}dua skenario bernama {name}. Ganti nama salah satunya.", where=where, name=shown(twice))
        )
