"""What a survey row says about its business, best words first: product, name, category, description, KBLI."""

from __future__ import annotations

import re

import pandas as pd

from mapping.intake.classify import RESULT, classify_text, normalise, read_words
from mapping.intake.kbli import classify_codes, clean_kbli
from mapping.intake.privacy import MASK
from mapping.knowledge.catalog import read_lexicon

SHORT_TEXTS = ("product", "name", "category")
SHORT_NAME = 3
SHORT_CATEGORY = 3
"""A category of more words than this is a text of its own, not an office's coarse class."""


def category_sectors(categories: pd.Series) -> pd.Series:
    """Sector that an office's coarse category stands for; ``""`` when it names none.

    The earliest word decides ("Pertanian dan Perdagangan Bibit" is farming).

    Examples
    --------
    >>> category_sectors(pd.Series(["Kuliner", "Pertanian dan Perdagangan Bibit", "Kulener ", "Lainnya"])).tolist()
    ['food', 'agriculture', 'food', '']
    """
    unique = pd.Series(categories.unique(), dtype="object").astype(str)
    plain = unique.map(normalise).astype(str)
    places = pd.DataFrame(
        {
            sector: plain.map(
                lambda text, p=re.compile(rf"\b(?:{pattern})"): m.start() if (m := p.search(text)) else None
            )
            for sector, pattern in read_words()["categories"].items()
        }
    ).astype(float)
    none = places.isna().all(axis=1)
    first = places.fillna(float("inf")).idxmin(axis=1).mask(none, "").to_numpy()
    return categories.map(dict(zip(unique, first, strict=True))).fillna("").astype(str)


def _is_coarse(categories: pd.Series) -> pd.Series:
    """Which categories are an office's classes, not a text about the business: few words, and few distinct ones."""
    few = categories.nunique() <= max(30, len(categories) // 20)
    return categories.str.split().str.len().le(SHORT_CATEGORY) | few


def split_description(texts: pd.Series, names: pd.Series) -> pd.DataFrame:
    """A description without the business's own name: ``head`` (its first words), first ``sentence``, ``whole``.

    Examples
    --------
    >>> parts = split_description(pd.Series(["Toko Evi menjual sembako seperti gula. Ramah."]), pd.Series(["Toko Evi"]))
    >>> parts.iloc[0].tolist()
    ['menjual sembako', 'menjual sembako seperti gula', 'menjual sembako seperti gula. Ramah.']
    """
    said = texts != ""
    pairs = pd.DataFrame({"text": texts[said], "name": names[said]}).drop_duplicates()
    rules = read_words()["description"]
    ends, examples = re.compile(rules["ends"]), re.compile(rf"\b(?:{rules['examples']})\b", re.I)
    parts = []
    for text, name in pairs.itertuples(index=False):
        whole = " ".join(_without_name(text, name).replace(MASK, " ").split())
        sentence = ends.split(whole, maxsplit=1)[0]
        parts.append((text, name, examples.split(sentence, maxsplit=1)[0].strip(), sentence, whole))
    table = pd.DataFrame(parts, columns=["text", "name", "head", "sentence", "whole"])
    joined = pd.DataFrame({"text": texts, "name": names}).merge(table, on=["text", "name"], how="left")
    return joined[["head", "sentence", "whole"]].fillna("").astype(str).set_axis(texts.index)


def _without_name(text: str, name: str) -> str:
    """The text without the business's own name, which may be a person's, whatever its case."""
    lower, own = text.lower(), name.lower()
    if len(own) <= SHORT_NAME or own not in lower or len(lower) != len(text):
        return text
    kept, at = [], 0
    while (found := lower.find(own, at)) >= 0:
        kept.append(text[at:found])
        at = found + len(own)
    return " ".join([*kept, text[at:]])


def classify_survey(survey: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Product, KBLI, sector and stage of every business, from the best of its words.

    The product column decides where it can; then the name, the category and the description (its first words before
    its examples), the first that agrees with the office's coarse category, else the first that says a product at
    all; then the survey's own KBLI code.

    Parameters
    ----------
    survey : DataFrame
        As ``read_survey`` gives it.
    edition : str
        ``"2020"`` or ``"2025"``: of the codes in the survey and of the result.

    Returns
    -------
    DataFrame
        As ``classify_text``, and ``description``: the text to keep, never the name of the business.
    """
    coarse = _is_coarse(survey["category"])
    prior = category_sectors(survey["category"].where(coarse, ""))
    parts = split_description(survey["text"], survey["business_name"])
    sources = {
        "product": survey["product"],
        "name": survey["business_name"],
        "category": survey["category"].where(~coarse, ""),
        "head": parts["head"],
        "sentence": parts["sentence"],
        "whole": parts["whole"],
    }
    result = _fill_shops(_first_agreeing(sources, prior, edition), survey, prior)
    result = _fill_from_codes(result, clean_kbli(survey["kbli"]), edition)
    fallback = survey["product"].mask(survey["product"] == "", survey["category"].where(~coarse, ""))
    result["description"] = fallback.mask(fallback == "", parts["whole"]).mask(
        lambda text: text == "", result["keyword"]
    )
    return result


def _first_agreeing(sources: dict[str, pd.Series], prior: pd.Series, edition: str) -> pd.DataFrame:
    """The first source that says a product of the office's sector, else the first that says a product.

    Later sources are read only for rows that earlier ones left open.
    """
    result = classify_text(sources["product"], edition, prior)
    known = result["stage"] != ""
    agreed = known.copy()
    best = pd.Series("", index=result.index)
    for name, texts in sources.items():
        todo = ~agreed & (texts != "")
        if name == "product" or not todo.any():
            continue
        answer = classify_text(texts[todo], edition, prior[todo])
        # Short texts stand with their doubts ("jual ayam potong" is no farm), prose only with a product.
        says = (answer["product"] != "") | ((answer["stage"] != "") & (name in SHORT_TEXTS))
        fits = says & ((answer["sector"] == prior[todo]) | (prior[todo] == ""))
        open_ = ~known[todo]
        hint = open_ & ~says & (result.loc[todo, "sector"] == "") & (answer["sector"] != "")
        take = (says & open_) | fits | hint
        rows = take.index[take]
        result.loc[rows] = answer.loc[rows]
        best.loc[take.index[take & ~hint]] = name
        known[todo] |= says
        agreed[todo] |= fits
    # The bottom of a long description lists goods, not the business.
    result["needs_confirmation"] = result["needs_confirmation"].astype(bool) | best.isin(["sentence", "whole"])
    off = (prior != "") & (result["sector"] != prior) & (best != "")
    result["needs_confirmation"] |= off & (prior.isin(["agriculture", "crafts"]) | (result["sector"] == "agriculture"))
    return result[RESULT]


def _fill_shops(result: pd.DataFrame, survey: pd.DataFrame, prior: pd.Series) -> pd.DataFrame:
    """A bare "Warung Bu Siti" of which nothing else is said: what the office's category makes most likely."""
    shops = read_words()["shops"]
    bare = (survey["text"] == "") & (survey["product"] == "") & (result["product"] == "") & (result["candidates"] == "")
    is_shop = survey["business_name"].str.contains(rf"(?i)\b(?:{shops['words']})\b")
    product = prior.map({sector: shops[sector] for sector in ("food", "trade")}).where(bare & is_shop).fillna("")
    opened = (product != "") & (result["sector"] == prior)
    known = read_lexicon().set_index("product")
    for column in ("sector", "stage"):
        result[column] = result[column].mask(opened, product.map(known[column]))
    result["product"] = result["product"].mask(opened, product)
    result["needs_confirmation"] |= opened
    return result


def _fill_from_codes(result: pd.DataFrame, codes: pd.Series, edition: str) -> pd.DataFrame:
    """The survey's own KBLI code where the words name no product."""
    silent = (result["product"] == "") & (result["candidates"] == "") & (codes != "")
    if not silent.any():
        return result
    found = classify_codes(codes[silent], edition)
    for column in ("product", "sector", "stage", "candidates"):
        result.loc[silent, column] = found[column].mask(found[column] == "", result.loc[silent, column])
    known = set(read_lexicon()[f"kbli{edition}"])
    result.loc[silent, "kbli"] = codes[silent].where(codes[silent].isin(known) | (found["sector"] != ""), "")
    result.loc[silent, "needs_confirmation"] = found["product"] == ""
    return result
