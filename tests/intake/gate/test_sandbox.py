"""Each fence alone: what it refuses, and that reading the project's own files goes on."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DEEDS = """
import os, pathlib, socket, subprocess, sys
from mapping.intake.gate import sandbox
deeds = {
    "read": lambda: pathlib.Path(sys.argv[2]).read_bytes(),
    "descriptor": lambda: os.open(sys.argv[2], os.O_RDONLY),
    "write": lambda: pathlib.Path(sys.argv[2]).write_text("x"),
    "append": lambda: open(sys.argv[2], "a"),
    "remove": lambda: os.remove(sys.argv[2]),
    "connect": lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), 1),
    "run": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "own": lambda: (sandbox.PACKAGE / "knowledge" / "limits.toml").read_bytes(),
    "library": lambda: __import__("wave"),
}
{fence}
try:
    deeds[sys.argv[1]]()
except OSError:
    print("refused")
else:
    print("done")
"""


def attempt(fence, deed, path, port):
    command = [sys.executable, "-c", DEEDS.replace("{fence}", fence), deed, str(path), str(port)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout.split()[-1]


@pytest.fixture
def server():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.parametrize("deed", ["read", "descriptor", "write", "append", "remove", "connect", "run"])
def test_python_code_is_fenced(tmp_path, server, deed):
    kept = tmp_path / "rahasia.txt"
    kept.write_text("tetap")
    assert attempt("sandbox.fence_python()", deed, kept, server) == "refused"
    assert kept.read_text() == "tetap"


@pytest.mark.parametrize("deed", ["read", "descriptor", "write", "append", "remove", "connect"])
def test_the_kernel_fences_everything(tmp_path, server, deed):
    if attempt("sys.exit(print('yes' if sandbox.fence_kernel() else 'no'))", "own", "", 0) == "no":
        pytest.skip("this kernel has no Landlock")
    kept = tmp_path / "rahasia.txt"
    kept.write_text("tetap")
    assert attempt("sandbox.fence_kernel()", deed, kept, server) == "refused"
    assert kept.read_text() == "tetap"


@pytest.mark.parametrize("deed", ["read", "write", "connect", "run"])
def test_without_a_fence_the_same_goes_through(tmp_path, server, deed):
    kept = tmp_path / "rahasia.txt"
    kept.write_text("tetap")
    assert attempt("", deed, kept, server) == "done"


@pytest.mark.parametrize("fence", ["sandbox.fence_kernel()", "sandbox.fence_python()"])
@pytest.mark.parametrize("deed", ["own", "library"])
def test_own_files_and_libraries_stay_open(fence, deed):
    assert attempt(fence, deed, "", 0) == "done"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds address space")
def test_memory_is_bounded_above_what_is_held():
    code = """
from mapping.intake.gate.sandbox import address_space, limit_resources
limit_resources(address_space(), 50, 60)
bytearray(20 << 20)
try:
    bytearray(100 << 20)
except MemoryError:
    print("refused")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "refused"
