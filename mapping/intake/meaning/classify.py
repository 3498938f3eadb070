"""Free text about a business -> product, KBLI, sector and stage, with doubt said openly."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from mapping.intake.meaning.rules import OUTSIDE, find_cues, find_matches, read_rules
from mapping.intake.meaning.spelling import normalise_texts

RESULT = ["product", "keyword", "kbli", "sector", "stage", "needs_confirmation", "candidates"]
MADE = ("olahan", "hulu")
SEVERAL = re.compile(r"[,;/&+]|\b(?:dan|serta|juga)\b")
"""Between two product words: two products. Without it the second tells what the first is made of."""


def classify_text(
    descriptions: pd.Series,
    edition: str = "2020",
    sectors: pd.Series | None = None,
    lexicon: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What people write about a business -> what it makes or sells, by the lexicon alone.

    Rules (domain dossier 3.4): one spelling; the longest match at a place wins; cue words (tanam, produksi, warung,
    toko ...) pick the stage; of what is left the first word is the product, later ones say what it is made of;
    products joined by a comma or "dan" stay as candidates; where a cue contradicts the product ("toko keripik",
    "warung lele") the doubt is kept for a person.

    Parameters
    ----------
    descriptions : Series of str
        Text as written.
    edition : str
        KBLI edition of the result, ``"2020"`` or ``"2025"``.
    sectors : Series of str, optional
        Sector by the office's own coarse category (``""`` unknown), to decide ties.
    lexicon : DataFrame, optional
        Rows that the user added, as ``read_lexicon_rows`` gives them; at one place they win over the shipped ones.

    Returns
    -------
    DataFrame
        Index of ``descriptions``; ``product`` (``""`` unclassified), ``keyword``, ``kbli``, ``sector``, ``stage``,
        ``needs_confirmation``, ``candidates`` (joined by ``"; "``).

    Notes
    -----
    Only distinct texts are looked at, some 15 microseconds each; a row costs what its look-up costs.

    Examples
    --------
    >>> classify_text(pd.Series(["produksi kripik tempe", "tempe", "toko batik"]))[["product", "kbli", "stage"]]
                    product   kbli   stage
    0  keripik dan kerupuk  10794  olahan
    1                tempe  10391  olahan
    2         toko pakaian  47711  dagang
    """
    prior = pd.Series("", index=descriptions.index, dtype="str") if sectors is None else sectors
    answers, at = classify_distinct(descriptions, prior, edition, read_rules(lexicon))
    return answers[RESULT].iloc[at].set_axis(descriptions.index)


def classify_distinct(
    texts: pd.Series, prior: pd.Series, edition: str, rules: pd.DataFrame
) -> tuple[pd.DataFrame, np.ndarray]:
    """``classify_text`` of distinct texts.

    Returns
    -------
    answers : DataFrame
        One row per distinct pair of text and ``prior``; also ``spoken`` (bool: words of the text say the answer, not
        ``prior`` alone).
    at : ndarray of int
        For each text the position of its answer.
    """
    text, written = pd.factorize(texts.fillna(""))
    sector, sectors = pd.factorize(prior.fillna(""))
    groups = max(len(sectors), 1)
    pair, pairs = pd.factorize(text * groups + sector)
    same, plain_texts = pd.factorize(normalise_texts(pd.Series(written, dtype="str")))
    asked = pd.DataFrame({"text": same[pairs // groups], "prior": pairs % groups})
    unique = asked.drop_duplicates(ignore_index=True)
    found = _classify_unique(
        pd.Series(plain_texts[unique["text"]], dtype="str"),
        pd.Series(sectors.astype("str")[unique["prior"]], dtype="str"),
        rules,
    )
    codes = rules.drop_duplicates("product").set_index("product")[f"kbli{edition}"]
    found["kbli"] = found["product"].map(codes).fillna("").astype("str")
    where = asked.merge(unique.reset_index(names="answer"), on=["text", "prior"], how="left")["answer"].to_numpy()
    return found[[*RESULT, "spoken"]], where[pair]


def _classify_unique(texts: pd.Series, prior: pd.Series, rules: pd.DataFrame) -> pd.DataFrame:
    found = find_matches(texts, rules).join(rules[["product", "sector", "stage", "own"]], on="rule")
    found = _longest(found).sort_values(["text", "start", "rule"])
    cues = find_cues(texts)
    inside = found[found["product"] != OUTSIDE]
    chosen, others = _choose(inside, cues, prior, texts)
    answer = pd.DataFrame("", index=texts.index, columns=["product", "keyword", "sector", "stage", "candidates"])
    answer = answer.astype("str")
    for column in ("product", "sector", "stage"):
        answer.loc[chosen.index, column] = chosen[column]
    said = _join_each(inside.drop_duplicates(["text", "words"]), "words", " ")
    answer.loc[said.index, "keyword"] = said
    answer.loc[others.index, "candidates"] = others
    answer["needs_confirmation"] = answer["candidates"] != ""
    answer = _settle_contradictions(answer, cues, prior)
    return _fill_sector(answer, found[found["product"] == OUTSIDE], cues["pengepul"], prior)


def _longest(matches: pd.DataFrame) -> pd.DataFrame:
    """Matches that no longer match overlaps, nor the user's own of the same length; others stay side by side."""
    left = matches.reset_index(names="match")
    several = left[left["text"].duplicated(keep=False)]
    several = several[["match", "text", "start", "end", "own"]]
    pairs = several.merge(several, on="text", suffixes=("", "_by"))
    overlap = (
        (pairs["start"] < pairs["end_by"]) & (pairs["start_by"] < pairs["end"]) & (pairs["match"] != pairs["match_by"])
    )
    length, by = pairs["end"] - pairs["start"], pairs["end_by"] - pairs["start_by"]
    later = (by == length) & (pairs["start_by"] < pairs["start"])
    others = (by == length) & pairs["own_by"] & ~pairs["own"]
    beaten = overlap & ((by > length) | (later & (pairs["own_by"] | ~pairs["own"])) | others)
    return matches.drop(index=pairs.loc[beaten, "match"].unique())


def _choose(
    found: pd.DataFrame, cues: pd.DataFrame, prior: pd.Series, texts: pd.Series
) -> tuple[pd.DataFrame, pd.Series]:
    """The product of each text, and other products named beside it."""
    at = found["text"].to_numpy(dtype=int)
    # A warung sells groceries or meals: it speaks for both.
    speaks = cues.assign(dagang=cues["dagang"] | cues["jual"] | cues["warung"])
    stage = pd.Index(speaks.columns).get_indexer(found["stage"])
    cue = speaks.to_numpy()[at, stage] & (stage >= 0)
    wanted = prior.to_numpy()[at]
    ranked = found.assign(
        off_sector=(found["sector"].to_numpy() != wanted) & (wanted != ""), off_stage=~cue, other=~found["own"]
    )
    ranked = ranked.sort_values(["text", "off_stage", "off_sector", "start", "other", "rule"])
    chosen = ranked.drop_duplicates("text").set_index("text")
    first = chosen[["product", "start", "end"]].add_suffix("_chosen").reset_index()
    rest = found.merge(first, on="text")
    rest = rest[rest["product"] != rest["product_chosen"]]
    low, high = rest[["end", "end_chosen"]].min(axis=1), rest[["start", "start_chosen"]].max(axis=1)
    gaps = zip(texts.to_numpy()[rest["text"].to_numpy(dtype=int)], low, high, strict=True)
    between = np.array([SEVERAL.search(text, a, b) is not None for text, a, b in gaps], dtype=bool)
    rest = rest[between | (rest["start"] == rest["start_chosen"]).to_numpy()]
    return chosen, _join_each(rest.drop_duplicates(["text", "product"]), "product", "; ")


def _join_each(table: pd.DataFrame, column: str, between: str) -> pd.Series:
    """The texts of a column joined for each ``text``, in order, by one call for all; rows are sorted by ``text``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    at = table["text"].to_numpy(dtype=np.int64)
    first = np.flatnonzero(np.diff(at, prepend=-1))
    lists = pa.ListArray.from_arrays(np.append(first, len(at)).astype(np.int32), pa.array(table[column], pa.string()))
    return pd.Series(pc.binary_join(lists, between), index=at[first], dtype="str")


def _settle_contradictions(answer: pd.DataFrame, cues: pd.DataFrame, prior: pd.Series) -> pd.DataFrame:
    """Cue words that speak against the product's own stage."""
    made = answer["stage"].isin(MADE)
    supported = (
        (answer["sector"] == prior)
        | (cues["olahan"] & (answer["stage"] == "olahan"))
        | (cues["hulu"] & (answer["stage"] == "hulu"))
    )
    raw = (answer["stage"] == "hulu") & ~supported
    sold = made & ~supported & cues["dagang"]
    sold |= made & ~supported & cues["jual"] & (prior == "trade")
    sold |= (raw & cues["jual"]) | (made & cues["pengepul"] & ~cues["olahan"])
    cooked = raw & cues["siap-makan"] & ~sold & ~cues["olahan"]
    processed = raw & cues["olahan"] & ~sold & ~cues["siap-makan"]
    # The office says that it is no farm: then a crop's name is what is sold or served there.
    elsewhere = raw & ~sold & ~cooked & ~processed & ~prior.isin(["", "agriculture"])
    perhaps_sold = (answer["stage"] == "olahan") & cues["jual"] & ~cues["olahan"] & ~sold & (answer["sector"] != prior)
    doubt = sold | cooked | processed | elsewhere
    joined = answer["product"] + ("; " + answer["candidates"]).where(answer["candidates"] != "", "")
    answer["candidates"] = answer["candidates"].mask(doubt, joined)
    for mask, product, sector, stage in (
        (sold, "", "trade", "dagang"),
        (cooked, "warung makan", "food", "siap-makan"),
        (processed, "", "food", "olahan"),
        (elsewhere, "", prior, ""),
    ):
        for column, value in (("product", product), ("sector", sector), ("stage", stage)):
            answer[column] = answer[column].mask(mask, value)
    answer["needs_confirmation"] |= doubt | perhaps_sold
    return answer


def _fill_sector(answer: pd.DataFrame, outside: pd.DataFrame, collects: pd.Series, prior: pd.Series) -> pd.DataFrame:
    """A sector where no product is known: by words outside the lexicon, else the office's category."""
    open_ = (answer["product"] == "") & (answer["sector"] == "")
    first = outside.drop_duplicates("text").set_index("text")["sector"]
    said = first.reindex(answer.index).fillna("").astype("str").mask(collects, "trade")
    answer["spoken"] = (answer["keyword"] != "") | (said != "")
    answer["sector"] = answer["sector"].mask(open_, said.mask(said == "", prior))
    answer["stage"] = answer["stage"].mask(open_ & collects, "dagang")
    answer["needs_confirmation"] |= open_
    return answer
