"""Columns of the tables that an office fills in."""

from __future__ import annotations

from typing import Any

from mapping.knowledge.commodities import read_commodities
from mapping.knowledge.needs import read_needs
from mapping.knowledge.partnership import read_partnership
from mapping.knowledge.plans import read_partners
from mapping.knowledge.supply import read_supply
from mapping.language import LANGUAGES, SOURCE, language, mark, speaking

# Our column -> headers by which it is known besides; the first is what messages call it.
SUPPLIER = {
    "name": ["nama", "pemasok"],
    "kind": ["jenis"],
    "kelurahan_code": ["kode kelurahan"],
    "place": ["tempat", "alamat"],
    "lat": ["lintang", "latitude"],
    "lon": ["bujur", "longitude"],
    "area": ["wilayah"],
    "contact": ["kontak"],
    "complies": ["izin lengkap"],
    "permits": ["izin"],
    "source": ["sumber"],
    "checked_on": ["diperiksa"],
    "synthetic": ["data peraga", "data"],
}
GOOD = {
    "item": ["barang"],
    "commodity": ["komoditas"],
    "unit": ["satuan"],
    "capacity_month": ["kapasitas sebulan"],
    "minimum_order": ["pesanan terkecil"],
    "price_idr": ["harga"],
    "price_date": ["tanggal harga"],
    "delivery_days": ["hari kirim"],
}
PARTNER = {
    "name": ["nama", "mitra"],
    "nature": ["jenis lembaga"],
    "place": ["tempat", "alamat"],
    "kelurahan_code": ["kode kelurahan"],
    "contact": ["kontak"],
    "source": ["sumber"],
    "checked_on": ["diperiksa"],
    "synthetic": ["data peraga", "data"],
}
SERVICE = {
    "kind": ["jenis kemitraan"],
    "what": ["yang diberikan"],
    "area": ["wilayah"],
    "lines": ["lini usaha"],
    "modules": ["modul"],
    "money": ["jenis uang"],
    "interest_percent_year": ["bunga setahun"],
    "security": ["jaminan"],
    "terms": ["syarat"],
}
NEED = {
    "cooperative": ["koperasi"],
    "kelurahan_code": ["kode kelurahan"],
    "kind": ["jenis"],
    "item": ["barang"],
    "commodity": ["komoditas"],
    "amount": ["jumlah"],
    "unit": ["satuan"],
    "wanted_by": ["paling lambat"],
    "price_limit_idr": ["batas harga"],
    "details": ["keterangan"],
    "request_key": ["kunci"],
}
TABLES: dict[str, tuple[dict[str, list[str]], list[str]]] = {
    "pemasok": (SUPPLIER | GOOD, ["name", "kind"]),
    "mitra": (PARTNER | SERVICE, ["name", "nature"]),
    "kebutuhan": (NEED, ["kind", "item"]),
}

COOPERATIVES = "koperasi"
"""The table that comes by another way."""
TABLE_LABELS = {"pemasok": mark("Pemasok"), "mitra": mark("Mitra"), "kebutuhan": mark("Kebutuhan")}
DATE, RUPIAH, AMOUNT, CODE, AREA, DEGREE, MARK, LISTED = (
    *("date", "rupiah", "amount", "code", "area", "degree", "mark"),
    "listed",
)
SHAPES = {
    "checked_on": DATE,
    "price_date": DATE,
    "wanted_by": DATE,
    "price_idr": RUPIAH,
    "price_limit_idr": RUPIAH,
    "capacity_month": AMOUNT,
    "minimum_order": AMOUNT,
    "delivery_days": AMOUNT,
    "interest_percent_year": AMOUNT,
    "amount": AMOUNT,
    "kelurahan_code": CODE,
    "area": AREA,
    "lat": DEGREE,
    "lon": DEGREE,
    "complies": MARK,
    "synthetic": MARK,
    "lines": LISTED,
    "modules": LISTED,
}
"""How the cells of a column are written; of all others as text, or as one of :func:`choices_of`."""


def header_of(table: str, column: str) -> str:
    """What the head of a column is called in the language in force.

    Examples
    --------
    >>> header_of("pemasok", "price_idr")
    'harga'
    """
    return TABLES[table][0][column][0] if language() == SOURCE else column


def choices_of(table: str) -> dict[str, dict[str, Any]]:
    """Columns in which one of several kinds stands: column -> key of the kind -> what is known of it.

    Examples
    --------
    >>> choices_of("kebutuhan")["kind"]["stock"]["label"]
    'Stok yang tidak laku'
    """
    commodities = read_commodities()
    return {
        "pemasok": {"kind": read_supply()["kinds"], "commodity": commodities},
        "mitra": {
            "nature": read_partnership()["natures"],
            "kind": read_partners()["types"],
            "money": read_partnership()["money"],
        },
        "kebutuhan": {"kind": read_needs()["kinds"], "commodity": commodities},
    }[table]


def keys_of(table: str) -> dict[str, dict[str, str]]:
    """Column -> what people call a kind, in small letters and whatever language -> its key.

    Examples
    --------
    >>> keys_of("pemasok")["kind"]["pedagang grosir"], keys_of("pemasok")["kind"]["wholesaler"]
    ('wholesaler', 'wholesaler')
    """
    called: dict[str, dict[str, str]] = {}
    for code in LANGUAGES:
        with speaking(code):
            for column, kinds in choices_of(table).items():
                labels = {str(about["label"]).casefold(): key for key, about in kinds.items()}
                called.setdefault(column, {}).update({key.casefold(): key for key in kinds} | labels)
    return called
