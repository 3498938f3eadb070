"""What a line costs, where it breaks even, and how its cash compares with the instalment, in one sentence."""

from __future__ import annotations

import pandas as pd

from mapping.advise.say.words import everywhere, rupiah, sentence, times, units
from mapping.language import mark, tr
from mapping.settings import Settings

NO_MONEY = mark("Volume dan kasnya tidak ditulis karena pelaku yang terdata kurang dari {suppress_below}.")


def hides_volume(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Rows whose volume is that of one or two members."""
    return (rows["n"] >= 1) & (rows["n"] < settings.suppress_below)


def say_no_money(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """That volume and cash are left out, because one or two members stand behind them."""
    return everywhere(tr(NO_MONEY, suppress_below=settings.suppress_below), rows.index)


def say_money(rows: pd.DataFrame, settings: Settings) -> pd.Series:
    """Capital, break-even beside the estimated volume, and net cash beside the instalment.

    Where one or two members stand behind the volume, it is left out with all that it could be worked out from.
    """
    figures = {
        "capital": rupiah(rows["capital_idr"]),
        "break_even": units(rows["break_even_units_month"]),
        "unit": rows["unit"],
        "volume": units(rows["volume_month"]),
        "cash": rupiah(rows["net_cash_idr_month"]),
    }
    without_loan = sentence(
        mark(
            "Butuh sekitar {capital}, impas pada {break_even} {unit} sebulan (perkiraan {volume}), "
            "kas bersih {cash} sebulan, tanpa cicilan."
        ),
        **figures,
    )
    said = sentence(
        mark(
            "Butuh sekitar {capital}, impas pada {break_even} {unit} sebulan (perkiraan {volume}), "
            "kas bersih {cash} dibanding cicilan {instalment}: {times}."
        ),
        **figures,
        instalment=rupiah(rows["instalment_idr_month"]),
        times=times(rows["dscr"]),
    ).where(rows["dscr"].notna(), without_loan)
    hidden = sentence(
        mark(
            "Butuh antara {low} dan {high}; volume dan kasnya tidak ditulis karena pelaku yang terdata "
            "kurang dari {suppress_below}."
        ),
        low=rupiah(rows["capex_low_idr"] + rows["working_low_idr"]),
        high=rupiah(rows["capex_high_idr"] + rows["working_high_idr"]),
        suppress_below=everywhere(str(settings.suppress_below), rows.index),
    )
    unknown = tr("Volume dan kasnya belum bisa dihitung dari survei ini.")
    return said.mask(rows["net_cash_idr_month"].isna(), unknown).mask(hides_volume(rows, settings), hidden)
