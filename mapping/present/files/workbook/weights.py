"""The sheet on which weights and goalposts are changed: cells to write in, the study's own beside them, and a check."""

from __future__ import annotations

from dataclasses import dataclass

from mapping.language import mark, tr
from mapping.present.files.workbook.book import TOP, Page
from mapping.present.files.workbook.working import Working

FIRST = TOP + 6
"""Row (from 0) of the first criterion."""
WIDTHS = (42, 12, 12, 12, 25, 14, 14, 14, 14)
WEIGHT, SHARE, STUDY, UNIT, LOW, HIGH, STUDY_LOW, STUDY_HIGH = range(1, 9)
HOW = mark(
    "Ubah angka di sel kuning. Skor dan peringkat di lembar Peringkat, Skor per Sektor, dan Ringkasan ikut berubah "
    "seperti di aplikasi. Untuk kembali, salin kolom {study} ke kolom {weight}. Yang dihitung perbandingan bobotnya: "
    "50 dan 25 sama dengan 2 dan 1."
)
ALONE = mark(
    "Setelah bobot diubah, peringkat dihitung di antara kelurahan yang ditampilkan saja: yang disembunyikan tidak "
    "punya angka di berkas ini. Rentang peringkat hanya berlaku untuk bobot studi, jadi tidak ditampilkan lagi."
)
NOT_FIXED = mark(
    "Karena nilai 0 dan 1 diambil dari kelurahan yang dinilai, hasilnya bisa sedikit berbeda dari aplikasi bila "
    "bobot baru membuat kelurahan yang disembunyikan tidak lagi dinilai, atau mulai dinilai: "
    "itu tidak terlihat di berkas ini."
)
SAME = mark("Bobot studi: peringkat menghitung semua kelurahan, juga yang angkanya disembunyikan.")
CHANGED = mark("BOBOT DIUBAH dari studi: peringkat di antara yang ditampilkan; rentang tidak berlaku.")
WRONG = mark(
    "PERIKSA lembar Bobot: ada sel yang kosong, bukan angka, kurang dari nol, semuanya nol, atau batasnya sama."
)


@dataclass(frozen=True)
class Inputs:
    """Where the inputs stand: ``state`` is the cell that says whether the weights are the study's."""

    page: Page
    state: str


def write_weights(page: Page, working: Working) -> Inputs:
    """Fill the sheet of weights and name its cells.

    Names: ``weight_<criterion>``, ``share_<criterion>`` (divided by the sum), ``low_<criterion>, high_<criterion>``
    (fixed goalposts only), ``weight_total``, ``weights_ok``, ``weights_changed``, ``minimum_known_weight``.
    """
    heads = [tr("Kriteria"), tr("Bobot (ubah di sini)"), tr("Bagian dari jumlah"), tr("Bobot studi"), tr("Satuan")]
    fixed = working.scaling == "goalposts"
    if fixed:
        heads += [tr("Nilai 0 pada (ubah)"), tr("Nilai 1 pada (ubah)"), tr("Nilai 0, studi"), tr("Nilai 1, studi")]
    last = len(heads) - 1
    page.wide(TOP, 0, last, tr(HOW, study=heads[STUDY], weight=heads[WEIGHT]))
    page.wide(TOP + 1, 0, last, tr(ALONE) if fixed else f"{tr(ALONE)} {tr(NOT_FIXED)}")
    page.text(TOP + 2, 0, tr("Keadaan"), "strong")
    page.heads(FIRST - 1, 0, heads, (WEIGHT, SHARE, STUDY, LOW, HIGH, STUDY_LOW, STUDY_HIGH))
    end = FIRST + len(working.criteria) - 1
    page.column(FIRST, 0, working.criteria["label"], "wrap")
    page.column(FIRST, UNIT, working.criteria["unit"], "wrap")
    page.column(FIRST, STUDY, working.criteria["weight"] * 100.0, "fine")
    _write_inputs(page, working, fixed)
    _write_checks(page, working, end, fixed)
    state = f"IF(weights_ok=0,{quoted(tr(WRONG))},IF(weights_changed=0,{quoted(tr(SAME))},{quoted(tr(CHANGED))}))"
    page.state(TOP + 2, 1, last, state, tr(SAME))
    _draw_weights(page, end)
    page.sheet.freeze_panes(FIRST, 1)
    page.sheet.repeat_rows(0, 2)
    page.sheet.print_area(0, 0, end + 24, last)
    return Inputs(page, page.cell(TOP + 2, 1))


def quoted(text: str) -> str:
    """A text of ours inside a formula.

    Examples
    --------
    >>> len(quoted('a "b"'))
    9
    """
    return '"' + text.replace('"', '""') + '"'


def _write_inputs(page: Page, working: Working, fixed: bool) -> None:
    """The cells to write in, with what they allow and a word on each."""
    allowed = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    told = {"error_title": tr("Bobot"), "error_message": tr("Isi angka dari 0 sampai 100.")}
    for place, (name, criterion) in enumerate(working.criteria.iterrows()):
        row, study = FIRST + place, float(criterion["weight"]) * 100.0
        page.number(row, WEIGHT, study, "input")
        page.sheet.data_validation(row, WEIGHT, row, WEIGHT, {**allowed, **told})
        note = tr("Bobot studi: {study}. Isi 0 bila kriteria ini tidak dihitung.", study=f"{study:.4g}")
        page.sheet.write_comment(row, WEIGHT, note)
        page.book.name(f"weight_{name}", page.cell(row, WEIGHT))
        page.book.name(f"share_{name}", page.cell(row, SHARE))
        page.formula(row, SHARE, f"IF(weights_ok=1,weight_{name}/weight_total,0)", float(criterion["weight"]), "digits")
        if not fixed:
            continue
        for column, study_column, side in ((LOW, STUDY_LOW, "low"), (HIGH, STUDY_HIGH, "high")):
            post = float(criterion[side])
            look = "input large" if abs(post) >= 1000 else "input"
            page.number(row, column, post, look)
            page.number(row, study_column, post, "fine")
            number = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
            page.sheet.data_validation(row, column, row, column, {**number, "error_message": tr("Isi angka.")})
            page.book.name(f"{side}_{name}", page.cell(row, column))
        page.sheet.write_comment(row, LOW, tr("Bila lebih besar dari kolom di kanannya, makin sedikit makin baik."))


def _write_checks(page: Page, working: Working, end: int, fixed: bool) -> None:
    """Sum of the weights, whether they can be used, and whether they are the study's."""
    count = len(working.criteria)
    weights, shares = page.area(FIRST, WEIGHT, end, WEIGHT), page.area(FIRST, SHARE, end, SHARE)
    right = f"COUNT({weights})={count},MIN({weights})>=0,SUM({weights})>0"
    study = page.area(FIRST, STUDY, end, STUDY)
    changed = f"SUMPRODUCT(ABS({shares}-{study}/SUM({study})))>1E-9"
    if fixed:
        low, high = page.area(FIRST, LOW, end, LOW), page.area(FIRST, HIGH, end, HIGH)
        right += f",COUNT({low})={count},COUNT({high})={count},SUMPRODUCT(--({low}={high}))=0"
        for now, then in ((low, STUDY_LOW), (high, STUDY_HIGH)):
            changed += f",SUMPRODUCT(--({now}<>{page.area(FIRST, then, end, then)}))>0"
    total = float(sum(working.criteria["weight"] * 100.0))
    rows = (
        (end + 1, tr("Bobot berjumlah"), "weight_total", f"SUM({weights})", total, "fine"),
        (end + 2, tr("Bisa dihitung (1 ya, 0 tidak)"), "weights_ok", f"IF(AND({right}),1,0)", 1.0, "count"),
        (end + 3, tr("Berubah dari studi (1 ya, 0 tidak)"), "weights_changed", f"IF(OR({changed}),1,0)", 0.0, "count"),
    )
    for row, label, name, formula, value, look in rows:
        page.text(row, 0, label, "strong")
        page.formula(row, WEIGHT, formula, value, look)
        page.book.name(name, page.cell(row, WEIGHT))
    page.text(end + 4, 0, tr("Bobot yang harus diketahui agar ada skor"), "strong")
    page.number(end + 4, WEIGHT, working.least, "percent")
    page.book.name("minimum_known_weight", page.cell(end + 4, WEIGHT))


def _draw_weights(page: Page, end: int) -> None:
    """The weights in force beside the study's; dark and white, so that grey paper tells them apart."""
    chart = page.book.file.add_chart({"type": "bar"})
    looks = (({"color": "#FFFFFF"}, STUDY), ({"color": "#374151"}, WEIGHT))
    for fill, column in looks:
        chart.add_series(
            {
                "name": f"={page.cell(FIRST - 1, column)}",
                "categories": f"={page.area(FIRST, 0, end, 0)}",
                "values": f"={page.area(FIRST, column, end, column)}",
                "fill": fill,
                "border": {"color": "#111827", "width": 0.75},
            }
        )
    chart.set_title({"name": tr("Bobot tiap kriteria"), "name_font": {"size": 11}, "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D1D5DB"}}, "min": 0})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 330})
    page.sheet.insert_chart(end + 6, 0, chart, {"description": tr("Bobot tiap kriteria")})
