"""The gallery of files for Kalirungkut and Limpung under docs/contoh, each with its picture: `make samples`."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from mapping.knowledge.regions import demonstration_settings, demonstration_sources
from mapping.present.files.batch import Made, plan_batch, write_batch
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN, REGION
from mapping.present.files.formats import FORMATS
from mapping.present.files.listing import LISTING, listing_bytes, say_size
from mapping.present.files.whole import write_bytes
from mapping.study import build_study
from mapping.ui.files.purposes import say_program

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "docs" / "contoh"
PLACES = (("kalirungkut", "surabaya", "35.78.03.1001"), ("limpung", "batang", "33.25.08.2007"))
WHOLE_REGION = ("kota-surabaya", "surabaya")
LARGEST = 1_000_000
"""Bytes above which a file is named with the command that makes it, and not kept."""
DPI, WIDTH, SHOWN = 72, 900, 260
HEAD = """# Contoh berkas

Berkas yang sama seperti yang keluar dari halaman *Berkas dan cetak* dan dari `python -m mapping export`, untuk
Kelurahan Kalirungkut (Kota Surabaya) dan Desa Limpung (Kabupaten Batang). Semua angkanya **data sintetis**. Dibuat
ulang dengan `make samples`; studi yang sama memberi byte yang sama.
"""


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise SystemExit(f"{name} tidak ada di mesin ini (lihat .ci/run)")
    return found


def _first_page(pdf: Path, picture: Path) -> None:
    command = [_program("pdftoppm"), "-png", "-r", str(DPI), "-singlefile", str(pdf), str(picture.with_suffix(""))]
    subprocess.run(command, check=True, timeout=120)


def _printed(document: Path, folder: Path) -> Path:
    """A document of an office program as it prints."""
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [_program("soffice"), home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(document)]
    subprocess.run(command, check=True, timeout=240, capture_output=True)
    return folder / f"{document.stem}.pdf"


def _screen(page: Path, picture: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=_program("chromium"), args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": 420, "height": 760})
        view.goto(page.as_uri())
        view.wait_for_timeout(1500)
        view.screenshot(path=str(picture))
        browser.close()


def draw_preview(path: Path, picture: Path) -> bool:
    """A picture of what a reader sees first; False for files that are not looked at but worked with."""
    with tempfile.TemporaryDirectory() as scratch:
        if path.suffix == ".pdf":
            _first_page(path, picture)
        elif path.suffix in (".docx", ".xlsx"):
            _first_page(_printed(path, Path(scratch)), picture)
        elif path.suffix == ".html":
            _screen(path, picture)
        else:
            return False
    _shrink(picture)
    return True


def _shrink(picture: Path) -> None:
    from PIL import Image

    with Image.open(picture) as drawn:
        small = drawn.convert("RGB")
    small.thumbnail((WIDTH, WIDTH))
    small.quantize(64).save(picture, optimize=True)


def write_place(edition: Edition, of: str, code: str, folder: Path) -> list[Made]:
    """All usual files of a place, the large ones taken away again, and their pictures in ``gambar/``."""
    forms = [form for form in FORMATS.values() if form.of == of and form.usual]
    made = write_batch(edition, plan_batch(edition, forms, [code] if code else []), folder)
    pictures = folder / "gambar"
    pictures.mkdir(exist_ok=True)
    for one in made:
        if one.why:
            raise SystemExit(f"{one.task.name}: {one.why}")
        path = folder / one.task.name
        if one.size <= LARGEST:
            draw_preview(path, pictures / f"{one.task.form.name}.png")
        if not _is_kept(one):
            path.unlink()
    (folder / "batch.json").unlink()
    write_bytes(listing_bytes(edition, [one for one in made if _is_kept(one)]), folder / LISTING)
    return made


def _is_kept(one: Made) -> bool:
    """Large files are not, nor are web pages: they carry the map's scripts, which the tree has already."""
    return one.size <= LARGEST and not one.task.name.endswith(".html")


def _row(name: str, region: str, one: Made) -> str:
    form, path = one.task.form, SAMPLES / name / one.task.name
    picture = SAMPLES / name / "gambar" / f"{form.name}.png"
    shown = path if path.suffix == ".png" else picture
    image = f'<img src="{shown.relative_to(SAMPLES)}" width="{SHOWN}" alt="{form.title}">' if shown.exists() else ""
    link = f"[{form.title}]({path.relative_to(SAMPLES)})" if path.exists() else form.title
    size = say_size(one.size)
    one_place = f" --kelurahan {name}" if form.of == KELURAHAN else ""
    where = "" if path.exists() else f"<br>Tidak disimpan di sini: `export {form.name} --region {region}{one_place}`"
    return f"| {image} | **{link}**<br>{form.use}{where} | {size} | {say_program(form)} |"


def write_samples() -> None:
    """Both places and one whole region, with a page that lists them."""
    shutil.rmtree(SAMPLES, ignore_errors=True)
    lines = [HEAD]
    editions = {}
    for key in ("surabaya", "batang"):
        study = build_study(demonstration_settings(key), demonstration_sources(key, ROOT / "data" / "raw"))
        editions[key] = Edition(study)
    parts = [(name, key, KELURAHAN, code) for name, key, code in PLACES] + [(*WHOLE_REGION, REGION, "")]
    for name, key, of, code in parts:
        made = write_place(editions[key], of, code, SAMPLES / name)
        place = editions[key].name_of(code) if code else editions[key].study.settings.region
        lines += [f"## {place}", "", "| | apa | ukuran | dibuka dengan |", "|---|---|---|---|"]
        lines += [*(_row(name, key, one) for one in made), ""]
    (SAMPLES / "README.md").write_text("\n".join(lines), encoding="utf-8")
    total = sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file())
    print(f"{SAMPLES.relative_to(ROOT)}: {say_size(total)}")  # noqa: T201


if __name__ == "__main__":
    write_samples()
