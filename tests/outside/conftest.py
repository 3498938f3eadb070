"""The programs that people open our files with. Where one is missing a test says so; in CI it fails."""

import os
import shutil
import subprocess

import pytest


@pytest.fixture(scope="session")
def program():
    """Path of a program by name."""

    def find(name):
        path = shutil.which(name)
        if path is None:
            say = pytest.fail if os.environ.get("CI") else pytest.skip
            say(f"{name} tidak ada di mesin ini (lihat .ci/run)")
        return path

    return find


@pytest.fixture(scope="session")
def office(program, tmp_path_factory):
    """LibreOffice without a window: a file's content, its ending and the wanted ending -> the converted content."""
    soffice = program("soffice")
    home = tmp_path_factory.mktemp("libreoffice")

    def convert(content, ending, wanted):
        folder = tmp_path_factory.mktemp("office")
        (folder / f"berkas.{ending}").write_bytes(content)
        command = [soffice, f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", wanted, "--outdir", folder / "hasil", folder / f"berkas.{ending}"]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=180, check=True)
        made = folder / "hasil" / f"berkas.{wanted.split(':')[0]}"
        assert made.exists(), done.stderr
        return made.read_bytes()

    return convert


@pytest.fixture(scope="session")
def pages(program, tmp_path_factory):
    """A PDF's pages as pictures (poppler), in order, as PIL images."""
    pdftoppm = program("pdftoppm")

    def draw(pdf, dpi=60):
        from PIL import Image

        folder = tmp_path_factory.mktemp("pdf")
        (folder / "a.pdf").write_bytes(pdf)
        subprocess.run([pdftoppm, "-png", "-r", str(dpi), folder / "a.pdf", folder / "hal"], check=True, timeout=120)
        return [Image.open(path) for path in sorted(folder.glob("hal*.png"))]

    return draw


@pytest.fixture(scope="session")
def words(program):
    """The text of a PDF's pages (poppler), one string a page, as a reader would select it."""
    pdftotext = program("pdftotext")

    def read(pdf):
        done = subprocess.run([pdftotext, "-layout", "-", "-"], input=pdf, capture_output=True, timeout=60, check=True)
        return done.stdout.decode().split("\f")[:-1]

    return read
