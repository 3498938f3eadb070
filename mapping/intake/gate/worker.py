"""Foreign files are read in a process of their own that may do little else; here is the side of the app."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import selectors
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from mapping.errors import InputError, MappingError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.gate.parcels import LENGTH, pack, pack_value, unpack, unpack_error, unpack_value
from mapping.language import language, tr

ROOT = Path(__file__).parents[3]
TASKS = {
    "sheets": ("mapping.intake.tables.surveyfiles", "read_sheets"),
    "csv": ("mapping.intake.tables.csvs", "read_csv"),
    "outlines": ("mapping.intake.outlines.vectors", "read_vector"),
    "overlay": ("mapping.intake.outlines.overlay", "read_overlay"),
}
"""What may be asked for: module and function, called with content, name, ``limits`` and plain arguments."""
READERS = (
    "mapping.intake.tables.surveyfiles",
    "mapping.intake.outlines.vectors",
    "mapping.intake.outlines.overlay",
    "python_calamine",
    "pyarrow.csv",
    "geopandas",
    "pyogrio",
)
"""Imported before the first file comes, so that no reader needs to open a module's file later."""
QUIET = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "GDAL_NUM_THREADS": "1",
    "OGR_GPKG_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    "PROJ_NETWORK": "OFF",
    "PYTHONDONTWRITEBYTECODE": "1",
}
"""One thread, and no memory reserved ahead: a process with threads cannot be copied safely."""
TICK = 0.1
CHUNK = 1 << 20
SLACK_MB = 64
log = logging.getLogger(__name__)

Tick = Callable[[], None]
"""Called some times a second while a file is read; what it raises (``CancelledError``) ends the reading."""


def no_tick() -> None:
    """The tick of a caller who never stops a reading."""


class UnreadableError(InputError):
    """The reading process did not come back with an answer: too much memory or time, or it broke down."""


class Readers:
    """A process that has the readers imported and lends a copy of itself to each file; started at the first one.

    Safe to share between threads. Where processes cannot be copied (Windows), every file gets a new process.

    Parameters
    ----------
    modules : sequence of str
        Imported before the first file comes.
    folders : sequence of str
        Searched for modules, before the usual ones.
    copies : bool
        False: a new process for every file.
    """

    def __init__(
        self, modules: Sequence[str] = READERS, folders: Sequence[str] = (), copies: bool = hasattr(os, "fork")
    ) -> None:
        self.modules = list(modules)
        self.folders = [*folders, str(ROOT)]
        self.copies = copies
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._counter: socket.socket | None = None

    def _command(self, entry: str) -> list[str]:
        code = (
            f"import sys; sys.path[:0] = {self.folders!r}; from mapping.intake.gate import workroom; workroom.{entry}"
        )
        return [sys.executable, "-c", f"{code}({self.modules!r})"]

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                self._command("keep_open"),
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=os.environ | QUIET,
                cwd=ROOT,
                start_new_session=True,  # Ctrl-C is for the app; this process ends when the app does
            )
        self._counter = ours
        return ours

    def close(self) -> None:
        """End the process, and all copies of it with it."""
        with self._lock:
            if self._counter is not None and self._process is not None:
                self._counter.close()
                self._process.wait()
            self._counter = self._process = None

    def _line(self) -> socket.socket:
        """A line to a fresh copy."""
        ours, theirs = socket.socketpair()
        with self._lock, theirs:
            for _ in range(2):
                ends = self._process is None or self._process.poll() is not None
                counter = self._start() if ends or self._counter is None else self._counter
                with contextlib.suppress(OSError):
                    socket.send_fds(counter, [b"+"], [theirs.fileno()])
                    return ours
                self._process = None
        raise OSError("the reading process does not start")

    def ask(self, request: bytes, most: int, tick: Tick) -> bytes:
        """Send a request and wait for all of the answer; whatever ``tick`` raises ends the reading.

        ``most`` bounds the answer in bytes; a longer one is cut.
        """
        if not self.copies:
            return _run(self._command("read_once"), request, tick)
        with self._line() as line:
            answer = _exchange(line, request, most, tick)
        if not answer:  # a copy that ends is always told of, so the process itself is gone
            raise OSError("the reading process ended")
        return answer


def _exchange(line: socket.socket, request: bytes, most: int, tick: Tick) -> bytes:
    pending, answer = memoryview(request), bytearray()
    line.setblocking(False)
    with selectors.DefaultSelector() as waiting:
        waiting.register(line, selectors.EVENT_READ | selectors.EVENT_WRITE)
        while len(answer) <= most:
            for _, events in waiting.select(TICK):
                try:
                    if events & selectors.EVENT_WRITE:
                        pending = pending[line.send(pending) :]
                        if not pending:
                            waiting.modify(line, selectors.EVENT_READ)
                    if events & selectors.EVENT_READ:
                        piece = line.recv(CHUNK)
                        if not piece:
                            return bytes(answer)
                        answer += piece
                except BlockingIOError:
                    continue
                except (BrokenPipeError, ConnectionResetError):
                    return bytes(answer)
            tick()
    return bytes(answer[:1])


def _run(command: list[str], request: bytes, tick: Tick) -> bytes:
    """The same through standard input and output; a thread talks, so that this one may stop it (also on Windows)."""
    heard: list[bytes] = []
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=nowhere, env=os.environ | QUIET, cwd=ROOT
    ) as process:
        talk = threading.Thread(target=lambda: heard.append(process.communicate(request)[0]), daemon=True)
        talk.start()
        try:
            while talk.is_alive():
                talk.join(TICK)
                tick()
        finally:
            process.kill()
            talk.join()
    return heard[0] if heard else b""


@cache
def shared_readers() -> Readers:
    """The one process of this app."""
    return Readers()


def parse_apart(
    task: str,
    content: bytes,
    name: str,
    arguments: dict[str, Any],
    limits: Limits,
    tick: Tick = no_tick,
    readers: Readers | None = None,
) -> Any:
    """What a reader makes of a file, read in a process of its own within ``limits``.

    Parameters
    ----------
    task : str
        Of ``TASKS``.
    content : bytes
        The file.
    name : str
        For messages only.
    arguments : dict
        More for the reader, of the kinds that ``parcels.pack_value`` takes.
    limits : Limits
        ``seconds`` and ``memory_mb`` bound the reading.
    tick : callable
        See ``Tick``.
    readers : Readers, optional
        Instead of the app's own.

    Raises
    ------
    MappingError
        What the reader raised, with the same class and words.
    UnreadableError
        The reader took too much memory or time, or broke down.
    """
    module, function = TASKS[task]
    packed, tables = pack_value({**arguments, "limits": replace(limits, apart=False)})
    head = {"module": module, "function": function, "name": name, "arguments": packed, "language": language()}
    bounds = {"memory_mb": limits.memory_mb, "seconds": limits.seconds}
    parcel = pack(head | bounds, [content, *tables])
    ends = time.monotonic() + limits.seconds if limits.seconds else float("inf")

    def watch() -> None:
        tick()
        if time.monotonic() > ends:
            raise _too_slow(name, limits)

    most = (limits.memory_mb + SLACK_MB) * 1024**2 if limits.memory_mb else sys.maxsize
    try:
        answer = (readers or shared_readers()).ask(LENGTH.pack(len(parcel)) + parcel, most, watch)
    except OSError as error:
        log.error("reading process not reached: %s", type(error).__name__)
        raise UnreadableError(
            tr(
                'Berkas "{name}" belum dapat dibaca: proses pembaca berkas tidak berjalan. Coba sebentar lagi.',
                name=show_name(name),
            )
        ) from error
    return _open_answer(answer, name, limits)


def _open_answer(answer: bytes, name: str, limits: Limits) -> Any:
    """The value in an answer, or the error in it. Nothing in the answer is trusted to keep to the form."""
    try:
        size = LENGTH.unpack_from(answer)[0] if len(answer) >= LENGTH.size else len(answer)
        reply, parts = unpack(memoryview(answer)[LENGTH.size : LENGTH.size + size])
        if "value" in reply:
            return unpack_value(reply["value"], parts)
        error: MappingError = unpack_error(reply) if "error" in reply else _said(reply, name, limits)
    except Exception as broken:
        how = LENGTH.unpack(answer[-LENGTH.size :])[0] if len(answer) == LENGTH.size else -1
        log.error("reading process ended without an answer (%s, wait status %s)", type(broken).__name__, how)
        error = _too_slow(name, limits) if how == 9 else _broke_down(name)
    raise error


def _said(reply: dict[str, Any], name: str, limits: Limits) -> UnreadableError:
    if reply["failed"] == "memory":
        return UnreadableError(
            tr(
                'Berkas "{name}" butuh memori lebih dari {memory_mb} MB untuk dibaca; tidak dimuat. '
                "Pecah menjadi beberapa berkas, atau simpan ulang hanya dengan baris dan kolom yang "
                "diperlukan.",
                name=show_name(name),
                memory_mb=limits.memory_mb,
            )
        )
    log.error("reader failed: %s", json.dumps(str(reply.get("where"))[:500]))
    return _broke_down(name)


def _too_slow(name: str, limits: Limits) -> UnreadableError:
    return UnreadableError(
        tr(
            'Berkas "{name}" belum selesai dibaca setelah {seconds} detik, jadi dihentikan. Pecah '
            "menjadi beberapa berkas, atau simpan ulang hanya dengan baris dan kolom yang diperlukan.",
            name=show_name(name),
            seconds=limits.seconds,
        )
    )


def _broke_down(name: str) -> UnreadableError:
    return UnreadableError(
        tr(
            'Berkas "{name}" membuat pembaca berkas berhenti: terlalu besar, rusak, atau tidak '
            "lazim. Tidak ada yang dimuat. Buka di program asalnya, simpan ulang, lalu kirim lagi.",
            name=show_name(name),
        )
    )
