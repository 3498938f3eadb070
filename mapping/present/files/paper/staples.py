"""Where residents get rice, gas, medicine and daily goods, in words; what no table tells is said to be unknown."""

from __future__ import annotations

from mapping.intake.contracts import read_context_rules
from mapping.knowledge.catalog import read_norms
from mapping.knowledge.formats import UNKNOWN, say_number
from mapping.language import mark, tr
from mapping.present.files.paper.fitting import on_page
from mapping.present.files.paper.gathered import Gathered

NEAREST = {"market": mark("Pasar"), "lpg": mark("Gas LPG"), "kitchen": mark("Dapur SPPG"), "pharmacy": mark("Obat")}
SELLERS = {"toko beras": mark("Beras"), "gas elpiji": mark("Gas LPG"), "apotek": mark("Obat")}
"""Product of the lexicon -> what residents get there."""
FEW = mark("tidak ada atau terlalu sedikit yang terdata")
ORDER = (mark("Beras"), mark("Gas LPG"), mark("Obat"), mark("Pasar"), mark("Dapur SPPG"))


def told_staples(shared: Gathered, code: str, sellers: dict[str, int]) -> list[list[str]]:
    """What and how it is reached, one row each.

    Parameters
    ----------
    sellers : dict of str to int
        Trade products that three surveyed businesses or more sell here.

    Returns
    -------
    list of [what, how]
        Text; ``"belum diketahui"`` where no table and no survey tells.
    """
    known, points = shared.known_of(code), read_context_rules()["points"]
    asked = shared.scores.at[(code, "trade"), "n"] == shared.scores.at[(code, "trade"), "n"]
    told: dict[str, list[str]] = {what: [] for what in ORDER}
    for product, what in SELLERS.items():
        if product in sellers:
            told[what].append(tr("{n} penjual terdata", n=say_number(sellers[product])))
        elif asked:
            told[what].append(tr(FEW))
    for kind, what in NEAREST.items():
        label = tr("{label} terdekat (garis lurus)", label=points[kind]["label"])
        if label in known.index:
            told[what].append(tr("terdekat {distance}", distance=known.at[label, "value"]))
    for what, text in _prices(shared, code):
        told[what].append(text)
    rows = [[tr(what), on_page(", ".join(texts) or tr(UNKNOWN), 90)] for what, texts in told.items()]
    return [_shops(shared, code), *rows]


def _prices(shared: Gathered, code: str) -> list[tuple[str, str]]:
    """Dated prices of rice and gas, where a table tells them."""
    label = read_context_rules()["prices"]["price_idr"]["label"]
    goods = {"beras": ORDER[0], "lpg": ORDER[1], "elpiji": ORDER[1]}
    found = []
    for what, row in shared.known_of(code).iterrows():
        good = str(what).removeprefix(f"{label}: ").lower()
        staple = next((goods[word] for word in goods if word in good), "") if good != str(what).lower() else ""
        if staple:
            found.append((staple, tr("harga acuan {value}", value=row["value"])))
    return found


def _shops(shared: Gathered, code: str) -> list[str]:
    """Shops of daily goods beside the planning norm."""
    label, norms = str(read_norms()["norms"]["shop"]["label"]), shared.norms_of(code)
    what = tr("Toko sehari-hari")
    if label not in norms.index:
        return [what, tr(UNKNOWN)]
    row = norms.loc[label]
    said = tr("{outlets} terdata; acuan SNI {wanted}", outlets=row["outlets"], wanted=row["wanted"])
    return [what, on_page(said, 90)]
