import pytest

from mapping.errors import InputError
from mapping.intake.outlines.kml import read_kml

RING = "<LinearRing><coordinates>{0},-7,0 {1},-7,0\n{1},-6,0 {0},-6,0 {0},-7,0</coordinates></LinearRing>"


def area(west: float, east: float, hole: str = "") -> str:
    inner = f"<innerBoundaryIs>{hole}</innerBoundaryIs>" if hole else ""
    return f"<Polygon><outerBoundaryIs>{RING.format(west, east)}</outerBoundaryIs>{inner}</Polygon>"


def kml(*placemarks: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    marks = "".join(f"<Placemark>{mark}</Placemark>" for mark in placemarks)
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>{marks}</Folder></Document></kml>'.encode()


def test_texts_stand_in_three_places():
    data = '<ExtendedData><Data name="kode"><value> 0101 </value></Data></ExtendedData>'
    simple = '<ExtendedData><SchemaData><SimpleData name="kode">0102</SimpleData></SchemaData></ExtendedData>'
    cells = "<table><tr><td>kode</td><td>0103</td></tr><tr><td>Desa</td><td>A &amp; B</td></tr></table>"
    balloon = f"<description><![CDATA[<html>{cells}</html>]]></description>"
    frame = read_kml(kml(*(f"<name>N</name>{text}{area(110, 111)}" for text in (data, simple, balloon))), "a.kml")
    assert frame["kode"].tolist() == ["0101", "0102", "0103"]
    assert frame["Desa"].tolist() == ["", "", "A & B"]
    assert frame["name"].tolist() == ["N"] * 3
    assert frame.crs.to_string() == "EPSG:4326"


def test_shapes_have_holes_parts_and_no_height():
    hole = RING.format(110.25, 110.75).replace("-7", "-6.75").replace("-6,", "-6.25,")
    frame = read_kml(kml(area(110, 111, hole), f"<MultiGeometry>{area(110, 111)}{area(112, 113)}</MultiGeometry>"), "a")
    assert [shape.area for shape in frame.geometry] == pytest.approx([0.75, 2.0])
    assert not frame.has_z.any()


def test_points_lines_and_nothing_stay_what_they_are():
    point = "<Point><coordinates>110,-7,0</coordinates></Point>"
    line = "<LineString><coordinates>110,-7 111,-7</coordinates></LineString>"
    frame = read_kml(kml(point, line, "<name>kosong</name>"), "a.kml")
    assert frame.geom_type.fillna("").tolist() == ["Point", "LineString", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings_are_read_and_none_hides_a_document_type(encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    plain = kml(f"<name>Désa</name>{area(110, 111)}", head=head).decode().encode(encoding)
    assert read_kml(plain, "a.kml")["name"].tolist() == ["Désa"]
    trap = head + '<!-- x --> <!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(InputError, match="DOCTYPE"):
        read_kml(kml("<name>&x;</name>", head=trap).decode().encode(encoding), "a.kml")


def test_laughter_without_bound_is_refused_unread():
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    head = f'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY l0 "ha">{laughs}]>'
    with pytest.raises(InputError, match="DOCTYPE"):
        read_kml(kml("<name>&l9;</name>", head=head), "a.kml")


@pytest.mark.parametrize("where", ["", "<Folder>"])
def test_a_link_to_another_file_is_refused_wherever_it_stands(where):
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/n.kml</href></Link></NetworkLink>"
    closing = where.replace("<", "</")
    content = kml(area(110, 111)).replace(b"</Document>", f"{where}{link}{closing}</Document>".encode())
    with pytest.raises(InputError, match="NetworkLink"):
        read_kml(content, "a.kml")


@pytest.mark.parametrize("broken", ["</kml", "110,x", "110"])
def test_broken_files_are_refused_by_name(broken):
    content = kml(area(110, 111))
    content = content[:-9] if broken == "</kml" else content.replace(b"110,-7,0 ", broken.encode() + b" ", 1)
    with pytest.raises(InputError, match=r'"a\.kml" rusak'):
        read_kml(content, "a.kml")


def test_a_hundred_thousand_folders_in_each_other_do_no_harm():
    content = b"<kml>" + b"<Folder>" * 100_000 + b"</Folder>" * 100_000 + b"</kml>"
    assert read_kml(content, "a.kml").empty
