"""Ways from one page to another that carry the present choices along."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import streamlit as st

from mapping.language import SOURCE, language
from mapping.ui.controls import FIRST_SECTOR
from mapping.ui.state import chosen

PAGES = Path(__file__).parents[2] / "pages"

SET_UPS = ("susunan", "jawaban")
"""Words of the scoring set-up and the founder's answers in an address (``ui/carried.py``)."""

# What a page writes to its address anyway. A link that carries all of it leaves one step in the browser's
# history; a page that completes its own address leaves two, and the back button seems stuck.
CARRIED = {
    "bandingkan": {"kode": "", "sektor": FIRST_SECTOR},
    "skenario": {"skenario": "", "dengan": "", "sektor": FIRST_SECTOR},
    "peta": {"sektor": FIRST_SECTOR},
    "profil": {"kelurahan": "", "sektor": FIRST_SECTOR},
    "bobot": {"sektor": FIRST_SECTOR},
    "keteguhan": {"kelurahan": "", "sektor": FIRST_SECTOR},
    "mulai": {"kelurahan": ""},
    "hitung": {"kelurahan": "", "lini": ""},
    "lini": {"lini": "B01"},
    "belanja": {"kelurahan": ""},
    "pembagian": {"lini": ""},
    "berkas": {"kelurahan": "", "untuk": "ini"},
    "musyawarah": {"kelurahan": "", "langkah": "cetak"},
    "meja": {"kelurahan": ""},
    "daftar": {},
    "mitra": {"kelurahan": ""},
    "pelatihan": {"kelurahan": ""},
    "pantauan": {},
}


def _address(page: str, choices: dict[str, str]) -> dict[str, str]:
    carried = {key: chosen(key) or first for key, first in CARRIED.get(page, {}).items()}
    spoken = "" if language() == SOURCE else language()
    set_ups = {word: str(st.query_params.get(word, "")) for word in SET_UPS}
    address = {"wilayah": chosen("wilayah"), "bahasa": spoken} | set_ups | carried | choices
    return {key: value for key, value in address.items() if value}


def link_to(page: str, label: str, icon: str | None = None, **choices: str) -> None:
    """A link to a page with the region and the given choices in its address."""
    st.page_link(PAGES / f"{page}.py", label=label, icon=icon, query_params=_address(page, choices))


def go_to(page: str, **choices: str) -> NoReturn:
    """Leave for a page at once."""
    st.switch_page(PAGES / f"{page}.py", query_params=_address(page, choices))
