"""What the ledger is told of a study: the order of the advice, the same for one kelurahan as for all."""

import pytest

from mapping.present.advised import advised_in, advised_of

DAY = "2026-11-23"


def test_lines_stand_in_the_order_of_the_advice(tiny_study) -> None:
    told = advised_in(tiny_study, DAY)
    advice = tiny_study.advice
    for code, rows in advice.groupby("kelurahan_code"):
        by_position = dict(zip(rows["position"], rows["line_id"], strict=False))
        assert told[code].lines == tuple(by_position[place] for place in ("1", "2", "3") if place in by_position)
        assert set(told[code].avoided) == set(rows.loc[rows["position"] == "avoid", "line_id"])
        assert (told[code].study_key, told[code].data_label, told[code].advised_on) == (
            tiny_study.manifest.get("key", ""),
            "data sintetis",
            DAY,
        )


def test_one_kelurahan_is_told_what_all_are(tiny_study) -> None:
    told = advised_in(tiny_study, DAY)
    for code in tiny_study.kelurahan.index:
        if code in told:
            assert advised_of(tiny_study, code, DAY) == told[code]
        else:
            assert advised_of(tiny_study, code, DAY).lines == ()


@pytest.mark.parametrize("region", ["surabaya"])
def test_stated_chances_are_those_of_the_public_table(demonstration, region) -> None:
    from mapping.present.plan import public_suitability

    study = demonstration(region)
    public = public_suitability(study)["p_carries"]
    told = advised_in(study, DAY)
    assert any(one.chances for one in told.values())
    for code, one in told.items():
        for line, chance in one.chances.items():
            assert public[code, line] == chance
