"""The set-up file: exact there and back, and nothing but a clear sentence for whatever is wrong with it."""

import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapping.errors import SettingsError
from mapping.knowledge.catalog import read_criteria
from mapping.score.weigh.ahp import ahp_weights
from mapping.score.weigh.choices import AGGREGATIONS, LONGEST_NAME, SCALINGS
from mapping.score.weigh.kpju import kpju_setup, preset_labels
from mapping.score.weigh.setup import FORMAT, WHAT, criteria_in_force, read_setup, setup_of, write_setup
from mapping.settings import ScoringSetup

CRITERIA = list(read_criteria()["criteria"])
LABELS = {name: criterion["label"] for name, criterion in read_criteria()["criteria"].items()}

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=LONGEST_NAME).filter(
    lambda text: text.isprintable() and text.strip()
)
weights = st.dictionaries(st.sampled_from(CRITERIA), st.floats(0, 1e6), max_size=8).map(
    lambda found: tuple(found.items())
)
ends = st.floats(-1e12, 1e12)
goalposts = st.dictionaries(st.sampled_from(CRITERIA), st.tuples(ends, ends), max_size=8).map(
    lambda found: tuple((name, low, high) for name, (low, high) in found.items() if abs(high - low) > 1e-6)
)
plain_setups = st.builds(
    ScoringSetup,
    name=names,
    method=st.sampled_from(["default", "manual", "entropy", "critic", "component"]),
    weights=weights.filter(lambda rows: not rows or sum(weight for _, weight in rows) > 0),
    goalposts=goalposts,
    scaling=st.sampled_from(list(SCALINGS)),
    aggregation=st.sampled_from(list(AGGREGATIONS)),
    weight_concentration=st.floats(1, 1e6),
)


def judged_setup():
    comparisons = (("lq", "workers", 3.0), ("workers", "n", 1 / 3), ("lq", "n", 1.0))
    found = ahp_weights(comparisons, LABELS)
    rows = tuple((name, float(100 * weight)) for name, weight in found.items())
    return ScoringSetup(name="Musyawarah", method="ahp", weights=rows, comparisons=comparisons)


def judged_kpju():
    first, *others = preset_labels("kpju_kecamatan")
    comparisons = [(first, other, 2) for other in others]
    comparisons += [(a, b, 1) for i, a in enumerate(others) for b in others[i + 1 :]]
    return kpju_setup("kpju_kecamatan", comparisons)


@settings(deadline=None, max_examples=100)
@given(plain_setups)
@example(ScoringSetup())
@example(judged_setup())
@example(judged_kpju())
@example(kpju_setup("kpju_kota"))
@example(ScoringSetup(name="Desa “Ayu” 🌾", goalposts=(("lq", -0.0, 3),)))
def test_there_and_back_is_exact(setup):
    content = write_setup(setup)
    assert read_setup(content, "skor.json") == setup
    assert write_setup(read_setup(content, "skor.json")) == content


def test_same_setup_same_bytes_and_people_can_read_it():
    whole = ScoringSetup(weights=(("lq", 25), ("workers", 0)), goalposts=(("lq", 0, 3),))
    decimal = ScoringSetup(weights=(("lq", 25.0), ("workers", -0.0)), goalposts=(("lq", 0.0, 3.0),))
    assert write_setup(whole) == write_setup(decimal)
    text = write_setup(judged_setup()).decode()
    assert '"label": "Tenaga kerja"' in text
    assert "perbandingan berpasangan" in text
    assert text.endswith("}\n")


def test_what_is_left_out_takes_its_default():
    content = json.dumps({"format": FORMAT, "version": 1, "scaling": "ranks"}).encode()
    assert read_setup(b"\xef\xbb\xbf" + content, "a.json") == ScoringSetup(scaling="ranks")


def document(**changes):
    return json.dumps({"format": FORMAT, "version": 1, **changes})


def rows(*found):
    keys = ("criterion", "weight") if len(found[0]) == 2 else ("criterion", "low", "high")
    return [dict(zip(keys, row, strict=True)) for row in found]


BAD = [
    (b"", "tidak bisa dibaca sebagai JSON"),
    (b"\xff\xfe\x00", "tidak bisa dibaca sebagai JSON"),
    (b"{", "tidak bisa dibaca sebagai JSON"),
    (b"[" * 100_000, "tidak bisa dibaca sebagai JSON"),
    (b'{"a":' * 50_000, "tidak bisa dibaca sebagai JSON"),
    (b"9" * 10_000, "tidak bisa dibaca sebagai JSON"),
    (b" " * (WHAT.largest + 1), "terlalu besar"),
    (b"[]", "harus satu objek"),
    (b"null", "harus satu objek"),
    (b"{}", '"format" harus'),
    (b'{"format": []}', '"format" harus'),
    (b'{"format": "susunan-skor"}', '"version": kosong tidak bisa dibaca'),
    (document(version=2), '"version": 2 tidak bisa dibaca'),
    (document(version=True), '"version": benar/salah'),
    (document(version={"a": [1]}), '"version": sebuah objek'),
    (document(bobot=[]), 'kunci "bobot" tidak dikenal'),
    (document(**{"a\nb\u202e": 1}), r'kunci "a\?b\?" tidak dikenal'),
    ('{"format": "susunan-skor", "version": 1, "name": "a", "name": "b"}', '"name" ada dua kali'),
    ('{"format": "susunan-skor", "version": 1, "weight_concentration": NaN}', "NaN bukan angka"),
    ('{"format": "susunan-skor", "version": 1, "weight_concentration": -Infinity}', "-Infinity bukan angka"),
    (document(name=3), 'kunci "name"'),
    (document(name="  "), 'kunci "name"'),
    (document(name="a\x00b"), 'kunci "name"'),
    (document(name="\ud800"), 'kunci "name"'),
    (document(name="x" * 81), 'kunci "name".*81 huruf'),
    (document(method="tebak"), '"method": "tebak" tidak dikenal. Pilih salah satu: default'),
    (document(method=["ahp"]), 'kunci "method"'),
    (document(scaling="log"), '"scaling": "log" tidak dikenal'),
    (document(scaling={}), 'kunci "scaling"'),
    (document(aggregation=None), 'kunci "aggregation"'),
    (document(weight_concentration="75"), 'kunci "weight_concentration"'),
    (document(weight_concentration=True), 'kunci "weight_concentration"'),
    (document(weight_concentration=0), 'kunci "weight_concentration": 0'),
    ('{"format": "susunan-skor", "version": 1, "weight_concentration": 1e999}', 'kunci "weight_concentration": inf'),
    (document(weights={}), 'kunci "weights": isinya harus daftar; yang diberikan sebuah objek'),
    (document(weights=["lq"]), r'kunci "weights\[1\]": "lq" harus objek'),
    (document(weights=[[[[]]]]), r'kunci "weights\[1\]": sebuah daftar'),
    (document(weights=[{"criterion": "lq"}]), r'kunci "weights\[1\].weight": kosong'),
    (document(weights=[{"weight": 3}]), r'kunci "weights\[1\].criterion": kosong.*Isi dengan nama kriteria'),
    (document(weights=[{"criterion": "lq", "weight": "25"}]), r'kunci "weights\[1\].weight": "25".*Isi dengan angka'),
    (document(weights=[{"criterion": "lq", "weight": True}]), r'"weights\[1\].weight": benar/salah'),
    (document(weights=[{"criterion": "lq", "weight": 10**400}]), r'"weights\[1\].weight": angka aneh'),
    (document(weights=[{"criterion": "lq", "weight": 1, "arah": 1}]), r'"weights\[1\].arah" tidak dikenal'),
    (document(weights=rows(("lq", -1))), '"lq" harus angka nol atau lebih; yang diberikan -1'),
    (document(weights=rows(("lq", 0))), "Semua bobot nol"),
    (document(weights=rows(("lq", 1e308), ("n", 1e308))), "terlalu besar"),
    (document(weights=rows(("lq", 1), ("lq", 2))), '"lq" disebut dua kali'),
    (document(weights=rows(("kemauan", 1))), '"kemauan" tidak dikenal. Yang ada: lq'),
    (document(goalposts=rows(("lq", 1, 1))), "dua angka yang berbeda"),
    (document(goalposts=rows(("lq", 1, 1 + 1e-12))), "terlalu berdekatan"),
    (document(goalposts=rows(("lq", 1e300, 1))), "dua angka yang wajar"),
    (document(goalposts=rows(("kemauan", 1, 2))), '"kemauan" tidak dikenal'),
    (document(goalposts=rows(("lq", 1, 2), ("lq", 1, 3))), '"lq" disebut dua kali'),
    (document(method="ahp"), 'kunci "comparisons".*2 sampai 11'),
    (document(method="ahp", comparisons=[{"first": "lq", "second": "n", "times": 99}]), "dijawab 99"),
    (
        document(
            method="ahp", weights=rows(("lq", 1), ("n", 1)), comparisons=[{"first": "lq", "second": "n", "times": 9}]
        ),
        "tidak sama dengan hasil perbandingan",
    ),
    (document(method="kpju_kota", weights=rows(("lq", 1))), "tidak sama dengan hasil perbandingan"),
    (document(method="kpju_kota"), "tidak sama dengan hasil perbandingan"),
    (document(comparisons=[{"first": "lq", "second": "n", "times": 2}]), "tidak memakai perbandingan"),
]


@pytest.mark.parametrize("content, message", BAD, ids=range(len(BAD)))
def test_bad_files_are_refused_in_one_clear_sentence(content, message):
    content = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    with pytest.raises(SettingsError, match=message) as refusal:
        read_setup(content, "../folder/skor.json")
    assert str(refusal.value).startswith('Berkas "skor.json"')
    assert len(str(refusal.value)) < 600
    assert str(refusal.value).isprintable()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(CRITERIA),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["name", "method", "scaling", "aggregation", "weight_concentration", "weights", "comparisons", "goalposts"]
rows_of_junk = st.lists(
    st.dictionaries(
        st.sampled_from(["criterion", "weight", "low", "high", "first", "second", "times", "label"]),
        json_values,
        max_size=4,
    ),
    max_size=3,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(KEYS), json_values | rows_of_junk))
def test_any_content_is_read_or_refused_never_anything_else(changes):
    content = document(**changes).encode("utf-8", "surrogatepass")
    try:
        setup = read_setup(content, "a.json")
    except SettingsError as refusal:
        assert str(refusal).startswith('Berkas "a.json"')
    else:
        assert read_setup(write_setup(setup), "a.json") == setup
        criteria_in_force(setup)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 60))
def test_damaged_files_are_read_or_refused(junk, place, length):
    content = write_setup(judged_setup())
    damaged = content[:place] + junk + content[place + length :]
    try:
        read_setup(damaged, "a.json")
    except SettingsError as refusal:
        assert str(refusal).startswith('Berkas "a.json"')


@pytest.mark.parametrize(
    "choices",
    [
        {"weights": [["lq"]]},
        {"weights": [["lq", 1, 2]]},
        {"weights": [[["lq"], 1]]},
        {"weights": "lq"},
        {"weights": 3},
        {"goalposts": [["lq", "a", "b"]]},
        {"goalposts": [["lq", 1]]},
        {"comparisons": [["lq", "n", "dua"]], "method": "ahp"},
        {"comparisons": [["kontribusi", "jumlah_usaha", "dua"]], "method": "kpju_kecamatan"},
        {"comparisons": [[1, 2, 3]], "method": "ahp"},
        {"weights": [3]},
        {"name": None},
        {"scaling": 3},
    ],
)
def test_setups_that_come_another_way_are_checked_alike(choices):
    with pytest.raises(SettingsError, match='Susunan skor, kunci "'):
        criteria_in_force(setup_of(choices))


def test_a_field_that_no_setup_has_is_refused():
    with pytest.raises(SettingsError, match='kunci "bobot" tidak dikenal'):
        setup_of({"bobot": []})


def test_all_that_is_wrong_is_said_at_once():
    wrong = replace(ScoringSetup(), scaling="log", aggregation="harmonic", weights=(("lq", -1),))
    with pytest.raises(SettingsError, match=r'"scaling".*"aggregation".*"weights"'):
        write_setup(wrong)


def test_criteria_in_force_follow_the_setup():
    setup = ScoringSetup(
        weights=(("capital_share", 1.0), ("lq", 3.0), ("n", 0.0)), goalposts=(("lq", 3, 1),), scaling="ranks"
    )
    force = criteria_in_force(setup)
    assert list(force["criteria"]) == ["lq", "capital_share"]
    assert [c["weight"] for c in force["criteria"].values()] == [0.75, 0.25]
    assert (force["criteria"]["lq"]["low"], force["criteria"]["lq"]["high"]) == (3, 1)
    assert (force["scaling"], force["aggregation"]) == ("ranks", "arithmetic")
    assert read_criteria()["criteria"]["lq"]["weight"] == 25
