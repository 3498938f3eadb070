"""The founder's answers as a file: exact there and back, and nothing but a clear sentence for whatever is wrong."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mapping.advise.setup import (
    FORMAT,
    LONGEST_NAME,
    WHAT,
    advice_setup_of,
    check_advice_setup,
    read_advice_setup,
    write_advice_setup,
)
from mapping.errors import SettingsError
from mapping.knowledge.assumptions import assumptions_in_force, read_assumptions
from mapping.knowledge.lines import lines_in_force
from mapping.settings import AdviceSetup

KNOWN = read_assumptions()
CALM = sorted(key for key in KNOWN if key.partition(".")[0] in ("operating", "selling", "loan"))
CALM = [key for key in CALM if key not in ("loan.months", "loan.grace_months")]

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=LONGEST_NAME).filter(
    lambda text: text.isprintable() and text.strip()
)
values = st.dictionaries(st.sampled_from(CALM), st.floats(0, 1), max_size=6).map(
    lambda found: tuple(
        (key, KNOWN[key]["least"] + share * (KNOWN[key]["most"] - KNOWN[key]["least"])) for key, share in found.items()
    )
)
figures = st.dictionaries(
    st.tuples(st.sampled_from(["B01", "B13", "B40"]), st.sampled_from(["min_businesses", "gate_members"])),
    st.integers(0, 1000).map(str),
    max_size=5,
).map(lambda found: tuple((*place, text) for place, text in found.items()))
setups = st.builds(
    AdviceSetup,
    name=names,
    own_capital_idr=st.floats(0, 1e13),
    people=st.none() | st.integers(0, 10_000),
    borrows=st.booleans(),
    assumptions=values,
    line_changes=figures,
)


@settings(deadline=None, max_examples=100)
@given(setups)
@example(AdviceSetup())
@example(AdviceSetup(name="Desa “Ayu” 🌾", own_capital_idr=-0.0, people=0, borrows=False))
def test_there_and_back_is_exact(setup):
    content = write_advice_setup(setup)
    assert read_advice_setup(content, "jawaban.json") == setup
    assert write_advice_setup(read_advice_setup(content, "jawaban.json")) == content


def test_same_answers_same_bytes_and_people_can_read_them():
    whole = AdviceSetup(own_capital_idr=5_000_000, assumptions=(("loan.months", 60),))
    decimal = AdviceSetup(own_capital_idr=5e6, assumptions=(("loan.months", 60.0),))
    assert write_advice_setup(whole) == write_advice_setup(decimal)
    text = write_advice_setup(AdviceSetup(line_changes=(("B13", "staff_low", "2"),))).decode()
    assert '"label": "Pekerja koperasi, paling sedikit"' in text and text.endswith("}\n")


def test_what_is_left_out_takes_its_default():
    content = json.dumps({"format": FORMAT, "version": 1, "people": 4}).encode()
    assert read_advice_setup(b"\xef\xbb\xbf" + content, "a.json") == AdviceSetup(people=4)


def document(**changes):
    return json.dumps({"format": FORMAT, "version": 1, **changes})


def figure(line="B13", column="staff_low", text="2", **more):
    return {"line": line, "column": column, "text": text, **more}


BAD = [
    (b"", "tidak bisa dibaca sebagai JSON"),
    (b"\xff\xfe\x00", "tidak bisa dibaca sebagai JSON"),
    (b"{", "tidak bisa dibaca sebagai JSON"),
    (b"[" * 100_000, "tidak bisa dibaca sebagai JSON"),
    (b'{"a":' * 50_000, "tidak bisa dibaca sebagai JSON"),
    (b" " * (WHAT.largest + 1), "terlalu besar"),
    (b"[]", "harus satu objek"),
    (b"{}", '"format" harus'),
    (b'{"format": "susunan-skor", "version": 1}', 'bukan jawaban koperasi: kunci "format" harus "jawaban-koperasi"'),
    (document(version=2), '"version": 2 tidak bisa dibaca'),
    (document(version=True), '"version": benar/salah'),
    (document(modal=1), 'kunci "modal" tidak dikenal'),
    (document(**{"a\nb\u202e": 1}), r'kunci "a\?b\?" tidak dikenal'),
    ('{"format": "jawaban-koperasi", "version": 1, "people": 1, "people": 2}', '"people" ada dua kali'),
    ('{"format": "jawaban-koperasi", "version": 1, "own_capital_idr": NaN}', "NaN bukan angka"),
    ('{"format": "jawaban-koperasi", "version": 1, "own_capital_idr": 1e999}', "own_capital_idr"),
    (document(name=""), 'kunci "name"'),
    (document(name=["a"]), 'kunci "name"'),
    (document(name="\ud800"), 'kunci "name"'),
    (document(name="x" * 81), 'kunci "name": nama harus 1 sampai 80 huruf'),
    (document(own_capital_idr="5 juta"), 'kunci "own_capital_idr": "5 juta" tidak bisa dipakai'),
    (document(own_capital_idr=-1), 'kunci "own_capital_idr": -1'),
    (document(own_capital_idr=True), 'kunci "own_capital_idr": benar/salah'),
    (document(own_capital_idr=10**400), 'kunci "own_capital_idr": angka aneh'),
    (document(own_capital_idr=None), 'kunci "own_capital_idr": kosong'),
    (document(people=2.5), 'kunci "people": 2.5'),
    (document(people=-1), 'kunci "people": -1'),
    (document(people=True), 'kunci "people": benar/salah'),
    (document(people=[1]), 'kunci "people": sebuah daftar'),
    (document(borrows="ya"), 'kunci "borrows": "ya".*true atau false'),
    (document(assumptions={}), 'kunci "assumptions": isinya harus daftar'),
    (document(assumptions=["loan.months"]), r'kunci "assumptions\[1\]": "loan.months" harus objek'),
    (document(assumptions=[{"key": "loan.months"}]), r'"assumptions\[1\].value": kosong.*Isi dengan angka'),
    (document(assumptions=[{"key": "loan.months", "value": "60"}]), r'"assumptions\[1\].value": "60"'),
    (document(assumptions=[{"key": "loan.months", "value": 60, "unit": 1}]), r'"assumptions\[1\].unit" tidak dikenal'),
    (document(assumptions=[{"key": "loan.month", "value": 60}]), '"loan.month" tidak dikenal'),
    (document(assumptions=[{"key": "loan.months", "value": 6000}]), "Lama pinjaman.*di luar batas"),
    (document(assumptions=[{"key": "loan.months", "value": n} for n in (60, 70)]), '"loan.months" disebut dua kali'),
    (document(line_changes=[["B13", "staff_low", "2"]]), r'"line_changes\[1\]": sebuah daftar harus objek'),
    (document(line_changes=[figure(text=2)]), r'"line_changes\[1\].text": 2 .*Isi dengan teks'),
    (document(line_changes=[figure(column="warna")]), 'kolom "warna" tidak dikenal'),
    (document(line_changes=[figure(text="dua")]), '"dua" bukan angka'),
    (document(line_changes=[figure(text="99")]), "Pekerja koperasi: 99 lebih besar daripada"),
    (document(line_changes=[figure(), figure(text="3")]), "disebut dua kali"),
    (document(line_changes=[figure(line="U1", column="line", text="Sewa tenda")]), "Lini U1 belum lengkap"),
]


@pytest.mark.parametrize(("content", "message"), BAD, ids=range(len(BAD)))
def test_bad_files_are_refused_in_one_clear_sentence(content, message):
    content = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    with pytest.raises(SettingsError, match=message) as refusal:
        read_advice_setup(content, "../folder/jawaban.json")
    assert str(refusal.value).startswith('Berkas "jawaban.json"')
    assert len(str(refusal.value)) < 1000 and str(refusal.value).isprintable()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(sorted(KNOWN)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = ["name", "own_capital_idr", "people", "borrows", "assumptions", "line_changes"]
rows_of_junk = st.lists(
    st.dictionaries(st.sampled_from(["key", "value", "line", "column", "text", "label"]), json_values, max_size=4),
    max_size=3,
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(KEYS), json_values | rows_of_junk))
def test_any_content_is_read_or_refused_never_anything_else(changes):
    content = document(**changes).encode("utf-8", "surrogatepass")
    try:
        setup = read_advice_setup(content, "a.json")
    except SettingsError as refusal:
        assert str(refusal).startswith('Berkas "a.json"')
    else:
        assert read_advice_setup(write_advice_setup(setup), "a.json") == setup
        assumptions_in_force(setup)
        lines_in_force(setup.line_changes)


def test_fields_as_a_manifest_keeps_them():
    setup = AdviceSetup(people=3, assumptions=(("loan.months", 60.0),), line_changes=(("B13", "staff_low", "2"),))
    kept = json.loads(json.dumps({"people": 3, "assumptions": setup.assumptions, "line_changes": setup.line_changes}))
    assert advice_setup_of(kept) == setup
    with pytest.raises(SettingsError, match='"warna" tidak dikenal'):
        advice_setup_of({"warna": 1})


@pytest.mark.parametrize("choices", [{"assumptions": [3]}, {"line_changes": ["abc"]}, {"assumptions": {"a": 1}}])
def test_fields_of_the_wrong_shape_are_refused_when_checked(choices):
    with pytest.raises(SettingsError, match="Jawaban koperasi"):
        check_advice_setup(advice_setup_of(choices))
