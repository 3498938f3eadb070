"""Free answers as people write them: constraints, reach, inputs, digital means, dependence."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measure.answers.answers import read_answers
from mapping.measure.answers.constraints import CONSTRAINTS, named_constraints
from mapping.measure.answers.dependence import dependence
from mapping.measure.answers.reach import buys_locally, sells_outside
from mapping.measure.answers.readiness import uses_digital

NAN = float("nan")


def one(reader, text):
    return float(reader(read_answers(pd.Series([text])))[0])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("modal", "c"),
        ("Permodalan", "c"),
        ("KURANG MODAL!!", "c"),
        ("dana", "c"),
        ("tidak ada modal", "c"),
        ("modal kurang lancar", "c"),
        ("pengiriman", "d"),
        ("ongkir mahal", "d"),
        ("biaya pengiriman", "d"),
        ("jalan rusak", "d"),
        ("alat angkut", "d"),
        ("Distribusi barang", "d"),
        ("alat", "t"),
        ("peralatan masih manual", "t"),
        ("alat2", "t"),
        ("mesin-mesin tua", "t"),
        ("Penguasaan teknologi", "t"),
        ("akses permodalan, distribusi produk, dan penguasaan teknologi", "cdt"),
        ("modal/alat", "ct"),
        ("bukan modal tapi alat", "t"),
        ("tidak ada kendala, hanya modal", "c"),
        ("pemasaran", ""),
        ("bahan baku", ""),
        ("tidak ada kendala", ""),
        ("Tdk ada masalah modal", ""),
        ("modal cukup", ""),
        ("nihil", ""),
        ("", None),
        ("-", None),
        ("tidak tahu", None),
        ("1", None),
    ],
)
def test_constraints_as_people_write_them(text, named):
    found = {name: value[0] for name, value in named_constraints(read_answers(pd.Series([text]))).items()}
    if named is None:
        assert np.isnan(list(found.values())).all()
    else:
        assert found == {name: float(name[0] in named) for name in CONSTRAINTS}


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("lokal", 0.0),
        ("lokal, kota", 1.0),
        ("daring", 1.0),
        ("pasar_kecamatan", 1.0),
        ("luar_kota", 1.0),
        ("Pembeli di kelurahan/desa ini", 0.0),
        ("Kabupaten/kota ini", 1.0),
        ("desa sendiri", 0.0),
        ("luar desa", 1.0),
        ("Surabaya dan sekitarnya", 1.0),
        ("belum online", 0.0),
        ("Pasar Limpung", NAN),
        ("", NAN),
    ],
)
def test_where_it_sells(text, outside):
    assert one(sells_outside, text) == pytest.approx(outside, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("sekitar", 1.0),
        ("satu_kecamatan", 1.0),
        ("satu_kabupaten", 0.0),
        ("Dari luar kabupaten/kota", 0.0),
        ("pasar setempat", 1.0),
        ("kebun sendiri, luar kota", 1.0),
        ("luar kota, kebun sendiri", 0.0),
        ("kecamatan lain", 0.0),
        ("Sidoarjo", 0.0),
        ("tengkulak", NAN),
        ("", NAN),
    ],
)
def test_where_it_buys(text, local):
    assert one(buys_locally, text) == pytest.approx(local, nan_ok=True)


@pytest.mark.parametrize(
    ("market", "digital", "uses"),
    [
        ("lokal", "", 0.0),
        ("daring", "", 1.0),
        ("lokal", "qris", 1.0),
        ("daring", "belum", 1.0),
        ("", "belum_pakai", 0.0),
        ("", "pakai_qris pakai_medsos", 1.0),
        ("", "tidak, ya", 1.0),
        ("", "offline", 0.0),
        ("", "***", NAN),
        ("", "", NAN),
        ("dana", "", 0.0),  # money where no digital means are asked about
        ("", "dana", 1.0),
    ],
)
def test_digital_means(market, digital, uses):
    answer = uses_digital(read_answers(pd.Series([market])), read_answers(pd.Series([digital])))
    assert answer[0] == pytest.approx(uses, nan_ok=True)


def test_every_choice_of_our_own_form_is_understood():
    import tomllib

    from mapping.knowledge.catalog import HERE

    choices = tomllib.loads((HERE / "form.toml").read_text(encoding="utf-8"))["choices"]
    for name, label in choices["asal"]:
        assert one(buys_locally, name) == one(buys_locally, label) == float(name in ("sekitar", "satu_kecamatan"))
    for name, label in choices["pembeli"]:
        assert one(sells_outside, name) == one(sells_outside, label) == float(name != "lokal")
    for name, label in choices["sarana"]:
        for text in (name, label):
            answer = uses_digital(read_answers(pd.Series([""])), read_answers(pd.Series([text])))
            assert answer[0] == float(name != "belum_pakai"), text
    ours = {"modal": "capital", "distribusi": "distribution", "teknologi": "technology"}
    for name, label in choices["hambatan"]:
        for text in (name, label):
            found = named_constraints(read_answers(pd.Series([text])))
            named = [key for key, value in found.items() if value[0] == 1]
            assert named == [ours[key] for key in [name] if key in ours], text


@given(st.lists(st.text(max_size=20), max_size=12))
def test_no_text_breaks_the_reading(texts):
    answers = read_answers(pd.Series(texts, dtype="str"))
    empty = read_answers(pd.Series([""] * len(texts), dtype="str"))
    values = [*named_constraints(answers).values(), sells_outside(answers), buys_locally(answers)]
    for value in [*values, uses_digital(answers, empty), uses_digital(empty, answers)]:
        assert value.shape == (len(texts),)
        assert (np.isnan(value) | np.isin(value, [0, 1])).all()


def test_dependence_by_hand():
    texts = pd.Series(["Pasar Atom", "pasar atom, agen", "agen", "PASAR ATOM.", "Pasar Atom", "", "agen", "agen"])
    cell = np.array([0, 0, 0, 0, 0, 0, 1, 1])
    assert dependence(cell, 2, read_answers(texts), np.ones(8))[0] == pytest.approx(4 / 5)
    weights = np.array([1.0, 1, 6, 1, 1, 9, 1, 1])
    assert dependence(cell, 2, read_answers(texts), weights)[0] == pytest.approx(7 / 10)
    assert np.isnan(dependence(cell, 2, read_answers(texts), np.ones(8))[1]), "two answers say nothing"


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=3), min_size=5, max_size=30))
def test_dependence_agrees_with_a_plain_count(named):
    texts = pd.Series([", ".join(names) for names in named], dtype="str")
    answer = dependence(np.zeros(len(texts), dtype=int), 1, read_answers(texts), np.ones(len(texts)))[0]
    some = [set(names) for names in named if names]
    if len(some) < 5:
        assert np.isnan(answer)
    else:
        assert answer == pytest.approx(max(sum(x in s for s in some) for x in "abcde") / len(some))
