"""The tables of docs/architecture.md as schemas, held against the demonstration, the tiny region and real files."""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest

from mapping.advise.decide.record import TEXTS
from mapping.advise.suit.components import COMPONENTS
from mapping.intake.contracts import read_context_rules
from mapping.knowledge.catalog import SCORED_SECTORS, SECTORS, read_lexicon, read_lines, read_linkages, read_norms
from mapping.knowledge.sharing import OTHER, read_inputs
from mapping.measure.sectors import SHARES

REAL = Path(__file__).parents[2] / "shared" / "data"
PRODUCTS = ["", *read_lexicon()["product"]]
STAGES = ["hulu", "olahan", "siap-makan", "dagang", "jasa", ""]
LINE_IDS = list(read_lines().index)
NORMS = list(read_norms()["norms"])


def number(low=0.0, high=None, nullable=True):
    checks = ([pa.Check.ge(low)] if low is not None else []) + ([pa.Check.le(high)] if high is not None else [])
    return pa.Column(float, checks, nullable=nullable, coerce=False)


def is_text(values):
    return pd.Series([isinstance(value, str) for value in values], index=values.index, dtype=bool)


def text(*checks):
    return pa.Column(checks=[pa.Check(is_text), *checks])


CODE = pa.Index(checks=pa.Check(lambda s: s.map(type).eq(str)), unique=True, name="kelurahan_code")
KELURAHAN = pa.DataFrameSchema(
    {
        "name": text(pa.Check(lambda s: s != "")),
        "kind": text(pa.Check.isin(["desa", "kelurahan", ""])),
        "kecamatan": text(),
        "kabupaten": text(),
        "population": number(1),
        "households": number(1),
        "area_km2": number(0, 60_000, nullable=False),
    },
    index=CODE,
)
BUSINESSES = pa.DataFrameSchema(
    {
        "kelurahan_code": text(),
        "placed_by": text(pa.Check.isin(["code", "name", "point"])),
        "description": text(),
        "keyword": text(),
        "product": text(pa.Check.isin(PRODUCTS)),
        "kbli": text(pa.Check.str_matches(r"^(\d{2,5})?$")),
        "kbli_edition": text(pa.Check.isin(["2015", "2017", "2020", "2025"])),
        "sector": text(pa.Check.isin([*SECTORS, ""])),
        "stage": text(pa.Check.isin(STAGES)),
        "needs_confirmation": pa.Column(bool),
        "confidence": number(0, 1),
        "classified_by": text(pa.Check.isin(["lexicon", "code", "category", "learner", ""])),
        "candidates": text(),
        "workers": number(),
        "revenue_idr_month": number(),
        "input_spend_idr_month": number(),
        "started_year": number(1900, 2100),
        "surveyed_on": text(pa.Check.str_matches(r"^(\d{4}-\d\d-\d\d)?$")),
        "lon": number(94, 142),
        "lat": number(-12, 7),
        "row": pa.Column(int, pa.Check.ge(1)),
        "sampling_weight": pa.Column(float, pa.Check.gt(0), nullable=False),
        **{name: text() for name in ("input_name", "input_origin", "market", "permits", "constraint", "digital")},
    },
    checks=[
        pa.Check(lambda f: (f["confidence"].isna() == (f["classified_by"] == "")).all()),
        pa.Check(lambda f: ((f["sector"] == "") == (f["classified_by"] == "")).all()),
        pa.Check(lambda f: f.loc[f["classified_by"] == "learner", "needs_confirmation"].all()),
    ],
    index=pa.Index(unique=True, name="business_id"),
    strict=True,  # no owner, phone, NIK, e-mail or address column can ever ride along
)
SECTOR_INDICATORS = pa.DataFrameSchema(
    {
        "n": number(),
        "n_weighted": number(),
        "n_effective": number(),
        "n_kelurahan": number(nullable=False),
        "producers": number(),
        "workers": number(),
        "density_1000": number(),
        "density_km2": number(),
        "lq": number(),
        "lq_low": number(),
        "lq_high": number(),
        "lq_prob": number(0, 1),
        "expected": number(),
        "spend_idr_month": number(),
        "saving_idr_month": number(),
        "revenue_idr_month": number(),
        "diversity": number(0),
        "herfindahl": number(0, 1),
        "age_years": number(),
        **{share: number(0, 1) for share in SHARES},
        **{f"{share}_answers": number() for share in SHARES},
        **{f"{share}_strength": number(2) for share in SHARES},
        "input_dependence": number(0, 1),
        "buyer_dependence": number(0, 1),
    },
    index=pa.MultiIndex([pa.Index(name="kelurahan_code"), pa.Index(checks=pa.Check.isin(SECTORS), name="sector")]),
    unique_column_names=True,
)
SCORES = pa.DataFrameSchema(
    {
        "score": number(0, 100),
        "rank": number(1),
        "rank_low": number(1),
        "rank_high": number(1),
        "p_top3": number(0, 1),
        "p_best": number(0, 1),
        "known_weight": number(0, 1),
    },
    checks=[
        pa.Check(lambda f: (f["rank"].isna() | f["rank"].between(f["rank_low"], f["rank_high"])).all()),
        pa.Check(lambda f: (f["score"].isna() == f["rank"].isna()).all()),
    ],
    index=pa.MultiIndex(
        [pa.Index(name="kelurahan_code"), pa.Index(checks=pa.Check.isin(SCORED_SECTORS), name="sector")]
    ),
)
PLACES = pa.DataFrameSchema(
    {
        **{name: text() for name in ("kelurahan", "kecamatan", "kabupaten", "kelurahan_code", "name")},
        "n": pa.Column(int, pa.Check.ge(1)),
        "row": pa.Column(int, pa.Check.ge(1)),
        "position": pa.Column(int, pa.Check.in_range(1, 5)),
        "candidate_kecamatan": text(),
        "score": number(0, 100),
        "problem": text(pa.Check(lambda s: s != "")),
        "taken": pa.Column(bool),
        "pattern": text(),
    },
    strict=True,
)
ADVICE = pa.DataFrameSchema(
    {
        "kelurahan_code": text(),
        "position": text(pa.Check.isin(["1", "2", "3", "later", "avoid", "unknown"])),
        "line_id": text(pa.Check.isin(["", *LINE_IDS])),
        "score": number(0, 100),
        "p_best": number(0, 1),
        "p_top3": number(0, 1),
        "confidence": number(0, 100),
        "confident": pa.Column(bool),
        "capital_idr": number(),
        "break_even_units_month": number(),
        "unit": text(),
        "net_cash_idr_month": number(None),
        "instalment_idr_month": number(),
        "dscr": number(),
        "reason": text(pa.Check(lambda s: s.str.len() > 20)),
        "counter_argument": text(),
        "cancels_if": text(),
    }
)
GATES = [
    "",
    "outside",
    "land",
    "uncovered",
    "members_retail",
    "members",
    "spend",
    "withheld",
    "no_population",
    "people",
]
GATES += ["saturated", "capital", "loss", "repay"]
SUITABILITY = pa.DataFrameSchema(
    {
        **{name: number(0, 100) for name in COMPONENTS},
        **{name: number(0, 100) for name in ("confidence", "score")},
        **{name: number(0, 1) for name in ("p_best", "p_top3", "programme", "land_share", "p_carries", "size")},
        **{name: pa.Column(bool) for name in ("open", "warn", "candidate")},
        "closed_by": text(pa.Check.isin(GATES)),
        "gate": text(),
        "leader": text(pa.Check.isin(["", *LINE_IDS])),
        "product": text(),
        "nearest_kind": text(),
        "carries": text(pa.Check.isin(["yes", "no", "unknown"])),
        **{name: number() for name in ("buyers_reach", "big_buyers", "nearest_m", "links_here", "links_known")},
        **{name: number() for name in ("volume_month", "capital_idr", "missing_idr", "instalment_idr_month", "dscr")},
        "net_cash_idr_month": number(None),
    },
    checks=[
        pa.Check(lambda table: table["open"] == (table["closed_by"] == "")),
        pa.Check(lambda table: ~table["candidate"] | (table["open"] & (table["carries"] != "no"))),
        pa.Check(lambda table: table["p_best"].notna() == table["candidate"]),
    ],
    index=pa.MultiIndex([pa.Index(name="kelurahan_code"), pa.Index(name="line_id")]),
)
QUALITY = pa.DataFrameSchema(
    {
        "n": number(0, nullable=False),
        "expected": number(0),
        "coverage": number(0),
        "age_months": number(0),
        "classified_share": number(0, 1),
        "answered_share": number(0, 1),
        "grade": text(pa.Check.isin(["A", "B", "C", "D"])),
        "weakest": text(),
    },
    index=pa.Index(unique=True, name="kelurahan_code"),
    strict=True,
)
NEXT_SURVEY = pa.DataFrameSchema(
    {
        "kelurahan_code": text(),
        "place": pa.Column(int, unique=True),
        "chance_of_change": number(0, 1, nullable=False),
        "n": number(0, nullable=False),
        "wanted": number(0, nullable=False),
        "why": text(pa.Check(lambda s: s.str.len() > 10)),
    },
    strict=True,
)
CONTEXT = pa.DataFrameSchema(
    {
        "kelurahan_code": text(),
        "item": text(),
        "value": number(0, nullable=False),
        "text": text(),
        "unit": text(),
        "date": text(),
        "file": text(),
        "row": pa.Column(int, pa.Check.ge(0)),
    },
    strict=True,
)
SPOT = pa.MultiIndex([pa.Index(name="kelurahan_code"), pa.Index(checks=pa.Check.isin(SCORED_SECTORS), name="sector")])
CLUSTERS = pa.DataFrameSchema(
    {
        "value": number(None),
        "neighbours": pa.Column(int, pa.Check.ge(0)),
        "lag": number(None),
        "moran": number(None),
        "moran_p": number(0, 1),
        "moran_kind": text(pa.Check.isin(["HH", "LL", "HL", "LH", ""])),
        "moran_firm": pa.Column(bool),
        "gi": number(None),
        "gi_p": number(0, 1),
        "gi_firm": pa.Column(bool),
    },
    checks=[
        pa.Check(lambda f: (f["moran_p"].isna() == (f["value"].isna() | (f["neighbours"] == 0))).all()),
        pa.Check(
            lambda f: f.loc[f["moran_firm"], "moran_p"].notna().all() and f.loc[f["gi_firm"], "gi_p"].notna().all()
        ),
    ],
    index=SPOT,
    strict=True,
)
CLUSTERING = pa.DataFrameSchema(
    {
        "moran_i": number(None),
        "expected_i": number(-1, 0),
        "p": number(0, 1),
        "n": number(0, nullable=False),
        "reason": text(),
    },
    checks=[pa.Check(lambda f: (f["moran_i"].isna() == (f["reason"] != "")).all())],
    index=pa.Index(checks=pa.Check.isin(SCORED_SECTORS), unique=True, name="sector"),
    strict=True,
)
SATURATION = pa.DataFrameSchema(
    {
        "outlets": number(),
        "rows": number(0),
        "residents_per_outlet": number(1, nullable=False),
        "wanted": number(),
        **{name: number() for name in ("saturation", "low", "high")},
    },
    checks=[
        pa.Check(lambda f: (f["saturation"].isna() == (f["outlets"].isna() | f["wanted"].isna())).all()),
        pa.Check(lambda f: (f["saturation"].isna() | f["saturation"].between(f["low"], f["high"])).all()),
    ],
    index=pa.MultiIndex([pa.Index(name="kelurahan_code"), pa.Index(checks=pa.Check.isin(NORMS), name="norm")]),
    strict=True,
)
PEERS = pa.DataFrameSchema(
    {
        "kelurahan_code": text(),
        "position": pa.Column(int, pa.Check.ge(1)),
        "peer_code": text(),
        "distance": number(0, 2**0.5 + 1e-9, nullable=False),
    },
    checks=[pa.Check(lambda f: (f["kelurahan_code"] != f["peer_code"]).all())],
    unique=["kelurahan_code", "position"],
    strict=True,
)
TYPOLOGY = pa.DataFrameSchema(
    {"type": pa.Column(int, pa.Check.ge(1)), "name": text(pa.Check(lambda s: s != "")), "typicality": number(0, 1)},
    checks=[pa.Check(lambda f: (f.groupby("type")["name"].nunique() == 1).all())],
    index=CODE,
    strict=True,
)
TYPES = pa.DataFrameSchema(
    {
        "name": pa.Column(unique=True),
        "n": pa.Column(int, pa.Check.ge(1)),
        "traits": text(pa.Check(lambda s: s.str.len() > 10)),
        "silhouette": number(-1, 1),
    },
    index=pa.Index(int, pa.Check.ge(1), unique=True, name="type"),
    strict=True,
)
GAPS = pa.DataFrameSchema(
    {
        "kelurahan_code": text(),
        "product": text(pa.Check(lambda s: s != "")),
        "n": number(nullable=False),
        "expected": number(nullable=False),
        "ratio": number(nullable=False),
        "p_below": number(0, 1, nullable=False),
        "p_above": number(0, 1, nullable=False),
        "agreeing": number(0, 1, nullable=False),
        "kind": text(pa.Check.isin(["kurang", "lebih"])),
    },
    unique=["kelurahan_code", "product"],
    strict=True,
)
CHAINS = pa.DataFrameSchema(
    {
        "kelurahan_code": text(),
        "chain": text(pa.Check.isin(read_linkages()["chain"])),
        "step": pa.Column(int, pa.Check.ge(1)),
        "product": text(pa.Check.isin(PRODUCTS)),
        "n": number(),
        "n_near": number(),
        "state": text(pa.Check.isin(["ada", "dekat", "tidak ada", "belum diketahui"])),
    },
    checks=[pa.Check(lambda f: ((f["n"] >= 1) == (f["state"] == "ada")).all())],
    unique=["kelurahan_code", "chain", "product"],
    strict=True,
)
POINTS = pa.DataFrameSchema(
    {
        "kind": text(pa.Check.isin(read_context_rules()["points"])),
        "lon": number(None, nullable=False),
        "lat": number(None, nullable=False),
        "capacity": number(),
        "file": text(),
        "row": pa.Column(int),
    },
    strict=True,
)
BUYERS = pa.DataFrameSchema(
    {
        "kelurahan_code": text(),
        "line_id": text(),
        "kind": text(pa.Check.isin(["survey", *read_context_rules()["points"]])),
        "product": text(pa.Check.isin([*PRODUCTS, ""])),
        "n": number(nullable=False),
        "rows": number(),
        "capacity": number(),
        "nearest_m": number(),
        "within_m": number(nullable=False),
    },
    checks=[
        pa.Check(lambda f: (f["rows"].isna() == (f["kind"] != "survey")).all()),
        pa.Check(lambda f: (f["nearest_m"].isna() == ((f["kind"] == "survey") & (f["n"] == 0))).all()),
        pa.Check(lambda f: ((f["nearest_m"] <= f["within_m"] * (1 + 1e-9)) | (f["n"] == 0)).all()),
        pa.Check(lambda f: (((f["product"] == "") == (f["n"] == 0)) | (f["kind"] != "survey")).all()),
    ],
    unique=["kelurahan_code", "line_id", "kind", "product"],
    strict=True,
)
DIVISION = pa.DataFrameSchema(
    {
        "line_id": text(),
        "group": text(),
        "kelurahan_code": text(),
        "role": text(pa.Check.isin(["lead", "supply", "out"])),
        "demand_month": number(),
        "demand_low": number(),
        "demand_high": number(),
        "taken_month": number(),
        "left_month": number(),
        "unit": text(),
        "reason": text(pa.Check.str_length(min_value=20)),
    },
    checks=[
        pa.Check(lambda f: ((f["role"] == "lead").groupby(f["group"]).sum() == 1).all()),
        pa.Check(lambda f: (f.groupby("group").size() > 1).all()),
    ],
    # A kelurahan has one role: it comes with one line.
    unique=["kelurahan_code"],
    strict=True,
)
INPUT = text(pa.Check.isin([*read_inputs(), OTHER]))
SAVING = {name: number() for name in ("spend_idr_month", "saving_low_idr_month", "saving_high_idr_month")}
PURCHASING = pa.DataFrameSchema(
    {
        "kelurahan_code": text(),
        "input": INPUT,
        "rows": number(1, nullable=False),
        "assumed": number(nullable=False),
        "answered": number(nullable=False),
        "members": pa.Column(float, pa.Check.gt(0)),
        **SAVING,
        "together": pa.Column(bool),
        "enough": pa.Column(bool),
        "group": text(),
        "near": number(nullable=False),
    },
    checks=[
        pa.Check(lambda f: (f["spend_idr_month"].isna() == (f["answered"] == 0)).all()),
        pa.Check(lambda f: (f[["assumed", "answered"]].max(axis=1) <= f["rows"]).all()),
        pa.Check(lambda f: (f["together"] | ~f["enough"]).all()),
        pa.Check(lambda f: (~f["enough"] | (f["group"] == f["kelurahan_code"])).all()),
    ],
    unique=["kelurahan_code", "input"],
    strict=True,
)
PURCHASE_GROUPS = pa.DataFrameSchema(
    {
        "input": INPUT,
        "group": text(),
        "kelurahan": pa.Column(int, pa.Check.ge(1)),
        "rows": number(1, nullable=False),
        "assumed": number(nullable=False),
        "answered": number(1, nullable=False),
        "members": number(nullable=False),
        **SAVING,
        "lead_enough": pa.Column(bool),
        "farthest_km": number(nullable=False),
        "small_cells": number(nullable=False),
        "small_rows": number(nullable=False),
    },
    unique=["input", "group"],
    strict=True,
)
FACILITIES = pa.DataFrameSchema(
    {
        "line_id": text(),
        "site": text(),
        "kelurahan_code": text(),
        "rows": number(1, nullable=False),
        "users": number(nullable=False),
        "load_month": number(),
        "distance_km": number(),
    },
    checks=[pa.Check(lambda f: (f["distance_km"].isna() == (f["site"] == "")).all())],
    unique=["line_id", "site", "kelurahan_code"],
    strict=True,
)
FACILITY_SITES = pa.DataFrameSchema(
    {
        "line_id": text(),
        "site": text(),
        "state": text(pa.Check.isin(["open", "short"])),
        "kelurahan": pa.Column(int, pa.Check.ge(1)),
        **{name: number(nullable=False) for name in ("rows", "users", "load_month", "load_low_month")},
        **{name: number(nullable=False) for name in ("load_high_month", "least_month", "capacity_month")},
        "unit": text(),
        "mean_km": number(nullable=False),
        "longest_km": number(nullable=False),
        "gap": number(0, 1, nullable=False),
        "small_cells": number(nullable=False),
        "small_rows": number(nullable=False),
    },
    checks=[
        pa.Check(lambda f: (f["load_low_month"] <= f["load_month"] * (1 + 1e-9)).all()),
        pa.Check(lambda f: (f["load_month"] <= f["load_high_month"] * (1 + 1e-9)).all()),
        pa.Check(lambda f: ((f["state"] == "short") | (f["load_month"] >= f["least_month"] * (1 - 1e-4))).all()),
        pa.Check(lambda f: (f["load_month"] <= f["capacity_month"] * (1 + 1e-4)).all()),
    ],
    unique=["line_id", "site"],
    strict=True,
)
DECISIONS = pa.DataFrameSchema(
    {
        **{name: text() for name in TEXTS},
        "present": number(1),
        "papers": number(0),
        "agreement": number(0, 1),
        "advice_score": number(0, 100),
        "advice_dscr": number(None),
    },
    unique=["kelurahan_code", "decided_on", "meeting", "line_id", "reasons"],
    strict=True,
)
WAVES = pa.DataFrameSchema(
    {
        "n_before": number(nullable=False),
        "n_now": number(nullable=False),
        **{name: number(None, nullable=False) for name in ("change", "region_part", "mix_part", "local_part")},
        "dynamic_lq": number(),
        "survival": number(),
        "rows_before": number(nullable=False),
        "rows_now": number(nullable=False),
        "local_firm": pa.Column(bool),
    },
    checks=[
        pa.Check(lambda f: (f["n_now"] - f["n_before"] - f["change"]).abs().lt(1e-6).all()),
        pa.Check(lambda f: (f["region_part"] + f["mix_part"] + f["local_part"] - f["change"]).abs().lt(1e-6).all()),
    ],
    index=pa.MultiIndex([pa.Index(name="kelurahan_code"), pa.Index(checks=pa.Check.isin(SECTORS), name="sector")]),
    strict=True,
)
RELATEDNESS = pa.DataFrameSchema(
    {"density": number(0, 1 + 1e-9), "lq_prob": number(0, 1, nullable=False)},
    index=pa.MultiIndex([pa.Index(name="kelurahan_code"), pa.Index(name="product")]),
    strict=True,
)
BACKTEST = pa.DataFrameSchema(
    {
        "score": text(pa.Check.isin(["relatedness", "complexity", "sector_score", "lq", "popularity"])),
        "target": text(pa.Check.isin(["new", "grown"])),
        "n": pa.Column(int, pa.Check.ge(1)),
        "positives": pa.Column(int, pa.Check.ge(1)),
        "average_precision": number(0, 1, nullable=False),
        "baseline": text(pa.Check.isin(["lq", "popularity"])),
        "baseline_precision": number(0, 1, nullable=False),
        "hit3": number(0, 1),
        "baseline_hit3": number(0, 1),
        "better": pa.Column(bool),
        "p_better": number(0, 1, nullable=False),
    },
    checks=[pa.Check(lambda f: (f["score"] != f["baseline"]).all())],
    strict=True,
)
TOPOLOGY = pa.DataFrameSchema(
    {
        "kind": text(),
        "n": pa.Column(int, pa.Check.ge(0)),
        "area_km2": number(),
        "codes": text(),
        "what": text(),
        "done": text(),
        "level": text(pa.Check.isin(["", "info", "repair", "warn"])),
    },
    strict=True,
)


@pytest.fixture(params=["surabaya", "batang", "pesawaran"])
def study(request, demonstration):
    if request.param != "pesawaran":
        return demonstration(request.param)
    boundary, survey = REAL / "boundaries/big_pesawaran_desa.geojson", REAL / "survey/umkm_pesawaran_452.csv"
    if not survey.exists():
        pytest.skip("real files are not beside this checkout")
    from mapping.settings import Settings, SourceFile, Sources
    from mapping.study import build_study

    return build_study(Settings(), Sources(*(SourceFile(path.name, path.read_bytes()) for path in (boundary, survey))))


def check(study):
    for schema, table in (
        (KELURAHAN, study.kelurahan.drop(columns="geometry")),
        (BUSINESSES, study.businesses),
        (SECTOR_INDICATORS, study.indicators),
        (SCORES, study.scores),
        (ADVICE, study.advice),
        (SUITABILITY, study.suitability),
        (PLACES, study.places),
        (QUALITY, study.quality),
        (NEXT_SURVEY, study.next_survey),
        (CONTEXT, study.context),
        (TOPOLOGY, study.topology),
        (BUSINESSES, study.earlier),
        (WAVES, study.waves),
        (PEERS, study.peers),
        (TYPOLOGY, study.typology),
        (TYPES, study.types),
        (GAPS, study.gaps),
        (CHAINS, study.chains),
        (POINTS, study.points),
        (BUYERS, study.buyers),
        (DECISIONS, study.decisions),
        (BUYERS, study.suppliers),
        (DIVISION, study.division),
        (PURCHASING, study.purchasing),
        (PURCHASE_GROUPS, study.purchase_groups),
        (FACILITIES, study.facilities),
        (FACILITY_SITES, study.facility_sites),
        (RELATEDNESS, study.relatedness),
        (BACKTEST, study.backtest),
        (CLUSTERS, study.clusters),
        (CLUSTERING, study.clustering),
        (SATURATION, study.saturation),
    ):
        schema.validate(pd.DataFrame(table), lazy=True)


def test_every_table_keeps_its_contract(study):
    check(study)


def test_the_tiny_region_of_the_tests_keeps_it_too(tiny_study):
    check(tiny_study)


def test_tables_hang_together(study):
    codes = set(study.kelurahan.index)
    assert set(study.businesses["kelurahan_code"]) <= codes
    assert set(study.places["kelurahan_code"]) <= codes | {""}
    assert set(study.indicators.index.get_level_values("kelurahan_code")) == codes
    assert len(study.indicators) == len(codes) * len(SECTORS)
    assert len(study.line_indicators) == len(codes) * len(LINE_IDS)
    assert set(study.advice["kelurahan_code"]) == codes
    assert study.suitability.index.equals(study.line_indicators.sort_index().index)
    total = study.contributions.sum(axis=1, min_count=1)
    pd.testing.assert_series_equal(total, study.scores["score"], check_names=False)
    placed = study.indicators["n_kelurahan"].groupby(level="kelurahan_code").first().sum()
    assert placed == len(study.businesses)
    assert study.kelurahan.crs.to_epsg() == 4326
    assert not study.kelurahan.geometry.has_z.any()
    assert study.kelurahan.geometry.is_valid.all()
