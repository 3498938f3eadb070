"""Which fields of the data files are translated: every path leads to texts, and none to what is compared."""

from __future__ import annotations

import tomllib

import pandas as pd
import pytest

from mapping.knowledge import texts
from mapping.knowledge.catalog import read_lexicon, read_line_columns, read_sectors
from mapping.knowledge.line_checks import column_labels
from mapping.knowledge.sharing import facilities_in_force
from mapping.language import speaking

PATHS = [(file, path) for kind in ("paths", "shown") for file, told in texts.text_fields(kind).items() for path in told]


@pytest.mark.parametrize(("file", "path"), PATHS, ids=lambda part: part if isinstance(part, str) else ".".join(part))
def test_every_path_leads_to_texts(file, path):
    if file.endswith(".csv"):
        told = pd.read_csv(texts.HERE / file, sep=";", dtype=str, keep_default_na=False).to_dict("records")
    else:
        told = tomllib.loads((texts.HERE / file).read_text(encoding="utf-8"))
    assert texts._texts_at(told, [path], None)


def test_keys_and_parts_of_a_cell_are_found():
    told = {"steps": {"sama": 1, "lebih": 3}}
    assert texts._texts_at(told, [["steps", "@"]], None) == ["sama", "lebih"]
    assert texts._texts_at([{"izin": "NIB; SLHS; "}], [["izin"]], ";") == ["NIB", "SLHS"]


def test_what_is_only_shown_stays_as_it_is_when_loaded():
    ours = read_lexicon()["product"].tolist()
    with speaking("en"):
        assert read_lexicon()["product"].tolist() == ours
        assert texts.read_toml_texts("assumptions.toml")["loan"]["rate_year"]["unit"] == "bagian"
        assert texts.read_toml_texts("decide.toml")["steps"].keys() == {"jauh lebih penting", "lebih penting", "sama"}


def test_keys_never_change():
    """Loaders give labels in a language; what code looks up by is the same in each."""
    ours, columns = read_sectors(), read_line_columns()
    with speaking("en"):
        theirs, said = read_sectors(), read_line_columns()
        assert column_labels()["staff_low"] == "Workers of the cooperative, at least"
    assert ours["stages"].keys() == theirs["stages"].keys()
    assert [sector["groups"] for sector in ours["sectors"].values()] == [
        sector["groups"] for sector in theirs["sectors"].values()
    ]
    for name, choice in columns["choices"].items():
        assert choice["options"].keys() == said["choices"][name]["options"].keys()


def test_the_same_equipment_is_shared_in_every_language():
    """Shared equipment is told by a word in the role of a line, which is translated."""
    ours = facilities_in_force()
    with speaking("en"):
        theirs = facilities_in_force()
    assert ours.index.tolist() == theirs.index.tolist()
    told = ["label", "unit"]
    pd.testing.assert_frame_equal(ours.drop(columns=told), theirs.drop(columns=told))


def test_labels_that_must_tell_things_apart_do():
    """Permits with one name would fall together, types with one name become one type, roles are split at commas."""
    with speaking("en"):
        permits, kinds = texts.read_toml_texts("permits.toml"), texts.read_toml_texts("kinship.toml")["kinds"]
        roles = texts.read_toml_texts("roles.toml")["roles"]
    for part in ("general", "permits"):
        names = [permit["name"] for permit in permits[part]]
        assert len(set(names)) == len(names)
    for word in ("first", "then"):
        assert len({kind[word] for kind in kinds.values()}) == len(kinds)
    labels = [role[key] for role in roles.values() for key in ("label", "label_kelurahan") if key in role]
    assert len(set(labels)) == len(labels)
    assert not [label for label in labels if ", " in label]
