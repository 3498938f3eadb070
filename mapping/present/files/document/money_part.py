"""The aspect of money: budget, loan, cases, three rates, drawdown and repayment; or why no loan is proposed."""

from __future__ import annotations

from mapping.advise.money.loan import RATES, compare_rates
from mapping.advise.money.plan import times_paid
from mapping.knowledge.formats import say_number, say_percent, say_rupiah
from mapping.language import mark, plural, tr
from mapping.present.files.document.blocks import Blank, Block, Paragraph, Table
from mapping.present.files.document.case import LOAN, Case, worse_and_better
from mapping.present.files.document.loan import budget, drawdown, yearly_plan
from mapping.present.files.meeting.rules import NEWER, loan_rules, read_meeting
from mapping.present.money import CASE_LABELS, PLAN_LABELS, say_answer, say_cash, say_certainty, say_times, say_units

RATE_NAMES = {
    "loan.local_rate_year": mark("Pinjaman daerah"),
    "loan.rate_year": mark("Bunga yang dipakai"),
    "loan.bank_rate_year": mark("Bank"),
}
STAGES = (
    (mark("Alat, tempat, izin"), mark("sesudah izin, tempat dan penawaran harga siap")),
    (mark("Modal kerja, setengah pertama"), mark("sesudah alat terpasang dan anggota mendaftar tertulis")),
    (mark("Modal kerja, setengah kedua"), mark("sesudah penjualan sebulan mencapai {volume}")),
)
NOT_REPAID = mark("tidak balik modal")
LONG_MONTHS = 1200


def whole_rupiah(amount: float) -> str:
    """An amount to the rupiah.

    Examples
    --------
    >>> whole_rupiah(82_341_933.8), whole_rupiah(-5.0)
    ('82.341.934', '-5')
    """
    return say_number(round(amount))


def money_blocks(case: Case) -> list[Block]:
    """The aspect of money for a line whose figures are known."""
    blocks: list[Block] = [Paragraph(_answer(case), lead=tr("Kesimpulan."))]
    if certainty := say_certainty(case.row):
        blocks.append(Paragraph(certainty, note=True))
    blocks += [_budget(case), Paragraph(_earns(case), lead=tr("Kas sebulan.")), _cases(case)]
    if case.state == LOAN:
        blocks += [_rates(case), _drawdown(case), _repayment(case), Paragraph(_backing(case), lead=tr("Jaminan."))]
        blocks.append(_size_blank(case))
    return blocks


def _answer(case: Case) -> str:
    unknown = tr("volume dan kasnya belum bisa dihitung dari survei ini.")
    line = {"line": case.line["line"], "unit": case.line["unit"]}
    return say_answer(case.row, line, case.heading.name, unknown, case.said["loan.least_dscr"])


def why_closed(case: Case) -> str:
    """Why no loan is proposed for the line: its closed gate, else what it pays."""
    if not case.row["open"] and case.row["gate"]:
        return str(case.row["gate"])
    return _answer(case)


def _budget(case: Case) -> Table:
    own = case.edition.study.settings.advice.own_capital_idr
    table = budget(case.row, own, case.said)
    names = {"startup": tr("Investasi: alat, tempat, izin"), "working": tr("Operasional: modal kerja")}
    columns = ["needed_idr", "own_idr", "loan_idr"] + (["missing_idr"] if table["missing_idr"].sum() > 0 else [])
    heads = {
        "needed_idr": tr("Kebutuhan (Rp)"),
        "own_idr": tr("Uang koperasi (Rp)"),
        "loan_idr": tr("Pinjaman (Rp)") if case.state == LOAN else tr("Harus dipinjam (Rp)"),
        "missing_idr": tr("Belum ada sumbernya (Rp)"),
    }
    rows = [(names[part], *(whole_rupiah(table.at[part, name]) for name in columns)) for part in table.index]
    rows.append((tr("Jumlah semua"), *(whole_rupiah(table[name].sum()) for name in columns)))
    ceiling = say_rupiah(case.said["loan.operating_ceiling_idr"])
    limit = (
        tr("Anggaran. Bagian pinjaman untuk operasional paling banyak {ceiling} [S82].", ceiling=ceiling)
        if case.state == LOAN
        else tr("Anggaran")
    )
    first = (tr("Untuk apa"), *(heads[name] for name in columns))
    return Table(first, tuple(rows), (2.2, *[1.0] * len(columns)), tuple(range(1, len(columns) + 1)), limit)


def _earns(case: Case) -> str:
    row, unit = case.row, case.line["unit"]
    return tr(
        "Terjual {volume} (perkiraan), tiap {unit} menyisakan {margin}; dikurangi biaya jalan {fixed} tinggal kas "
        "bersih {net}. Impas biaya dan cicilan pada {even}.",
        volume=say_units(row["volume_month"], unit),
        unit=unit,
        margin=say_cash(row["unit_margin_idr"]),
        fixed=say_rupiah(row["fixed_idr_month"]),
        net=say_cash(row["net_cash_idr_month"]),
        even=say_units(row["break_even_units_month"], unit),
    )


def _cases(case: Case) -> Table:
    """The usual and three other months; the size stays, what is sold or earned changes."""
    table, said = worse_and_better(case), case.said
    swings = {"volume_down": "operating.volume_down", "price_down": "operating.price_swing"}
    swings |= {"price_up": "operating.price_swing"}
    rows = []
    for name, row in table.iterrows():
        label = tr(CASE_LABELS[str(name)])
        if name in swings:
            label = f"{label} {say_percent(said[swings[str(name)]])}"
        months, cover = row["payback_months"], row["dscr"]
        repaid = tr(NOT_REPAID) if months != months else _say_months(months)
        covered = tr("tanpa cicilan") if cover != cover else say_times(cover)
        rows.append((label, say_cash(row["net_cash_idr_month"]), covered, repaid))
    heads = (tr("Keadaan"), tr("Kas bersih sebulan"), tr("Dibanding cicilan"), tr("Balik modal"))
    return Table(heads, tuple(rows), (2.2, 1.2, 1, 1), (1, 2, 3), tr("Bila keadaannya lain"))


def _say_months(months: float) -> str:
    if months >= LONG_MONTHS:
        return tr("lebih dari 100 tahun")
    return plural("{n} bulan", round(months), n=say_number(months))


def _rates(case: Case) -> Table:
    """The same loan at three rates."""
    table = compare_rates(case.loan, case.said)
    net = case.row["net_cash_idr_month"]
    covers = times_paid(table["instalment_idr_month"].to_numpy() * 0 + net, table["instalment_idr_month"].to_numpy())
    rows = [
        (
            f"{tr(RATE_NAMES[key])} · {say_rate(row['rate_year'])}",
            "–" if row["grace_idr_month"] != row["grace_idr_month"] else whole_rupiah(row["grace_idr_month"]),
            whole_rupiah(row["instalment_idr_month"]),
            whole_rupiah(row["interest_idr"]),
            say_times(cover),
        )
        for (key, row), cover in zip(table.loc[list(RATES)].iterrows(), covers, strict=True)
    ]
    heads = (
        tr("Bunga setahun"),
        tr("Selama tenggang (Rp/bulan)"),
        tr("Cicilan (Rp/bulan)"),
        tr("Bunga seluruhnya (Rp)"),
        tr("Kas bersih dibanding cicilan"),
    )
    caption = tr("Pinjaman {loan}, {terms}", loan=f"Rp {whole_rupiah(case.loan)}", terms=say_terms(case.said))
    return Table(heads, tuple(rows), (1.7, 1.1, 1, 1.1, 1.1), (1, 2, 3, 4), caption)


def say_rate(rate: float) -> str:
    """A rate as percent, a decimal only where it has one."""
    return f"{say_number(rate * 100, 0 if abs(rate * 100 - round(rate * 100)) < 1e-9 else 1)}%"


def say_terms(said: dict[str, float]) -> str:
    """Tenor and grace in words."""
    months, grace = int(said["loan.months"]), int(said["loan.grace_months"])
    if not grace:
        return plural("{n} bulan", months, n=months)
    return plural("{months} bulan dengan {n} bulan tenggang", grace, months=months, n=grace)


def _drawdown(case: Case) -> Table:
    parts = budget(case.row, case.edition.study.settings.advice.own_capital_idr, case.said)
    even = say_units(case.row["break_even_units_month"], case.line["unit"])
    drawn = [(stage, amount) for stage, amount in zip(STAGES, drawdown(parts), strict=True) if amount > 0]
    rows = [
        (str(number), tr(what), tr(when, volume=even), whole_rupiah(amount))
        for number, ((what, when), amount) in enumerate(drawn, start=1)
    ]
    rows.append(("", tr("Jumlah semua"), "", whole_rupiah(parts["loan_idr"].sum())))
    heads = (tr("Tahap"), tr("Untuk"), tr("Dicairkan"), tr("Rupiah"))
    caption = tr("Pencairan bertahap (usul, disepakati dengan bank)")
    return Table(heads, tuple(rows), (0.5, 1.6, 3, 1.1), (3,), caption)


def _repayment(case: Case) -> Table:
    said = case.said
    months, grace = int(said["loan.months"]), int(said["loan.grace_months"])
    plan = yearly_plan(case.loan, said["loan.rate_year"], months, grace)
    columns = ["pays_idr", "interest_idr", "principal_idr", "owed_idr"]
    rows = [(str(year), *(whole_rupiah(row[name]) for name in columns)) for year, row in plan.iterrows()]
    sums = plan[columns[:3]].sum()
    rows.append((tr("Jumlah semua"), *(whole_rupiah(sums[name]) for name in columns[:3]), "–"))
    heads = (tr("Tahun ke"), *(f"{tr(PLAN_LABELS[name])} (Rp)" for name in columns))
    caption = tr(
        "Rencana pembayaran. Dihitung seolah semuanya cair di bulan pertama; bila cair bertahap, bunganya lebih ringan."
    )
    return Table(heads, tuple(rows), (0.8, 1, 1, 1, 1), (1, 2, 3, 4), caption)


def _backing(case: Case) -> str:
    """What stands behind the loan by the rules as told in the news, and what is to be read again."""
    rules = loan_rules(case.heading.kind, case.edition.study.settings.advice)
    told = [f"{row.text} [{row.source}]" for row in rules.itertuples() if row.about in ("approval", "backing", NEWER)]
    return " ".join([*told, tr("Periksa lagi naskah aturannya.")])


def _size_blank(case: Case) -> Blank:
    if case.heading.kind == "desa":
        share = say_percent(read_meeting()["share"])
        return Blank(tr("Dana Desa rata-rata tiga tahun, dan {share}-nya", share=share), tr("rupiah"))
    return Blank(tr("Dukungan pemerintah kota/kabupaten"), tr("nomor surat"))
