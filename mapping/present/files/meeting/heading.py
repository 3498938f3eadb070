"""What stands above every paper of a meeting, and texts made fit for paper."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mapping.advise.decide.ballot import shorten
from mapping.knowledge.formats import say_date
from mapping.language import language, mark, tr
from mapping.present.files.document.blocks import clean_text
from mapping.present.files.edition import Edition

DESA, KELURAHAN = "desa", "kelurahan"
TITLES = {DESA: mark("Desa {name}"), KELURAHAN: mark("Kelurahan {name}")}
OURS = {DESA: mark("desa kita"), KELURAHAN: mark("kelurahan kita")}
LONGEST_WORD = 18
"""Letters after which a word without a break may be broken: a page is narrow, and a name may be anything."""
NAME, REGION, FOOT = 60, 60, 40


@dataclass(frozen=True)
class Heading:
    """What stands above and below a paper.

    Parameters
    ----------
    kind : str
        ``"desa"`` or ``"kelurahan"``.
    name, place, where : str
        The bare name; with its kind; and where that lies (kecamatan and region).
    data_date : str
        Day of the survey in words, or that it is not known.
    label : str
        ``"data sintetis"`` or ``""``.
    stamp : str
        The line at the foot.
    """

    kind: str
    name: str
    place: str
    where: str
    data_date: str
    label: str
    stamp: str

    def told(self, title: str) -> dict[str, str]:
        """The same for a template, under a title."""
        return {
            "language": language(),
            "title": title,
            "place": self.place,
            "where": self.where,
            "label": self.label,
            "stamp": self.stamp,
        }


def heading_of(edition: Edition, code: str) -> Heading:
    """The heading of a kelurahan's papers, in the language in force."""
    row, stamp = edition.study.kelurahan.loc[code], edition.stamp
    kind = DESA if row["kind"] == DESA else KELURAHAN
    name, kecamatan = paper_text(row["name"], NAME), paper_text(row["kecamatan"], NAME)
    inside = tr("Kecamatan {name}", name=kecamatan) if kecamatan else ""
    return Heading(
        kind=kind,
        name=name,
        place=tr(TITLES[kind], name=name),
        where=", ".join(filter(None, [inside, paper_text(stamp.region, REGION)])),
        data_date=say_date(stamp.data_date),
        label=stamp.data_label,
        # The checksum at the end of the line must stay, so long names before it are cut.
        stamp=replace(stamp, region=paper_text(stamp.region, FOOT), setup=paper_text(stamp.setup, FOOT)).line(),
    )


def paper_text(text: object, most: int = 300) -> str:
    r"""A text for paper: one line, no longer than ``most``, and no word too wide to be broken.

    Examples
    --------
    >>> paper_text("Gun\x00dih \n <b>"), paper_text(float("nan"))
    ('Gun dih <b>', '')
    >>> paper_text("A" * 40).split("\u200b") == ["A" * 18, "A" * 18, "A" * 4]
    True
    """
    if not isinstance(text, str):
        return ""
    return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", "\\g<0>\u200b", shorten(clean_text(text), most))
