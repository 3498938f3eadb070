"""What there is to have: every open table with its columns explained, its size, its moment and its label."""

from __future__ import annotations

import os
from typing import Any

import mapping
from mapping.desk.openness.public_tables import read_moment
from mapping.desk.openness.public_trail import read_public_trail, rules_digest
from mapping.knowledge.open import read_open_tables, read_open_trail
from mapping.language import tr
from mapping.ui.desk.open import the_desk
from mapping.ui.open_data.asked import MOST, TRAIL, USUAL, Asked, address_of, endings_of
from mapping.ui.open_data.page import kept_table, label_of, written

EDITION = 1
"""Of this interface; another one when a column changes its meaning or goes."""
LICENCE = "MAPPING_OPEN_LICENCE"
"""Environment variable with the licence under which the office publishes."""


def index_body(asked: Asked) -> bytes:
    """The index as JSON.

    Raises
    ------
    mapping.errors.DeskError
        The desk cannot be read.
    """
    desk = the_desk()
    trail, moment = read_public_trail(desk, most=0), read_moment(desk)
    tables = []
    for name, told in read_open_tables().items():
        rows = kept_table(desk, name, moment).rows
        changed = max(rows["changed_at"], default="")
        tables.append(_about(name, told) | {"jumlah": len(rows), "diubah": changed, "label": label_of(rows)})
    label = tables[0]["label"]
    tables.append(_about(TRAIL, read_open_trail()) | {"jumlah": trail.total, "diubah": trail.at, "label": label})
    everything = {
        "nama": tr("Data terbuka meja koperasi"),
        "versi": mapping.__version__,
        "edisi": EDITION,
        "lisensi": os.environ.get(LICENCE) or tr("Belum ditetapkan; tanyakan kepada Dinas sebelum menerbitkan ulang."),
        "sumber": tr("Isian meja koperasi oleh koperasi dan Dinas, sama dengan yang dilihat umum di halamannya."),
        "catatan": {"n": trail.n, "at": trail.at, "hash": trail.head, "aturan": rules_digest()},
        "parameter": _parameters(),
        "tabel": tables,
    }
    return written(everything)


def _about(name: str, told: dict[str, Any]) -> dict[str, Any]:
    columns = [{"nama": column, "isi": one["told"], "asal": one["from"]} for column, one in told["columns"].items()]
    addresses = {ending: address_of(f"{name}.{ending}") for ending in endings_of(name)}
    return {"nama": name, "judul": told["label"], "isi": told["about"], "alamat": addresses, "kolom": columns}


def _parameters() -> dict[str, str]:
    return {
        "kode": tr("hanya wilayah ini: kode provinsi, kabupaten/kota, kecamatan, atau kelurahan"),
        "sejak": tr("hanya yang berubah sesudah nomor catatan ini, atau mulai hari atau waktu UTC ini"),
        "setelah": tr('lanjutan: hanya baris bernomor lebih besar; alamat lanjutan ada di "berikutnya"'),
        "jumlah": tr("baris per halaman, paling banyak {most}; tanpa ini {usual}", most=MOST, usual=USUAL),
        "bahasa": tr("bahasa penjelasan dan kesalahan: id atau en; datanya sama"),
    }
