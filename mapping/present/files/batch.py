"""Many files at once, for many kelurahan: with progress, stopped without harm, taken up where it stopped."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mapping.errors import MappingError
from mapping.language import language, mark, speaking, tr
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN, REGION, Format, file_name, place_slug
from mapping.present.files.ledger import Ledger
from mapping.present.files.listing import LISTING, listing_bytes
from mapping.present.files.whole import remove_leftovers, write_bytes, zip_folder
from mapping.settings import Progress, no_progress

THREADS = 2
"""The typesetter lets other threads run while it works: two take 0.56 of the time of one."""
KEPT_EVERY = 10
"""Files between two notes in the ledger: at most so many are made again after the power failed."""
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
UNFORESEEN = mark("tidak dapat dibuat karena kesalahan yang tidak terduga")
EMPTY = mark("tidak ada isinya")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """One file of a batch: which format, of which kelurahan (``""``: the region), and its path below the folder."""

    form: Format
    code: str
    name: str


@dataclass(frozen=True)
class Made:
    """What became of a task: a whole file with its size in bytes and checksum, or why there is none.

    ``kept`` is True where an earlier run had written the very same file.
    """

    task: Task
    size: int = 0
    sha256: str = ""
    kept: bool = False
    why: str = ""


def plan_batch(edition: Edition, formats: Sequence[Format], codes: Sequence[str]) -> list[Task]:
    """Every file that these formats make for the region and these kelurahan, the region's first.

    A kelurahan has a folder of its own where there are several of both, kelurahan and formats.
    """
    of_region = [form for form in formats if form.of == REGION]
    of_kelurahan = [form for form in formats if form.of == KELURAHAN]
    apart = len(codes) > 1 and len(of_kelurahan) > 1
    tasks = [Task(form, "", file_name(edition, form)) for form in of_region]
    for code in codes:
        folder = f"{code}-{place_slug(edition.name_of(code))}/" if apart else ""
        tasks += [Task(form, code, folder + file_name(edition, form, code)) for form in of_kelurahan]
    return tasks


def write_batch(
    edition: Edition, tasks: Sequence[Task], folder: Path, progress: Progress = no_progress, threads: int = THREADS
) -> list[Made]:
    """Write every file into a folder, and ``DAFTAR.txt`` that lists them; what is there already is left alone.

    A file counts as there when the same edition (study, settings, language, program) wrote it and its bytes are still
    the same. A file that cannot be made is reported and the others go on. Stopped at any moment, the folder holds
    whole files only, and the next run goes on from there.

    Parameters
    ----------
    edition : Edition
        Written in the language in force.
    tasks : sequence of Task
        From ``plan_batch``.
    folder : Path
        Made if need be.
    progress : callable
        Told the share done and the file; raising ``CancelledError`` from it stops the work.
    threads : int
        How many files are made at the same time.

    Returns
    -------
    list of Made
        In the order of the tasks.

    Raises
    ------
    mapping.errors.MappingError
        The disk is full or the folder cannot be written to; what was written before stays.
    """
    progress(0.0, tr("Menyiapkan berkas"))
    try:
        for part in {folder, *((folder / task.name).parent for task in tasks)}:
            part.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder)
        ledger = Ledger(folder, edition.key)
        # What all files share is made before the threads part.
        stamp = edition.stamp
        made = _write_all(edition, tasks, ledger, progress, threads)
        write_bytes(listing_bytes(edition, made), folder / LISTING)
    except OSError as error:
        raise unwritable(error) from error
    progress(1.0, tr("Semua berkas ditulis"))
    log.info("batch of %s: %s of %s", stamp.region, sum(not one.why for one in made), len(made))
    return made


def _write_all(edition: Edition, tasks: Sequence[Task], ledger: Ledger, progress: Progress, threads: int) -> list[Made]:
    done: dict[Task, Made] = {}
    begun: list[Future[Made]] = []
    pool, queue = ThreadPoolExecutor(threads), iter(tasks)

    def begin(count: int) -> set[Future[Made]]:
        begun.extend(pool.submit(_write_one, edition, task, ledger, language()) for task in islice(queue, count))
        return set(begun[len(begun) - count :]) if count else set()

    try:
        # No file is begun before one is reported: who stops does not wait for what has run ahead.
        running = begin(min(threads, len(tasks)))
        while running:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                made = future.result()
                done[made.task] = made
                if not made.why:
                    ledger.files[made.task.name] = made.sha256
                if len(done) % KEPT_EVERY == 0:
                    ledger.write()
                progress(len(done) / len(tasks), _say_task(edition, made.task, len(done), len(tasks)))
            running |= begin(min(len(finished), len(tasks) - len(begun)))
    finally:
        # Also when stopped: files that are being written become whole, the others are not begun.
        pool.shutdown(wait=True, cancel_futures=True)
        for future in begun:
            if future.done() and not future.cancelled() and not future.exception() and future.result().sha256:
                ledger.files[future.result().task.name] = future.result().sha256
        # On a full disk the ledger cannot be written either; what went wrong first is what is told.
        with contextlib.suppress(OSError):
            ledger.write()
    return [done[task] for task in tasks]


def _write_one(edition: Edition, task: Task, ledger: Ledger, code: str) -> Made:
    """One file, unless it is there already; a thread has no language of its own, so it is told."""
    path = ledger.path.parent / task.name
    if ledger.is_whole(task.name):
        return Made(task, path.stat().st_size, ledger.files[task.name], kept=True)
    with speaking(code):
        try:
            content = task.form.write(edition, task.code)
        except MappingError as error:
            return Made(task, why=str(error))
        except Exception as error:
            if isinstance(error, OSError) and error.errno in FULL:
                raise
            log.exception("%s of %s failed", task.form.name, task.code or "the region")
            return Made(task, why=tr(UNFORESEEN))
        if not content:
            return Made(task, why=tr(EMPTY))
    write_bytes(content, path)
    return Made(task, len(content), hashlib.sha256(content).hexdigest())


def _say_task(edition: Edition, task: Task, count: int, total: int) -> str:
    place = edition.name_of(task.code) if task.code else edition.study.settings.region
    return tr("{place}: {title} ({n} dari {total})", place=place, title=tr(task.form.title), n=count, total=total)


def unwritable(error: OSError) -> MappingError:
    """A failed write in words: a full disk, or a folder that may not be written to."""
    if error.errno in FULL:
        text = tr(
            "Disk penuh saat menulis {file}. Kosongkan ruang, lalu coba lagi; berkas yang sudah ditulis tetap utuh.",
            file=error.filename or tr("berkas sementara"),
        )
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        text = tr(
            "{file} tidak boleh ditulis. Pilih folder lain, atau minta izin menulis di situ.", file=error.filename
        )
    else:
        text = tr("{file} tidak bisa ditulis: {why}.", file=error.filename, why=error.strerror)
    return MappingError(text)


def zip_batch(folder: Path, made: Iterable[Made], path: Path) -> None:
    """All whole files of a batch and their listing as one zip; the same files give the same bytes.

    Raises
    ------
    mapping.errors.MappingError
        As :func:`write_batch`.
    """
    try:
        zip_folder(folder, [LISTING, *(one.task.name for one in made if not one.why)], path)
    except OSError as error:
        raise unwritable(error) from error
