"""What a process that reads foreign files may still do: no writing, no network, no other program, no file of others.

Three fences, each for what the one before cannot hold; a system without one of them keeps the others:

- ``fence_kernel`` (Linux 5.13 and newer, Landlock): the kernel refuses files outside Python's own folders, every
  write, and TCP; also to GDAL and other compiled code.
- ``fence_python`` (everywhere): the interpreter refuses the same, and starting programs, to anything done in Python.
- ``limit_resources`` (Linux, macOS): memory, computing time, size of written files (none), core dumps (none).
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import sysconfig
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[2]
SPARE_FILES = 32

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
NO_NEW_PRIVILEGES = 38
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""All rights over files that a Landlock of this version knows: what is named and not granted is refused."""
TCP_RIGHTS = 0b11
ABSTRACT_SOCKETS = 1


def readable_folders() -> list[str]:
    """Folders of Python, its libraries, this package and the time zones: all that a reader may open."""
    paths = {*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, str(PACKAGE), "/usr/share/zoneinfo"}
    system = {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache"}
    return sorted({os.path.realpath(path) for path in paths | system if os.path.exists(path)} - {"/"})


def fence_kernel() -> bool:
    """Let the kernel refuse other files, writing and TCP to this process and its children; False where it cannot."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    files = FILE_RIGHTS[max(known for known in FILE_RIGHTS if known <= version)]
    rights = struct.pack("=QQQ", files, TCP_RIGHTS if version >= 4 else 0, ABSTRACT_SOCKETS if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = libc.syscall(CREATE_RULESET, rights, ctypes.c_size_t(size), 0)
    if rules < 0:
        return False
    for folder in readable_folders():
        _allow_reading(libc, rules, folder)
    done = libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and libc.syscall(RESTRICT_SELF, rules, 0) == 0
    os.close(rules)
    return done


def _allow_reading(libc: Any, rules: int, path: str) -> None:
    rights = READ_FILE | (READ_FOLDER if os.path.isdir(path) else 0)
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    libc.syscall(ADD_RULE, rules, 1, struct.pack("=Qi", rights, handle), 0)
    os.close(handle)


REFUSED = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.system"),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.kill"),
    *("os.truncate", "os.putenv", "os.unsetenv", "shutil.", "tempfile.", "ctypes.", "pty.", "ftplib.", "urllib."),
    *("http.client", "smtplib.", "webbrowser.", "sqlite3.", "winreg."),
)


def fence_python() -> None:
    """Make the interpreter refuse files, network and programs to Python code; it cannot be undone."""
    folders = tuple(os.path.join(folder, "") for folder in readable_folders())

    def watch(event: str, details: tuple[Any, ...]) -> None:
        if event == "open":
            _check_open(details, folders)
        elif event.startswith(REFUSED):
            raise PermissionError(f"{event} is not for readers of files")

    sys.addaudithook(watch)


def _check_open(details: tuple[Any, ...], folders: tuple[str, ...]) -> None:
    path, mode, flags = details
    writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if mode is None else set(str(mode)) & set("wax+")
    if isinstance(path, int) or writes or not os.path.realpath(os.fsdecode(path)).startswith(folders):
        raise PermissionError("this file is not for readers of files")


def address_space() -> int:
    """Bytes of address space that this process holds; 0 where the system does not say."""
    if sys.platform != "linux":
        return 0
    import resource

    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def limit_resources(held: int, memory_mb: int, seconds: int) -> None:
    """Bound this process: ``memory_mb`` of address space above ``held`` bytes, ``seconds`` of computing; 0: no bound.

    Nothing on Windows, which has no such limits; macOS ignores the one on memory.
    """
    if sys.platform == "win32":
        return
    import resource

    wanted = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_NOFILE: _open_files() + SPARE_FILES}
    if seconds:
        wanted[resource.RLIMIT_CPU] = seconds
    if memory_mb and held:
        wanted[resource.RLIMIT_AS] = held + memory_mb * 1024**2
    for limit, most in wanted.items():
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


def _open_files() -> int:
    """One more than the highest file number in use."""
    probe = os.dup(0)
    os.close(probe)
    return probe + 1
