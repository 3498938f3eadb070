"""Apps started for a measurement, on a free port of this machine: ours, and a peer that draws the same figures."""

from __future__ import annotations

import contextlib
import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mapping.errors import MappingError

ROOT = Path(__file__).parents[2]
OURS, PEER = ROOT / "app.py", Path(__file__).parent / "peer" / "server.py"
START_S = 90


@dataclass(frozen=True)
class Server:
    """A running app: where it listens, and its process."""

    port: int
    process: int

    def memory_mb(self) -> float:
        """Resident memory of the process now; NaN where the system does not tell."""
        try:
            status = Path(f"/proc/{self.process}/status").read_text()
        except OSError:
            return float("nan")
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found.group(1)) / 1024 if found else float("nan")

    def fetch(self, path: str) -> tuple[int, float]:
        """Bytes over the line (gzipped where the app does) and seconds for one file."""
        start = time.perf_counter()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read()
        return len(body), time.perf_counter() - start


def gzipped(content: bytes) -> int:
    """What content weighs on a line that packs it.

    Examples
    --------
    >>> gzipped(b"a" * 1000) < 50
    True
    """
    return len(gzip.compress(content, 6))


@contextlib.contextmanager
def serve(script: Path, folder: Path) -> Iterator[Server]:
    """An app on a free port, stopped at the end.

    Parameters
    ----------
    script : Path
        ``app.py`` or a peer.
    folder : Path
        The studies that it shows (``MAPPING_PROCESSED``).

    Raises
    ------
    MappingError
        When it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = Path(tempfile.mkdtemp()) / "log.txt"
    with log.open("wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)],
            cwd=ROOT,
            env=os.environ
            | {
                "MAPPING_PROCESSED": str(folder),
                "PYTHONPATH": str(ROOT),
                # An empty desk of its own: no measurement touches that of whoever runs it.
                "DATABASE_URL": f"sqlite:///{log.parent}/desk.sqlite3",
            },
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(port, running, log)
        yield Server(port, running.pid)
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
        shutil.rmtree(log.parent)


def _wait(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2)
            return
        if running.poll() is not None:
            break
        time.sleep(0.2)
    raise MappingError(f"Aplikasi tidak mau mulai: {log.read_text(errors='replace')[-400:]}")
