"""All tables about likeness and linkage, worked out together."""

from __future__ import annotations

import pandas as pd

from mapping.measure.kin.chains import chains
from mapping.measure.kin.gaps import gaps
from mapping.measure.kin.peers import nearest_peers
from mapping.measure.kin.typology import typology
from mapping.measure.space.neighbours import Neighbours
from mapping.settings import Settings


def measure_kinship(
    kelurahan: pd.DataFrame,
    businesses: pd.DataFrame,
    indicators: pd.DataFrame,
    neighbours: Neighbours,
    settings: Settings,
) -> dict[str, pd.DataFrame]:
    """The tables ``peers``, ``typology``, ``types``, ``gaps`` and ``chains`` of a study, by name.

    Parameters
    ----------
    kelurahan, businesses, indicators, settings
        As in docs/architecture.md.
    neighbours : Neighbours
        Of all ``kelurahan``, in their order.

    Raises
    ------
    InputError
        A business lies in a kelurahan that the table does not have.
    """
    peers = nearest_peers(indicators, settings)
    types_of, types = typology(indicators, settings)
    return {
        "peers": peers,
        "typology": types_of,
        "types": types,
        "gaps": gaps(kelurahan, businesses, peers, settings),
        "chains": chains(kelurahan, businesses, neighbours, settings),
    }
