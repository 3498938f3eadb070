"""What may be chosen in a scoring set-up, what each choice means, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mapping.errors import SettingsError
from mapping.intake.gate.small_json import is_number
from mapping.knowledge.catalog import read_criteria, read_presets
from mapping.language import mark, tr
from mapping.score.scale import check_goalposts
from mapping.score.weigh.ahp import ahp_weights
from mapping.score.weigh.kpju import kpju_setup
from mapping.score.weigh.weights import normalise_weights
from mapping.settings import ScoringSetup

METHODS = {
    "default": mark("bobot bawaan (asumsi perencanaan)"),
    "manual": mark("bobot diatur sendiri"),
    "ahp": mark("perbandingan berpasangan (AHP)"),
    "kpju_kecamatan": mark("KPJU tingkat kecamatan, 4 kriteria"),
    "kpju_kota": mark("KPJU tingkat kota/kabupaten, 11 kriteria"),
    "entropy": mark("entropi: kriteria yang paling membedakan kelurahan berbobot besar"),
    "critic": mark("CRITIC: kriteria yang membedakan dan tidak mengulang kriteria lain berbobot besar"),
    "component": mark("komponen utama: kriteria yang bergerak bersama berbobot besar"),
}
SCALINGS = {
    "goalposts": mark("batas tetap"),
    "minmax": mark("nilai terkecil dan terbesar"),
    "ranks": mark("urutan saja"),
}
AGGREGATIONS = {
    "arithmetic": mark("rata-rata biasa (bisa saling menutupi)"),
    "geometric": mark("rata-rata geometrik (sukar saling menutupi)"),
}
LONGEST_NAME = 80
CONCENTRATIONS = (1.0, 1e6)
LARGEST_GOALPOST = 1e15
SMALLEST_WIDTH = 1e-9


def say_scaling(setup: ScoringSetup) -> str:
    """Whether a further kelurahan may turn the order of two others; ``""`` under fixed goalposts, where it cannot.

    Examples
    --------
    >>> say_scaling(ScoringSetup()), say_scaling(ScoringSetup(scaling="ranks"))[:28]
    ('', 'Urutan bisa berubah: di sini')
    """
    if setup.scaling == "goalposts":
        return ""
    way = tr("nilai terkecil dan terbesar") if setup.scaling == "minmax" else "urutan"
    return tr(
        "Urutan bisa berubah: di sini nilai tiap kriteria dihitung dari {way} di wilayah ini. "
        "Menambah atau menghilangkan satu kelurahan bisa menukar urutan dua kelurahan lain. "
        "Dengan batas tetap hal itu tidak terjadi.",
        way=way,
    )


def say_aggregation(setup: ScoringSetup) -> str:
    """How far a strong criterion makes up for a weak one.

    Examples
    --------
    >>> say_aggregation(ScoringSetup())[:46]
    'Kriteria yang kuat menutupi kriteria yang lema'
    """
    if setup.aggregation == "arithmetic":
        return tr(
            "Kriteria yang kuat menutupi kriteria yang lemah sepenuhnya: nilai 100 dan 0 dengan "
            "bobot sama memberi skor 50, sama seperti 50 dan 50."
        )
    return tr(
        "Kriteria yang kuat hanya sedikit menutupi kriteria yang lemah: nilai 100 dan 0 dengan "
        "bobot sama memberi skor 10, sedangkan 50 dan 50 memberi skor 50. Nilai kriteria "
        "dihitung paling sedikit 1 dari 100 supaya satu kriteria yang kosong tidak menghapus "
        "semuanya. Sumbangan sebuah kriteria bisa di bawah nol bila ia menyeret skor turun lebih "
        "dari bobotnya."
    )


def check_setup(setup: ScoringSetup, file: str = "") -> None:
    """Refuse a set-up that says something impossible.

    Parameters
    ----------
    setup : ScoringSetup
    file : str
        Where it came from, for the message; ``""`` for a set-up made on a page.

    Raises
    ------
    SettingsError
        One sentence for each key that is wrong: key, what is wrong with which value, what to do.

    Examples
    --------
    >>> check_setup(ScoringSetup(scaling="log"), "skor.json")
    Traceback (most recent call last):
    mapping.errors.SettingsError: Berkas "skor.json", kunci "scaling": "log" tidak dikenal. Pilih salah satu: \
goalposts, minmax, ranks.
    """
    where = tr('Berkas "{file}"', file=file) if file else tr("Susunan skor")
    sentences = [
        tr('{where}, kunci "{key}": {what}', where=where, key=key, what=what) for key, what in _breaches(setup)
    ]
    if sentences:
        raise SettingsError(" ".join(sentences))


def _breaches(setup: ScoringSetup) -> Iterator[tuple[str, str]]:
    """Every key that is wrong, and what is wrong with it."""
    if not isinstance(setup.name, str) or not setup.name.strip() or not setup.name.isprintable():
        yield "name", tr("nama harus berisi teks biasa tanpa karakter khusus. Beri nama lain.")
    elif len(setup.name) > LONGEST_NAME:
        yield (
            "name",
            tr(
                "nama sepanjang {name} huruf terlalu panjang. Paling panjang {longest_name} huruf.",
                name=len(setup.name),
                longest_name=LONGEST_NAME,
            ),
        )
    for key, known in (("method", METHODS), ("scaling", SCALINGS), ("aggregation", AGGREGATIONS)):
        value = getattr(setup, key)
        if not isinstance(value, str) or value not in known:
            yield (
                key,
                tr(
                    '"{value}" tidak dikenal. Pilih salah satu: {known}.', value=str(value)[:40], known=", ".join(known)
                ),
            )
    low, high = CONCENTRATIONS
    if not is_number(setup.weight_concentration) or not low <= setup.weight_concentration <= high:
        value = str(setup.weight_concentration)[:40]
        yield (
            "weight_concentration",
            tr(
                "{value} tidak bisa dipakai. Isi dengan angka {low:.0f} sampai {high:.0f}.",
                value=value,
                low=low,
                high=high,
            ),
        )
    yield from _refusals("weights", _check_weights, setup)
    yield from _refusals("goalposts", _check_goalposts, setup)
    if isinstance(setup.method, str):
        yield from _refusals("comparisons", _check_comparisons, setup)


def _refusals(key: str, check: Any, setup: ScoringSetup) -> Iterator[tuple[str, str]]:
    try:
        check(setup)
    except SettingsError as error:
        yield key, str(error)


def _check_weights(setup: ScoringSetup) -> None:
    rows = _rows(setup.weights, 2)
    for name, weight in rows:
        if not is_number(weight):
            raise SettingsError(
                tr(
                    'Bobot kriteria "{name}" harus angka nol atau lebih; yang diberikan {weight!s:.40}.',
                    name=name[:40],
                    weight=weight,
                )
            )
    _refuse_twice([name for name, _ in rows])
    if rows:
        normalise_weights(dict(rows))


def _check_goalposts(setup: ScoringSetup) -> None:
    rows = _rows(setup.goalposts, 3)
    _refuse_twice([name for name, _, _ in rows])
    criteria = read_criteria()["criteria"]
    for name, low, high in rows:
        if name not in criteria:
            raise SettingsError(
                tr(
                    'Kriteria "{name}" tidak dikenal. Yang ada: {criteria}.',
                    name=name[:40],
                    criteria=", ".join(criteria),
                )
            )
        label = criteria[name]["label"]
        if not (is_number(low) and is_number(high)) or max(abs(low), abs(high)) > LARGEST_GOALPOST:
            raise SettingsError(
                tr(
                    'Batas kriteria "{label}" harus dua angka yang wajar; yang diberikan {low!s:.40} dan {high!s:.40}.',
                    label=label,
                    low=low,
                    high=high,
                )
            )
        check_goalposts(low, high)
        if abs(high - low) < SMALLEST_WIDTH:
            raise SettingsError(
                tr(
                    'Kedua batas kriteria "{label}" terlalu berdekatan ({low} dan {high}). Beri jarak.',
                    label=label,
                    low=low,
                    high=high,
                )
            )


def _check_comparisons(setup: ScoringSetup) -> None:
    """Judgements hang together, and the weights are those that follow from them."""
    rows = _rows(setup.comparisons, 3, names=2)
    if setup.method == "ahp":
        labels = {name: criterion["label"] for name, criterion in read_criteria()["criteria"].items()}
        expected = dict(ahp_weights(rows, labels))
    elif setup.method in read_presets():
        expected = dict(kpju_setup(setup.method, rows).weights)
    elif rows:
        raise SettingsError(
            tr(
                'cara "{method}" tidak memakai perbandingan. Kosongkan, atau pilih cara "ahp".',
                method=setup.method[:40],
            )
        )
    else:
        return
    try:
        given = normalise_weights(dict(_rows(setup.weights, 2)))
    except SettingsError:
        given = None  # said under its own key
        if setup.weights:
            return
    if given is None or (given - normalise_weights(expected)).abs().max() > 1e-4:
        raise SettingsError(
            tr("bobot di berkas tidak sama dengan hasil perbandingan. Hitung ulang bobotnya di halaman Bobot.")
        )


def _rows(rows: Any, width: int, names: int = 1) -> list[tuple[Any, ...]]:
    """Rows of the width that they must have, criteria first."""
    if not isinstance(rows, tuple | list):
        raise SettingsError(tr("isinya harus daftar."))
    for position, row in enumerate(rows):
        right = isinstance(row, tuple | list) and len(row) == width
        if not right or not all(isinstance(name, str) for name in row[:names]):
            raise SettingsError(
                tr(
                    "butir {position} tidak lengkap. Isi {names} kriteria dan {width} angka.",
                    position=position + 1,
                    names=names,
                    width=width - names,
                )
            )
    return [tuple(row) for row in rows]


def _refuse_twice(names: list[str]) -> None:
    if twice := [name for name in names if names.count(name) > 1]:
        raise SettingsError(tr('Kriteria "{twice}" disebut dua kali. Hapus salah satunya.', twice=twice[0][:40]))
