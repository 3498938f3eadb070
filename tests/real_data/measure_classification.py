"""How well texts are understood, measured on hand-made labels and written to docs/klasifikasi.md.

``PYTHONPATH=. python tests/real_data/measure_classification.py`` writes the page anew; the test beside this file fails
when the page and the measurement differ. Labels are row numbers and sectors; the texts stay in the shared data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from mapping.intake.meaning.classify import classify_text
from mapping.intake.meaning.describe import category_sectors, classify_survey
from mapping.intake.meaning.learner import SURE, guess_texts, train_learner
from mapping.intake.meaning.rules import OUTSIDE, phrases_of, read_rules
from mapping.intake.meaning.spelling import normalise_texts
from mapping.intake.tables.survey import read_survey
from mapping.knowledge.catalog import SECTORS, read_lexicon
from mapping.settings import Settings

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
PAGE = HERE.parents[1] / "docs" / "klasifikasi.md"
FILES = {"pesawaran": "umkm_pesawaran_452.csv", "sorong": "umkm_sorong_malawele_274.csv"}
READINGS = {
    "as received": {},
    "without the office's category": {"category": ""},
    "business names only": {"category": "", "text": ""},
}
TYPO_SEED = 7


def read_surveys() -> dict[str, pd.DataFrame]:
    """The two real surveys, by row of the file."""
    return {
        place: read_survey((SHARED / "data" / "survey" / name).read_bytes(), name, Settings())[0].set_index(
            "row", drop=False
        )
        for place, name in FILES.items()
    }


def read_labels(kind: str) -> dict[str, pd.Series]:
    """Sector by row for each survey; ``kind`` is ``labels``, ``labels_missed`` or ``labels_held``."""
    return {place: pd.read_csv(HERE / f"{kind}_{place}.csv").set_index("row")["sector"] for place in FILES}


def missed_names(surveys: dict[str, pd.DataFrame], kinds: tuple[str, ...]) -> pd.DataFrame:
    """Labelled names of which the lexicon knows no word: ``text``, ``label``."""
    parts = [
        pd.DataFrame({"text": surveys[place]["business_name"].reindex(label.index), "label": label})
        for kind in kinds
        for place, label in read_labels(kind).items()
    ]
    table = pd.concat(parts, ignore_index=True)
    return table[(classify_text(table["text"])["sector"] == "").to_numpy()].reset_index(drop=True)


def make_typos() -> pd.DataFrame:
    """Phrases of the lexicon with one letter lost, doubled, swapped or replaced, that the lexicon no longer knows."""
    rules = read_rules()
    rules = rules[rules["product"] != OUTSIDE]
    table = phrases_of(rules["pattern"]).query("blocks == 0").join(rules[["product", "sector"]], on="rule")
    table = table[table["phrase"].str.len() >= 5].groupby("product").head(12).reset_index(drop=True)
    rng = np.random.default_rng(TYPO_SEED)
    table["text"] = [_typo(text, rng) for text in table["phrase"]]
    return table[(classify_text(table["text"])["sector"] == "").to_numpy()].reset_index(drop=True)


def _typo(text: str, rng: np.random.Generator) -> str:
    at, kind = int(rng.integers(1, len(text) - 1)), int(rng.integers(4))
    if text[at] == " ":
        at -= 1
    kinds = (
        text[:at] + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + "aiueohkn"[int(rng.integers(8))] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
    )
    return kinds[kind]


def answer_survey(survey: pd.DataFrame, label: pd.Series, withheld: dict[str, str]) -> pd.DataFrame:
    """``label``, ``lexicon`` (sector by the lexicon alone) and ``both`` of labelled rows, and how they were found."""
    read = survey.assign(**withheld)
    found = classify_survey(read, "2020").loc[label.index]
    # The learner never speaks against the category: where there is one, the sector was known before it.
    prior = category_sectors(read["category"]).loc[label.index]
    alone = found["sector"].mask(found["classified_by"] == "learner", prior)
    return pd.DataFrame({"label": label, "lexicon": alone, "both": found["sector"]}).join(
        found[["confidence", "classified_by"]]
    )


def answer_gold() -> pd.DataFrame:
    """The gold phrases, by sector: a phrase with two accepted codes accepts the sectors of both."""
    gold = pd.read_csv(SHARED / "domain" / "lexicon_gold.csv", sep=";", dtype=str)
    sector = read_lexicon().drop_duplicates("kbli2020").set_index("kbli2020")["sector"]
    found = classify_text(gold["frasa"])
    accepted = [[sector[code] for code in codes.split("|") if code in sector] for codes in gold["kbli2020_diterima"]]
    label = [s if s in right else right[0] for s, right in zip(found["sector"], accepted, strict=True)]
    right = [c in codes.split("|") for c, codes in zip(found["kbli"], gold["kbli2020_diterima"], strict=True)]
    by = np.where(found["sector"] != "", "lexicon", "")
    return pd.DataFrame(
        {"label": label, "lexicon": found["sector"], "both": found["sector"], "classified_by": by}
    ).join(pd.DataFrame({"code_right": right}))


def figures(answers: pd.DataFrame, column: str) -> list[str]:
    """Macro-F1 over the sectors that occur, share answered, precision of what was answered."""
    from sklearn.metrics import f1_score

    labels = sorted(answers["label"].unique())
    said = answers[answers[column] != ""]
    f1 = f1_score(answers["label"], answers[column], labels=labels, average="macro", zero_division=0)
    return [f"{f1:.3f}", f"{len(said) / len(answers):.3f}", f"{(said['label'] == said[column]).mean():.3f}"]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _confusion(answers: pd.DataFrame) -> list[str]:
    columns = [*SECTORS, ""]
    counted = pd.crosstab(answers["label"], answers["both"]).reindex(index=SECTORS, columns=columns, fill_value=0)
    head = ["label \\ answer", *SECTORS, "(none)"]
    return _table(head, [[sector, *map(str, counted.loc[sector])] for sector in SECTORS])


def _interval(right: int, said: int) -> str:
    """Wilson 95% interval of a share."""
    z, share = 1.96, right / said
    centre = (share + z * z / (2 * said)) / (1 + z * z / said)
    half = z * np.sqrt(share * (1 - share) / said + z * z / (4 * said * said)) / (1 + z * z / said)
    return f"{centre - half:.2f}-{centre + half:.2f}"


def learner_rows(surveys: dict[str, pd.DataFrame]) -> Iterator[list[str]]:
    """What the learner answers where the lexicon knows no word."""
    learner = train_learner(read_rules())
    typos = make_typos()
    sets = {
        "names, used to choose the threshold": missed_names(surveys, ("labels", "labels_missed")),
        "names, held out, looked at once": missed_names(surveys, ("labels_held",)),
        "misspelt phrases, sector": typos.rename(columns={"sector": "label"}),
        "misspelt phrases, product": typos.rename(columns={"product": "label"}),
    }
    for name, table in sets.items():
        what = "product" if name.endswith("product") else "sector"
        guess = guess_texts(normalise_texts(table["text"]), learner)
        said = (guess[what] != "") & (guess[f"{what}_probability"] >= SURE)
        right = int((guess[what] == table["label"])[said].sum())
        total = int(said.sum())
        yield [name, str(len(table)), str(total), f"{right / total:.3f}", _interval(right, total)]


def confidence_rows(answers: pd.DataFrame) -> Iterator[list[str]]:
    """Stated confidence beside the share that is right."""
    said = answers[answers["both"] != ""]
    band = pd.cut(said["confidence"], [0, 0.4, 0.6, 0.99, 1], labels=["below 0.4", "0.5", "0.8-0.99", "1"])
    for name, part in said.groupby(band, observed=True):
        yield [str(name), str(len(part)), f"{(part['label'] == part['both']).mean():.3f}"]


def write_page() -> str:
    """The page with its figures computed anew; its prose stays."""
    surveys, labels = read_surveys(), read_labels("labels")
    answers = {
        (reading, place): answer_survey(surveys[place], labels[place], withheld)
        for reading, withheld in READINGS.items()
        for place in FILES
    }
    joined = {reading: pd.concat([answers[reading, place] for place in FILES]) for reading in READINGS}
    gold = answer_gold()
    sets = {"gold phrases": gold} | joined
    by_row = [
        [f"{name} ({len(part)})", by, *figures(part, column)]
        for name, part in sets.items()
        for by, column in (("lexicon alone", "lexicon"), ("lexicon + learner", "both"))
    ]
    by_place = [[place, reading, *figures(answers[reading, place], "both")] for reading, place in answers]
    right = [["accepted KBLI code", str(len(gold)), str(int(gold["code_right"].sum()))]]
    bare = joined["without the office's category"]
    blocks = {
        "sectors": _table(["texts", "by", "macro-F1", "answered", "precision"], by_row),
        "gold": _table(["gold phrases", "n", "right"], right),
        "places": _table(["survey", "texts", "macro-F1", "answered", "precision"], by_place),
        "confusion as received": _confusion(joined["as received"]),
        "confusion without category": _confusion(bare),
        "learner": _table(["texts", "n", "answered", "precision", "95% interval"], list(learner_rows(surveys))),
        "confidence": _table(["confidence", "answers", "share right"], list(confidence_rows(bare))),
    }
    text = PAGE.read_text(encoding="utf-8")
    for name, lines in blocks.items():
        body = "\n".join([f"<!-- {name} -->", *lines, "<!-- end -->"])
        text = re.sub(rf"<!-- {name} -->\n.*?<!-- end -->", body, text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    PAGE.write_text(write_page(), encoding="utf-8")
