"""Suggestions: who serves a place for which gap, and what nobody gives yet."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.advise.plan.gaps import FINE, HIDDEN, LACKING, UNKNOWN
from mapping.desk.partners.directory import Service, add_partner, read_services
from mapping.desk.partners.suggest import COLUMNS, missing_partners, suggest_partners
from mapping.desk.rules import ANYONE, LOCAL
from mapping.desk.store.desk import open_desk
from tests.desk.doings.partners import AT

HERE, OTHER = "35.78.03.1001", "35.78.13.1002"


def gap(key, state=LACKING, partners="", training="", code=HERE, line="B13"):
    row = {"kelurahan_code": code, "line_id": line, "gap": key, "label": key.title(), "state": state}
    return row | {"sentence": f"{key}.", "partners": partners, "training": training}


def gaps(*rows):
    return pd.DataFrame(list(rows), columns=list(gap("x")))


def services(**given):
    """Services of one partner each, by the partner's name, as the directory reads them."""
    desk = open_desk("sqlite://")
    for name, service in given.items():
        add_partner(desk, LOCAL, AT, name=name, nature="ngo", services=[service])
    return read_services(desk, ANYONE)


def test_a_partner_is_suggested_where_it_serves_for_what_it_gives():
    given_here = services(
        Sini=Service("technical", "latih", area="35.78.03"),
        Sana=Service("technical", "latih", area="35.78.13"),
        Jauh=Service("technical", "latih", area="35"),
        Lain=Service("advocacy", "wakil"),
    )
    found = suggest_partners(given_here, gaps(gap("digital", partners="technical; marketing")), HERE)
    assert found[["kind", "partner", "registered"]].values.tolist() == [
        ["technical", "Sini", True],
        ["technical", "Jauh", True],
        ["marketing", "", False],
    ]
    assert found["why"].iloc[0] == "Celah digital memerlukan kemitraan teknis. Melayani wilayah ini."
    assert found["why"].iloc[2] == "Belum ada mitra terdaftar untuk ini."


def test_who_teaches_what_is_lacking_comes_first_then_who_serves_the_line():
    given_here = services(
        Dekat=Service("technical", "apa saja", area=HERE),
        Lini=Service("technical", "untuk kue", lines=["B13"]),
        Guru=Service("technical", "latih", modules=["it"]),
        LainLini=Service("technical", "untuk ternak", area=HERE, lines=["B26"]),
    )
    found = suggest_partners(given_here, gaps(gap("digital", partners="technical", training="it; marketing")), HERE)
    assert found["partner"].tolist() == ["Guru", "Lini", "Dekat"]
    assert "Bisa melatih Teknologi informasi." in found["why"].iloc[0]
    assert "Khusus untuk lini usaha ini." in found["why"].iloc[1]


@pytest.mark.parametrize("state", [FINE, HIDDEN, UNKNOWN])
def test_only_a_gap_that_is_there_calls_for_anybody(state):
    found = suggest_partners(services(), gaps(gap("digital", state, partners="technical")), HERE)
    assert found.empty
    assert found.columns.tolist() == COLUMNS
    assert missing_partners(services(), gaps(gap("digital", state, partners="technical"))).empty


def test_every_gap_and_kind_has_a_row_also_in_an_empty_directory():
    lacking = gaps(gap("capital", partners="finance"), gap("digital", partners="technical; marketing"))
    found = suggest_partners(services(), lacking, HERE)
    assert found["kind"].tolist() == ["finance", "technical", "marketing"]
    assert not found["registered"].any()


def test_what_nobody_gives_is_a_lead_with_the_places_it_concerns():
    lacking = gaps(
        gap("capital", partners="finance"),
        gap("capital", partners="finance", code=OTHER, line="B03"),
        gap("digital", partners="technical", code=OTHER),
    )
    found = missing_partners(services(Bank=Service("finance", "KUR", area="35.78.03", money="loan")), lacking)
    assert found[["kind", "gap", "kelurahan", "codes"]].values.tolist() == [
        ["finance", "capital", 1, OTHER],
        ["technical", "digital", 1, OTHER],
    ]
    found = missing_partners(services(Bank=Service("finance", "KUR", money="loan", lines=["B03"])), lacking)
    assert found.set_index("kind").loc["finance", "codes"] == HERE


KINDS = ["technical", "marketing", "research"]
GIVEN = st.builds(
    Service,
    kind=st.sampled_from(KINDS),
    what=st.just("latih"),
    area=st.sampled_from(["", "35.78", "35.78.03", OTHER]),
    lines=st.sampled_from(["", "B13", "B03; B13"]),
)


@given(st.lists(GIVEN, max_size=4), st.sampled_from(["B13", "B03"]))
def test_a_lead_is_just_what_the_suggestions_of_its_place_lack(given_services, line):
    table = services(**{f"Mitra{n}": service for n, service in enumerate(given_services)})
    both = [gap("digital", partners="; ".join(KINDS), code=code, line=line) for code in (HERE, OTHER)]
    leads = missing_partners(table, gaps(*both)).set_index("kind")["codes"]
    for row in both:
        found = suggest_partners(table, gaps(row), row["kelurahan_code"])
        missing = set(found.loc[~found["registered"].astype(bool), "kind"])
        assert missing == {kind for kind, codes in leads.items() if row["kelurahan_code"] in codes}
