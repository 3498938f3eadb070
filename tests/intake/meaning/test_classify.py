import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.intake.meaning.classify import classify_text
from mapping.intake.meaning.rules import compile_rules, find_matches, read_rules
from mapping.intake.meaning.spelling import normalise_texts, read_words
from mapping.knowledge.catalog import read_lexicon

# Written for this test; what a product is called here is what a person of the trade would say.
PHRASES = [
    ("bikin lemper dan klepon", "kue basah", "olahan"),
    ("KRIPIK PISANG coklat", "keripik dan kerupuk", "olahan"),
    ("emping mlinjo rumahan", "keripik dan kerupuk", "olahan"),
    ("pabrik tahu kuning", "tahu", "olahan"),
    ("susu kedelai botol", "sari kedelai", "olahan"),
    ("gula semut organik", "gula merah dan gula semut", "olahan"),
    ("telor asin", "telur asin", "olahan"),
    ("jait kebaya", "jasa jahit", "jasa"),
    ("batik cap dan tulis", "batik", "olahan"),
    ("toko batik", "toko pakaian", "dagang"),
    ("kerajinan bambu", "anyaman bambu dan rotan", "olahan"),
    ("tas kulit", "tas dan kerajinan kulit", "olahan"),
    ("tanam padi sawah", "padi", "hulu"),
    ("petani cabe rawit", "cabai", "hulu"),
    ("ternak kambing etawa", "kambing dan domba", "hulu"),
    ("budidaya ikan lele bioflok", "ikan air tawar", "hulu"),
    ("kebun kopi rakyat", "kebun kopi, teh dan kakao", "hulu"),
    ("warkop", "warung kopi", "siap-makan"),
    ("warung soto ayam", "kedai bakso, soto dan sate", "siap-makan"),
    ("nasi goreng malam", "warung makan", "siap-makan"),
    ("pisang goreng crispy", "gorengan dan jajanan kaki lima", "siap-makan"),
    ("es kelapa muda", "minuman siap saji", "siap-makan"),
    ("warung sembako", "toko kelontong", "dagang"),
    ("pangkalan elpigi 3 kg", "gas elpiji", "dagang"),
    ("jual ayam potong", "penjual ayam, daging dan telur", "dagang"),
    ("isi ulang galon", "air isi ulang", "olahan"),
    ("tambal ban dan ganti oli", "bengkel motor", "jasa"),
    ("fotocopy dan print", "fotokopi", "jasa"),
    ("londri kiloan", "laundry", "jasa"),
    ("bengkel las listrik", "bengkel las", "olahan"),  # longer than "bengkel", though "bengkel" cues a service
    ("gunting rambut pria", "pangkas rambut", "jasa"),
]


WORDS = [
    *("tahu", "isi", "goreng,", "tempe", "keripik", "nasi", "es", "kelapa", "muda", "ayam", "jual", "potong", "segar"),
    *(
        "sayur",
        "bakso",
        "ikan",
        "asin",
        "mie",
        "warung",
        "kopi",
        "bubuk",
        "toko",
        "batik",
        "&",
        "dan",
        "xyz",
        "pick",
        "up",
    ),
]


@pytest.mark.parametrize(("text", "product", "stage"), PHRASES)
def test_phrases_of_the_trade(text, product, stage):
    found = classify_text(pd.Series([text])).iloc[0]
    assert (found["product"], found["stage"]) == (product, stage)


@pytest.mark.parametrize(
    ("text", "product", "candidates"),
    [
        ("keripik singkong pedas", "keripik dan kerupuk", ""),  # made of cassava: one product
        ("keripik, sambal", "keripik dan kerupuk", "sambal dan bumbu"),
        ("keripik dan sambal", "keripik dan kerupuk", "sambal dan bumbu"),
        ("laundry + katering", "laundry", "katering"),
    ],
)
def test_joined_products_are_candidates_materials_are_not(text, product, candidates):
    found = classify_text(pd.Series([text])).iloc[0]
    assert (found["product"], found["candidates"]) == (product, candidates)
    assert found["needs_confirmation"] == bool(candidates)


@pytest.mark.parametrize(
    ("text", "sector", "stage", "candidates"),
    [
        ("agen kerupuk udang", "trade", "dagang", "keripik dan kerupuk"),
        ("jual lele", "trade", "dagang", "ikan air tawar"),
        ("tengkulak cengkeh", "trade", "dagang", "cengkih"),
        ("warung lele", "food", "siap-makan", "ikan air tawar"),
        ("olahan singkong", "food", "olahan", "singkong dan umbi"),
    ],
)
def test_a_cue_against_the_product_leaves_the_doubt_to_a_person(text, sector, stage, candidates):
    found = classify_text(pd.Series([text])).iloc[0]
    assert (found["sector"], found["stage"], found["candidates"]) == (sector, stage, candidates)
    assert found["needs_confirmation"]
    assert found["product"] != candidates


def test_a_seller_of_crops_never_counts_as_a_farmer():
    found = classify_text(pd.Series(["jual pisang", "pisang", "tanam pisang"]))
    assert found["stage"].tolist() == ["dagang", "hulu", "hulu"]
    assert found["sector"].tolist() == ["trade", "agriculture", "agriculture"]


@pytest.mark.parametrize("text", ["", "-", "aneka", "serabutan", "xyz", "!!!", "é̈"])
def test_what_says_nothing_stays_unclassified(text):
    found = classify_text(pd.Series([text])).iloc[0]
    assert found[["product", "kbli", "stage", "keyword", "candidates"]].tolist() == [""] * 5
    assert found["needs_confirmation"]


def test_words_inside_words_do_not_count():
    """ "teras" holds "tas"'s letters, "kelas" holds "las"."""
    assert (classify_text(pd.Series(["kelas memasak", "teras", "martabat", "jampi"]))["product"] == "").all()


def test_every_lexicon_product_is_found_by_its_own_first_words():
    """The spelling rules must not carry the lexicon's own words away."""
    lexicon = read_lexicon().reset_index()
    plain = ~lexicon["pattern"].str.contains(r"[()?]", regex=True)
    words = lexicon.loc[plain, "pattern"].str.split("|").explode()
    assert len(words) > 200
    matched = find_matches(normalise_texts(words.reset_index(drop=True)))
    hit = set(zip(matched["text"], matched["rule"], strict=True))
    missed = [word for i, (rule, word) in enumerate(words.items()) if (i, rule) not in hit]
    assert not missed


@pytest.fixture(scope="module")
def plainly():
    """Every rule on every text, by regular expression."""
    compiled = compile_rules(read_rules())
    return lambda texts: {
        (i, rule, m.start(), m.end(), m.group())
        for i, text in texts.items()
        for rule, pattern in enumerate(compiled)
        for m in pattern.finditer(text)
    }


def test_looking_up_words_finds_what_regular_expressions_find(plainly):
    texts = pd.Series([text for text, _, _ in PHRASES] + list(read_words()["extra"].values()) + ["tahu isi", "tahu"])
    texts = normalise_texts(texts).drop_duplicates().reset_index(drop=True)
    assert set(find_matches(texts).itertuples(index=False, name=None)) == plainly(texts)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), min_size=1, max_size=20))
def test_any_row_of_known_words_is_looked_up_as_regular_expressions_do(plainly, texts):
    texts = normalise_texts(pd.Series(texts)).drop_duplicates().reset_index(drop=True)
    assert set(find_matches(texts).itertuples(index=False, name=None)) == plainly(texts)


@pytest.fixture(scope="module")
def alone():
    return {text: classify_text(pd.Series([text])).iloc[0].tolist() for text, _, _ in PHRASES}


@settings(deadline=None, max_examples=15)
@given(st.lists(st.sampled_from([text for text, _, _ in PHRASES]), max_size=12))
def test_each_text_is_answered_alone(alone, texts):
    together = classify_text(pd.Series(texts, dtype="object", index=range(50, 50 + len(texts))))
    assert together.index.tolist() == list(range(50, 50 + len(texts)))
    assert together.to_numpy().tolist() == [alone[text] for text in texts]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_gets_an_answer_in_the_lexicon_or_none(texts):
    found = classify_text(pd.Series(texts, dtype="object"))
    assert found["product"].isin(["", *read_lexicon()["product"]]).all()
    assert found["sector"].isin(["", "food", "crafts", "agriculture", "trade", "services"]).all()
    assert found["stage"].isin(["", "hulu", "olahan", "siap-makan", "dagang", "jasa"]).all()
    assert found.loc[found["product"] == "", "needs_confirmation"].all()


def test_editions_give_their_own_codes():
    texts = pd.Series(["tempe", "batik", "cabai"])
    assert classify_text(texts, "2020")["kbli"].tolist() == ["10391", "13134", "01283"]
    assert classify_text(texts, "2025")["kbli"].tolist() == ["10307", "13133", "01138"]


def test_the_coarse_category_decides_ties():
    texts, sectors = pd.Series(["temulawak"] * 2), pd.Series(["food", "agriculture"])
    assert classify_text(texts, sectors=sectors)["sector"].tolist() == ["food", "agriculture"]


def test_rules_only_speak_of_products_of_the_lexicon():
    words = read_words()
    assert set(words["extra"]) <= set(read_lexicon()["product"])
    for pattern in [*words["extra"].values(), *words["outside"].values(), *words["cues"].values()]:
        re.compile(pattern)
        assert pattern == pattern.lower()
