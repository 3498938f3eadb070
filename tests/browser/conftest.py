"""The real server on a free port, and a real browser that may talk to nobody else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOSTILE = [
    "{{7*7}}",
    "Diskon {% 50",
    "</script><script>window.pwned=1</script>",
    "${window.pwned=1}",
    "`${window.pwned=1}`",
    '<img src="http://foreign.example/a.png" onerror="window.pwned=1">',
    "![](http://foreign.example/b.png)",
    "[klik](http://foreign.example)",
    "$x$ :red[merah] \\ 'a' \"b\" & c",
]


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """Both demonstration studies as the command line builds them."""
    out = tmp_path_factory.mktemp("processed")
    if ready := os.environ.get("MAPPING_PROCESSED"):
        shutil.copytree(ready, out, dirs_exist_ok=True)
        return out
    done = subprocess.run(
        [sys.executable, "-m", "mapping", "build", "--out", str(out)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="session")
def processed(built) -> Path:
    """The studies, with a few of Batang's villages renamed to what an attacker would call them."""
    from mapping.study import read_study, write_study

    folder = built / "batang" / "study"
    study = read_study(folder)
    names = study.kelurahan["name"].astype(object)
    names.iloc[: len(HOSTILE)] = HOSTILE
    study.kelurahan["name"] = names
    write_study(study, folder)
    return built


@pytest.fixture(scope="session")
def hostile_names() -> list[str]:
    return HOSTILE


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, port: int, *options: str, **environment: str) -> Iterator[str]:
    """Address of ``streamlit run app.py``, started as a user starts it; its log lies in ``folder``.

    ``DATABASE_URL`` has to be given: no test writes into the desk of whoever runs it.
    """
    assert environment["DATABASE_URL"]
    log = folder / "log.txt"
    with log.open("wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *options],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/sehat", timeout=2)
                break
            except OSError:
                assert running.poll() is None, log.read_text()
                time.sleep(0.25)
        yield address
    finally:
        running.terminate()
        running.wait(20)


@pytest.fixture(scope="session")
def server(processed, tmp_path_factory) -> Iterator[str]:
    """The app as it starts on a laptop, with a desk of its own at which somebody asked for rice."""
    from tests.browser.people import ask_for_rice, found_desk

    folder = tmp_path_factory.mktemp("server")
    own = {"MAPPING_PROCESSED": str(processed), "DATABASE_URL": f"sqlite:///{folder}/desk.sqlite3"}
    found_desk(own["DATABASE_URL"])
    ask_for_rice(own["DATABASE_URL"])
    with serving(folder, free_port(), **own) as address:
        yield address


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """Address of an OpenID provider with the people of ``people.py``."""
    from tests.browser.people import providing

    with providing() as address:
        yield address


@pytest.fixture(scope="session")
def serve_people(processed, provider, tmp_path_factory):
    """``with serve_people(url) as address:`` a server that people sign in at, over the desk at a database's address."""
    from tests.browser.people import write_secrets

    @contextmanager
    def serve(url: str) -> Iterator[str]:
        folder, port = tmp_path_factory.mktemp("people"), free_port()
        path = write_secrets(folder, provider, port)
        own = {"MAPPING_PROCESSED": str(processed), "DATABASE_URL": url}
        with serving(folder, port, "--secrets.files", str(path), **own) as address:
            yield address

    return serve


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium; without one these tests skip, except in CI, where they fail."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found and os.environ.get("CI") == "true":
        pytest.fail("no Chromium found, and CI=true forbids skipping the browser tests")
    return found or pytest.skip("no Chromium on this machine: browser tests not run")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, chromium):
    return {**browser_type_launch_args, "executable_path": chromium, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "id-ID", "viewport": {"width": 1440, "height": 900}}


class Watch:
    """What a page tried to do: requests to other hosts (stopped), console errors, script errors, dialogs."""

    def __init__(self, page, address: str) -> None:
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.route(lambda url: not url.startswith((address, "data:", "blob:")), self._stop)
        page.on("console", lambda message: self._note(message) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: (self.errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _stop(self, route) -> None:
        self.foreign.append(route.request.url)
        route.abort()

    def _note(self, message) -> None:
        # On a cold link Streamlit's frontend first looks for its server below the page's own path and is told 404.
        if "/_stcore/h" not in str(message.location.get("url", "")):
            self.errors.append(message.text)


@pytest.fixture
def watched(page, server):
    watch = Watch(page, server)
    yield watch
    assert watch.foreign == []
    assert watch.errors == []
