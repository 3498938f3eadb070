"""The user's own files in this session, the work on them, and what stands between them and a result."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from mapping.desk.needs.days import today
from mapping.errors import ColumnsError, MappingError, NoPlaceError, QuestionError
from mapping.language import mark, tr
from mapping.settings import Settings, SourceFile, Sources, part_of
from mapping.ui.cache import OWN, keep_own_view
from mapping.ui.links import go_to
from mapping.ui.own.decisions import decisions, decisions_file, lexicon_file, mark_applied

if TYPE_CHECKING:
    import pandas as pd

    from mapping.intake.preview import Preview
    from mapping.present.outlines import Outlines

FILES, MATTER, ASKED, LOOKS = "own_files", "own_matter", "own_work_asked", "own_looks"
REGION = mark("Wilayah saya")
COVERAGE = {mark("Tebak dari isinya"): None, mark("Ya, petani ikut didata"): True, mark("Tidak"): False}
UNFORESEEN = mark("Berkas tidak dapat diolah karena kesalahan yang tidak terduga. Tidak ada yang berubah.")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Matter:
    """What has to be settled before the work can go on.

    ``kind`` is ``"question"``, ``"columns"``, ``"places"``, ``"error"`` or ``"stopped"``; ``role`` (of a file whose
    columns are to be mapped) ``"boundaries"`` or ``"survey"``; ``key``, ``options`` and ``free`` as in
    ``QuestionError``; ``places`` as in ``NoPlaceError``, with the region's outlines.
    """

    kind: str
    message: str = ""
    role: str = ""
    key: str = ""
    options: dict[str, str] = field(default_factory=dict)
    free: bool = False
    places: pd.DataFrame | None = None
    outlines: Outlines | None = None


def matter() -> Matter | None:
    """What has to be settled, None when nothing has."""
    return st.session_state.get(MATTER)


def settle(with_this: Matter | None = None) -> None:
    """Put another matter in place of the present one, or none."""
    st.session_state[MATTER] = with_this


def files_of(role: str) -> tuple[SourceFile, ...]:
    """The files that this session holds for a role, as received; loose parts of a shapefile are several."""
    return st.session_state.get(FILES, {}).get(role, ())


def keep_files(role: str, files: Sequence[SourceFile]) -> None:
    """Hold files for a role; what was open about the ones before is no longer."""
    st.session_state[FILES] = {**st.session_state.get(FILES, {}), role: tuple(files)}
    settle()


def is_ready() -> bool:
    """Whether both files are there that no run can do without."""
    return bool(files_of("boundaries") and files_of("survey"))


def file_of(role: str) -> SourceFile | None:
    """The one file of a role, loose parts packed together.

    Raises
    ------
    mapping.errors.InputError
        The parts do not make one file.
    """
    from mapping.intake.outlines.shapefiles import pack_files

    files = files_of(role)
    return pack_files(files) if files else None


def shown_name(role: str) -> str:
    """The name under which findings and decisions speak of a role's file."""
    from mapping.intake.gate.files import show_name

    file = file_of(role)
    return show_name(file.name) if file else ""


def answers_now() -> tuple[tuple[str, str], ...]:
    """The answers that hold for the present files: those given about them, and those about no file in particular."""
    from mapping.intake.corrections import ROLES, replay_answers

    table = decisions()
    files = {role: shown_name(role) for role in ROLES if files_of(role)}
    start = table["column"].str.replace(r"\..*", "", regex=True)
    rest = table[(table["kind"] == "jawaban") & ~start.isin(list(ROLES.values()))]
    return replay_answers(tuple(zip(rest["column"], rest["replacement"], strict=True)), table, files)


def settings_now() -> Settings:
    """The choices made on the page, with the answers given so far."""
    date = st.session_state.get("own_date")
    return Settings(
        region=str(st.session_state.get("own_region") or "").strip() or tr(REGION),
        survey_date=date.isoformat() if isinstance(date, dt.date) else "",
        as_of=today(),
        answers=answers_now(),
        covers_agriculture=COVERAGE.get(str(st.session_state.get("own_coverage"))),
    )


def _sources() -> Sources:
    boundaries, survey = file_of("boundaries"), file_of("survey")
    if boundaries is None or survey is None:
        raise MappingError(tr("Berkas batas dan berkas survei harus ada keduanya. Unggah yang belum ada."))
    return Sources(
        boundaries,
        survey,
        corrections=decisions_file(),
        lexicon=lexicon_file(),
        crosswalk=file_of("crosswalk"),
        context=files_of("context"),
        earlier=file_of("earlier"),
    )


def ask_work() -> None:
    """Start the work in this or the next run of the page."""
    st.session_state[ASKED] = True


def _say_stopped() -> None:
    settle(Matter("stopped", tr("Dihentikan. Tidak ada yang berubah.")))


def do_work() -> None:
    """If asked: run the study with a progress bar and a stop button; nothing is kept unless it ends well."""
    if not st.session_state.pop(ASKED, False):
        return
    from mapping.intake.gate.limits import read_limits
    from mapping.study import build_study

    with st.container(border=True):
        bar = st.progress(0.0, tr("Mulai"))
        st.button(tr("Hentikan"), on_click=_say_stopped, icon=":material/stop:")

    def report(share: float, text: str) -> None:
        # When the stop button was pressed Streamlit ends this run here, inside the study, before anything is kept.
        bar.progress(min(max(share, 0.0), 1.0), text)

    try:
        study = build_study(settings_now(), _sources(), part_of(report, 0.0, 0.9), read_limits("page"))
        report(0.9, tr("Menyiapkan peta"))
        keep_own_view(study)
    except MappingError as error:
        put_off(error)
    except Exception:
        log.exception("study of an upload failed")
        settle(Matter("error", tr(UNFORESEEN)))
        st.rerun()
    settle()
    mark_applied()
    st.session_state.pop("kelurahan", None)
    go_to("data", wilayah=OWN)


def put_off(error: MappingError) -> NoReturn:
    """Make what an error asks of the user the open matter, and show the page anew."""
    settle(_matter_of(error))
    st.rerun()


def _matter_of(error: MappingError) -> Matter:
    """What an error asks of the user; the error itself is not kept, because it holds on to the rows it came from."""
    if isinstance(error, QuestionError):
        return Matter("question", str(error), key=error.key, options=dict(error.options), free=error.free)
    if isinstance(error, ColumnsError) and error.role:
        return Matter("columns", str(error), role=error.role)
    if isinstance(error, NoPlaceError):
        from mapping.present.outlines import simplify_outlines

        mark_applied()
        outlines = simplify_outlines(error.kelurahan, private=True)
        return Matter("places", str(error), places=error.places, outlines=outlines)
    return Matter("error", str(error))


def look_at(role: str) -> Preview:
    """A first look at the columns of a role's file, kept in the session under what the file holds.

    Raises
    ------
    mapping.errors.MappingError
        The file is missing or cannot be opened.
    """
    from mapping.intake.preview import preview

    file, settings = file_of(role), settings_now()
    if file is None:
        raise MappingError(tr("Berkasnya belum ada. Unggah dulu."))
    key = (hashlib.sha256(file.content).hexdigest(), settings.answers)
    kept = st.session_state.setdefault(LOOKS, {})
    if kept.get(role, ("", None))[0] != key:
        kept[role] = (key, preview(file, role, settings))
    return kept[role][1]
