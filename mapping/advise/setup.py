"""The advice set-up: what a founder answers and assumes, as a small file that can be downloaded, sent and loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from mapping.errors import SettingsError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.small_json import (
    What,
    is_number,
    named_twice,
    read_object,
    read_objects,
    refuse_unknown,
    shown,
)
from mapping.knowledge.assumptions import assumptions_in_force, read_assumptions
from mapping.knowledge.line_checks import column_labels
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.settings import AdviceSetup

FORMAT = "jawaban-koperasi"
VERSION = 1
# Every figure of every line changed takes some 300 kB.
WHAT = What(mark("jawaban koperasi"), mark("Lini usaha"), 512 * 1024)
LONGEST_NAME = 80
MOST_CAPITAL = 1e13
MOST_PEOPLE = 10_000
PLAIN = ("name", "own_capital_idr", "people", "borrows")
ROWS = {"assumptions": ("key", "value"), "line_changes": ("line", "column", "text")}
"""Lists in the file and the parts of each of their rows. Keys that end in ``label`` are for people, not read."""


def advice_setup_of(choices: Mapping[str, Any]) -> AdviceSetup:
    """A set-up from its fields as JSON gives them (lists for tuples); what they hold is not checked yet.

    Raises
    ------
    SettingsError
        There is a field that no set-up has.

    Examples
    --------
    >>> advice_setup_of({"people": 3, "assumptions": [["loan.rate_year", 0.03]]}).assumptions
    (('loan.rate_year', 0.03),)
    """
    if unknown := sorted(set(choices) - {field.name for field in fields(AdviceSetup)}):
        raise SettingsError(
            tr("Jawaban koperasi: kunci {unknown} tidak dikenal. Hapus kunci itu.", unknown=shown(unknown[0]))
        )
    given: dict[str, Any] = {
        name: tuple(tuple(row) if isinstance(row, list) else row for row in value) if isinstance(value, list) else value
        for name, value in choices.items()
    }
    return AdviceSetup(**given)


def check_advice_setup(setup: AdviceSetup, file: str = "") -> None:
    """Refuse answers and assumptions that say something impossible.

    Parameters
    ----------
    setup : AdviceSetup
    file : str
        Where it came from, for the message; ``""`` for answers given on a page.

    Raises
    ------
    SettingsError
        What is wrong with which value, and what to do.

    Examples
    --------
    >>> check_advice_setup(AdviceSetup(people=-1), "jawaban.json")
    Traceback (most recent call last):
    mapping.errors.SettingsError: Berkas "jawaban.json", kunci "people": -1 tidak bisa dipakai. Isi dengan bilangan \
bulat 0 sampai 10000, atau null bila belum dijawab.
    """
    where = tr('Berkas "{file}"', file=file) if file else tr("Jawaban koperasi")
    if found := [
        tr('{where}, kunci "{key}": {what}', where=where, key=key, what=what) for key, what in _breaches(setup)
    ]:
        raise SettingsError(" ".join(found))
    try:
        assumptions_in_force(setup)
        lines_in_force(setup.line_changes)
    except SettingsError as error:
        raise SettingsError(f"{where}: {error}") from None


def write_advice_setup(setup: AdviceSetup) -> bytes:
    """A set-up as JSON that a person can read; the same set-up gives the same bytes.

    Raises
    ------
    SettingsError
        As in :func:`check_advice_setup`.

    Examples
    --------
    >>> print(write_advice_setup(AdviceSetup(people=4, assumptions=(("loan.rate_year", 0.03),))).decode())
    {
      "format": "jawaban-koperasi",
      "version": 1,
      "name": "Bawaan",
      "own_capital_idr": 0.0,
      "people": 4,
      "borrows": true,
      "assumptions": [
        {
          "key": "loan.rate_year",
          "label": "Bunga setahun",
          "value": 0.03
        }
      ],
      "line_changes": []
    }
    <BLANKLINE>
    """
    check_advice_setup(setup)
    known, labels = read_assumptions(), column_labels()
    content = {
        "format": FORMAT,
        "version": VERSION,
        "name": setup.name,
        "own_capital_idr": float(setup.own_capital_idr) + 0.0,  # -0.0 and 0.0 are the same answer
        "people": setup.people,
        "borrows": setup.borrows,
        "assumptions": [
            {"key": key, "label": known[key]["label"], "value": float(value) + 0.0} for key, value in setup.assumptions
        ],
        "line_changes": [
            {"line": line, "column": column, "label": labels[column], "text": text}
            for line, column, text in setup.line_changes
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def read_advice_setup(content: bytes, name: str) -> AdviceSetup:
    """Read a set-up file; nothing of it is used unless all of it is right.

    Parameters
    ----------
    content : bytes
        JSON as :func:`write_advice_setup` gives it. Keys that are left out take their default; keys nobody knows are
        refused, since a misspelt one would silently do nothing.
    name : str
        For messages only.

    Raises
    ------
    SettingsError
        Whatever is wrong: file, key, value and what to do. Nothing else is ever raised.

    Examples
    --------
    >>> setup = AdviceSetup(own_capital_idr=5e6, line_changes=(("B13", "staff_low", "2"),))
    >>> read_advice_setup(write_advice_setup(setup), "jawaban.json") == setup
    True
    """
    file = show_name(name)
    given = read_object(content, file, WHAT)
    if given.get("format") != FORMAT:
        raise SettingsError(
            tr('Berkas "{file}" bukan jawaban koperasi: kunci "format" harus "{format}".', file=file, format=FORMAT)
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
    refuse_unknown(given, ("format", "version", *PLAIN, *ROWS), file, "")
    found: dict[str, Any] = {key: given[key] for key in PLAIN if key in given}
    found |= {key: _read_rows(given[key], key, file) for key in ROWS if key in given}
    if is_number(found.get("own_capital_idr")):
        found["own_capital_idr"] = float(found["own_capital_idr"])
    setup = AdviceSetup(**found)
    check_advice_setup(setup, file)
    return setup


def _breaches(setup: AdviceSetup) -> Iterator[tuple[str, str]]:
    """Every answer that is wrong, and what is wrong with it; assumptions and lines are judged by their own rooms."""
    name = setup.name
    if not isinstance(name, str) or not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        yield "name", tr("nama harus 1 sampai {longest_name} huruf biasa. Beri nama lain.", longest_name=LONGEST_NAME)
    capital, people = setup.own_capital_idr, setup.people
    if not is_number(capital) or not 0 <= capital <= MOST_CAPITAL:
        yield (
            "own_capital_idr",
            tr(
                "{capital} tidak bisa dipakai. Isi dengan rupiah, 0 sampai {most_capital:.0f}.",
                capital=shown(capital),
                most_capital=MOST_CAPITAL,
            ),
        )
    if people is not None and (type(people) is not int or not 0 <= people <= MOST_PEOPLE):
        yield (
            "people",
            tr(
                "{people} tidak bisa dipakai. Isi dengan bilangan bulat 0 sampai {most_people}, atau "
                "null bila belum dijawab.",
                people=shown(people),
                most_people=MOST_PEOPLE,
            ),
        )
    if not isinstance(setup.borrows, bool):
        yield "borrows", tr("{borrows} tidak bisa dipakai. Isi dengan true atau false.", borrows=shown(setup.borrows))
    rows = setup.assumptions
    if not isinstance(rows, tuple) or any(
        not isinstance(row, tuple) or len(row) != 2 or not isinstance(row[0], str) or not is_number(row[1])
        for row in rows
    ):
        yield "assumptions", tr("isinya harus pasangan nama dan angka. Muat ulang berkas dari halaman Lini usaha.")
    elif twice := named_twice(key for key, _ in rows):
        yield "assumptions", tr("{twice} disebut dua kali. Hapus salah satunya.", twice=shown(twice))
    changes = setup.line_changes
    if not isinstance(changes, tuple) or any(not isinstance(row, tuple) or len(row) != 3 for row in changes):
        yield "line_changes", tr("isinya harus lini, kolom dan teks. Muat ulang berkas dari halaman Lini usaha.")


def _read_rows(rows: Any, key: str, file: str) -> tuple[tuple[Any, ...], ...]:
    """One list of the file as tuples."""
    answer = []
    for where, row in read_objects(rows, key, file, ROWS[key]):
        for part in ROWS[key]:
            wanted = tr("angka") if part == "value" else tr("teks")
            if not (is_number(row.get(part)) if part == "value" else isinstance(row.get(part), str)):
                raise SettingsError(
                    tr(
                        'Berkas "{file}", kunci "{where}.{part}": {given} tidak bisa dipakai. Isi dengan {wanted}.',
                        file=file,
                        where=where,
                        part=part,
                        given=shown(row.get(part)),
                        wanted=wanted,
                    )
                )
        answer.append(tuple(float(row[part]) if part == "value" else row[part] for part in ROWS[key]))
    return tuple(answer)
