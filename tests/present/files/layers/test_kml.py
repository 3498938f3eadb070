"""KML 2.2: the standard's schema, colours that let the ground through, and texts that stay texts."""

import re
from importlib.resources import files

import pytest
from lxml import etree

from mapping.present.files.edition import Edition
from mapping.present.files.layers.kml import kml_bytes
from mapping.present.mapdata import COLOURS

NAMES = {"k": "http://www.opengis.net/kml/2.2"}


@pytest.fixture(scope="module")
def schema():
    """The schema of the OGC, as pykml ships it; the one of postal addresses, which it names at another address and
    which we do not use, is left out.
    """
    folder = files("pykml") / "schemas"
    text = (folder / "ogckml22.xsd").read_text(encoding="utf-8")
    text = re.sub(r'schemaLocation="[^"]*/atom-author-link\.xsd"', 'schemaLocation="atom-author-link.xsd"', text)
    text = re.sub(r'schemaLocation="[^"]*/xAL\.xsd"', 'schemaLocation="xAL.xsd"', text)
    root = etree.fromstring(text.encode(), base_url=str(folder / "ogckml22.xsd"))
    return etree.XMLSchema(etree.ElementTree(root))


@pytest.mark.parametrize("study", ["tiny_study", "nasty_study"])
def test_it_meets_the_schema_of_the_standard(request, schema, study):
    schema.assertValid(etree.fromstring(kml_bytes(Edition(request.getfixturevalue(study)))))


def test_the_schema_finds_a_fault(tiny_study, schema):
    wrong = kml_bytes(Edition(tiny_study)).replace(b"<styleUrl>", b"<styleurl>").replace(b"</styleUrl>", b"</styleurl>")
    assert not schema.validate(etree.fromstring(wrong))


@pytest.mark.parametrize("region", ["batang", "surabaya"])
def test_whole_regions_meet_it_in_folders_by_kecamatan(demonstration, schema, region):
    study = demonstration(region)
    root = etree.fromstring(kml_bytes(Edition(study)))
    schema.assertValid(root)
    folders = root.findall(".//k:Folder", NAMES)
    assert sorted(f.findtext("k:name", namespaces=NAMES) for f in folders) == sorted(
        study.kelurahan["kecamatan"].unique()
    )
    assert len(root.findall(".//k:Placemark", NAMES)) == len(study.kelurahan)


def test_colours_are_the_apps_and_let_the_ground_through(tiny_study):
    root = etree.fromstring(kml_bytes(Edition(tiny_study)))
    fills = [one.text for one in root.findall(".//k:PolyStyle/k:color", NAMES)]
    assert ["#" + fill[6:8] + fill[4:6] + fill[2:4] for fill in fills[:5]] == list(COLOURS)
    assert all(int(fill[:2], 16) < 0.75 * 255 for fill in fills)
    styles = {style.get("id") for style in root.findall(".//k:Style", NAMES)}
    used = {one.text.removeprefix("#") for one in root.findall(".//k:styleUrl", NAMES)}
    assert used <= styles
    placemark = {
        mark.findtext("k:name", namespaces=NAMES): mark.findtext("k:styleUrl", namespaces=NAMES)
        for mark in root.findall(".//k:Placemark", NAMES)
    }
    assert placemark["Tembok Dukuh"] == "#k6"
    assert placemark["Gundih"] == "#k5", "two businesses: hidden"


def test_what_was_typed_is_text_in_the_balloon(nasty_study):
    content = kml_bytes(Edition(nasty_study)).decode()
    root = etree.fromstring(content.encode())
    assert "<b>&amp;</b> ]]>" in {m.findtext("k:name", namespaces=NAMES) for m in root.findall(".//k:Placemark", NAMES)}
    for balloon in root.findall(".//k:Placemark/k:description", NAMES):
        parsed = etree.HTML(balloon.text)
        assert parsed.find(".//b") is None
        assert parsed.find(".//td") is not None


def test_unknown_is_said_in_the_balloon_and_no_zero_stands_for_it(tiny_study):
    root = etree.fromstring(kml_bytes(Edition(tiny_study)))
    told = {m.findtext("k:name", namespaces=NAMES): m for m in root.findall(".//k:Placemark", NAMES)}
    unsurveyed = told["Tembok Dukuh"]
    assert "belum cukup data" in unsurveyed.findtext("k:description", namespaces=NAMES)
    assert unsurveyed.find(".//k:SimpleData[@name='food_score']", NAMES) is None
