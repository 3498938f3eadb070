"""What a line costs, where it breaks even, and how its cash compares with the instalment, in one sentence."""

from __future__ import annotations

import pandas as pd

from mapping.advise.say.words import rupiah, times, units
from mapping.language import tr
from mapping.settings import Settings


def hides_volume(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Rows whose volume is that of one or two members."""
    return (rows["n"] >= 1) & (rows["n"] < settings.suppress_below)


def say_money(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Capital, break-even beside the estimated volume, and net cash beside the instalment.

    Where one or two members stand behind the volume, it is left out with all that it could be worked out from.
    """
    capital = rupiah(rows["capital_idr"])
    unit = rows["unit"]
    cash = rupiah(rows["net_cash_idr_month"])
    said = (
        "Butuh sekitar "
        + capital
        + tr(", impas pada ")
        + units(rows["break_even_units_month"])
        + " "
        + unit
        + tr(" sebulan (perkiraan ")
        + units(rows["volume_month"])
        + tr("), kas bersih ")
        + cash
    )
    loan = tr(" dibanding cicilan ") + rupiah(rows["instalment_idr_month"]) + ": " + times(rows["dscr"]) + "."
    said += loan.where(rows["dscr"].notna(), tr(" sebulan, tanpa cicilan."))
    hidden = (
        tr("Butuh antara ")
        + rupiah(rows["capex_low_idr"] + rows["working_low_idr"])
        + " dan "
        + rupiah(rows["capex_high_idr"] + rows["working_high_idr"])
        + tr(
            "; volume dan kasnya tidak ditulis karena pelaku yang terdata kurang dari {suppress_below}.",
            suppress_below=settings.suppress_below,
        )
    )
    unknown = tr("Volume dan kasnya belum bisa dihitung dari survei ini.")
    return said.mask(rows["net_cash_idr_month"].isna(), unknown).mask(hides_volume(rows, settings), hidden)


def say_left(dscr: pd.Series) -> pd.Series:
    """What a bad case leaves for the instalment."""
    left = tr("kas bersih tinggal ") + times(dscr) + " cicilan."
    return left.mask(dscr < 0.05, tr("biaya jalannya pun tidak tertutup."))
