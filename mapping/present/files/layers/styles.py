"""What each style of the layers says, in the app's own classes and colours; no drawing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.language import mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.layers.columns import line_names, line_slugs
from mapping.present.files.layers.wide import ADVISED, HIDDEN, KNOWN_STATE, NONE, OPEN, bare_text
from mapping.present.legend import NO_DATA, TOO_FEW, breaks_of, class_words
from mapping.present.looks import KIND_COLOURS, REST_COLOURS
from mapping.present.mapdata import KNOWN, UNKNOWN, MapValues
from mapping.present.mapvalues import CERTAINTY, NO_ADVICE, OTHER_LINES, advice_values
from mapping.present.ramps import COLOURS
from mapping.present.tables import sector_label

NOT_YET_OPEN = mark("Belum cukup data, atau syarat belum terpenuhi")
SCORE_TITLE, SURE_TITLE = mark("Skor potensi: {sector}"), mark("Skor dan kepastian: {sector}")
ADVICE_TITLE = mark("Saran: mulai dari apa")
LINE_TITLE = mark("Kecocokan {line_id}: {line}")
DOTS, HATCH, FEW_DOTS, STRIPES = "dots", "hatch", "few_dots", "stripes"
"""Textures: hidden, unknown, fairly sure, not sure. The last two lie over a colour."""


@dataclass(frozen=True)
class Rule:
    """Which kelurahan are drawn how.

    Parameters
    ----------
    where : str
        Condition in the words of QGIS; ``"ELSE"`` for all that no rule beside it takes.
    words : str
        What the legend says.
    look : str
        ``#rrggbb``, or a texture.
    """

    where: str
    words: str
    look: str


@dataclass(frozen=True)
class Style:
    """One way to draw the layer.

    Parameters
    ----------
    name, title : str
        In the list of styles (unique), and over the legend.
    value, state : str
        Columns that it draws.
    rules : tuple of Rule
        Each kelurahan meets one.
    doubt : tuple of Rule
        Textures over the colours; a kelurahan meets one or none.
    usual : bool
        Whether the layer opens with it.
    """

    name: str
    title: str
    value: str
    state: str
    rules: tuple[Rule, ...]
    doubt: tuple[Rule, ...] = ()
    usual: bool = False


def styles_of(edition: Edition, table: pd.DataFrame) -> list[Style]:
    """Every style of the layer: scores, scores with their certainty, advice, suitability of each line. The first is
    usual.
    """
    styles = []
    for position, sector in enumerate(SCORED_SECTORS):
        title = tr(SCORE_TITLE, sector=sector_label(sector))
        rules = _score_rules(f"{sector}_score", f"{sector}_status", KNOWN_STATE, table, tr(NO_DATA))
        styles.append(Style(title, title, f"{sector}_score", f"{sector}_status", rules, usual=position == 0))
    for sector in SCORED_SECTORS:
        title = tr(SURE_TITLE, sector=sector_label(sector))
        rules = _score_rules(f"{sector}_score", f"{sector}_status", KNOWN_STATE, table, tr(NO_DATA))
        doubt = tuple(
            Rule(f""""{sector}_certainty" = '{word}'""", tr(said), look)
            for word, said, look in (
                ("fairly_sure", CERTAINTY[1], FEW_DOTS),
                ("unsure", CERTAINTY[2], STRIPES),
            )
        )
        styles.append(Style(title, title, f"{sector}_score", f"{sector}_status", rules, doubt))
    rules = _advice_rules(edition)
    styles.append(Style(tr(ADVICE_TITLE), tr(ADVICE_TITLE), "advice_line", "advice_state", rules))
    names = line_names(edition)
    for line_id, slug in line_slugs(list(names)).items():
        title = tr(LINE_TITLE, line_id=line_id, line=names[line_id])
        value, state = f"line_{slug}_score", f"line_{slug}_state"
        styles.append(Style(title, title, value, state, _score_rules(value, state, OPEN, table, tr(NOT_YET_OPEN))))
    return styles


def _score_rules(value: str, state: str, known: str, table: pd.DataFrame, unknown: str) -> tuple[Rule, ...]:
    """Five classes between 0 and 100 as on the screen, hidden, and the rest."""
    is_known = (table[state] == known).to_numpy()
    shown = MapValues(
        codes=[],
        names=[],
        places=[],
        kecamatan=[],
        values=table[value].to_numpy(float, na_value=np.nan),
        states=np.where(is_known, KNOWN, UNKNOWN),
        ranks=None,
        title="",
        unit="",
        low=0,
        high=100,
    )
    inner, words = breaks_of(shown)[1:-1], class_words(shown)
    lower = ["", *(f' AND "{value}" > {end:g}' for end in inner)]
    upper = [*(f' AND "{value}" <= {end:g}' for end in inner), ""]
    classes = [
        Rule(f""""{state}" = '{known}'{low}{high}""", said, colour)
        for low, high, said, colour in zip(lower, upper, words, COLOURS, strict=True)
    ]
    return (*classes, Rule(f""""{state}" = '{HIDDEN}'""", tr(TOO_FEW), DOTS), Rule("ELSE", unknown, HATCH))


def _advice_rules(edition: Edition) -> tuple[Rule, ...]:
    """The lines that most kelurahan should start with, the others together, no line, and the unknown, as on the map."""
    _, labels = advice_values(edition.study)
    named = [bare_text(label) for label in labels[:-1] if label != tr(OTHER_LINES)]
    rules = [
        Rule(f""""advice_line" = '{label.replace("'", "''")}'""", label, colour)
        for label, colour in zip(named, KIND_COLOURS, strict=False)
    ]
    if len(named) < len(labels) - 1:
        among = ", ".join("'" + label.replace("'", "''") + "'" for label in named)
        where = f""""advice_state" = '{ADVISED}' AND "advice_line" NOT IN ({among})"""
        rules.append(Rule(where, tr(OTHER_LINES), REST_COLOURS[0]))
    rules.append(Rule(f""""advice_state" = '{NONE}'""", tr(NO_ADVICE), REST_COLOURS[1]))
    return (*rules, Rule("ELSE", tr(NO_DATA), HATCH))
