"""The corpus of bad inputs, made anew for each run, and a port on this computer that nobody may call.

The maker lies beside the checkout (``../shared/badinputs``) and is no part of the project; without it these tests are
skipped and say so.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mapping.settings import SourceFile

MAKER = Path(__file__).parents[3] / "shared" / "badinputs" / "make_badinputs.py"


@dataclass(frozen=True)
class Corpus:
    """Files, what the manifest says of them, and the listening port that some of them point at."""

    folder: Path
    manifest: dict
    port: socket.socket = field(repr=False)

    def file(self, name: str) -> SourceFile:
        return SourceFile(name, (self.folder / name).read_bytes())

    def case(self, name: str) -> dict:
        return next(case for case in self.manifest["cases"] if case["id"] == name)

    def frame(self, case: dict) -> SourceFile | None:
        """The boundaries into which a survey case goes; None for a boundary case."""
        if case["role"] == "boundary":
            return None
        return self.file(case.get("boundary", self.manifest["boundary_for_surveys"]))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    if not MAKER.exists():
        pytest.skip(f"no corpus of bad inputs: {MAKER.name} does not lie beside the checkout")
    folder = tmp_path_factory.mktemp("badinputs") / "corpus"
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = [sys.executable, str(MAKER), str(folder), "--port", str(server.getsockname()[1])]
        done = subprocess.run(made, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        yield Corpus(folder, manifest, server)
