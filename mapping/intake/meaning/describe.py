"""What a survey row says about its business, best words first: product, name, category, description, KBLI."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from mapping.intake.meaning.classify import RESULT, classify_distinct
from mapping.intake.meaning.kbli import DEFAULT_EDITION, WITH_TABLE, classify_codes, clean_kbli
from mapping.intake.meaning.learner import classify_missed
from mapping.intake.meaning.rules import read_rules
from mapping.intake.meaning.spelling import normalise_texts, read_words
from mapping.intake.privacy import MASK

COLUMNS = [*RESULT, "kbli_edition", "confidence", "classified_by", "description"]
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
    unique = pd.Series(categories.unique(), dtype="str")
    plain = normalise_texts(unique)
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
    return categories.map(pd.Series(first, index=unique)).fillna("").astype("str")


def _is_coarse(categories: pd.Series) -> pd.Series:
    """Which categories are an office's classes, not a text about the business: few words, and few distinct ones."""
    unique = pd.Series(categories.unique(), dtype="str")
    if len(unique) <= max(30, len(categories) // 20):
        return pd.Series(True, index=categories.index)
    return categories.isin(unique[unique.str.count(r"\S+") <= SHORT_CATEGORY])


def split_description(texts: pd.Series, names: pd.Series) -> pd.DataFrame:
    """A description without the business's own name: ``head`` (its first words), first ``sentence``, ``whole``.

    Examples
    --------
    >>> parts = split_description(pd.Series(["Toko Evi menjual sembako seperti gula. Ramah."]), pd.Series(["Toko Evi"]))
    >>> parts.iloc[0].tolist()
    ['menjual sembako', 'menjual sembako seperti gula', 'menjual sembako seperti gula. Ramah.']
    """
    said = texts != ""
    if not said.any():
        return pd.DataFrame("", index=texts.index, columns=["head", "sentence", "whole"]).astype("str")
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


def classify_survey(survey: pd.DataFrame, edition: str, lexicon: pd.DataFrame | None = None) -> pd.DataFrame:
    """Product, KBLI, sector and stage of every business, from the best of its words.

    The product column decides where it can; then the name, the category and the description (its first words before
    its examples), the first that agrees with the office's coarse category, else the first that says a product at
    all; then the survey's own KBLI code; then, where the lexicon knows no word, the learner.

    Parameters
    ----------
    survey : DataFrame
        As ``read_survey`` gives it.
    edition : str
        Of the codes in the survey, one of ``kbli.EDITIONS``. Where it has no table of ours (2015, 2017) the codes that
        words lead to are of ``kbli.DEFAULT_EDITION``.
    lexicon : DataFrame, optional
        Rows that the user added, as ``read_lexicon_rows`` gives them.

    Returns
    -------
    DataFrame
        As ``classify_text``, and ``kbli_edition`` (of the code in ``kbli``), ``confidence`` (0-1, NaN where neither
        product nor sector is known), ``classified_by`` (``"lexicon"``, ``"code"``, ``"category"``, ``"learner"`` or
        ``""``) and ``description``: the text to keep, never the name of the business.

    Notes
    -----
    Each distinct text is classified once (some 15 microseconds), each row then costs a few look-ups in whole columns:
    1,000,000 rows with 200,000 distinct texts take about 5 seconds. Long descriptions cost more: they are split one
    by one (20 microseconds each).
    """
    rules, index = read_rules(lexicon), survey.index
    survey = survey[["product", "business_name", "category", "text", "kbli"]].reset_index(drop=True)
    coarse = _is_coarse(survey["category"])
    prior = category_sectors(survey["category"].where(coarse, ""))
    parts = split_description(survey["text"], survey["business_name"])
    long_category = survey["category"].where(~coarse, "")
    sources = {
        "product": survey["product"],
        "name": survey["business_name"],
        "category": long_category,
        "head": parts["head"],
        "sentence": parts["sentence"],
        "whole": parts["whole"],
    }
    written = edition if edition in WITH_TABLE else DEFAULT_EDITION
    result = _first_agreeing(sources, prior, written, rules)
    result = _fill_shops(result, survey, prior, rules, written).assign(kbli_edition=written)
    result = _fill_from_codes(result, clean_kbli(survey["kbli"]), edition, rules)
    result = classify_missed(result, _spoken_text(survey, parts, result["product"] == ""), prior, rules, written)
    fallback = survey["product"].mask(survey["product"] == "", long_category)
    fallback = fallback.mask(fallback == "", parts["whole"])
    result["description"] = fallback.mask(fallback == "", result["keyword"])
    result["confidence"] = _confidence(result)
    return result[COLUMNS].set_axis(index)


def _spoken_text(survey: pd.DataFrame, parts: pd.DataFrame, open_: pd.Series) -> pd.Series:
    """One text for each open business: its product, else its name and the first words of its description."""
    named = (survey["business_name"][open_] + " " + parts["head"][open_]).str.strip()
    return survey["product"][open_].where(lambda texts: texts != "", named).reindex(survey.index, fill_value="")


def _first_agreeing(sources: dict[str, pd.Series], prior: pd.Series, edition: str, rules: pd.DataFrame) -> pd.DataFrame:
    """The first source that says a product of the office's sector, else the first that says a product.

    Later sources are read only for rows that earlier ones left open. Rows carry the position of their answer until
    the end, so that no text is copied on the way.
    """
    answers, at = classify_distinct(sources["product"], prior, edition, rules)
    known = (answers["stage"] != "").to_numpy()[at]
    spoken = (answers["sector"] != "").to_numpy()[at]
    agreed, best = known.copy(), np.full(len(at), "", dtype=object)
    wanted, pool, size = prior.to_numpy(), [answers], len(answers)
    for name, texts in sources.items():
        todo = np.flatnonzero(~agreed & (texts != "").to_numpy())
        if name == "product" or not len(todo):
            continue
        answers, where = classify_distinct(texts.iloc[todo], prior.iloc[todo], edition, rules)
        # Short texts stand with their doubts ("jual ayam potong" is no farm), prose only with a product.
        says = ((answers["product"] != "") | ((answers["stage"] != "") & (name in SHORT_TEXTS))).to_numpy()[where]
        sector = answers["sector"].to_numpy()[where]
        fits = says & ((sector == wanted[todo]) | (wanted[todo] == ""))
        open_ = ~known[todo]
        hint = open_ & ~says & ~spoken[todo] & (sector != "")
        take = (says & open_) | fits | hint
        at[todo[take]] = where[take] + size
        spoken[todo[take]] = sector[take] != ""
        best[todo[take & ~hint]] = name
        known[todo] |= says
        agreed[todo] |= fits
        pool.append(answers)
        size += len(answers)
    result = pd.concat(pool, ignore_index=True).iloc[at].set_axis(prior.index)
    # The bottom of a long description lists goods, not the business.
    result["needs_confirmation"] |= np.isin(best, ["sentence", "whole"])
    off = (prior != "") & (result["sector"] != prior) & (best != "")
    result["needs_confirmation"] |= off & (prior.isin(["agriculture", "crafts"]) | (result["sector"] == "agriculture"))
    said = (result["product"] != "") | result["spoken"]
    result["classified_by"] = np.select([said, result["sector"] != ""], ["lexicon", "category"], "")
    return result.drop(columns="spoken").astype({"classified_by": "str"})


def _fill_shops(
    result: pd.DataFrame, survey: pd.DataFrame, prior: pd.Series, rules: pd.DataFrame, edition: str
) -> pd.DataFrame:
    """A bare "Warung Bu Siti" of which nothing else is said: what the office's category makes most likely."""
    shops = read_words()["shops"]
    bare = (survey["text"] == "") & (survey["product"] == "") & (result["product"] == "") & (result["candidates"] == "")
    bare &= prior.isin(["food", "trade"]) & (result["sector"] == prior)
    names = survey["business_name"][bare]
    rows = names.index[names.str.contains(rf"(?i)\b(?:{shops['words']})\b")]
    product = prior[rows].map({sector: shops[sector] for sector in ("food", "trade")})
    known = rules.drop_duplicates("product").set_index("product")
    result.loc[rows, "product"] = product
    for column, of_product in (("sector", "sector"), ("stage", "stage"), ("kbli", f"kbli{edition}")):
        result.loc[rows, column] = product.map(known[of_product])
    result.loc[rows, "needs_confirmation"] = True
    result.loc[rows, "classified_by"] = "category"
    return result


def _fill_from_codes(result: pd.DataFrame, codes: pd.Series, edition: str, rules: pd.DataFrame) -> pd.DataFrame:
    """The survey's own KBLI code where the words name no product."""
    silent = (result["product"] == "") & (result["candidates"] == "") & (codes != "")
    if not silent.any():
        return result
    found = classify_codes(codes[silent], edition, rules)
    said = found["sector"] != ""
    rows, found = found.index[said], found[said]
    for column in ("product", "sector", "stage", "candidates"):
        result.loc[rows, column] = found[column].mask(found[column] == "", result.loc[rows, column])
    result.loc[rows, "kbli"] = codes[rows]
    result.loc[rows, "kbli_edition"] = edition
    result.loc[rows, "needs_confirmation"] = found["product"] == ""
    result.loc[rows, "classified_by"] = "code"
    return result


def _confidence(result: pd.DataFrame) -> pd.Series:
    """How sure an answer is: the learner's own probability, else one over the number of answers still possible.

    One clear product is 1; with ``k`` other candidates 1 / (1 + k); a doubt that names no other product counts as one.
    """
    others = result["candidates"].str.count("; ").add(1).where(result["candidates"] != "", 0)
    others = others.mask((others == 0) & result["needs_confirmation"], 1)
    sure = (1.0 / (1.0 + others)).where(result["classified_by"] != "learner", result["probability"])
    return sure.where(result["classified_by"] != "").astype(float)
