"""Studies kept between page runs: public demonstration studies for everyone, an upload for its session only."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from mapping.knowledge.regions import REGIONS
from mapping.language import SOURCE, language, tr

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from mapping.present.outlines import Outlines
    from mapping.study import Study

OWN = "saya"
"""Key of the session's own upload, in URLs and in the region selector."""

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Places:
    """What a region's places are called and where their rows stand: the same under every set-up, and never changed.

    ``kecamatan`` is the position of each kelurahan's kecamatan and their names in that order, ``kecamatan_labels``
    those names where two of one name also say their kabupaten. ``labels`` is what lists call each kelurahan, by code;
    ``codes`` the codes in the order of these names. ``sectors`` has for each sector the positions of its rows in the
    public table, one for each kelurahan.
    """

    kecamatan: tuple[npt.NDArray[np.int64], list[str]]
    kecamatan_labels: list[str]
    labels: dict[str, str]
    codes: list[str]
    sectors: dict[str, npt.NDArray[np.int64]]


@dataclass(frozen=True)
class View:
    """A study with what every page needs of it, worked out once: the public score table, the outlines, the names."""

    key: str
    study: Study
    table: pd.DataFrame
    outlines: Outlines
    places: Places

    @property
    def private(self) -> bool:
        return self.key == OWN

    @property
    def kecamatan(self) -> tuple[npt.NDArray[np.int64], list[str]]:
        """Position of each kelurahan's kecamatan, and their names in that order."""
        return self.places.kecamatan


def processed_folder() -> Path:
    """Where ``python -m mapping build`` puts the demonstration studies."""
    return Path(os.environ.get("MAPPING_PROCESSED", ROOT / "data" / "processed"))


def processed_regions() -> list[str]:
    """Keys of the demonstration regions that have been built."""
    return [key for key in REGIONS if (processed_folder() / key / "study" / "manifest.json").exists()]


def make_view(key: str, study: Study, outlines: Outlines | None = None) -> View:
    """The view of a study; its outlines are made here where they are not given."""
    from mapping.present.outlines import simplify_outlines
    from mapping.present.tables import score_table

    table, outlines = score_table(study), outlines or simplify_outlines(study.kelurahan, private=key == OWN)
    return View(key, study, table, outlines, _name_places(study.kelurahan, table))


def _name_places(kelurahan: gpd.GeoDataFrame, table: pd.DataFrame) -> Places:
    import pandas as pd

    from mapping.present.outlines import kecamatan_of

    position, names = kecamatan_of(kelurahan)
    groups = kelurahan.groupby(["kabupaten", "kecamatan"], sort=True, dropna=False).size().index
    twice = pd.Series(names).duplicated(keep=False)
    told = [f"{name} ({of})" if double else name for name, (of, _), double in zip(names, groups, twice, strict=True)]
    labels = (kelurahan["name"].astype(str) + " · Kec. " + kelurahan["kecamatan"].astype(str)).to_dict()
    at = pd.Series(table.index, index=[table["sector"], table["kelurahan_code"]])
    sectors = {sector: at[sector].reindex(kelurahan.index).to_numpy() for sector in table["sector"].unique()}
    return Places((position, names), told, labels, sorted(labels, key=labels.__getitem__), sectors)


_OPENED: set[tuple[str, str, int]] = set()
"""What has been read by this process: key, folder and time of each."""


@st.cache_resource(show_spinner=False, max_entries=8)
def _read_view(key: str, folder: str, changed: int) -> View:
    from mapping.present.outlines import read_outlines
    from mapping.study import read_study

    study = read_study(Path(folder))
    return make_view(key, study, read_outlines(study.kelurahan, Path(folder)))


def read_view(key: str) -> View:
    """A demonstration region's view in the language in force.

    Read once per build and language and shared: it is public and never changed.
    """
    from mapping.study import study_folder

    region = processed_folder() / key
    folder = study_folder(region, language())
    folder = folder if (folder / "manifest.json").exists() else study_folder(region, SOURCE)
    made_from = (key, str(folder), (folder / "manifest.json").stat().st_mtime_ns)
    # A spinner starts a timer and sends two messages: only who waits for the reading sees one.
    with nullcontext() if made_from in _OPENED else st.spinner(tr("Membuka data wilayah…")):
        view = _read_view(*made_from)
    _OPENED.add(made_from)
    return view


def own_view() -> View | None:
    """This session's own upload, or None. It lives in the session and nowhere else."""
    return st.session_state.get("own_view")


def keep_own_view(study: Study) -> None:
    """Make an upload this session's own region."""
    st.session_state["own_view"] = make_view(OWN, study)


def region_labels() -> dict[str, str]:
    """Regions that this session can choose, and how they are called."""
    labels = {key: REGIONS[key].label for key in processed_regions()}
    own = own_view()
    return labels | ({OWN: own.study.settings.region} if own else {})


def current_view() -> View:
    """The view of the region chosen in the sidebar; its outlines can be fetched from now on."""
    from mapping.ui.outlines import SHELF
    from mapping.ui.state import chosen

    key = chosen("wilayah")
    own = own_view()
    view = own if key == OWN and own else read_view(key)
    SHELF.publish(view.outlines, view.private)
    return view
