"""The page where users load their own region: every way from two files to a region, and back when something is open."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
NAMES = ["Silurah", "Sodong", "Brokoh", "Wates", "Gringgingsari", "Kedungmalang"]
PRODUCTS = ["tempe", "keripik singkong", "kue basah", "batik", "padi", "warung kelontong", "jahit", "telur asin"]
TITLE = "Bagaimana memakai data saya?"


def boundary(**renamed: str) -> bytes:
    """Six villages in a row, each a square of a hundredth of a degree."""
    features = []
    for at, name in enumerate(NAMES):
        west, south = 109.80 + at / 100, -7.00
        ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01], [west, south]]
        properties = {"kode": f"33.25.01.20{at + 1:02d}", "nama": name, "kecamatan": "Wonotunggal"}
        properties = {renamed.get(key, key): value for key, value in properties.items()}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def survey(names: list[str] = NAMES, **renamed: str) -> bytes:
    """A dozen businesses in each village, in the words of the lexicon."""
    rows = [
        {
            "id": f"U-{at}-{i}",
            "desa": name,
            "kecamatan": "Wonotunggal",
            "produk": PRODUCTS[(i + at) % 8],
            "pekerja": i % 3 + 1,
        }
        for at, name in enumerate(names)
        for i in range(12)
    ]
    return pd.DataFrame(rows).rename(columns=renamed).to_csv(index=False).encode()


def give(test, **files: tuple[str, bytes]):
    """Hand files to the uploaders of the page."""
    for role, (name, content) in files.items():
        test.file_uploader(key=f"unggah-{role}").set_value((name, content, "application/octet-stream"))
        test.run()
    return test


def press(test, label: str):
    return next(button for button in test.button if button.label == label).click().run()


def texts(test) -> str:
    kinds = (
        test.markdown,
        test.caption,
        test.header,
        test.subheader,
        test.info,
        test.warning,
        test.success,
        test.error,
    )
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.fixture
def screen(tmp_path, monkeypatch):
    """The page of a fresh session on a machine without any region: nothing of it needs the demonstration."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("MAPPING_PROCESSED", str(tmp_path))
    monkeypatch.syspath_prepend(str(ROOT))
    test = AppTest.from_file(str(ROOT / "mapping" / "ui" / "main.py"), default_timeout=60).run()
    return test.switch_page(str(ROOT / "pages" / "data.py")).run()


def load(screen, boundaries: bytes, businesses: bytes):
    give(screen, boundaries=("peta.geojson", boundaries), survey=("umkm.csv", businesses))
    return press(screen, "Periksa dan hitung")


def test_nothing_can_be_started_without_both_files(screen):
    assert [title.value for title in screen.title] == [TITLE]
    start = next(button for button in screen.button if button.label == "Periksa dan hitung")
    assert start.disabled
    give(screen, boundaries=("peta.geojson", boundary()))
    assert next(button for button in screen.button if button.label == "Periksa dan hitung").disabled
    give(screen, survey=("umkm.csv", survey()))
    assert not next(button for button in screen.button if button.label == "Periksa dan hitung").disabled


def test_two_plain_files_become_a_region_of_the_session(screen):
    done = load(screen, boundary(), survey())
    assert not done.exception and not done.error
    assert done.session_state["own_view"].study.businesses.shape[0] == 72
    assert done.session_state["wilayah"] == "saya"
    assert "72 baris masuk" in texts(done) and "**72 dipakai**" in texts(done)


def test_a_refusal_is_said_and_the_region_before_stays(screen):
    load(screen, boundary(), survey())
    before = screen.session_state["own_view"]
    give(screen, boundaries=("rusak![](http://x.id/a.png).geojson", b"ini bukan peta"))
    press(screen, "Periksa dan hitung")
    assert not screen.exception
    assert len(screen.error) == 1
    assert "![](" not in screen.error[0].value
    assert screen.session_state["own_view"] is before


def test_columns_that_nobody_knows_are_mapped_on_the_page_and_remembered(screen):
    """Nonsense heads: the form asks, the choice is used at once and can be taken along."""
    load(screen, boundary(kode="A1", nama="A2", kecamatan="A3"), survey())
    assert "Kolom berkas batas" in [subheader.value for subheader in screen.subheader]
    assert next(button for button in screen.button if button.label == "Pakai kolom ini dan hitung").disabled
    choose(screen, "boundaries-name", "A2")
    choose(screen, "boundaries-code", "A1")
    choose(screen, "boundaries-kecamatan", "A3")
    assert "terbaca&#58; Silurah" in texts(screen) or "terbaca: Silurah" in texts(screen)
    press(screen, "Pakai kolom ini dan hitung")
    assert not screen.exception and not screen.error
    study = screen.session_state["own_view"].study
    assert study.kelurahan["name"].tolist() == NAMES
    said = screen.session_state["decisions"]
    assert dict(zip(said["value"], said["replacement"], strict=True)) == {"A1": "code", "A2": "name", "A3": "kecamatan"}
    assert set(said["kind"]) == {"kolom"} and set(said["file"]) == {""}


def choose(screen, column: str, header: str) -> None:
    next(box for box in screen.selectbox if str(box.key).startswith(f"kolom-{column}-")).set_value(header).run()


def test_a_mapping_kept_in_a_file_is_used_without_asking(screen):
    kept = "file,kind,column,value,replacement,reason\n,kolom,,A2,name,\n,kolom,,A1,code,\n"
    give(screen, corrections=("corrections.csv", kept.encode()))
    done = load(screen, boundary(kode="A1", nama="A2"), survey())
    assert not done.error
    assert done.session_state["own_view"].study.kelurahan["name"].tolist() == NAMES


def test_a_choice_about_a_head_of_one_file_does_not_touch_the_other(screen):
    """Both files have a column "desa"; the boundary's is mapped to nothing, the survey's still places businesses."""
    load(screen, boundary(nama="desa"), survey())
    press(screen, "Atur kolom sendiri")
    choose(screen, "boundaries-name", "")
    press(screen, "Pakai kolom ini dan hitung")
    said = screen.session_state["decisions"]
    assert said[["file", "value", "replacement"]].to_numpy().tolist() == [["peta.geojson", "desa", "-"]]


def test_personal_cells_never_reach_the_mapping_page(screen):
    rows = pd.read_csv(io.BytesIO(survey(produk="B9")), dtype=str)
    rows["nama pemilik"], rows["catatan"] = "Siti Rahmawati", "081234567890"
    load(screen, boundary(), rows.to_csv(index=False).encode())
    shown = "\n".join(frame.value.to_csv() for frame in screen.dataframe)
    assert "disembunyikan" in shown and "Silurah" in shown
    assert "Siti" not in shown + texts(screen) and "0812" not in shown + texts(screen)


def test_an_earlier_file_that_is_none_is_refused_in_words(screen):
    give(screen, corrections=("salah.csv", b"a,b\n1,2\n"))
    assert not screen.exception
    assert "salah" in screen.error[0].value


def misspelled() -> bytes:
    """Two villages written as nobody can be sure of."""
    return survey([*NAMES[:4], "Gringsari Lor", "Xyzzy"])


def test_one_click_places_what_was_rejected(screen):
    """A doubtful place is settled on the desk, kept as a decision, and its rows are placed after counting again."""
    load(screen, boundary(), misspelled())
    study = screen.session_state["own_view"].study
    rejected = len(study.rejects)
    waiting = study.places[~study.places["taken"] & (study.places["kelurahan_code"] != "")]
    assert rejected >= 12 and len(waiting)
    first = waiting.iloc[0]
    press(screen, "Ini dia")
    said = screen.session_state["decisions"]
    assert said[["kind", "replacement"]].to_numpy().tolist() == [["tempat", first["kelurahan_code"]]]
    press(screen, "Hitung ulang dengan keputusan ini")
    assert not screen.exception and not screen.error
    study = screen.session_state["own_view"].study
    assert len(study.rejects) == rejected - 12
    assert (study.businesses["kelurahan_code"] == first["kelurahan_code"]).sum() >= 12


def test_places_that_differ_alike_are_settled_together(screen):
    """Two villages with the same word too much: one press writes both decisions, each with its own village."""
    load(screen, boundary(), survey([*NAMES[2:], "Silurah Lor", "Sodong Lor"]))
    press(screen, "Terapkan semuanya")
    said = screen.session_state["decisions"].set_index("value")["replacement"]
    assert said.to_dict() == {"Silurah Lor / Wonotunggal": "33.25.01.2001", "Sodong Lor / Wonotunggal": "33.25.01.2002"}


def test_a_survey_of_which_no_place_is_known_goes_to_the_desk_too(screen):
    load(screen, boundary(), survey(["Gringsari Lor"]))
    assert not screen.exception
    assert "tidak satu pun dari 12" in screen.error[0].value
    assert "own_view" not in screen.session_state
    press(screen, "Ini dia")
    press(screen, "Hitung ulang dengan keputusan ini")
    assert not screen.error
    assert len(screen.session_state["own_view"].study.businesses) == 12


def test_a_place_that_is_refused_stays_rejected_and_is_not_asked_again(screen):
    load(screen, boundary(), misspelled())
    rejected = len(screen.session_state["own_view"].study.rejects)
    press(screen, "Bukan satu pun")
    said = screen.session_state["decisions"]
    assert said["replacement"].tolist() == ["-"]
    press(screen, "Hitung ulang dengan keputusan ini")
    study = screen.session_state["own_view"].study
    assert len(study.rejects) == rejected
    written = study.places["kelurahan"] + " / " + study.places["kecamatan"]
    assert said["value"].iloc[0] not in set(written)


def test_a_mended_file_loaded_with_the_kept_decisions_replays_them(screen):
    kept = "file,kind,column,value,replacement,reason\n,tempat,,Xyzzy / Wonotunggal,33.25.01.2006,\n"
    give(screen, corrections=("corrections.csv", kept.encode()))
    load(screen, boundary(), misspelled())
    businesses = screen.session_state["own_view"].study.businesses
    assert (businesses["kelurahan_code"] == "33.25.01.2006").sum() == 12
