"""How the score is made, in words and with the figures in force."""

from __future__ import annotations

from mapping.knowledge.catalog import read_criteria
from mapping.knowledge.formats import say_percent
from mapping.language import mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.workbook.book import TOP, Page
from mapping.present.files.workbook.working import Working
from mapping.score.weigh.choices import AGGREGATIONS, METHODS, SCALINGS

WIDTHS = (34, 20, 12, 16, 16, 50, 46)
SCALED = {
    "goalposts": mark(
        "Tiap ukuran dijadikan nilai 0 sampai 1: (ukuran − batas 0) ÷ (batas 1 − batas 0), tidak kurang dari 0 dan "
        "tidak lebih dari 1. Batasnya tetap, jadi menambah kelurahan tidak menggeser nilai kelurahan lain."
    ),
    "minmax": mark(
        "Tiap ukuran dijadikan nilai 0 sampai 1 di antara yang terkecil dan terbesar dari kelurahan yang dinilai di "
        "sektor itu, termasuk yang angkanya disembunyikan."
    ),
    "ranks": mark(
        "Tiap ukuran dijadikan nilai 0 sampai 1 menurut urutannya: (banyaknya yang lebih rendah + separuh dari yang "
        "lain yang sama) ÷ (banyaknya yang dibandingkan − 1)."
    ),
}
JOINED = {
    "arithmetic": mark("Sumbangan tiap kriteria = 100 × bobot yang dipakai × nilai. Skor = jumlah semua sumbangan."),
    "geometric": mark(
        "Skor = 100 × hasil kali tiap nilai (paling kecil 0,01) dipangkatkan bobot yang dipakai. Kekurangan dari 100 "
        "dibagi ke kriteria menurut tarikannya, sehingga sumbangannya berjumlah sama dengan skor."
    ),
}
SHARED = mark(
    "Kriteria yang ukurannya belum diketahui tidak dihitung nol: bobotnya dibagi ke kriteria lain menurut "
    "perbandingannya."
)
LEAST = mark("Skor hanya diberikan bila ukuran untuk paling sedikit {share} dari bobot diketahui.")
RANKED = mark(
    "Peringkat = 1 + banyaknya kelurahan yang skornya lebih tinggi. Kelurahan yang angkanya disembunyikan ikut "
    "dihitung selama bobotnya bobot studi; setelah bobot diubah, hanya yang ditampilkan."
)
INTERVAL = mark(
    "Rentang peringkat memuat 80% dari hasil bila survei diulang dan bobot sedikit bergeser. Rentang yang lebar "
    "berarti urutannya belum pasti."
)
HIDDEN = mark(
    "Angka yang berdiri di atas kurang dari {least} usaha disembunyikan agar tidak menunjuk orang; yang kosong tidak "
    "pernah berarti nol."
)
MONEY_HIDDEN = mark(
    "Belanja dan omzet sebuah sel juga disembunyikan bila dua usaha terbesar menentukan lebih dari {share} jumlahnya; "
    "skor lalu dihitung tanpa uang itu."
)


def write_method(page: Page, working: Working, edition: Edition) -> None:
    """Fill the sheet: steps in words, then the criteria with weights and goalposts in force."""
    setup = edition.study.settings.setup
    page.text(TOP, 0, tr("Dari ukuran sampai peringkat"), "section")
    steps = [
        tr(SCALED[setup.scaling]),
        tr(SHARED),
        tr(LEAST, share=say_percent(working.least)),
        tr(JOINED[setup.aggregation]),
        tr(RANKED),
        tr(INTERVAL),
        tr(HIDDEN, least=edition.study.settings.suppress_below),
        tr(MONEY_HIDDEN, share=say_percent(edition.study.settings.dominance_above)),
    ]
    row = TOP + 1
    for number, step in enumerate(steps, start=1):
        page.wide(row, 0, 6, f"{number}. {step}")
        row += 1
    row = _write_setup(page, edition, row + 1)
    _write_criteria(page, working, edition, row + 1)


def _write_setup(page: Page, edition: Edition, row: int) -> int:
    """What was chosen; the next free row."""
    setup = edition.study.settings.setup
    page.text(row, 0, tr("Susunan skor"), "section")
    said = [
        (tr("Nama"), tr(setup.name)),
        (tr("Asal bobot"), tr(METHODS[setup.method])),
        (tr("Penskalaan"), tr(SCALINGS[setup.scaling])),
        (tr("Penggabungan"), tr(AGGREGATIONS[setup.aggregation])),
    ]
    for place, (label, text) in enumerate(said, start=row + 1):
        page.text(place, 0, label, "strong")
        page.wide(place, 1, 6, text)
    return row + 1 + len(said)


def _write_criteria(page: Page, working: Working, edition: Edition, row: int) -> None:
    """Criteria with their weights and goalposts in force, what they mean and whence the figures come."""
    page.text(row, 0, tr("Kriteria"), "section")
    fixed = working.scaling == "goalposts"
    heads = [tr("Kriteria"), tr("Satuan"), tr("Bobot sekarang"), tr("Nilai 0 pada"), tr("Nilai 1 pada"), tr("Artinya")]
    page.heads(row + 1, 0, [*heads, tr("Asal bobot dan batas")], (2, 3, 4))
    catalogue = read_criteria()["criteria"]
    own = {name for name, *_ in edition.study.settings.setup.goalposts}
    for place, (name, criterion) in enumerate(working.criteria.iterrows(), start=row + 2):
        page.text(place, 0, criterion["label"], "wrap")
        page.text(place, 1, criterion["unit"], "wrap")
        page.formula(place, 2, f"share_{name}", float(criterion["weight"]), "percent")
        for column, side in ((3, "low"), (4, "high")):
            if fixed:
                page.formula(place, column, f"{side}_{name}", float(criterion[side]), "fine")
            else:
                page.text(place, column, tr("dari data"))
        page.text(place, 5, catalogue[name]["explain"], "wrap")
        posts = tr("batas: dari pengguna") if name in own else tr("batas: asumsi perencanaan, 2026-11")
        page.text(
            place,
            6,
            f"{tr(METHODS[edition.study.settings.setup.method])}; {posts if fixed else tr('batas dari data')}",
            "wrap",
        )
    last = row + 1 + len(working.criteria)
    page.sheet.freeze_panes(TOP, 0)
    page.sheet.repeat_rows(0, 2)
    page.sheet.print_area(0, 0, last, 6)
