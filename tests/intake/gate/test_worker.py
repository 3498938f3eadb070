"""Foreign files are read apart: whatever happens there, the app hears a plain sentence and lives."""

import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from mapping.errors import CancelledError, ColumnsError, QuestionError
from mapping.intake.gate import worker
from mapping.intake.gate.limits import read_limits
from mapping.intake.gate.parcels import pack_value, unpack_value
from mapping.intake.gate.worker import READERS, Readers, UnreadableError, parse_apart

FAULTS = [
    *("echo", "process_number", "hang", "spin", "fill", "fill_and_hide", "abort", "leave", "fail", "ask"),
    *("lack_columns", "print_content", "try_python", "try_kernel"),
]
LIMITS = replace(read_limits("page"), seconds=20, memory_mb=200)
NAME = "../rumah/umkm.csv"
CANARY = "KANARI 081234567890"
ROOT = Path(__file__).parents[3]
KERNEL_FENCE = "import sys; from mapping.intake.gate.sandbox import fence_kernel; sys.exit(not fence_kernel())"


@pytest.fixture(scope="module", params=["copies", "once"])
def readers(request):
    """Both ways to run: copies of one process, and a process for each file as on Windows."""
    modules = (*(READERS if request.param == "copies" else ()), "faults", "pyarrow.fs")
    made = Readers(modules, folders=[str(Path(__file__).parent)], copies=request.param == "copies")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def fault_tasks(monkeypatch):
    for name in FAULTS:
        monkeypatch.setitem(worker.TASKS, name, ("faults", name))


def apart(readers, task, content=b"abc", limits=LIMITS, tick=lambda: None, **arguments):
    return parse_apart(task, content, NAME, arguments, limits, tick, readers)


def complaint(readers, task, **more):
    with pytest.raises(UnreadableError) as caught:
        apart(readers, task, **more)
    message = str(caught.value)
    assert message.startswith('Berkas "umkm.csv" ')
    assert "rumah" not in message
    assert apart(readers, "echo")["length"] == 3  # the next file is read as if nothing had been
    return message


def test_content_and_arguments_arrive_whole(readers):
    content = bytes(range(256)) * 20_000
    assert apart(readers, "echo", content, answer="ya", options=["a", 1, None]) == {
        "length": len(content),
        "name": NAME,
        "arguments": {"answer": "ya", "options": ["a", 1, None]},
    }


def test_every_file_gets_a_process_of_its_own(readers):
    numbers = {apart(readers, "process_number") for _ in range(3)}
    assert len(numbers) == 3
    assert os.getpid() not in numbers


def test_our_own_errors_come_back_as_they_were_raised(readers):
    with pytest.raises(ColumnsError, match="tidak ada kolom") as lacking:
        apart(readers, "lack_columns")
    assert (lacking.value.role, lacking.value.headers) == ("survey", ["usaha", "tempat"])
    with pytest.raises(QuestionError, match="yang mana") as caught:
        apart(readers, "ask")
    asked = caught.value
    assert (asked.key, asked.options, asked.free) == (
        "batas.lapisan",
        {"desa": "12 wilayah", "kota": "1 wilayah"},
        True,
    )


def test_too_much_memory(readers):
    assert "200 MB" in complaint(readers, "fill")


def test_too_much_memory_disguised_as_a_broken_file(readers):
    assert "200 MB" in complaint(readers, "fill_and_hide")


@pytest.mark.parametrize("task", ["hang", "spin"])
def test_too_much_time(readers, task):
    assert "1 detik" in complaint(readers, task, limits=replace(LIMITS, seconds=1))


@pytest.mark.parametrize("task", ["abort", "leave", "fail"])
def test_a_breakdown(readers, task):
    assert "berhenti" in complaint(readers, task)


def test_nothing_of_the_file_is_logged(readers, caplog):
    with pytest.raises(UnreadableError) as caught:
        apart(readers, "fail", CANARY.encode())
    assert "faults.py" in caplog.text  # where it failed is said
    assert CANARY not in caplog.text + str(caught.value)


@pytest.mark.parametrize("copies", [True, False])
def test_what_a_library_prints_goes_nowhere(copies):
    code = f"""
from mapping.intake.gate import worker
from mapping.intake.gate.limits import read_limits
worker.TASKS["print"] = ("faults", "print_content")
readers = worker.Readers(("faults",), [{str(Path(__file__).parent)!r}], {copies})
assert worker.parse_apart("print", b"{CANARY}", "a.csv", {{}}, read_limits(), readers=readers) == "ya"
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert CANARY not in done.stdout + done.stderr


def test_a_cancelled_reading_ends_at_once_and_its_process_with_it(readers):
    apart(readers, "echo")  # the process has started
    ticks = iter(range(5))  # the reading has begun by then

    def stop():
        if next(ticks) == 4:
            raise CancelledError("Dihentikan.")

    before = time.monotonic()
    with pytest.raises(CancelledError):
        apart(readers, "hang", tick=stop)
    assert time.monotonic() - before < LIMITS.seconds / 2
    if readers.copies:
        deadline = time.monotonic() + 10
        while children_of(readers._process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert children_of(readers._process.pid) == []


def children_of(pid):
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,pid="], capture_output=True, text=True, check=True).stdout
    return [child for parent, child in map(str.split, listed.splitlines()) if int(parent) == pid]


def test_others_are_not_disturbed(readers):
    """One hangs and one aborts while another is read, from threads as in the app."""
    results = {}

    def work(task):
        try:
            results[task] = apart(readers, task, limits=replace(LIMITS, seconds=3))
        except UnreadableError as error:
            results[task] = str(error)

    threads = [threading.Thread(target=work, args=[task]) for task in ("hang", "abort", "echo", "process_number")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results["echo"]["length"] == 3
    assert isinstance(results["process_number"], int)
    assert "3 detik" in results["hang"]
    assert "berhenti" in results["abort"]


@pytest.mark.parametrize("task", ["try_python", pytest.param("try_kernel", id="compiled")])
def test_no_file_outside_is_read_or_written(readers, tmp_path, task):
    if task == "try_kernel" and subprocess.run([sys.executable, "-c", KERNEL_FENCE], cwd=ROOT, check=False).returncode:
        pytest.skip("this kernel has no Landlock")
    secret, new = tmp_path / "rahasia.txt", tmp_path / "baru.txt"
    secret.write_text(CANARY)
    for what, path in (("read", secret), ("write", new), ("write", secret)):
        with pytest.raises(UnreadableError):
            apart(readers, task, what=what, path=str(path))
    assert not new.exists()
    assert secret.read_text() == CANARY


def test_no_connection_no_program_no_removal(readers, tmp_path):
    kept = tmp_path / "tetap.txt"
    kept.write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        for what, path in (("connect", str(server.getsockname()[1])), ("run", ""), ("remove", str(kept))):
            with pytest.raises(UnreadableError):
                apart(readers, "try_python", what=what, path=path)
        with pytest.raises(TimeoutError):
            server.accept()
    assert kept.exists()


def test_the_process_ends_with_the_app():
    code = (
        "from mapping.intake.gate import worker; from mapping.intake.gate.limits import read_limits;"
        "worker.parse_apart('sheets', b'kelurahan,produk\\nGundih,tempe\\n', 'a.csv', {}, read_limits());"
        "print(worker.shared_readers()._process.pid)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    deadline = time.monotonic() + 10
    while is_alive(int(done.stdout)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(int(done.stdout))


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_reading_process_that_was_killed_is_started_again():
    readers = Readers(("faults",), folders=[str(Path(__file__).parent)])
    assert apart(readers, "echo")["length"] == 3
    readers._process.kill()
    readers._process.wait()
    assert apart(readers, "echo")["length"] == 3
    readers.close()


def test_a_reading_process_that_cannot_start_is_said_plainly(capfd):
    readers = Readers(("no_such_module",))
    with pytest.raises(UnreadableError, match="tidak berjalan"):
        apart(readers, "echo")
    readers.close()


def test_maps_and_tables_travel_unchanged(villages):
    villages.loc[2, "geometry"] = None
    villages.insert(0, "jumlah", [1, 2, None, 4, 5, 6])
    villages.insert(0, "kosong", None)
    villages.columns = ["kosong", "jumlah", "kode", "nama", "jenis", "kecamatan", "nama", "geometry"]
    table = pd.DataFrame({"row": pd.array([1, None], dtype="Int64"), "what": ["a", "b"]})
    cells = pd.DataFrame({0: ["a", ""], 1: ["é", "b"]}, index=pd.Index([3, 9], name="row"), dtype="str")
    value = (villages, table, cells, cells[1], {"x": 1.5, 7: None, "z": [["a"], []]})
    outlines, rows, read, column, plain = unpack_value(*pack_value(value))
    assert_geodataframe_equal(outlines, villages)
    pd.testing.assert_frame_equal(rows, table)
    pd.testing.assert_frame_equal(read, cells)
    pd.testing.assert_series_equal(column, cells[1])
    assert plain == value[4]
    assert unpack_value(*pack_value(gpd.GeoDataFrame({"a": [1]}, geometry=[None]))).crs is None


@pytest.mark.parametrize(
    "answer", [b"", b"abc", b"\xff\xff\xff\xff", b"\0\0\0\x02{}", b"\0\0\0\x13" + b'\0\0\0\x0f{"lengths": []}']
)
def test_an_answer_that_is_none_is_a_breakdown(answer):
    class Liar:
        def ask(self, *_):
            return answer

    with pytest.raises(UnreadableError):
        apart(Liar(), "echo")


def test_tables_in_an_answer_are_looked_through():
    """Text that is no text would break whoever reads it later."""
    import pyarrow as pa

    torn = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\x02\0\0\0"), pa.py_buffer(b"\xff\xfe"))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, pa.schema({"a": pa.string()})) as stream:
        stream.write_batch(pa.record_batch({"a": torn}))
    with pytest.raises(pa.ArrowInvalid):
        unpack_value({"typed": "table", "value": 0}, [sink.getvalue().to_pybytes()])


@pytest.mark.parametrize(
    "value",
    [
        {"typed": "record", "value": ["Popen", {}]},
        {"typed": "table", "value": 3},
        {"typed": "nothing", "value": 0},
        {"other": 1},
    ],
)
def test_nothing_but_the_named_kinds_is_made_of_an_answer(value):
    with pytest.raises((KeyError, IndexError)):
        unpack_value(value, [])
