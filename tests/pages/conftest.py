"""The demonstration regions, built once, for the tests that look at pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def processed(tmp_path_factory) -> Path:
    """A folder with both demonstration studies; ``MAPPING_PROCESSED`` names one that is already built."""
    if ready := os.environ.get("MAPPING_PROCESSED"):
        return Path(ready)
    out = tmp_path_factory.mktemp("processed")
    done = subprocess.run(
        [sys.executable, "-m", "mapping", "build", "--out", str(out)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(autouse=True)
def own_desk(monkeypatch, tmp_path) -> str:
    """Address of a desk that no other test has: pages never touch that of whoever runs the suite."""
    url = f"sqlite:///{tmp_path}/desk.sqlite3"
    monkeypatch.setenv("DATABASE_URL", url)
    return url


@pytest.fixture
def desk(own_desk):
    """The desk that the pages open, without a row."""
    from mapping.desk.store.desk import open_desk

    return open_desk(own_desk)


@pytest.fixture
def app(processed, monkeypatch):
    """Run the frame at an address: ``app("profil", wilayah="batang")``."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("MAPPING_PROCESSED", str(processed))
    monkeypatch.syspath_prepend(str(ROOT))

    def run(page: str = "", **query: str) -> AppTest:
        test = AppTest.from_file(str(ROOT / "mapping" / "ui" / "main.py"), default_timeout=60)
        for key, value in query.items():
            test.query_params[key] = value
        test.run()
        if page:
            test.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
        return test

    return run


@pytest.fixture
def study(processed):
    """A demonstration study by its key."""
    from mapping.study import read_study

    return lambda key: read_study(processed / key / "study")
