"""Problems that a campus could take up: those that a region's figures show, and those that cooperatives entered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import pandas as pd

from mapping.advise.plan.gaps import LACKING
from mapping.desk.needs.days import days_between, days_of
from mapping.desk.needs.enter import PROBLEM
from mapping.desk.needs.queue import read_needs
from mapping.desk.partners.lists import BETWEEN, having
from mapping.desk.register.read import cooperatives_of
from mapping.desk.rules import ANYONE
from mapping.desk.store.desk import Desk
from mapping.knowledge.needs import open_statuses
from mapping.knowledge.partnership import read_partnership
from mapping.knowledge.plans import read_training

RESEARCH = "research"
FIGURES, ENTERED = "figures", "desk"
OTHER = "other"
"""Topic of what is not recognised."""
KECAMATAN_LETTERS = len("35.78.03")
OF_GAPS = ["gap", "label", "ask", "line_id", "line", "kelurahan", "codes"]
OPEN_COLUMNS = [
    *("item", "topic", "line_id", "cooperative_id", "kelurahan_code", "kelurahan", "kecamatan", "entered_on"),
    *("days", "synthetic"),
]
GROUP_KEYS = ["topic", "line_id", "kecamatan_code", "synthetic"]
GROUPED = [
    *("topic", "label", "ask", "line_id", "line", "kecamatan", "kecamatan_code", "cooperatives", "since", "days"),
    *("needs", "items", "synthetic"),
]
TAKEN_ALONG = [
    *("source", "topic", "label", "ask", "line_id", "line", "kecamatan", "kelurahan", "codes"),
    *("cooperatives", "since", "items", "needs", "synthetic"),
]


def campus_problems(gaps: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Technical problems that figures show: gaps that call for research, by line, commonest first.

    Parameters
    ----------
    gaps : DataFrame
        Of many kelurahan, as pages may show them: ``kelurahan_code, line_id, gap, label, state, partners``.
    lines : DataFrame
        The lines in force.

    Returns
    -------
    DataFrame
        ``gap, label, ask`` (the question)``, line_id, line, kelurahan`` (how many)``, codes`` (``"; "`` between).
    """
    rows = gaps[(gaps["state"] == LACKING) & having(gaps["partners"], RESEARCH)]
    asks = {key: problem["ask"] for key, problem in read_partnership()["problems"].items()}
    table = rows.groupby(["gap", "label", "line_id"], as_index=False).agg(
        kelurahan=("kelurahan_code", "nunique"),
        codes=("kelurahan_code", lambda codes: BETWEEN.join(sorted(set(codes)))),
    )
    table = table.assign(ask=table["gap"].map(asks), line=table["line_id"].map(lines["line"]))
    table = table.sort_values(["kelurahan", "gap", "line_id"], ascending=[False, True, True], kind="stable")
    return table[OF_GAPS].reset_index(drop=True)


@cache
def _patterns() -> dict[str, tuple[bool, re.Pattern[str]]]:
    """Of each topic whether it counts last, and its words."""
    return {
        key: (bool(row.get("last")), re.compile(rf"(?<!\w)(?:{'|'.join(row['words'])})"))
        for key, row in read_partnership()["problems"].items()
        if "words" in row
    }


def topic_of(item: str) -> str:
    """What a problem is about: the topic that its sentence names first, people only where nothing else is named.

    Returns
    -------
    str
        Key of ``problems`` in ``knowledge/partnership.toml``; ``"other"`` where none is recognised.

    Examples
    --------
    >>> [topic_of(item) for item in ("Timbangan rusak", "Anggota belum punya izin P-IRT", "Rapat sepi", "Entahlah")]
    ['technology', 'permits', 'people', 'other']
    """
    plain = re.sub(r"[^\w]+", " ", item.casefold()).strip()
    hits = [
        (last, hit.start(), position, key)
        for position, (key, (last, words)) in enumerate(_patterns().items())
        if (hit := words.search(plain))
    ]
    return min(hits)[-1] if hits else OTHER


def topic_label(topic: str) -> str:
    """What a topic is called: as the gap of the same key, where there is one.

    Examples
    --------
    >>> topic_label("technology"), topic_label("waste")
    ('Alat dan teknologi', 'Limbah dan lingkungan')
    """
    gaps = read_training()["gaps"]
    return str(gaps[topic]["label"] if topic in gaps else read_partnership()["problems"][topic]["label"])


def open_problems(desk: Desk, today: str, codes: Iterable[str]) -> pd.DataFrame:
    """Problems that cooperatives of these kelurahan entered and that still wait, the oldest first.

    Read as the public reads them, whoever asks: the list is made to be handed on. It holds the sentence that everybody
    sees in the queue, never what was written for the office.

    Parameters
    ----------
    today : str
        The office's day, ISO.
    codes : iterable of str
        The kelurahan.

    Returns
    -------
    DataFrame
        Index ``id`` (number of the need): ``item`` (the sentence)``, topic, line_id`` (the line that the cooperative
        chose, ``""`` none yet)``, cooperative_id, kelurahan_code, kelurahan, kecamatan, entered_on`` (ISO day)``,
        days`` (since then)``, synthetic``.

    Notes
    -----
    Cost: one search for each of the topics in each different sentence.
    """
    codes = list(codes)
    needs = read_needs(desk, ANYONE, today, codes, ended=0)
    needs = needs[needs["kind"].eq(PROBLEM) & needs["status"].isin(open_statuses())]
    own = cooperatives_of(desk, codes, ANYONE)["line_id"]
    topics = {item: topic_of(item) for item in needs["item"].unique()}
    found = needs.assign(
        topic=needs["item"].map(topics).astype("str"),
        line_id=needs["cooperative_id"].map(own).fillna("").astype("str"),
        entered_on=days_of(needs["entered_at"]).dt.strftime("%Y-%m-%d"),
        days=days_between(needs["entered_at"], today).clip(lower=0),
    )
    return found[OPEN_COLUMNS].rename_axis("id").sort_values(["entered_on", "id"], kind="stable")


def group_problems(problems: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Open problems of the same topic, line and kecamatan as one, those of most cooperatives first, then the oldest.

    Demonstration rows are never counted together with others.

    Parameters
    ----------
    problems : DataFrame
        Of :func:`open_problems`.
    lines : DataFrame
        The lines in force.

    Returns
    -------
    DataFrame
        ``topic, label, ask`` (the question)``, line_id, line`` (``""`` where none is chosen)``, kecamatan,
        kecamatan_code, cooperatives`` (how many)``, since`` (ISO day of the oldest)``, days`` (since then)``, needs``
        (their numbers, tuple, oldest first)``, items`` (their sentences, in the same order)``, synthetic``.
    """
    rows = problems.rename_axis("id").reset_index()
    rows = rows.assign(kecamatan_code=rows["kelurahan_code"].str[:KECAMATAN_LETTERS])
    table = rows.groupby(GROUP_KEYS, as_index=False).agg(
        kecamatan=("kecamatan", "first"),
        cooperatives=("cooperative_id", "nunique"),
        since=("entered_on", "min"),
        days=("days", "max"),
        needs=("id", tuple),
        items=("item", tuple),
    )
    asks = {key: problem["ask"] for key, problem in read_partnership()["problems"].items()}
    table = table.assign(
        label=table["topic"].map({topic: topic_label(topic) for topic in table["topic"].unique()}),
        ask=table["topic"].map(asks),
        line=table["line_id"].map(lines["line"]).fillna(""),
    )
    order = ["cooperatives", "since", "topic", "kecamatan_code", "line_id"]
    table = table.sort_values(order, ascending=[False, True, True, True, True], kind="stable")
    return table[GROUPED].reset_index(drop=True)


def campus_table(shown: pd.DataFrame, entered: pd.DataFrame, problems: pd.DataFrame) -> pd.DataFrame:
    """Both kinds of problems as one table to take along, those that somebody entered first.

    Parameters
    ----------
    shown, entered : DataFrame
        Of :func:`campus_problems` and :func:`group_problems`.
    problems : DataFrame
        Of :func:`open_problems`.

    Returns
    -------
    DataFrame
        ``source`` (``"desk"`` or ``"figures"``)``, topic, label, ask, line_id, line, kecamatan, kelurahan`` (how
        many)``, codes`` (of the kelurahan)``, cooperatives, since, items, needs, synthetic``; what the source does not
        know is ``""`` or NA. Several in one cell stand with ``"; "`` between, sentences with ``" | "``.
    """
    codes = [sorted(set(problems["kelurahan_code"].loc[list(needs)])) for needs in entered["needs"]]
    desk = entered.assign(
        source=ENTERED,
        codes=[BETWEEN.join(found) for found in codes],
        kelurahan=[len(found) for found in codes],
        needs=[BETWEEN.join(map(str, needs)) for needs in entered["needs"]],
        items=[" | ".join(items) for items in entered["items"]],
    )
    figures = shown.rename(columns={"gap": "topic"}).assign(source=FIGURES, kecamatan="", since="", items="", needs="")
    table = pd.concat([desk.reindex(columns=TAKEN_ALONG), figures.reindex(columns=TAKEN_ALONG)], ignore_index=True)
    return table.astype({"cooperatives": "Int64", "kelurahan": "Int64", "synthetic": "boolean"})
