"""The register as a public table that other programs, and the import here, can read."""

from __future__ import annotations

import pandas as pd

from mapping.desk.register.read import cooperatives_of, known_on
from mapping.desk.rules import ANYONE, Actor, check_may
from mapping.desk.store.desk import Desk

COLUMNS = {
    "id": "id",
    "source_id": "cooperative_id",
    "name": "name",
    "kelurahan_code": "kelurahan_code",
    "kelurahan": "kelurahan",
    "kecamatan": "kecamatan",
    "kabupaten": "kabupaten",
    "status": "status",
    "status_since": "status_since",
    "line_id": "line_id",
    "deed_number": "deed_number",
    "deed_date": "deed_date",
    "nik": "nik_koperasi",
    "nib": "nib",
    "kbli": "kbli",
    "members": "members",
    "capital_idr": "capital_idr",
    "lat": "latitude",
    "lon": "longitude",
    "point_state": "point_state",
    "source": "source",
    "known_on": "known_on",
    "synthetic": "synthetic",
}
"""Column here -> its name in the file."""


def public_register(desk: Desk, actor: Actor, codes: pd.Index | None = None) -> pd.DataFrame:
    """Every cooperative as everyone may see it, one row each; no notes, no persons.

    ``known_on`` is the day that a row speaks of; ``synthetic`` says ``"data peraga"`` for demonstration rows, which
    the import refuses.

    Examples
    --------
    >>> from mapping.desk.store.desk import open_desk
    >>> public_register(open_desk("sqlite://"), ANYONE).columns[1]
    'cooperative_id'
    """
    check_may(actor, "table.export")
    table = cooperatives_of(desk, codes, ANYONE)
    made_up = table["synthetic"].map({True: "data peraga", False: ""}).astype("str")
    table = table.assign(known_on=known_on(table), synthetic=made_up).rename_axis("id").reset_index()
    return table[list(COLUMNS)].rename(columns=COLUMNS)
