"""The workbook of a region: nine sheets whose scores and ranks follow the weights that stand in it."""

from __future__ import annotations

from mapping.language import mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.workbook import (
    lines,
    method,
    quality,
    ranking,
    scores,
    sources,
    steps,
    summary,
    weights,
)
from mapping.present.files.workbook.book import Book
from mapping.present.files.workbook.working import work_out

TABS = {
    "summary": (mark("Ringkasan"), summary.WIDTHS),
    "ranking": (mark("Peringkat"), ranking.WIDTHS),
    "scores": (mark("Skor per Sektor"), scores.WIDTHS),
    "weights": (mark("Bobot"), weights.WIDTHS),
    "lines": (mark("Lini Usaha"), lines.WIDTHS),
    "quality": (mark("Mutu Data"), quality.WIDTHS),
    "method": (mark("Metode"), method.WIDTHS),
    "sources": (mark("Sumber"), sources.WIDTHS),
    "steps": (mark("Hitung"), (14, 14, 22, 20, 24, 8, 9, 9, 12, 10)),
}


def workbook_bytes(edition: Edition) -> bytes:
    """The workbook of a study, in the language in force.

    Formulas give, at the study's own weights, the study's own scores and ranks; their values are written beside
    them, so that a viewer which does not calculate shows the same.

    Cost: kelurahan times criteria: a city of 153 takes three seconds, 248 kelurahan five. What a spreadsheet itself
    needs to rank them grows with the square of the kelurahan.

    Raises
    ------
    mapping.errors.MappingError
        The set-up cannot score these data.
    """
    working = work_out(edition)
    book = Book(edition.stamp)
    pages = {key: book.page(tr(title), widths) for key, (title, widths) in TABS.items()}
    inputs = weights.write_weights(pages["weights"], working)
    worked = steps.write_steps(pages["steps"], working)
    ranking.write_ranking(pages["ranking"], working, worked, inputs)
    scores.write_scores(pages["scores"], working, worked, inputs)
    summary.write_summary(pages["summary"], working, edition, worked, inputs)
    lines.write_lines(pages["lines"], edition)
    quality.write_quality(pages["quality"], edition)
    method.write_method(pages["method"], working, edition)
    sources.write_sources(pages["sources"], edition)
    return book.content()
