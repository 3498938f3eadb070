"""How demanding a product is, and what a place can do, read off who has what (economic complexity)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.language import tr

SAME = 1e-9
NAMED = 4


def complexity(matrix: np.ndarray, products: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Economic and product complexity index (ECI, PCI).

    PCI is the second eigenvector of ``U^-1 M' D^-1 M`` (``D`` diversity of places, ``U`` ubiquity of products), ECI the
    mean PCI of what a place is known for. Both are then given in standard deviations of ECI around its mean, so that
    ECI stays the mean PCI. The sign of an eigenvector is arbitrary: it is chosen so that ECI correlates positively with
    diversity.

    Parameters
    ----------
    matrix : ndarray of bool, shape (kelurahan, products)
        ``M``, see :func:`mapping.measure.change.relatedness.specialised`.
    products : Index
        Their names, for messages.

    Returns
    -------
    eci : ndarray of float, shape (kelurahan,)
        NaN where a place is known for nothing.
    pci : ndarray of float, shape (products,)
        NaN where nobody is known for a product.

    Raises
    ------
    NotComputableError
        The graph of places and products falls into parts, named in the message: indices would compare what nothing
        connects. Or there are fewer than three products, the second eigenvector is not the only one, ECI is constant,
        or it does not correlate with diversity, so that its sign has no meaning.

    References
    ----------
    Hidalgo, C. A. & Hausmann, R. (2009). The building blocks of economic complexity. PNAS 106(26).

    Examples
    --------
    >>> m = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
    >>> eci, pci = complexity(m, pd.Index(["a", "b", "c", "d"]))
    >>> eci.round(2).tolist(), pci.round(2).tolist()
    ([1.34, 0.45, -0.45, -1.34], [-1.34, 0.45, 2.24, 4.02])
    """
    diversity, ubiquity = matrix.sum(axis=1), matrix.sum(axis=0)
    places, kept = diversity > 0, ubiquity > 0
    inner = matrix[np.ix_(places, kept)].astype(float)
    if inner.shape[1] < 3:
        raise NotComputableError(tr("Kerumitan produk perlu paling sedikit tiga produk yang khas di suatu tempat."))
    _check_connected(inner, products[kept])
    share = inner / diversity[places][:, None]
    pci_kept = _second_eigenvector(inner.T @ share, ubiquity[kept].astype(float))
    eci_kept = share @ pci_kept
    spread = eci_kept.std()
    if spread < SAME:
        raise NotComputableError(tr("Kerumitan produk tidak dapat dihitung: semua tempat sama."))
    if diversity[places].std() == 0 or abs(np.corrcoef(diversity[places], eci_kept)[0, 1]) < SAME:
        raise NotComputableError(
            tr("Arah indeks kerumitan tidak dapat ditentukan: ia tidak berhubungan dengan banyaknya produk khas.")
        )
    sign = np.sign(np.corrcoef(diversity[places], eci_kept)[0, 1])
    eci, pci = np.full(len(diversity), np.nan), np.full(len(ubiquity), np.nan)
    eci[places] = sign * (eci_kept - eci_kept.mean()) / spread
    pci[kept] = sign * (pci_kept - eci_kept.mean()) / spread
    return eci, pci


def _second_eigenvector(flow: np.ndarray, ubiquity: np.ndarray) -> np.ndarray:
    """Of ``U^-1 M' D^-1 M``, by the symmetric matrix that is similar to it."""
    root = np.sqrt(ubiquity)
    values, vectors = np.linalg.eigh(flow / np.outer(root, root))
    if values[-2] - values[-3] < SAME:
        raise NotComputableError(tr("Kerumitan produk tidak dapat dihitung: ada dua urutan yang sama baiknya."))
    if values[-2] < SAME:
        raise NotComputableError(tr("Kerumitan produk tidak dapat dihitung: semua tempat khas untuk produk yang sama."))
    return vectors[:, -2] / root


def _check_connected(matrix: np.ndarray, products: pd.Index) -> None:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    together = csr_array(matrix.T @ matrix > 0)
    parts, part = connected_components(together, directed=False)
    if parts > 1:
        order = np.argsort(-np.bincount(part), kind="stable")
        said = "; ".join(f"({place + 1}) {_name(products[part == one])}" for place, one in enumerate(order[:NAMED]))
        more = tr("; dan {parts} kelompok lagi", parts=parts - NAMED) if parts > NAMED else ""
        raise NotComputableError(
            tr(
                "Kerumitan produk tidak dapat dihitung: jejaring produk terpisah menjadi {parts} "
                "kelompok yang tidak terhubung oleh satu tempat pun: {said}{more}.",
                parts=parts,
                said=said,
                more=more,
            )
        )


def _name(products: pd.Index) -> str:
    more = tr(", dan {products} lagi", products=len(products) - NAMED) if len(products) > NAMED else ""
    return ", ".join(tr(str(product)) for product in products[:NAMED]) + more
