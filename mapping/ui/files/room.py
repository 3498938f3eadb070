"""Where a session's batch lies: a folder that nobody else can read, gone when the session or the program ends."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import streamlit as st

from mapping.present.files.batch import Made
from mapping.present.files.edition import Edition
from mapping.present.files.whole import is_at_work

ROOM, BATCH = "batch_room", "batch_done"
PREFIX = "peta-potensi-berkas-"


@dataclass(frozen=True)
class Batch:
    """A batch that ended: for which choice, what became of each file, and the zip with all of them."""

    choice: tuple[str, ...]
    made: tuple[Made, ...]
    packed: Path


def _sweep() -> None:
    """Remove the rooms of servers that were killed before they could."""
    for path in Path(gettempdir()).glob(f"{PREFIX}*"):
        process = path.name.removeprefix(PREFIX).partition("-")[0]
        if process.isdigit() and not is_at_work(int(process)) and int(process) != os.getpid():
            shutil.rmtree(path, ignore_errors=True)


def batch_folder(edition: Edition) -> Path:
    """The folder for an edition of this session. Another edition (region, language, answers) takes its place: a session
    holds the files of one."""
    if ROOM not in st.session_state:
        _sweep()
        # Lives in the session and nowhere else: when the session is dropped, so is the folder.
        st.session_state[ROOM] = TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-")
    room = Path(st.session_state[ROOM].name)
    folder = room / edition.key[:16]
    for other in room.iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    return folder


def batch_done(choice: tuple[str, ...]) -> Batch | None:
    """The batch that ended for this choice, None where there is none."""
    batch = st.session_state.get(BATCH)
    return batch if batch and batch.choice == choice and batch.packed.exists() else None


def keep_batch(batch: Batch) -> None:
    """Hold what a batch ended in."""
    st.session_state[BATCH] = batch


def choice_key(edition: Edition, names: list[str], codes: list[str]) -> tuple[str, ...]:
    """What tells one batch from another."""
    return (edition.key, *names, "", *codes)
