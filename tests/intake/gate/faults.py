"""Readers that go wrong on purpose; they run in the reading process only."""

import os
import socket
import subprocess
import time
from pathlib import Path

from mapping.errors import ColumnsError, QuestionError


def echo(content, name, limits, **arguments):
    return {"length": len(content), "name": name, "arguments": arguments}


def process_number(content, name, limits):
    return os.getpid()


def hang(content, name, limits):
    time.sleep(600)


def spin(content, name, limits):
    while True:
        pass


def fill(content, name, limits):
    return "x" if [bytearray(1 << 20) for _ in range(1 << 16)] else ""


def fill_and_hide(content, name, limits):
    try:
        fill(content, name, limits)
    except Exception as error:
        raise ColumnsError("rusak") from error


def abort(content, name, limits):
    os.abort()


def leave(content, name, limits):
    os._exit(0)


def fail(content, name, limits):
    raise ValueError(f"could not read {content.decode()}")


def ask(content, name, limits):
    raise QuestionError(f"{name}: yang mana?", "batas.lapisan", {"desa": "12 wilayah", "kota": "1 wilayah"}, free=True)


def lack_columns(content, name, limits):
    raise ColumnsError(f"{name}: tidak ada kolom", "survey", ["usaha", "tempat"])


def print_content(content, name, limits):
    os.write(1, content)
    os.write(2, content)
    print(content.decode(), flush=True)  # noqa: T201
    return "ya"


def try_python(content, name, limits, what, path=""):
    deeds = {
        "read": lambda: Path(path).read_bytes(),
        "write": lambda: Path(path).write_text("x"),
        "connect": lambda: socket.create_connection(("127.0.0.1", int(path)), 1),
        "run": lambda: subprocess.run(["true"], check=True),
        "remove": lambda: os.remove(path),
    }
    deeds[what]()
    return "done"


def try_kernel(content, name, limits, what, path=""):
    """The same past the interpreter, as compiled code would."""
    import pyarrow as pa
    import pyarrow.fs

    if what == "read":
        return pa.fs.LocalFileSystem().open_input_file(path).read().decode()
    if what == "write":
        pa.fs.LocalFileSystem().open_output_stream(path).close()
        return "done"
    raise ValueError(what)
