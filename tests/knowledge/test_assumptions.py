"""Every assumption says what it is; the user's values are taken only where they make sense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.errors import SettingsError
from mapping.knowledge.assumptions import assumptions_in_force, read_assumptions
from mapping.knowledge.catalog import read_sources
from mapping.settings import AdviceSetup

KNOWN = read_assumptions()


def under(**values):
    return assumptions_in_force(
        AdviceSetup(assumptions=tuple((key.replace("__", "."), v) for key, v in values.items()))
    )


@pytest.mark.parametrize("key", KNOWN)
def test_every_assumption_has_label_unit_range_source_and_date(key):
    entry = KNOWN[key]
    assert entry["label"] and entry["unit"] and len(entry["date"]) == 10
    assert entry["least"] <= entry["value"] <= entry["most"]
    assert entry["assumption"] == (entry["source"] == "asumsi perencanaan")
    assert entry["assumption"] or entry["source"] in read_sources()


def test_the_programmes_loan():
    values = assumptions_in_force(AdviceSetup())
    assert values["loan.ceiling_idr"] == 3e9 and values["loan.rate_year"] == 0.06
    assert values["loan.months"] == 72 and values["loan.grace_months"] == 6
    assert sum(value for key, value in values.items() if key.startswith("weights.")) == 100


@given(st.sampled_from(sorted(KNOWN)), st.floats(allow_nan=True, allow_infinity=True))
def test_a_value_is_used_inside_its_range_and_refused_outside(key, value):
    entry = KNOWN[key]
    try:
        found = assumptions_in_force(AdviceSetup(assumptions=((key, value),)))
    except SettingsError as refusal:
        assert entry["label"].lower() in str(refusal).lower()
    else:
        assert entry["least"] <= value <= entry["most"] and found[key] == value


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"loan__rate": 0.1}, '"loan.rate" tidak dikenal'),
        ({"loan__rate_year": 0.5}, "Bunga setahun: 0.5 di luar batas"),
        ({"members__join_low": 0.9}, "ikut koperasi, paling sedikit .*paling banyak sama dengan"),
        ({"loan__grace_months": 24, "loan__months": 24}, "Masa tenggang.*harus kurang dari"),
        ({key.replace(".", "__"): 0 for key in KNOWN if key.startswith("weights.")}, "Semua bobot saran nol"),
    ],
)
def test_what_contradicts_is_refused(values, message):
    with pytest.raises(SettingsError, match=message):
        under(**values)


def test_the_users_value_counts_and_the_others_stay():
    before, after = assumptions_in_force(AdviceSetup()), under(loan__rate_year=0.03)
    assert after == before | {"loan.rate_year": 0.03}
