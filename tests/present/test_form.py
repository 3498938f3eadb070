"""The survey form: valid where forms are filled in, asks about no person, and its exports load without a mapping."""

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from mapping.intake.tables.survey import read_survey
from mapping.present.form import NAME, read_form, write_form
from mapping.settings import Settings

RAW = Path(__file__).parents[2] / "data" / "raw"
FORM = read_form()
QUESTIONS = [q for q in FORM["question"] if "name" in q]
ASKED = [q for q in QUESTIONS if q["type"] not in ("note", "begin_group", "calculate")]
RESERVED = {"instance", "meta", "instanceid", "name", "index", "parent", "uuid", "start", "end", "version", "status"}

ANSWERS = [
    {
        "tanggal_survei": "2026-11-03",
        "kecamatan": "Timur",
        "kelurahan": "Masin",
        "gps": "-7.005 110.415 12.5 4.0",
        "nama_usaha": "Kripik Dua Putri",
        "peran": "produksi",
        "produk_utama": "keripik singkong",
        "tahun_mulai": "2015",
        "jumlah_pekerja": "3",
        "omzet_per_bulan": "4500000",
        "bahan_utama": "singkong",
        "asal_bahan": "sekitar",
        "belanja_bahan_per_bulan": "1500000",
        "pasar": "lokal daring",
        "izin": "punya_nib punya_pirt",
        "sarana_digital": "pakai_qris pakai_medsos",
        "kendala_utama": "modal",
    },
    {
        "tanggal_survei": "2026-11-04",
        "kecamatan": "Barat",
        "kelurahan": "Silurah",
        "gps": "",
        "nama_usaha": "",
        "peran": "jasa",
        "produk_utama": "servis motor",
        "tahun_mulai": "",
        "jumlah_pekerja": "1",
        "omzet_per_bulan": "",
        "bahan_utama": "",
        "asal_bahan": "",
        "belanja_bahan_per_bulan": "",
        "pasar": "",
        "izin": "belum",
        "sarana_digital": "belum_pakai",
        "kendala_utama": "",
    },
]


def groups() -> dict[str, str]:
    """Question -> group in which it stands."""
    inside, found = "", {}
    for question in FORM["question"]:
        if question["type"] == "begin_group":
            inside = question["name"]
        elif question["type"] == "end_group":
            inside = ""
        else:
            found[question["name"]] = inside
    return found


def options(question: dict) -> list[list[str]]:
    kind, _, choices = question["type"].partition(" ")
    return FORM["choices"][choices] if kind.startswith("select") else []


def export(sign: str, labels: bool, split: bool, gps: str) -> list[list[str]]:
    """Head and rows as a server gives them: ``sign`` between group and question (``""``: no groups)."""
    where = groups()
    labelled = {q["name"]: q["label"] for q in FORM["question"] if "label" in q}
    heads: list[str] = []
    rows: list[list[str]] = [[] for _ in ANSWERS]

    def add(head: str, group: str, cells: list[str]) -> None:
        shown = (labelled[group] if labels else group) if group else ""
        heads.append(f"{shown}{sign}{head}" if sign and group else head)
        for row, cell in zip(rows, cells, strict=True):
            row.append(cell)

    for question in QUESTIONS:
        name, of = question["name"], dict(options(question))
        if question["type"] in ("note", "begin_group"):
            continue
        if question["type"] == "calculate":
            add(name, where[name], [f"{a['peran']} {a['produk_utama']}" for a in ANSWERS])
            continue
        cells = [answer[name] for answer in ANSWERS]
        said = [" ".join(of.get(word, word) for word in cell.split()) if labels and of else cell for cell in cells]
        head = question["label"] if labels else name
        if name != "gps":
            add(head, where[name], said)
            if split and question["type"].startswith("select_multiple"):
                for word, label in of.items():
                    ticked = [str(int(word in cell.split())) if cell else "" for cell in cells]
                    add(f"{head}/{label if labels else word}", where[name], ticked)
            continue
        parts = [(cell.split() + [""] * 4)[:4] for cell in cells]
        if gps == "kobo":
            add(head, where[name], cells)
            for at, part in enumerate(("latitude", "longitude", "altitude", "precision")):
                add(f"_{head}_{part}", "", [row[at] for row in parts])
        else:
            for at, part in enumerate(("Latitude", "Longitude", "Altitude", "Accuracy")):
                add(f"gps-{part}", where[name], [row[at] for row in parts])
    return [heads, *rows]


def kobo(sign: str = "", labels: bool = False) -> list[list[str]]:
    table = export(sign, labels, split=True, gps="kobo")
    own = {
        "_id": ["101", "102"],
        "_uuid": ["a-1", "a-2"],
        "_submission_time": ["2026-11-05 08:00:00", "2026-11-05 08:01:00"],
        "_validation_status": ["", ""],
        "_notes": ["", ""],
        "_status": ["submitted_via_web"] * 2,
        "_submitted_by": ["", ""],
        "__version__": ["vX", "vX"],
        "_tags": ["", ""],
        "_index": ["1", "2"],
    }
    return [[*table[0], *own], *([*row, *(c[i] for c in own.values())] for i, row in enumerate(table[1:]))]


def odk(sign: str = "-") -> list[list[str]]:
    table = export(sign, labels=False, split=False, gps="odk")
    own = {
        "meta-instanceID": ["uuid:1", "uuid:2"],
        "KEY": ["uuid:1", "uuid:2"],
        "SubmitterID": ["7", "7"],
        "SubmitterName": ["petugas lapangan"] * 2,
        "AttachmentsPresent": ["0", "0"],
        "Status": ["", ""],
        "ReviewState": ["", ""],
        "DeviceID": ["", ""],
        "Edits": ["0", "0"],
        "FormVersion": ["1", "1"],
    }
    dated = [["SubmissionDate", *table[0]], *([f"2026-11-05T0{i}:00:00.000Z", *r] for i, r in enumerate(table[1:]))]
    return [[*dated[0], *own], *([*row, *(c[i] for c in own.values())] for i, row in enumerate(dated[1:]))]


def as_csv(table: list[list[str]], separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(table)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: list[list[str]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": True}) as book:
        sheet = book.add_worksheet("Survei usaha kelurahan desa")
        for at, row in enumerate(table):
            sheet.write_row(at, 0, row)
    return target.getvalue()


EXPORTS = {
    "kobo-names.csv": as_csv(kobo(), ";"),
    "kobo-names-groups.csv": as_csv(kobo("/"), ";"),
    "kobo-labels.csv": as_csv(kobo(labels=True), ";"),
    "kobo-labels-groups.csv": as_csv(kobo("/", labels=True), ";"),
    "kobo-names.xlsx": as_xlsx(kobo()),
    "kobo-labels.xlsx": as_xlsx(kobo(labels=True)),
    "kobo-labels-groups.xlsx": as_xlsx(kobo("/", labels=True)),
    "odk.csv": as_csv(odk()),
    "odk-without-groups.csv": as_csv(odk("")),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_loads_with_no_mapping_at_all(name):
    survey, issues, rejects = read_survey(EXPORTS[name], name, Settings())
    assert rejects.empty
    assert set(issues["level"]) <= {"info"}, issues[["level", "kind", "column", "what"]].to_string()
    first, second = survey.iloc[0], survey.iloc[1]
    assert (first["kecamatan"], first["kelurahan"], first["surveyed_on"]) == ("Timur", "Masin", "2026-11-03")
    assert (first["product"], first["business_name"]) == ("produksi keripik singkong", "Kripik Dua Putri")
    assert (first["lat"], first["lon"]) == (-7.005, 110.415)
    assert (first["workers"], first["started_year"]) == (3, 2015)
    assert (first["revenue_idr_month"], first["input_spend_idr_month"]) == (4_500_000, 1_500_000)
    assert first["input_name"] == "singkong"
    assert first["input_origin"] in ("sekitar", "Dari kelurahan/desa ini")
    assert "daring" in first["market"].lower()
    assert "nib" in first["permits"].lower()
    assert first["constraint"].lower() == "modal"
    assert "qris" in first["digital"]
    assert "belum" in second["digital"]
    assert (second["product"], second["kelurahan"]) == ("jasa servis motor", "Silurah")
    assert second[["lat", "revenue_idr_month", "input_spend_idr_month", "started_year"]].isna().all()
    assert second["market"] == second["constraint"] == second["input_name"] == ""


def test_the_form_on_disk_is_what_the_generator_writes():
    assert (RAW / NAME).read_bytes() == write_form(), "run: python -m mapping form"


def test_nothing_in_the_bytes_tells_when_they_were_written():
    with zipfile.ZipFile(io.BytesIO(write_form())) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_odk_and_kobo_accept_the_form(tmp_path):
    from pyxform.xls2xform import convert

    path = tmp_path / NAME
    path.write_bytes(write_form())
    result = convert(path, validate=False)
    assert result.warnings == []
    root = ElementTree.fromstring(result.xform)
    bound = [bind.get("nodeset") for bind in root.iter("{http://www.w3.org/2002/xforms}bind")]
    for question in ASKED:
        assert any(path.endswith(f"/{question['name']}") for path in bound), question["name"]


def test_the_sheets_say_what_the_file_of_knowledge_says():
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_form()))
    assert book.sheet_names == ["survey", "choices", "settings"]
    head, *rows = book.get_sheet_by_name("survey").to_python()
    assert [row[head.index("type")] for row in rows] == [q["type"] for q in FORM["question"]]
    head, *rows = book.get_sheet_by_name("choices").to_python()
    assert {row[0] for row in rows} == set(FORM["choices"])


def test_names_are_unique_valid_and_not_reserved():
    names = [q["name"] for q in QUESTIONS]
    assert len(names) == len(set(names))
    for name in names:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert name not in RESERVED
    for choices in FORM["choices"].values():
        words = [word for word, _ in choices]
        assert len(words) == len(set(words))
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", word) for word in words)


def test_choice_lists_exist_groups_close_and_references_stand_before_their_use():
    used = {q["type"].partition(" ")[2] for q in QUESTIONS if q["type"].startswith("select")}
    assert used == set(FORM["choices"])
    depth, seen = 0, set()
    for question in FORM["question"]:
        depth += {"begin_group": 1, "end_group": -1}.get(question["type"], 0)
        assert depth in (0, 1)
        for key in ("relevant", "constraint", "calculation"):
            assert set(re.findall(r"\$\{(\w+)\}", question.get(key, ""))) <= seen
        assert ("constraint" in question) == ("message" in question)
        seen.add(question.get("name", ""))
    assert depth == 0


def test_the_form_asks_about_the_business_and_no_person():
    import lokal

    from mapping.intake.privacy import is_personal_header

    for question in ASKED:
        for head in (question["name"], question["label"]):
            assert not is_personal_header(head), head
            assert lokal.field_type(head) in (None, "FINANCIAL", "GEO"), head
    words = " ".join(question["name"] for question in ASKED)
    assert not re.search(r"nik|ktp|pemilik|telepon|telp|hp|alamat|lahir|foto|email", words)


def test_every_question_is_a_column_of_ours_or_makes_one():
    from mapping.intake.tables.columns import recognise_header

    for question in ASKED:
        if question["name"] == "peran":
            continue
        ours = recognise_header(question["name"], "survey")
        assert ours and recognise_header(question["label"], "survey")[0] == ours[0], question["name"]
    others = [q[key] for q in QUESTIONS if q["type"] == "begin_group" for key in ("name", "label")]
    split = [q for q in QUESTIONS if q["type"].startswith("select_multiple")]
    others += [text for question in split for choice in options(question) for text in choice]
    known = [word for word in others if recognise_header(word, "survey") and word != "NIB"]
    assert known == []
    assert "${peran}" in next(q for q in QUESTIONS if q["name"] == "produk")["calculation"]


@pytest.mark.parametrize("name", ["kobo-labels-groups.xlsx", "odk.csv"])
def test_an_export_travels_the_whole_intake(name):
    import geopandas as gpd
    from shapely.geometry import box

    from mapping.intake.businesses import read_businesses

    places = {"33.25.02.2002": ("Masin", "Timur", 110.41), "33.25.01.2001": ("Silurah", "Barat", 110.40)}
    table = {
        "name": [name for name, _, _ in places.values()],
        "kind": "desa",
        "kecamatan": [kecamatan for _, kecamatan, _ in places.values()],
        "kabupaten": "Batang",
        "population": float("nan"),
        "households": float("nan"),
        "area_km2": 2.4,
    }
    outlines = [box(west, -7.02, west + 0.01, -7.0) for _, _, west in places.values()]
    index = pd.Index(list(places), name="kelurahan_code")
    kelurahan = gpd.GeoDataFrame(table, geometry=outlines, index=index, crs="EPSG:4326")
    businesses, _, rejects, *_ = read_businesses(EXPORTS[name], name, kelurahan, Settings())
    assert rejects.empty
    assert businesses["kelurahan_code"].tolist() == list(places)
    assert businesses[["sector", "stage"]].values.tolist() == [["food", "olahan"], ["services", "jasa"]]
    assert businesses["product"].iloc[0] == "keripik dan kerupuk"
