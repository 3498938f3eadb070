"""The scoring set-up: a small file that can be downloaded, sent and loaded; and the criteria that count under it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mapping.errors import SettingsError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.small_json import What, is_number, read_object, read_objects, refuse_unknown, shown
from mapping.knowledge.catalog import read_criteria, read_presets
from mapping.language import mark, tr
from mapping.score.weigh.choices import AGGREGATIONS, METHODS, SCALINGS, check_setup
from mapping.score.weigh.kpju import preset_labels
from mapping.score.weigh.weights import default_weights, normalise_weights
from mapping.settings import ScoringSetup

FORMAT = "susunan-skor"
VERSION = 1
# A set-up with every criterion and every judgement takes some 10 kB.
WHAT = What(mark("susunan skor"), mark("Bobot"), 256 * 1024)
ROWS = {
    "weights": (("criterion",), ("weight",)),
    "comparisons": (("first", "second"), ("times",)),
    "goalposts": (("criterion",), ("low", "high")),
}
"""Lists in the file: names and numbers of each of their rows. Keys that end in ``label`` are for people, not read."""
TEXTS = ("name", "method", "scaling", "aggregation")
PLAIN = (*TEXTS, "weight_concentration")


def setup_of(choices: Mapping[str, Any]) -> ScoringSetup:
    """A set-up from its fields as JSON gives them (lists for tuples); what they hold is not checked yet.

    Raises
    ------
    SettingsError
        There is a field that no set-up has.

    Examples
    --------
    >>> setup_of({"weights": [["lq", 2]], "scaling": "ranks"}).weights
    (('lq', 2),)
    """
    fields: dict[str, Any] = {
        name: tuple(tuple(row) if isinstance(row, list) else row for row in value) if isinstance(value, list) else value
        for name, value in choices.items()
    }
    if unknown := sorted(set(fields) - {*PLAIN, *ROWS}):
        raise SettingsError(
            tr("Susunan skor: kunci {unknown} tidak dikenal. Hapus kunci itu.", unknown=shown(unknown[0]))
        )
    return ScoringSetup(**fields)


def criteria_in_force(setup: ScoringSetup) -> dict[str, Any]:
    """The criteria that count under a set-up, in the order of the catalogue.

    Returns
    -------
    dict
        ``criteria`` and ``rules`` as :func:`mapping.knowledge.catalog.read_criteria` gives them: only criteria with
        weight, ``weight`` divided by the sum of all (sums to 1), ``low`` and ``high`` as the set-up wants them;
        ``scaling`` and ``aggregation`` of the set-up.

    Raises
    ------
    SettingsError
        As in :func:`mapping.score.weigh.choices.check_setup`.

    Examples
    --------
    >>> list(criteria_in_force(ScoringSetup(weights=(("workers", 3), ("lq", 1))))["criteria"])
    ['lq', 'workers']
    """
    check_setup(setup)
    catalogue = read_criteria()
    weights = normalise_weights(dict(setup.weights) or default_weights(), catalogue["criteria"])
    posts = {name: (low, high) for name, low, high in setup.goalposts}
    chosen = {}
    for name, criterion in catalogue["criteria"].items():
        if weights[name] > 0:
            low, high = posts.get(name, (criterion["low"], criterion["high"]))
            chosen[name] = {**criterion, "weight": float(weights[name]), "low": low, "high": high}
    return {
        "criteria": chosen,
        "rules": catalogue["rules"],
        "scaling": setup.scaling,
        "aggregation": setup.aggregation,
    }


def write_setup(setup: ScoringSetup) -> bytes:
    """A set-up as JSON that a person can read; the same set-up gives the same bytes.

    Raises
    ------
    SettingsError
        As in :func:`mapping.score.weigh.choices.check_setup`.

    Examples
    --------
    >>> print(write_setup(ScoringSetup(method="manual", weights=(("lq", 3),)))[:256].decode())
    {
      "format": "susunan-skor",
      "version": 1,
      "name": "Bawaan",
      "method": "manual",
      "method_label": "bobot diatur sendiri",
      "weights": [
        {
          "criterion": "lq",
          "label": "Kekhasan dibanding wilayah (LQ)",
          "weight": 3.0
        }
      ],
    """
    check_setup(setup)
    labels = {name: criterion["label"] for name, criterion in read_criteria()["criteria"].items()}
    judged = preset_labels(setup.method) if setup.method in read_presets() else labels
    content = {
        "format": FORMAT,
        "version": VERSION,
        "name": setup.name,
        "method": setup.method,
        "method_label": METHODS[setup.method],
        "weights": [{"criterion": name, "label": labels[name], "weight": _plain(w)} for name, w in setup.weights],
        "comparisons": [
            {"first": a, "first_label": judged[a], "second": b, "second_label": judged[b], "times": _plain(times)}
            for a, b, times in setup.comparisons
        ],
        "goalposts": [
            {"criterion": name, "label": labels[name], "low": _plain(low), "high": _plain(high)}
            for name, low, high in setup.goalposts
        ],
        "scaling": setup.scaling,
        "scaling_label": SCALINGS[setup.scaling],
        "aggregation": setup.aggregation,
        "aggregation_label": AGGREGATIONS[setup.aggregation],
        "weight_concentration": _plain(setup.weight_concentration),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def read_setup(content: bytes, name: str) -> ScoringSetup:
    """Read a set-up file; nothing of it is used unless all of it is right.

    Parameters
    ----------
    content : bytes
        JSON as :func:`write_setup` gives it. Keys that are left out take their default; keys nobody knows are refused,
        since a misspelt one would silently do nothing.
    name : str
        For messages only.

    Returns
    -------
    ScoringSetup

    Raises
    ------
    SettingsError
        Whatever is wrong: file, key, value and what to do. Nothing else is ever raised.

    Examples
    --------
    >>> read_setup(write_setup(ScoringSetup(scaling="ranks")), "skor.json") == ScoringSetup(scaling="ranks")
    True
    >>> read_setup(b'{"format": "susunan-skor", "version": 1, "bobot": []}', "skor.json")
    Traceback (most recent call last):
    mapping.errors.SettingsError: Berkas "skor.json", kunci "bobot" tidak dikenal. Hapus kunci itu; yang dikenal: \
format, version, name, method, scaling, aggregation, weight_concentration, weights, comparisons, goalposts.
    """
    file = show_name(name)
    given = read_object(content, file, WHAT)
    known = ("format", "version", *PLAIN, *ROWS)
    if given.get("format") != FORMAT:
        raise SettingsError(
            tr('Berkas "{file}" bukan susunan skor: kunci "format" harus "{format}".', file=file, format=FORMAT)
        )
    if given.get("version") != VERSION or isinstance(given["version"], bool):
        raise SettingsError(
            tr(
                'Berkas "{file}", kunci "version": {get} tidak bisa dibaca. Versi yang dikenal '
                "{version}; perbarui aplikasi bila berkasnya lebih baru.",
                file=file,
                get=shown(given.get("version")),
                version=VERSION,
            )
        )
    refuse_unknown(given, known, file, "")
    fields: dict[str, Any] = {key: given[key] for key in PLAIN if key in given}
    fields |= {key: _read_rows(given[key], key, file) for key in ROWS if key in given}
    if is_number(fields.get("weight_concentration")):
        fields["weight_concentration"] = float(fields["weight_concentration"])
    setup = ScoringSetup(**fields)
    check_setup(setup, file)
    return setup


def _read_rows(rows: Any, key: str, file: str) -> tuple[tuple[Any, ...], ...]:
    """One list of the file as tuples."""
    names, numbers = ROWS[key]
    answer = []
    for where, row in read_objects(rows, key, file, (*names, *numbers)):
        for part in (*names, *numbers):
            value = row.get(part)
            if (part in names and not isinstance(value, str)) or (part in numbers and not is_number(value)):
                wanted = tr("nama kriteria") if part in names else tr("angka")
                raise SettingsError(
                    tr(
                        'Berkas "{file}", kunci "{where}.{part}": {value} tidak bisa dipakai. Isi dengan {wanted}.',
                        file=file,
                        where=where,
                        part=part,
                        value=shown(value),
                        wanted=wanted,
                    )
                )
        answer.append((*(row[part] for part in names), *(float(row[part]) for part in numbers)))
    return tuple(answer)


def _plain(number: float) -> float:
    return float(number) + 0.0  # -0.0 and 0.0 are the same set-up
