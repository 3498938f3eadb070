"""Loading one's own region in a real browser: files, questions, columns, the repair desk, words, decisions."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
REAL = ROOT.parent / "shared" / "data"
OUTLINE = "path.leaflet-interactive"
PRODUCTS = ["tempe", "keripik singkong", "kue basah", "batik", "warung kelontong", "jahit", "bakso", "telur asin"]
START, AGAIN = "Periksa dan hitung", "Hitung ulang dengan keputusan ini"


def real(path: str) -> Path:
    """A real file beside the checkout; the test is skipped, saying so, where it is absent."""
    found = REAL / path
    return found if found.exists() else pytest.skip(f"{path} is not beside the checkout")


def settled(page, timeout: int = 60_000) -> None:
    """Wait until no run of the page is going on: Streamlit's uploader may lose a file that comes during one."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for(timeout=timeout)
    page.wait_for_timeout(300)


def give(page, at: int, *files: Path | str) -> None:
    """Hand files to one of the uploaders and wait until the page shows them."""
    paths = [str(file) for file in files]
    settled(page)
    page.locator('input[type="file"]').nth(at).set_input_files(paths)
    for path in paths:
        page.locator(f'[data-testid="stFileChip"][aria-label^="{Path(path).name}"]').wait_for(timeout=30_000)
    settled(page)


def open_page(page, server) -> None:
    page.goto(f"{server}/data")
    page.get_by_role("button", name=START).wait_for(timeout=30_000)


def start(page, boundary: Path | str, survey: Path | str) -> None:
    give(page, 0, boundary)
    give(page, 1, survey)
    page.get_by_role("button", name=START).click()


def wait_for_result(page) -> str:
    """The line about the survey once the region stands."""
    page.wait_for_timeout(1_000)
    settled(page, 180_000)
    done = page.get_by_text("siap dan bisa dipilih")
    stopped = page.locator(".st-key-perihal, .st-key-pertanyaan, .st-key-kolom")
    done.or_(stopped).first.wait_for(timeout=60_000)
    assert done.count(), stopped.first.inner_text()
    return page.get_by_test_id("stMarkdown").filter(has_text=re.compile("^Survei usaha")).first.inner_text()


def choose(page, label: str, option: str) -> None:
    """One option of a selector, typed and taken with Enter; the box must still say so after it is left."""
    box = page.get_by_role("combobox", name=label, exact=True)
    for _ in range(4):
        settled(page)
        box.click()
        box.fill(option)
        with contextlib.suppress(TimeoutError):
            page.get_by_role("option", name=option, exact=True).wait_for(timeout=3_000)
        box.press("Enter")
        settled(page)
        box.press("Tab")
        if box.input_value() == option:
            return
    raise AssertionError(f"{label} stays at {box.input_value()}")


def write_survey(path: Path, places: list[tuple[str, str]], each: int = 12) -> Path:
    """Businesses of every kind at the given villages."""
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(["kelurahan", "kecamatan", "produk", "tenaga kerja"])
        for at, place in enumerate(places):
            sheet.writerows([*place, PRODUCTS[(at + i) % len(PRODUCTS)], i % 4 + 1] for i in range(each))
    return path


@pytest.fixture
def batang(tmp_path) -> Path:
    """A plain survey of forty desa of Batang."""
    features = json.loads((RAW / "batang_batas.geojson").read_text(encoding="utf-8"))["features"]
    places = [(one["properties"]["nama"], one["properties"]["kecamatan"]) for one in features[:40]]
    return write_survey(tmp_path / "batang.csv", places)


@pytest.fixture
def uploaded(page, server, watched, batang):
    """A session that has loaded Batang as its own region."""
    open_page(page, server)
    page.get_by_label("Nama wilayah").fill("Kota Kenari")
    page.get_by_label("Nama wilayah").press("Enter")
    start(page, RAW / "batang_batas.geojson", batang)
    wait_for_result(page)
    return page


def test_an_upload_becomes_a_region_of_this_session_only(uploaded, browser, server):
    assert "wilayah=saya" in uploaded.url
    uploaded.get_by_role("link", name="Peta potensi").first.click()
    frame = uploaded.frame_locator("iframe")
    frame.locator(OUTLINE).first.wait_for(timeout=30_000)
    assert frame.locator(OUTLINE).count() == 248
    other = browser.new_context(locale="id-ID").new_page()
    other.goto(f"{server}/peta?wilayah=saya")
    other.get_by_text("tidak dikenal").wait_for(timeout=30_000)
    assert "Kota Kenari" not in other.content()
    other.context.close()


def test_files_and_result_are_there_when_one_comes_back(uploaded):
    """From the map back to the page: the files need not be given again."""
    uploaded.get_by_role("link", name="Peta potensi").first.click()
    uploaded.wait_for_url("**/peta?**")
    uploaded.get_by_test_id("stTopNavSection").filter(has_text="Data").click()
    uploaded.get_by_role("menuitem", name="Data saya").click()
    uploaded.get_by_text("Dipakai:").first.wait_for(timeout=30_000)
    assert uploaded.get_by_text("batang.csv").count() > 0
    assert uploaded.get_by_role("button", name=START).is_enabled()
    uploaded.get_by_text("siap dan bisa dipilih").wait_for()


def test_work_can_be_stopped_and_leaves_nothing(page, server, watched, tmp_path):
    long = write_survey(tmp_path / "panjang.csv", [("Silurah", "Wonotunggal"), ("Sodong", "Wonotunggal")], 100_000)
    open_page(page, server)
    start(page, RAW / "batang_batas.geojson", long)
    page.get_by_role("button", name="Hentikan").click(timeout=60_000)
    page.get_by_text("Dihentikan. Tidak ada yang berubah.").wait_for(timeout=60_000)
    assert "wilayah=saya" not in page.url
    assert page.get_by_text("siap dan bisa dipilih").count() == 0


def test_a_bad_file_is_refused_in_words(page, server, watched, tmp_path, batang):
    bad = tmp_path / "rusak{{7*7}}.geojson"
    bad.write_text("ini bukan geojson")
    open_page(page, server)
    start(page, bad, batang)
    page.get_by_test_id("stAlert").filter(has_text="rusak{{7*7}}.geojson").wait_for(timeout=60_000)
    assert "Traceback" not in page.content()
    assert str(ROOT) not in page.content()


def write_shapefile(folder: Path) -> list[Path]:
    """Batang in UTM metres as the parts of a shapefile, without the one that names the coordinates."""
    import geopandas as gpd

    outlines = gpd.read_file(RAW / "batang_batas.geojson").to_crs("EPSG:32749")
    outlines[["kode", "nama", "kecamatan", "geometry"]].to_file(folder / "desa.shp")
    return [folder / f"desa{part}" for part in (".shp", ".shx", ".dbf")]


@pytest.mark.parametrize("packed", [True, False], ids=["zip", "loose parts"])
def test_a_missing_coordinate_system_is_asked_for_and_never_guessed(page, server, watched, tmp_path, packed, batang):
    """The page asks, the answer is used without a new upload, remembered as a decision, and can be changed."""
    files = write_shapefile(tmp_path)
    if packed:
        with zipfile.ZipFile(tmp_path / "desa.zip", "w") as bundle:
            for part in files:
                bundle.write(part, part.name)
        files = [tmp_path / "desa.zip"]
    open_page(page, server)
    give(page, 0, *files)
    give(page, 1, batang)
    page.get_by_role("button", name=START).click()
    page.get_by_text("tidak menyebut sistem koordinat").wait_for(timeout=60_000)
    assert "wilayah=saya" not in page.url
    assert page.get_by_role("button", name="Jawab dan lanjutkan").is_disabled()
    page.get_by_text("UTM zona 49").click()
    page.get_by_role("button", name="Jawab dan lanjutkan").click()
    wait_for_result(page)
    page.get_by_role("link", name="Peta potensi").first.click()
    frame = page.frame_locator("iframe")
    frame.locator(OUTLINE).first.wait_for(timeout=30_000)
    assert frame.locator(OUTLINE).count() == 248


def test_a_wrong_answer_can_be_taken_back(page, server, watched, tmp_path, batang):
    open_page(page, server)
    give(page, 0, *write_shapefile(tmp_path))
    give(page, 1, batang)
    page.get_by_role("button", name=START).click()
    page.get_by_text("Derajat bujur dan lintang").click(timeout=60_000)
    page.get_by_role("button", name="Jawab dan lanjutkan").click()
    page.get_by_test_id("stAlert").wait_for(timeout=60_000)
    page.get_by_role("button", name="Ubah", exact=True).click()
    settled(page)
    page.get_by_role("button", name=START).click()
    page.get_by_text("UTM zona 49").click(timeout=60_000)
    page.get_by_role("button", name="Jawab dan lanjutkan").click()
    # What was said of the wrong answer goes with the work on the right one.
    page.locator(".st-key-perihal").wait_for(state="detached", timeout=60_000)
    wait_for_result(page)


def test_pekanbaru_with_nonsense_heads_is_mapped_on_the_page(page, server, watched, tmp_path):
    """Nobody can know X1 and X2; the user maps them beside a live preview and may keep the mapping."""
    outlines = json.loads(real("boundaries/invalid_rings_pekanbaru_58.geojson").read_text())
    for feature in outlines["features"]:
        old = feature["properties"]
        feature["properties"] = {"X1": old["Kelurahan"], "X2": old["Kecamatan"], "X3": old["luas_ha"]}
    (tmp_path / "pku.geojson").write_text(json.dumps(outlines))
    places = [("Pulau Karam", "Sukajadi"), ("Sago", "Senapelan"), ("Rintis", "Lima Puluh")]
    open_page(page, server)
    start(page, tmp_path / "pku.geojson", write_survey(tmp_path / "pku.csv", places))
    page.get_by_text("Kolom berkas batas").wait_for(timeout=60_000)
    go_on = page.get_by_role("button", name="Pakai kolom ini dan hitung")
    assert go_on.is_disabled()
    choose(page, "Nama kelurahan/desa", "X1")
    page.get_by_text("terbaca: Pulau Karam").wait_for()
    page.get_by_text("Kolom lain, boleh kosong").click()
    choose(page, "Kecamatan", "X2")
    page.get_by_text("terbaca: Sukajadi").wait_for()
    go_on.click()
    assert "36 dipakai" in wait_for_result(page)
    kept = download(page, "Unduh corrections.csv")
    assert {("kolom", "X1", "name"), ("kolom", "X2", "kecamatan")} == {
        (row["kind"], row["value"], row["replacement"]) for row in kept
    }


def download(page, label: str) -> list[dict[str, str]]:
    """The rows of a CSV that the page offers."""
    settled(page)
    with page.expect_download() as got:
        page.get_by_role("button", name=label).first.click()
    text = Path(got.value.path()).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def test_bogor_misspelled_places_are_settled_on_the_desk_and_replayed(page, server, watched, browser, tmp_path):
    """One click a place; counting again places its rows; the kept file does the same in another session."""
    boundary = real("boundaries/mapid_dukcapil_kota_bogor_68.geojson")
    known = [("Cibadak", "Tanah Sareal"), ("Paledang", "Bogor Tengah"), ("Sukasari", "Bogor Timur")]
    survey = write_survey(tmp_path / "bogor.csv", [*known, ("Kelurahan Bantarjaya", "Bogor Utara")])
    open_page(page, server)
    start(page, boundary, survey)
    assert "36 dipakai" in wait_for_result(page)
    page.get_by_role("heading", name="Kelurahan Bantarjaya").wait_for(timeout=30_000)
    frame = page.frame_locator("iframe")
    frame.locator(".peta-nomor span").first.wait_for(timeout=30_000)
    cards = page.get_by_role("button", name="Ini dia")
    assert frame.locator(".peta-nomor span").count() == cards.count() > 0
    cards.first.click()
    page.get_by_role("button", name=AGAIN).click()
    page.get_by_text("48 dipakai").wait_for(timeout=180_000)
    kept = download(page, "Unduh corrections.csv")
    assert [(row["kind"], row["value"]) for row in kept] == [("tempat", "Kelurahan Bantarjaya / Bogor Utara")]
    assert kept[0]["replacement"].startswith("32.71.")

    saved = tmp_path / "corrections.csv"
    with saved.open("w", newline="") as file:
        sheet = csv.DictWriter(file, kept[0])
        sheet.writeheader()
        sheet.writerows(kept)
    later = browser.new_context(locale="id-ID").new_page()
    open_page(later, server)
    later.get_by_text("Berkas tambahan, boleh kosong").click()
    give(later, 2, saved)
    start(later, boundary, survey)
    assert "48 dipakai" in wait_for_result(later)
    later.context.close()


def test_sorong_with_ragged_rows_is_loaded(page, server, watched, tmp_path):
    """Its points lie in one kelurahan of which we draw the outline; unquoted commas cost no row its place."""
    survey = real("survey/umkm_sorong_malawele_274.csv")
    numbers = [re.findall(r"-?\d+\.\d{4,}", line)[-2:] for line in survey.read_text(encoding="utf-8").splitlines()]
    points = [(float(b), float(a)) for a, b in (pair for pair in numbers if len(pair) == 2) if 130 < float(b) < 133]
    west, south = min(x for x, _ in points) - 0.01, min(y for _, y in points) - 0.01
    east, north = max(x for x, _ in points) + 0.01, max(y for _, y in points) + 0.01
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    outline = {"type": "Polygon", "coordinates": [ring]}
    properties = {"kode": "92.01.06.1005", "nama": "Malawele", "kecamatan": "Aimas"}
    feature = {"type": "Feature", "properties": properties, "geometry": outline}
    (tmp_path / "malawele.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    open_page(page, server)
    start(page, tmp_path / "malawele.geojson", survey)
    said = wait_for_result(page)
    figures = [int(figure.replace(".", "")) for figure in re.findall(r"([\d.]+) (?:baris masuk|dipakai|ditolak)", said)]
    rows_in, used, rejected = figures
    with survey.open(encoding="utf-8", newline="") as file:
        filled = sum(any(cell.strip() for cell in row) for row in csv.reader(file)) - 1
    assert rows_in == used + rejected == filled
    assert rejected <= 1, "only the row that breaks off may be lost"


def test_a_word_is_taught_on_the_page(page, server, watched, tmp_path):
    """A product that nobody knows gets its meaning; counting again recognises it, and the rows can be taken along."""
    survey = tmp_path / "umkm.csv"
    rows = [f"Silurah,Wonotunggal,{product}" for product in ["zamblengan"] * 8 + PRODUCTS]
    rows += [f"Sodong,Wonotunggal,{product}" for product in ["zamblengan"] * 4 + PRODUCTS]
    survey.write_text("\n".join(["kelurahan,kecamatan,produk", *rows]))
    open_page(page, server)
    start(page, RAW / "batang_batas.geojson", survey)
    wait_for_result(page)
    page.get_by_role("tab", name="Kata produk").click()
    page.get_by_text("Kata zamblengan berarti").wait_for(timeout=30_000)
    choose(page, "Produk yang sudah ada", "tempe")
    page.get_by_role("button", name="Tambahkan kata ini").click()
    page.get_by_role("button", name=AGAIN).click()
    page.get_by_text("Belum ada keputusan baru.").wait_for(timeout=180_000)
    page.get_by_role("tab", name="Kata produk").click()
    assert [(row["pattern"], row["product"]) for row in download(page, "Unduh lexikon.csv")] == [
        ("zamblengan", "tempe")
    ]
    page.get_by_role("link", name="Profil kelurahan").click()
    page.wait_for_url("**/profil?**")


def test_a_phone_shows_every_state_without_sideways_scroll(browser, server, playwright, tmp_path):
    context = browser.new_context(**playwright.devices["Pixel 5"], locale="id-ID")
    page = context.new_page()
    open_page(page, server)
    survey = write_survey(tmp_path / "b.csv", [("Silurah", "Wonotunggal"), ("Sodonk Lor", "Wonotunggal")])
    start(page, RAW / "batang_batas.geojson", survey)
    wait_for_result(page)
    page.wait_for_timeout(800)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    context.close()
