"""What the map can show: the words of the address, what they are called, and the rows behind each."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS, read_criteria
from mapping.knowledge.formats import say_number
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.present.looks import KIND_COLOURS
from mapping.present.mapdata import KNOWN, SUPPRESSED, UNKNOWN
from mapping.present.mapvalues import (
    CERTAINTY,
    KECAMATAN_SIZE,
    SUMS,
    advice_values,
    certainty,
    certainty_values,
    first_lines,
    kecamatan_kinds,
    kecamatan_values,
    line_values,
)
from mapping.present.tables import sector_label
from mapping.ui.cache import View
from mapping.ui.controls import SECTOR_OF
from mapping.ui.figures import DECIMALS, criterion_of, is_money, sector_rows
from mapping.ui.hotspots import cluster_rows, spot_kinds, sureness_kinds

SCORE, LINE, ADVICE, CERTAIN, PAIR, SPOTS = "skor", "lini", "saran", "kepastian", "dua", "panas"
SUBJECTS = {
    SCORE: mark("Skor potensi (0–100)"),
    PAIR: mark("Skor dan kepastiannya sekaligus"),
    CERTAIN: mark("Kepastian peringkat"),
    ADVICE: mark("Saran: mulai dari apa"),
    LINE: mark("Kecocokan satu lini usaha"),
    SPOTS: mark("Titik panas dan dingin"),
}
WHOLE = "kecamatan"
SURE_COLOURS = ("#542788", "#998ec3", "#d8daeb")
REST_COLOURS = {False: ("#9aa5b1", "#e3e6e8"), True: ("#8793a3", "#4a5561")}
"""Lines that are not named, and no answer, on a light and on a dark ground."""


@dataclass(frozen=True)
class Subject:
    """One thing that a map can show of every place, not yet cut into classes.

    ``rows`` has one row per place with ``name, state`` and either ``value`` or ``kind_of`` (position in ``labels``);
    also ``detail`` and, where it is known, ``doubt`` (0-2, -1 unknown). ``word`` is that of the address.
    """

    word: str
    level: str
    title: str
    rows: pd.DataFrame
    unit: str = ""
    low: float = 0
    high: float = 100
    open_ended: bool = False
    money: bool = False
    digits: int = 0
    labels: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()

    @property
    def has_values(self) -> bool:
        """Whether places have numbers; else they have kinds."""
        return not self.labels

    @property
    def is_covered(self) -> bool:
        """Whether anything at all is known."""
        return bool((self.rows["state"] == KNOWN).any())


def subject_names() -> dict[str, str]:
    """All words of ``lihat`` with what they are called: the main ones, then the criteria."""
    names = {word: tr(label) for word, label in SUBJECTS.items()}
    return names | {key: str(criterion["label"]) for key, criterion in read_criteria()["criteria"].items()}


def second_names(sector: str) -> dict[str, str]:
    """Words of ``peta2``: none, all of ``lihat``, and the scores of the other sectors."""
    others = {
        f"{SCORE}-{word}": tr("Skor potensi: {sector}", sector=sector_label(code).lower())
        for word, code in SECTOR_OF.items()
        if code != sector and code in SCORED_SECTORS
    }
    return {"": tr("Tanpa peta kedua")} | others | subject_names()


def line_names(view: View) -> dict[str, str]:
    """Lines by id, those first that most kelurahan should start with."""
    names = lines_in_force(view.study.settings.advice.line_changes)["line"]
    return {line_id: str(names[line_id]) for line_id in first_lines(view.study)}


def read_subject(view: View, word: str, sector: str, line_id: str, level: str, dark: bool, kind: str = "") -> Subject:
    """What a word of the address shows, of kelurahan or of kecamatan.

    Parameters
    ----------
    word : str
        Of ``second_names``, not ``""``.
    kind : str
        ``"desa"`` or ``"kelurahan"``: a kecamatan's value is made of these only; ``""`` all.
    """
    base, _, other = word.partition("-")
    sector = SECTOR_OF.get(other, sector)
    if base == LINE:
        made = _line_subject(view, line_id)
    elif base == ADVICE:
        made = _advice_subject(view, dark)
    elif base == SPOTS:
        return _spot_subject(view, sector, dark)
    else:
        made = _sector_subject(view, base, sector)
    made = replace(made, word=word)
    return _by_kecamatan(view, made, kind) if level == WHOLE else made


def _sector_subject(view: View, word: str, sector: str) -> Subject:
    column = SCORE if word in (PAIR, CERTAIN) else word
    criterion, rows = criterion_of(column), sector_rows(view, sector, column)
    rows = rows.assign(detail="")
    name = sector_label(sector).lower()
    if column == SCORE:
        ranked = int(view.study.scores.xs(sector, level="sector")["rank"].notna().sum())
        doubt = np.where(rows["state"] == KNOWN, certainty(rows, ranked), -1)
        words = (*(tr(word) for word in CERTAINTY), "")
        rows = rows.assign(doubt=doubt, detail=[words[d] for d in doubt])
    if word == CERTAIN:
        labels = tuple(tr(word) for word in CERTAINTY)
        title = tr("Kepastian peringkat: {sector}", sector=name)
        return Subject(
            word, "kelurahan", title, certainty_values(rows, rows["doubt"]), labels=labels, colours=SURE_COLOURS
        )
    label, unit = str(criterion["label"]), str(criterion["unit"])
    title = tr("Skor dan kepastian: {sector}", sector=name) if word == PAIR else f"{tr(label)}: {name}"
    return Subject(
        word,
        "kelurahan",
        title,
        rows,
        unit=tr("per bulan") if is_money(column) else tr(unit),
        low=float(criterion["low"]),
        high=float(criterion["high"]),
        open_ended=column != SCORE,
        money=is_money(column),
        digits=DECIMALS.get(column, 0),
    )


def _line_subject(view: View, line_id: str) -> Subject:
    """Suitability where every condition is met; the others say which is not."""
    rows = line_values(view.study, line_id)
    closed = (rows["state"] == KNOWN) & ~rows["open"]
    value = rows["value"].mask(closed)
    rows = rows.assign(value=value, state=np.where(closed, UNKNOWN, rows["state"]), closed=closed)
    title = tr("Kecocokan: {line}", line=line_names(view).get(line_id, line_id))
    return Subject(LINE, "kelurahan", title, rows, unit=tr("nilai 0–100"))


def _advice_subject(view: View, dark: bool) -> Subject:
    rows, labels = advice_values(view.study)
    rest = REST_COLOURS[dark]
    named = len(labels) - 1 - (len(labels) > len(KIND_COLOURS) + 1)
    colours = (*KIND_COLOURS[:named], *rest[2 - (len(labels) - named) :])
    return Subject(ADVICE, "kelurahan", tr("Mulai dari apa"), rows, labels=tuple(labels), colours=colours)


def _spot_subject(view: View, sector: str, dark: bool) -> Subject:
    """Hot and cold spots; they are read from neighbouring kelurahan and exist at no other level."""
    rows = cluster_rows(view, sector)
    kinds, palette = spot_kinds(rows, dark)
    return _cluster_subject(
        view, rows, kinds, palette, tr("Titik panas: {sector}", sector=sector_label(sector).lower())
    )


def significance_subject(view: View, sector: str, dark: bool) -> Subject:
    """How sure each hot or cold spot is; drawn beside the spots themselves."""
    rows = cluster_rows(view, sector)
    kinds, palette = sureness_kinds(rows, dark)
    return _cluster_subject(view, rows, kinds, palette, tr("Kepastian titik panas"))


def _cluster_subject(view: View, rows: pd.DataFrame, kinds: pd.Series, palette: dict[str, str], title: str) -> Subject:
    labels = list(palette)
    state = np.select([rows["hidden"].astype(bool), kinds == ""], [SUPPRESSED, UNKNOWN], KNOWN)
    place = view.study.kelurahan[["name", "kind", "kecamatan", "kabupaten"]]
    kind_of = np.where(state == KNOWN, pd.Index(labels).get_indexer(kinds), -1)
    said = place.assign(state=state, kind_of=kind_of, value=np.nan, detail="")
    shown = tuple(tr(label) for label in labels)
    return Subject(SPOTS, "kelurahan", title, said, labels=shown, colours=tuple(palette.values()))


def _by_kecamatan(view: View, made: Subject, kind: str) -> Subject:
    """The same of every kecamatan, from what is known of its kelurahan."""
    places, _ = view.kecamatan
    names = view.places.kecamatan_labels
    mine = (made.rows["kind"] == kind).to_numpy() if kind else np.ones(len(places), dtype=bool)
    rows, places = made.rows[mine], places[mine]
    if not made.has_values:
        ordered = made.word == CERTAIN
        whole = kecamatan_kinds(rows, places, names, len(made.labels), ordered)
        return replace(made, level=WHOLE, rows=whole.assign(detail=_say_members(whole)))
    summed = made.word in SUMS
    whole = _line_kecamatan(rows, places, names) if made.word == LINE else kecamatan_values(rows, places, names, summed)
    if "doubt" in rows:
        doubted = rows.assign(kind_of=rows["doubt"])
        whole = whole.assign(doubt=kecamatan_kinds(doubted, places, names, len(CERTAINTY), True)["kind_of"])
    size = KECAMATAN_SIZE if summed else 1
    title = (
        tr("{title}, jumlah sekecamatan", title=made.title)
        if summed
        else tr("{title}, nilai tengah kecamatan", title=made.title)
    )
    whole = whole.assign(detail=_say_members(whole))
    return replace(made, level=WHOLE, title=title, rows=whole, low=made.low * size, high=made.high * size)


def _line_kecamatan(rows: pd.DataFrame, places: npt.NDArray[np.int64], names: list[str]) -> pd.DataFrame:
    """The median of the kelurahan where the line may be started; where none may, that is said."""
    open_rows = rows.assign(state=np.where(rows["closed"], KNOWN, rows["state"]))
    whole = kecamatan_values(open_rows, places, names, False)
    closed = (whole["state"] == KNOWN) & whole["value"].isna()
    return whole.assign(closed=closed, state=np.where(closed, UNKNOWN, whole["state"]))


def _say_members(whole: pd.DataFrame) -> list[str]:
    """How much of each kecamatan is known."""
    said = []
    for known, hidden, members in zip(whole["known"], whole["hidden"], whole["members"], strict=True):
        text = tr("dari {known} di antara {members} kelurahan/desa", known=known, members=members)
        said.append(text + (tr("; {hidden} disembunyikan", hidden=say_number(hidden)) if hidden else ""))
    return said
