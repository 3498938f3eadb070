"""The process that reads foreign files: imports the readers once, then lends a fresh copy of itself to each file.

``keep_open`` runs where processes can be copied (Linux, macOS): it waits on a socket; each request brings the end of
a socket of its own, for which a copy is forked that reads one file and ends. It stays single-threaded, so that copying
is safe whatever threads the app has. When the asker hangs up, the copy is killed; when the app ends, all are.
``read_once`` is the same for one file from standard input, for systems that cannot copy a process (Windows).
"""

from __future__ import annotations

import contextlib
import importlib
import os
import select
import signal
import socket
import sys
import time
import traceback
from typing import Any

from mapping.errors import MappingError
from mapping.intake.gate.parcels import LENGTH, pack, pack_error, pack_value, unpack, unpack_value
from mapping.intake.gate.sandbox import address_space, fence_kernel, fence_python, limit_resources
from mapping.language import load_languages, speaking

CHUNK = 1 << 20


def _settle(modules: list[str]) -> int:
    """Import all that reading a file needs, fall silent, put up the fence that copies inherit.

    Gives the bytes of address space that this process holds then.
    """
    for module in modules:
        importlib.import_module(module)
    load_languages()
    held = address_space()
    _silence()
    fence_kernel()
    return held


def keep_open(modules: list[str]) -> None:
    """Serve requests from the socket that is standard input until the app closes it."""
    counter = socket.socket(fileno=os.dup(0))
    held = _settle(modules)
    woken, wake = socket.socketpair()
    for end in (woken, wake):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    waiting = select.poll()
    waiting.register(counter, select.POLLIN)
    waiting.register(woken, select.POLLIN)
    copies: dict[int, tuple[int, socket.socket]] = {}
    while True:
        for handle, _ in waiting.poll():
            if handle == woken.fileno():
                woken.recv(CHUNK)
            elif handle in copies:  # its asker hung up
                waiting.unregister(handle)
                os.kill(copies[handle][0], signal.SIGKILL)
            elif not _lend(counter, waiting, copies, held):
                for child, _ in copies.values():
                    os.kill(child, signal.SIGKILL)
                return
        _bury(waiting, copies)


def _lend(
    counter: socket.socket, waiting: select.poll, copies: dict[int, tuple[int, socket.socket]], held: int
) -> bool:
    """Fork a copy for the next request; False when the app is gone."""
    call, handles, _, _ = socket.recv_fds(counter, 1, 1)
    if not call:
        return False
    line = socket.socket(fileno=handles[0])
    child = os.fork()
    if child == 0:
        for other in (counter, *(line for _, line in copies.values())):
            other.close()
        _be_copy(line, held)
    copies[line.fileno()] = child, line
    waiting.register(line, 0)  # no event of its own: told only when the asker hangs up
    return True


def _bury(waiting: select.poll, copies: dict[int, tuple[int, socket.socket]]) -> None:
    """Take leave of copies that ended; how is the last thing that the asker hears."""
    for handle, (child, line) in list(copies.items()):
        ended, status = os.waitpid(child, os.WNOHANG)
        if not ended:
            continue
        del copies[handle]
        with contextlib.suppress(KeyError):
            waiting.unregister(handle)
        with contextlib.suppress(OSError), line:
            line.setblocking(False)
            line.send(LENGTH.pack(status))


def _be_copy(line: socket.socket, held: int) -> None:
    """Read one file and end."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with line.makefile("rwb") as stream:
            answer(stream, stream, held)
        code = 0
    finally:
        os._exit(code)


def read_once(modules: list[str]) -> None:
    """Read one file from standard input, answer on standard output."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    held = _settle(modules)
    answer(source, target, held)
    target.write(LENGTH.pack(0))
    target.flush()


def _silence() -> None:
    """What libraries print may hold the content of files: it goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def answer(source: Any, target: Any, held: int) -> None:
    """One request in, one result out."""
    size = LENGTH.unpack(source.read(LENGTH.size))[0]
    head, parts = unpack(source.read(size))
    limit_resources(held, head["memory_mb"], head["seconds"])
    fence_python()
    began = time.process_time()
    reply, tables = _work(head, parts)
    reply |= {"cpu_s": time.process_time() - began, "peak_mb": _peak_mb()}
    parcel = pack(reply, tables)
    target.write(LENGTH.pack(len(parcel)))
    target.write(parcel)
    target.flush()


def _work(head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    try:
        function = getattr(importlib.import_module(head["module"]), head["function"])
        arguments = unpack_value(head["arguments"], parts[1:])
        with speaking(head["language"]):
            value, tables = pack_value(function(parts[0], head["name"], **arguments))
        return {"value": value}, tables
    except BaseException as error:  # also panics of compiled readers, which are no Exception
        if _lacked_memory(error):
            traceback.clear_frames(error.__traceback__)  # what filled the memory
            return {"failed": "memory"}, []
        if isinstance(error, MappingError):
            return pack_error(error), []
        return {"failed": "unforeseen", "where": where_failed(error)}, []


def _lacked_memory(error: BaseException | None) -> bool:
    """Whether the error, or one that led to it, is that memory ran out."""
    while error is not None and not isinstance(error, MemoryError):
        error = error.__cause__ or error.__context__
    return error is not None


def where_failed(error: BaseException) -> str:
    """Kind of an unforeseen error and the lines of code that led to it; not its words, which may quote the file."""
    steps = [
        f"{os.path.basename(step.filename)}:{step.lineno} {step.name}"
        for step in traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} in {' > '.join(steps[-8:])}"


def _peak_mb() -> float:
    if sys.platform == "win32":
        return float("nan")
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024**2
