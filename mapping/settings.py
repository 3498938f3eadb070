"""What a run was asked to do: one frozen record, written whole into every manifest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

Progress = Callable[[float, str], None]
"""Called with the share done (0-1) and a short Indonesian sentence; may raise ``CancelledError``."""


def no_progress(share: float, text: str) -> None:
    """The progress report of a caller who does not want one."""


def part_of(progress: Progress, low: float, high: float) -> Progress:
    """The same progress report, squeezed between two shares of the whole.

    Examples
    --------
    >>> seen = []
    >>> part_of(lambda share, text: seen.append(share), 0.2, 0.6)(0.5, "")
    >>> [round(share, 3) for share in seen]
    [0.4]
    """
    return lambda share, text: progress(low + share * (high - low), text)


@dataclass(frozen=True)
class SourceFile:
    """A file as received. Its name is for messages only and is never used as a path."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Sources:
    """The files of one run, as received.

    Parameters
    ----------
    boundaries, survey : SourceFile
        The two that no run can do without.
    corrections : SourceFile, optional
        What the user decided about them before (``intake/corrections.py``).
    lexicon : SourceFile, optional
        Rows that the user added to the lexicon, with its columns.
    crosswalk : SourceFile, optional
        BPS codes and their Kemendagri codes, where the two files do not speak the same numbering.
    context : tuple of SourceFile
        What else is known about the kelurahan: population, market points, agriculture, organisations, prices.
    earlier : SourceFile, optional
        An earlier wave of the survey.
    decisions : SourceFile, optional
        What meetings decided before (``advise/decide/record.py``); no figure depends on it.
    """

    boundaries: SourceFile
    survey: SourceFile
    corrections: SourceFile | None = None
    lexicon: SourceFile | None = None
    crosswalk: SourceFile | None = None
    context: tuple[SourceFile, ...] = ()
    earlier: SourceFile | None = None
    decisions: SourceFile | None = None

    def files(self) -> list[tuple[str, SourceFile]]:
        """Every file with its role, in a fixed order."""
        single = ("boundaries", "survey", "corrections", "lexicon", "crosswalk", "earlier", "decisions")
        named = [(role, getattr(self, role)) for role in single if getattr(self, role) is not None]
        return named + [("context", file) for file in self.context]


@dataclass(frozen=True)
class ScoringSetup:
    """How a sector score is made: which criteria count, how much, between which goalposts. A small file of its own
    (``mapping/score/weigh/setup.py`` reads, checks and writes it).

    Parameters
    ----------
    name : str
        What the user calls it.
    method : str
        How the weights came about: ``"default"``, ``"manual"``, ``"ahp"``, ``"kpju_kecamatan"``, ``"kpju_kota"``,
        ``"entropy"``, ``"critic"`` or ``"component"``. The weights themselves are always in ``weights``.
    weights : tuple of (str, float)
        Criterion and weight, zero or more; only ratios matter. Empty takes those of the catalogue; a criterion that is
        not named does not count.
    comparisons : tuple of (str, str, float)
        AHP judgements behind ``weights``: the first criterion is so many times as important as the second (1/9 to 9).
    goalposts : tuple of (str, float, float)
        Criterion, value that scores 0, value that scores 1, where they differ from the catalogue's.
    scaling : str
        ``"goalposts"``, ``"minmax"`` or ``"ranks"``. Under the last two a third kelurahan may turn the order of two.
    aggregation : str
        ``"arithmetic"`` (a strong criterion makes up for a weak one) or ``"geometric"`` (less so).
    weight_concentration : float
        Concentration of the Dirichlet distribution around the weights from which draws are taken; 75 lets a weight of
        25% vary by a fifth of itself (one standard deviation).
    """

    name: str = "Bawaan"
    method: str = "default"
    weights: tuple[tuple[str, float], ...] = ()
    comparisons: tuple[tuple[str, str, float], ...] = ()
    goalposts: tuple[tuple[str, float, float], ...] = ()
    scaling: str = "goalposts"
    aggregation: str = "arithmetic"
    weight_concentration: float = 75.0


@dataclass(frozen=True)
class AdviceSetup:
    """What a founder answers and assumes for the advice; a small file of its own.

    Parameters
    ----------
    name : str
        What the user calls it.
    own_capital_idr : float
        Money that the cooperative has itself, rupiah. 0 lets every line carry the whole of its capital as a loan.
    people : int or None
        How many people can work in the cooperative; None: not answered, and not weighed.
    borrows : bool
        False: only lines whose capital the own money covers can be started.
    assumptions : tuple of (str, float)
        Assumptions that differ from ``knowledge/assumptions.toml``: dotted key and value, for example
        ``("loan.rate_year", 0.03)``.
    line_changes : tuple of (str, str, str)
        Figures of lines that differ from ``knowledge/lines.csv``: line, column, text as in that file. A line that the
        catalogue does not have is a new one.
    """

    name: str = "Bawaan"
    own_capital_idr: float = 0.0
    people: int | None = None
    borrows: bool = True
    assumptions: tuple[tuple[str, float], ...] = ()
    line_changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Settings:
    """Choices of one run. Nothing here is learned from data.

    Parameters
    ----------
    region : str
        Name shown on screens, for example ``"Kota Surabaya"``.
    synthetic : bool
        True writes "data sintetis" on every screen and export; a survey that says so of itself sets it.
    boundary_note : str
        Shown wherever outlines are drawn, for example ``"batas perkiraan"``; empty if surveyed.
    survey_date : str
        ISO date of the survey; ``""`` takes the latest date in the survey itself.
    as_of : str
        ISO date to which the age of the data is reckoned; ``""`` takes ``survey_date``.
    answers : tuple of (str, str)
        What the user answered to questions that a file left open (``QuestionError``): key and answer, for example
        ``("batas.crs", "EPSG:4326")``.
    kbli_edition : str
        Edition of the codes in the survey, ``"2015"``, ``"2017"``, ``"2020"`` or ``"2025"``; ``""`` lets them be
        sniffed.
    covers_agriculture : bool or None
        Whether farming was surveyed. None: taken as covered when at least
        ``agriculture_floor_share`` of the businesses are farms. UMKM registers leave farming out,
        so absence means *unknown*, not *low*.
    minimum_businesses : int
        Kelurahan with fewer surveyed businesses get "belum cukup data".
    suppress_below : int
        Cells with 1 to ``suppress_below - 1`` businesses are blanked wherever they are shown.
    dominance_above : float
        Money of a cell is blanked too where its two largest businesses make more than this share of it (0-1). The
        (n, k) rule with n = 2 and k = 85 (Hundepool et al. 2012, Statistical Disclosure Control, section 4.2.2).
    advice : AdviceSetup
        What the founder answers and assumes.
    setup : ScoringSetup
        How sector scores are made.
    draws : int
        Number of posterior draws behind rank intervals and probabilities.
    seed : int
        Seed of those draws.
    """

    region: str = "Wilayah saya"
    synthetic: bool = False
    boundary_note: str = ""
    survey_date: str = ""
    as_of: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    kbli_edition: str = ""
    covers_agriculture: bool | None = None
    agriculture_floor_share: float = 0.02
    minimum_businesses: int = 10
    suppress_below: int = 3
    dominance_above: float = 0.85
    advice: AdviceSetup = AdviceSetup()
    setup: ScoringSetup = ScoringSetup()
    draws: int = 400
    seed: int = 20260101

    def answer(self, key: str) -> str:
        """What the user answered under a key; ``""`` when not asked yet.

        Examples
        --------
        >>> Settings(answers=(("batas.crs", "EPSG:4326"),)).answer("batas.crs")
        'EPSG:4326'
        """
        return dict(self.answers).get(key, "")

    def with_answers(self, answers: tuple[tuple[str, str], ...]) -> Settings:
        """The same settings with other answers.

        Examples
        --------
        >>> Settings().with_answers((("batas.crs", "EPSG:4326"),)).answer("batas.crs")
        'EPSG:4326'
        """
        return replace(self, answers=answers)
