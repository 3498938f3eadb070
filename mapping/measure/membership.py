"""Which businesses belong to a line of business."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_lexicon
from mapping.knowledge.lines import line_products


class LineMembership:
    """Which businesses are members, rivals or buyers of a line; the slow look-ups are done once.

    Parameters
    ----------
    businesses : DataFrame
        ``product``, and ``keyword`` where texts were read.
    lines : DataFrame
        As :func:`mapping.knowledge.lines.lines_in_force` gives them.

    Examples
    --------
    >>> from mapping.knowledge.lines import lines_in_force
    >>> sold = pd.DataFrame({"product": ["tempe", "batik", ""], "keyword": ["tempe", "batik", ""]})
    >>> LineMembership(sold, lines_in_force()).members("B13").tolist()
    [False, False, False]
    """

    def __init__(self, businesses: pd.DataFrame, lines: pd.DataFrame) -> None:
        products = pd.Index(read_lexicon()["product"])
        self.product = products.get_indexer(businesses["product"])
        words = businesses["keyword"] if "keyword" in businesses else pd.Series("", index=businesses.index)
        self.keyword, self.keywords = pd.factorize(words)
        self.lines = lines
        pairs = line_products(lines)
        codes = pd.Series(products.get_indexer(pairs["product"]))
        self.codes = {key: part.to_numpy() for key, part in codes.groupby([pairs["role"], pairs["line_id"]])}
        # One place more than there are products: position -1 (unclassified) reads it, and it stays False.
        self.size = len(products) + 1

    def names(self, role: str, line_id: str) -> bool:
        """Whether the catalogue names products of that role (``"member"``, ``"rival"``, ``"buyer"``)."""
        return (role, line_id) in self.codes

    def sells(self, role: str, line_id: str) -> np.ndarray:
        """Which businesses have a product of that role, shape (businesses,)."""
        wanted = np.zeros(self.size, dtype=bool)
        wanted[self.codes[role, line_id]] = True
        return wanted[self.product]

    def members(self, line_id: str) -> np.ndarray:
        """Which businesses could be members: product, and keyword where the line asks for one; shape (businesses,)."""
        inside = self.sells("member", line_id)
        for column, wanted in (("keyword", True), ("keyword_not", False)):
            pattern = self.lines.at[line_id, column]
            if pattern:
                inside = inside & (self._matches(pattern) == wanted)
        return inside

    def _matches(self, pattern: str) -> np.ndarray:
        search = re.compile(pattern, re.IGNORECASE).search
        return np.array([search(text) is not None for text in self.keywords], dtype=bool)[self.keyword]
