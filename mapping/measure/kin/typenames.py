"""What types of kelurahan are called: by rule from what stands out against the region."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_kinship
from mapping.knowledge.formats import say_percent
from mapping.language import mark, tr

ORDINARY = mark("campuran seperti rata-rata wilayah")
MORE, LESS = (
    mark("lebih banyak {label} ({centre}, wilayah {base})"),
    mark("lebih sedikit {label} ({centre}, wilayah {base})"),
)


def signatures(centres: np.ndarray, region: np.ndarray, kinds: pd.Index) -> list[tuple[str, ...]]:
    """The one or two kinds that each centre is called by, most points above the region first; ``()`` where none is.

    Parameters
    ----------
    centres : ndarray of float, shape (clusters, kinds)
        Mean shares, 0-1.
    region : ndarray of float, shape (kinds,)
        The region's shares.

    Examples
    --------
    >>> kinds = pd.Index(["agriculture", "crafts_made", "trade"])
    >>> signatures(np.array([[0.6, 0.3, 0.1], [0.3, 0.2, 0.5]]), np.array([0.3, 0.2, 0.5]), kinds)
    [('agriculture', 'crafts_made'), ()]
    """
    rules = read_kinship()["names"]
    above = centres - region
    stands = (above >= rules["points"]) & (centres >= rules["times"] * region)
    order = np.argsort(-above, axis=1, kind="stable")
    return [
        tuple(str(kinds[kind]) for kind in ranked if high[kind])[:2] for ranked, high in zip(order, stands, strict=True)
    ]


def name_type(signature: tuple[str, ...]) -> str:
    """The plain name of a type; different signatures have different names.

    Examples
    --------
    >>> name_type(("agriculture", "crafts_made")), name_type(())
    ('wilayah tani dengan pengrajin', 'campuran seperti rata-rata wilayah')
    """
    kinds = read_kinship()["kinds"]
    if not signature:
        return tr(ORDINARY)
    first, *then = signature
    name = str(kinds[first]["first"])
    return tr("{first} dengan {then}", first=name, then=kinds[then[0]]["then"]) if then else name


def say_traits(centres: pd.DataFrame, region: np.ndarray) -> list[str]:
    """One sentence a type: the shares that set it apart, beside those of the region.

    Examples
    --------
    >>> say_traits(pd.DataFrame({"trade": [0.5], "services": [0.5]}), np.array([0.3, 0.7]))
    ['Lebih banyak pedagang (50%, wilayah 30%); lebih sedikit usaha jasa (50%, wilayah 70%).']
    """
    points = read_kinship()["names"]["points"]
    labels = read_kinship()["kinds"]
    sentences = []
    for position in range(len(centres)):
        centre, base = centres.iloc[position], pd.Series(region, index=centres.columns)
        apart = (centre - base).sort_values(ascending=False, kind="stable")
        clauses = [
            tr(
                MORE if more else LESS,
                label=labels[str(kind)]["label"],
                centre=say_percent(centre[kind]),
                base=say_percent(base[kind]),
            )
            for more, part in ((True, apart[apart >= points]), (False, apart[apart <= -points][::-1]))
            for kind in part.index[:2]
        ]
        text = "; ".join(clauses) or tr("susunan usahanya hampir sama dengan seluruh wilayah")
        sentences.append(text[0].upper() + text[1:] + ".")
    return sentences
