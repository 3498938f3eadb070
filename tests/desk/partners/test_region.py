"""What a region's figures ask of its government, and who is at work in a place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from mapping.desk.models import Supplier
from mapping.desk.partners.agreements import end_agreement
from mapping.desk.partners.directory import Service, add_partner
from mapping.desk.partners.region import actors_at, policy_proposals
from mapping.desk.rules import ANYONE, LOCAL
from tests.desk.doings.partners import AT, TODAY, in_force

HERE = "35.78.03.1001"


def shares(**columns):
    return pd.DataFrame({"kelurahan_code": ["a", "b", "c"], "sector": "food"} | columns)


def test_a_proposal_weighs_places_by_their_answers():
    found = policy_proposals(shares(capital_share=[0.6, 0.2, np.nan], capital_share_answers=[30, 10, np.nan])).iloc[0]
    assert found["share"] == pytest.approx(0.5)
    assert found[["answers", "kelurahan", "beyond"]].tolist() == [40, 2, 1]
    assert found["sentence"].startswith("50% usaha pangan")


@pytest.mark.parametrize(
    ("columns", "proposed"),
    [
        ({"capital_share": [0.3] * 3, "capital_share_answers": [10] * 3}, True),
        ({"capital_share": [0.29] * 3, "capital_share_answers": [10] * 3}, False),
        ({"digital_share": [0.29] * 3, "digital_share_answers": [10] * 3}, True),
        ({"digital_share": [0.3] * 3, "digital_share_answers": [10] * 3}, False),
        ({"capital_share": [np.nan] * 3, "capital_share_answers": [np.nan] * 3}, False),
        ({"capital_share": [0.9, np.nan, 0.9], "capital_share_answers": [4, 0, 0]}, False),
    ],
)
def test_proposed_from_the_limit_on_and_never_from_a_handful_of_answers(columns, proposed):
    assert len(policy_proposals(shares(**columns))) == proposed


def test_the_strongest_comes_first():
    table = shares(
        capital_share=[0.33] * 3,
        capital_share_answers=[10] * 3,
        technology_share=[0.6] * 3,
        technology_share_answers=[10] * 3,
    )
    assert policy_proposals(table)["policy"].tolist() == ["technology", "capital"]


def test_actors_of_a_place_are_partners_suppliers_and_parties(desk, two):
    number = in_force(desk, two[0])
    near, far = Service("technical", "latih", "35.78.03"), Service("advocacy", "wakil", "33.25")
    add_partner(desk, LOCAL, AT, name="Balai", nature="government", services=[near])
    add_partner(desk, LOCAL, AT, name="Jauh", nature="ngo", services=[far])
    blank = {"place": "Surabaya", "lat": None, "lon": None, "contact": "031 1", "complies": None, "permits": ""}
    blank |= {"active": True, "source": "", "checked_on": "", "synthetic": True, "kind": "wholesaler"}
    with desk.writing(LOCAL, AT) as session:
        session.add(Supplier(name="Gudang", kelurahan_code=HERE, area="33", **blank))
        session.add(Supplier(name="Asing", kelurahan_code="", area="33", **blank))
    found = actors_at(desk, LOCAL, HERE, TODAY)
    assert found[["side", "who"]].values.tolist() == [
        ["agreement", "Hotel Pasokan kue untuk hotel"],
        ["partner", "Balai"],
        ["supplier", "Gudang"],
    ]
    assert "031 1" not in found.to_csv()
    assert actors_at(desk, ANYONE, HERE, TODAY)["who"].tolist()[2].endswith("· Surabaya")
    end_agreement(desk, LOCAL, AT, number, 2, TODAY)
    after = actors_at(desk, ANYONE, HERE, TODAY)
    assert after["side"].tolist() == ["partner", "partner", "supplier"]
