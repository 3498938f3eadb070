"""How firm the ranks are, worked out once per study and set-up, with a bar and a stop button."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import streamlit as st

from mapping.errors import MappingError
from mapping.language import language, mark, tr
from mapping.ui.cache import View
from mapping.ui.scoring import session_kept, setup_id
from mapping.ui.text import plain

if TYPE_CHECKING:
    from mapping.score.firm.firmness import Firmness

STOPPED = "firmness_stopped"
KEPT_PUBLIC = 16
UNFORESEEN = mark(
    "Uji keteguhan tidak bisa dihitung karena kesalahan yang tidak terduga. Skor dan peringkat tetap berlaku."
)
Key = tuple[str, str, str]
ToldKey = tuple[str, str, str, str]
log = logging.getLogger(__name__)


class Shelf:
    """What was worked out for public regions, for all sessions; the latest ``KEPT_PUBLIC`` are kept.

    Streamlit's own cache replays what a function draws and so forbids a progress bar from outside; a stopped run must
    leave nothing behind either way.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[ToldKey, Firmness] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: ToldKey) -> Firmness | None:
        """What was put under a key, None if nothing was or it had to make room."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: ToldKey, found: Firmness) -> None:
        """Keep a result; the one not asked for longest makes room."""
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT_PUBLIC:
                self._kept.popitem(last=False)


@st.cache_resource(show_spinner=False)
def _public() -> Shelf:
    """One shelf for the server: public regions only, never an upload."""
    return Shelf()


def firmness_of(view: View, sector: str) -> Firmness | None:
    """How firm the ranks of a view are; None while that is stopped or cannot be said of the sector: the page says why.

    All sectors are worked out at once. A public region's answer is kept for everyone, an upload's in its session only.
    """
    found = _find_or_work(view)
    if found and sector in found.unavailable:
        st.info(found.unavailable[sector], icon=":material/help:")
        return None
    return found


def _find_or_work(view: View) -> Firmness | None:
    key: Key = (view.key, str(view.study.manifest.get("key", "")), setup_id(view.study.settings.setup))
    told = (*key, language())  # why a sector has no answer is a sentence
    if not view.private and (found := _public().find(told)):
        return found
    if st.session_state.get(STOPPED) == key:
        _say_stopped()
        return None
    try:
        if view.private:
            return session_kept("firmness", key, lambda: _work_out(view, key))
        found = _work_out(view, key)
    except MappingError as error:
        st.info(plain(error), icon=":material/help:")
        return None
    except Exception:
        log.exception("firmness failed")
        st.error(tr(UNFORESEEN), icon=":material/error:")
        return None
    _public().put(told, found)
    return found


def _work_out(view: View, key: Key) -> Firmness:
    from mapping.score.firm.firmness import assess

    study, place = view.study, st.empty()
    with place.container(border=True):
        bar = st.progress(0.0, tr("Menghitung ulang dengan asumsi lain"))
        st.button(tr("Hentikan"), on_click=_stop, args=(key,), icon=":material/stop:", key="hentikan-uji")

    def report(share: float, text: str) -> None:
        # When the stop button was pressed Streamlit ends this run here, before anything is kept.
        bar.progress(min(max(share, 0.0), 1.0), text)

    try:
        return assess(study.indicators, study.kelurahan, study.settings, report, businesses=study.businesses)
    finally:
        place.empty()


def _stop(key: Key) -> None:
    st.session_state[STOPPED] = key


def _go_on() -> None:
    st.session_state.pop(STOPPED, None)


def _say_stopped() -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            tr(":material/stop_circle: Uji keteguhan dihentikan. Skor dan rentang peringkat di atas tetap berlaku.")
        )
        st.button(tr("Lanjutkan"), on_click=_go_on, icon=":material/play_arrow:", key="lanjutkan-uji")
