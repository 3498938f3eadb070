"""A PostgreSQL server of our own that can be killed."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from mapping.bench import postgres


class Server(postgres.Server):
    """A server with its data in a folder; it is started, killed and started again."""

    def kill_backend(self) -> None:
        """SIGKILL to a process that serves a client: the server throws everybody out and recovers."""
        head = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = (Path(f"/proc/{head}/task/{head}/children").read_text()).split()
        serving = [child for child in map(int, children) if b"desk postgres" in _command(child)]
        if serving:
            os.kill(serving[0], signal.SIGKILL)

    def kill_all(self) -> None:
        """SIGKILL to the server itself, as when the machine loses its power; its children end by themselves."""
        head = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = (Path(f"/proc/{head}/task/{head}/children").read_text()).split()
        for process in (head, *map(int, children)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while any(Path(f"/proc/{child}").exists() for child in children):
            time.sleep(0.02)
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""
