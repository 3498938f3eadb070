"""Two waves: when they are compared, when they are refused, and what the comparison says."""

import numpy as np
import pandas as pd
import pytest

from mapping.errors import NotComputableError
from mapping.measure.change.wave_coverage import Coverage, compare_coverage, middle_date
from mapping.measure.change.waves import compare_waves, measure_change
from mapping.settings import Settings

CODES = [f"35.78.{i // 10 + 1:02d}.{1001 + i % 10}" for i in range(20)]
KELURAHAN = pd.DataFrame({"name": [f"Desa {i}" for i in range(20)]}, index=pd.Index(CODES, name="kelurahan_code"))
SECTORS = ("food", "crafts", "trade", "services")
SETTINGS = Settings()


def wave(year, size=30, seed=1, codes=CODES, sectors=SECTORS, started=2015.0):
    """Every kelurahan with about ``size`` businesses, sectors in turn."""
    rng = np.random.default_rng(seed)
    parts = [
        pd.DataFrame({"kelurahan_code": code, "sector": np.resize(sectors, int(size + rng.integers(-3, 4)))})
        for code in codes
    ]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(started_year=started, surveyed_on=f"{year}-07-15", sampling_weight=1.0)


def said(before, now, settings=SETTINGS):
    """Why two waves are refused; fails when they are not."""
    table, account, coverage = compare_waves(KELURAHAN, before, now, settings)
    assert (account["state"], coverage, len(table)) == ("refused", None, 0), account
    return account["reason"]


def kept(before, now, settings=SETTINGS):
    table, account, coverage = compare_waves(KELURAHAN, before, now, settings)
    assert account["state"] == "compared", account
    return table, account, coverage


def test_one_wave_is_one_wave():
    table, account, coverage = compare_waves(KELURAHAN, None, wave(2026), Settings())
    assert account == {"state": "one", "reason": account["reason"], "before": "", "now": ""}
    assert "Hanya ada satu gelombang" in account["reason"]
    assert coverage is None
    assert table.empty


def test_a_file_of_which_nothing_could_be_used_is_not_one_wave():
    assert "tidak memuat satu usaha pun" in said(wave(2023).iloc[:0], wave(2026))


def test_two_waves_alike_are_compared():
    table, account, coverage = kept(wave(2023), wave(2026, 32, seed=2))
    assert (account["before"], account["now"]) == ("2023-07-15", "2026-07-15")
    assert coverage.sectors == SECTORS
    assert len(table) == 20 * 4
    parts = table[["region_part", "mix_part", "local_part"]].sum(axis=1)
    assert parts.to_numpy() == pytest.approx(table["change"].to_numpy())
    assert (table["n_now"] - table["n_before"]).to_numpy() == pytest.approx(table["change"].to_numpy())


@pytest.mark.parametrize(
    ("before", "now", "reason"),
    [
        (wave(2026), wave(2026), "sama atau terbalik"),
        (wave(2026), wave(2023), "sama atau terbalik"),
        (wave(2023).assign(surveyed_on=""), wave(2026), "Tanggal survei sebelumnya tidak diketahui"),
        (wave(2023), wave(2026).assign(surveyed_on=""), "Tanggal survei sekarang tidak diketahui"),
        (wave(2026).assign(surveyed_on="2026-04-01"), wave(2026), "terlalu berdekatan"),
        (wave(2023, codes=CODES[:6]), wave(2026), "hanya 6 dari 20 kelurahan"),
        (wave(2023, codes=CODES[:10]), wave(2026, codes=CODES[10:]), "hanya 0 dari 20"),
        (wave(2023, codes=CODES[:1]), wave(2026, codes=CODES[:1]), "Hanya satu kelurahan"),
        (wave(2023, sectors=("food",)), wave(2026, sectors=("crafts",)), "tidak mencakup satu sektor pun"),
        (wave(2023), wave(2026, 90), "setahun"),
        (wave(2023, 90), wave(2026, 30), "setahun"),
        (wave(2023, 24), wave(2026, 34, started=2010.0), "tidak selengkap sekarang"),
    ],
)
def test_different_coverage_is_refused_with_the_reason(before, now, reason):
    assert reason in said(before, now)


def test_very_different_shares_of_classified_businesses_are_refused():
    now = wave(2026)
    now.loc[now.index[::3], "sector"] = ""
    assert "67% sekarang" in said(wave(2023), now)


def test_later_wave_without_dates_may_be_dated_by_the_settings():
    now = wave(2026).assign(surveyed_on="")
    assert kept(wave(2023), now, Settings(survey_date="2026-08-31"))[1]["now"] == "2026-08-31"


def test_one_mistyped_date_does_not_turn_the_waves_round():
    before = wave(2023)
    before.loc[3, "surveyed_on"] = "2029-01-01"
    assert middle_date(before) == "2023-07-15"
    kept(before, wave(2026))


def test_kelurahan_of_one_wave_are_left_out_and_named():
    table, account, _ = kept(wave(2023, codes=CODES[2:]), wave(2026, codes=CODES[:19]))
    assert table.index.get_level_values(0).nunique() == 17
    assert (
        "2 kelurahan/desa hanya disurvei pada gelombang sekarang, jadi tidak dibandingkan: Desa 0, Desa 1."
        in (account["reason"])
    )
    assert "gelombang sebelumnya, jadi tidak dibandingkan: Desa 19." in account["reason"]


def test_a_sector_of_one_wave_is_left_out_and_named():
    both = (*SECTORS, "agriculture")
    table, account, _ = kept(wave(2023, sectors=SECTORS), wave(2026, 37, sectors=both))
    assert "Sektor pertanian hanya dicakup survei sekarang" in account["reason"]
    assert set(table.index.get_level_values("sector")) == set(SECTORS)
    _, account, coverage = kept(wave(2023, sectors=both), wave(2026, 18, sectors=("food", "crafts", "agriculture")))
    assert "Sektor perdagangan dan jasa hanya dicakup survei sebelumnya" in account["reason"]
    assert coverage.sectors == ("food", "crafts", "agriculture")


def test_declared_farming_does_not_make_the_earlier_wave_cover_it():
    declared = Settings(covers_agriculture=True)
    now = wave(2026)
    now.loc[now.index[:10], "sector"] = "agriculture"
    _, account, coverage = kept(wave(2023), now, declared)
    assert "agriculture" not in coverage.sectors
    assert "pertanian" in account["reason"]


def test_a_leap_of_one_kelurahan_is_another_enumerator():
    now = wave(2026)
    extra = pd.concat([now[now["kelurahan_code"] == CODES[4]]] * 4)
    table, account, coverage = kept(wave(2023), pd.concat([now, extra], ignore_index=True))
    assert CODES[4] not in coverage.kelurahan
    assert "berubah lebih dari 3 kali terhadap wilayah" in account["reason"]
    assert account["reason"].endswith("Desa 4.")
    assert CODES[4] not in table.index.get_level_values(0)


def test_leaps_everywhere_are_refused():
    now = wave(2026)
    few = now[now["kelurahan_code"].isin(CODES[:9])].groupby("kelurahan_code").head(4)
    many = now[now["kelurahan_code"].isin(CODES[9:])]
    assert "melonjak" in said(wave(2023), pd.concat([few, many, many.head(200)], ignore_index=True))


def test_a_planted_local_growth_is_found_where_it_is_and_only_there():
    before, now = wave(2023), wave(2026)
    more = now[(now["kelurahan_code"] == CODES[7]) & (now["sector"] == "food")].sample(30, replace=True, random_state=1)
    table, _, _ = kept(before, pd.concat([now, more.assign(started_year=2024.0)], ignore_index=True))
    assert table["local_part"].idxmax() == (CODES[7], "food")
    assert table.loc[(CODES[7], "food"), "local_part"] > 25
    assert table.index[table["local_firm"]].tolist() == [(CODES[7], "food")]


def test_weights_of_a_sample_stand_for_businesses_but_not_for_evidence():
    before, now = wave(2023), wave(2026, seed=2)
    plain = kept(before, now)[0]
    half = kept(before.assign(sampling_weight=50.0), now.assign(sampling_weight=50.0))[0]
    assert half["n_now"].to_numpy() == pytest.approx(50 * plain["n_now"].to_numpy())
    assert half["local_part"].to_numpy() == pytest.approx(50 * plain["local_part"].to_numpy())
    assert (half["rows_now"] == plain["n_now"]).all()
    assert not half["local_firm"].any()
    assert half["dynamic_lq"].to_numpy() == pytest.approx(plain["dynamic_lq"].to_numpy(), nan_ok=True)


def coverage():
    return Coverage(pd.Index(CODES[:2]), ("food",), "2023-07-15", "2026-07-15")


def rows(counts, started=2015.0):
    codes = np.repeat(CODES[: len(counts)], counts)
    return pd.DataFrame({"kelurahan_code": codes, "sector": "food", "started_year": started, "sampling_weight": 1.0})


def test_survival_counts_those_that_had_started_by_then():
    now = rows([10, 10])
    now.loc[:2, "started_year"] = 2024.0
    now.loc[3, "started_year"] = 2023.0
    table = measure_change(rows([14, 5]), now, coverage())
    assert table["survival"].tolist() == [0.5, 2.0]


def test_survival_needs_half_of_the_answers_and_fills_in_the_rest():
    now = rows([10, 10])
    now.loc[:3, "started_year"] = np.nan
    now.loc[10:15, "started_year"] = np.nan
    table = measure_change(rows([20, 20]), now, coverage())
    assert table["survival"].tolist()[0] == 0.5
    assert np.isnan(table["survival"].tolist()[1])


def test_growth_from_fewer_than_five_is_not_a_dynamic_quotient():
    table = measure_change(rows([4, 5]), rows([8, 6]), coverage())
    assert np.isnan(table["dynamic_lq"]).tolist() == [True, False]


def test_a_refusal_is_never_a_number():
    with pytest.raises(NotComputableError):
        compare_coverage(KELURAHAN, wave(2026), wave(2026), Settings())


def test_the_demonstration_says_what_it_compares(demonstration):
    study = demonstration("surabaya")
    account = study.manifest["waves"]
    assert account["state"] == "compared"
    assert "Sukomanunggal, Tanjungsari, Pakal" in account["reason"]
    assert not study.waves["local_firm"].any(), "nothing was planted"
    shown = study.waves.groupby("sector")["n_before"].sum()
    classified = study.earlier[study.earlier["kelurahan_code"].isin(study.waves.index.get_level_values(0))]
    assert shown.to_dict() == classified["sector"].value_counts().reindex(shown.index).to_dict()
    assert demonstration("batang").manifest["waves"]["state"] == "one"
    assert demonstration("batang").waves.empty
    assert demonstration("batang").earlier.empty
