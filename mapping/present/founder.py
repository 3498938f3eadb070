"""What a founder reads first: three sentences, and which lines the money at hand can start."""

from __future__ import annotations

import pandas as pd

from mapping.advise.say.money import NO_MONEY
from mapping.advise.say.start import NO_BUYER, bare_condition
from mapping.advise.suit.gates import MONEY
from mapping.knowledge.catalog import read_advice_rules
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.present.tables import small_cells
from mapping.study import Study

STARTS, LATER, AVOID, UNKNOWN = ("1", "2", "3"), "later", "avoid", "unknown"
CAN, SHORT, CANNOT_PAY, NOT_KNOWN = (
    mark("bisa dimulai"),
    mark("modal kurang"),
    mark("cicilan tidak tertutup"),
    mark("belum bisa dihitung"),
)


MEMBERS = {
    "supply_members": mark("{members} usaha di sini bisa dipasok koperasi"),
    "pooling": mark("{members} usaha di sini membeli bahan yang mirip"),
}
MAKERS = mark("{members} usaha di sini sudah mengusahakannya")


def first_sentences(study: Study, code: str) -> list[str]:
    """Start with this, it costs that and pays so much, and do not start with the other: at most three plain sentences.

    Where there is nothing to suggest, what is missing and what to do about it.

    Parameters
    ----------
    study : Study
        Advised under the founder's answers.
    code : str
        Kelurahan.

    Returns
    -------
    list of str
        Without markup; the numbers are those of the advice.
    """
    advice = study.advice[study.advice["kelurahan_code"] == code]
    start = advice[advice["position"] == "1"]
    if start.empty:
        return _say_nothing(advice)
    first = start.iloc[0]
    return [_say_start(study, first), _say_money(study, first), _say_not(advice, first)]


def lines_for_money(study: Study, code: str) -> pd.DataFrame:
    """The lines that suit a kelurahan, with what they cost, what is missing, and whether they pay.

    Lines whose gate is closed for other reasons than money are left out.

    Returns
    -------
    DataFrame
        ``line_id, line, verdict, capital_idr, missing_idr, instalment_idr_month, net_cash_idr_month, score``, those
        that can be started first, then by score. Rupiah; NaN unknown.
    """
    rows = study.suitability.xs(code, level="kelurahan_code")
    suits = rows["score"] >= read_advice_rules()["rules"]["minimum_score"]
    rows = rows[suits & (rows["candidate"] | rows["closed_by"].isin(MONEY))]
    verdict = pd.Series(CAN, index=rows.index)
    verdict = verdict.mask(rows["carries"] == "unknown", NOT_KNOWN)
    verdict = verdict.mask(rows["carries"] == "no", CANNOT_PAY).mask(rows["missing_idr"] > 0, SHORT)
    names = lines_in_force(study.settings.advice.line_changes)["line"]
    table = rows.assign(line=names.reindex(rows.index), verdict=verdict, ready=verdict == CAN).reset_index()
    table = table.sort_values(["ready", "score"], ascending=False, kind="stable")
    columns = ["line_id", "line", "verdict", "capital_idr", "missing_idr", "instalment_idr_month"]
    return table[[*columns, "net_cash_idr_month", "score"]].reset_index(drop=True)


def _say_nothing(advice: pd.DataFrame) -> list[str]:
    unknown = advice[advice["position"] == UNKNOWN]
    if len(unknown):
        title, _, rest = str(unknown.iloc[0]["reason"]).partition(": ")
        parts = [part[:1].upper() + part[1:] + "." for part in rest.rstrip(".").split(". ")]
        return [f"{title}.", *parts[:2]] if rest else [title]
    return [tr("Dengan jawaban ini belum ada lini usaha yang bisa dimulai. Lihat di bawah apa yang kurang.")]


def _say_start(study: Study, first: pd.Series) -> str:
    key = (first["kelurahan_code"], first["line_id"])
    known = study.line_indicators.loc[key]
    members = known["n"]
    few = small_cells(pd.Series([members]), study.settings.suppress_below).iloc[0]
    if members == members and not few:
        driver = lines_in_force(study.settings.advice.line_changes).at[first["line_id"], "driver"]
        why = tr(MEMBERS.get(driver, MAKERS), members=say_number(members))
    else:
        people = study.kelurahan.at[first["kelurahan_code"], "population"]
        why = tr("{people} warga di sini membutuhkannya dan penjualnya masih sedikit", people=say_number(people))
    start = tr("Mulai dari {line}: {why}.", line=first["line"], why=why)
    return f"{tr(NO_BUYER)} {start}" if str(first["reason"]).startswith(tr(NO_BUYER)) else start


def _say_money(study: Study, first: pd.Series) -> str:
    key, least = (first["kelurahan_code"], first["line_id"]), study.settings.suppress_below
    row = study.suitability.loc[key]
    if small_cells(pd.Series([study.line_indicators.at[key, "n"]]), least).any():
        return tr(NO_MONEY, suppress_below=least)
    if row["capital_idr"] != row["capital_idr"]:
        return tr("Modalnya belum bisa dihitung dari survei ini.")
    own = min(study.settings.advice.own_capital_idr, row["capital_idr"])
    figures = {"capital": say_rupiah(row["capital_idr"]), "own": say_rupiah(own), "loan": say_rupiah(row["loan_idr"])}
    if own > 0 and row["loan_idr"] > 0:
        need = tr("Modalnya sekitar {capital} ({own} uang koperasi, {loan} pinjaman)", **figures)
    elif own > 0:
        need = tr("Modalnya sekitar {capital} (semuanya uang koperasi)", **figures)
    else:
        need = tr("Modalnya sekitar {capital} (semuanya pinjaman)", **figures)
    if row["net_cash_idr_month"] != row["net_cash_idr_month"]:
        return tr("{need}; hasilnya belum bisa dihitung dari survei ini.", need=need)
    cash = say_rupiah(row["net_cash_idr_month"])
    if not row["loan_idr"] > 0:
        return tr("{need}; kas bersihnya sekitar {cash} sebulan.", need=need, cash=cash)
    return tr(
        "{need}; kas bersihnya sekitar {cash} sebulan, {times} kali cicilannya ({instalment}).",
        need=need,
        cash=cash,
        times=say_number(row["dscr"], 1),
        instalment=say_rupiah(row["instalment_idr_month"]),
    )


def _say_not(advice: pd.DataFrame, first: pd.Series) -> str:
    avoid = advice[advice["position"] == AVOID]
    said = tr("Batalkan rencana ini bila {cancels}.", cancels=bare_condition(str(first["cancels_if"])))
    # The plan comes before the other line: "rencana ini" must not be read as that one's.
    other = "" if avoid.empty else tr("Jangan mulai dari {line}.", line=avoid.iloc[0]["line"])
    return f"{said} {other}" if other else said
