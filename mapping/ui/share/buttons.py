"""The button "Bagikan" of a view: a picture, a page that works without network, and the link."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from mapping.language import language, tr
from mapping.present.mapdata import MapShown
from mapping.ui.cache import View
from mapping.ui.links import SET_UPS
from mapping.ui.scoring import is_same, own_setup
from mapping.ui.share.files import offline_file, picture_file
from mapping.ui.state import full_address


def address_now() -> str:
    """The address of the present view as the reader's browser has it, choices included."""
    choices = urlencode(full_address())
    plain = str(st.context.url or "").split("?")[0].split("#")[0]
    return f"{plain}?{choices}" if choices else plain


def share_buttons(view: View, shown: MapShown, *, name: str, table: pd.DataFrame, title: str) -> None:
    """The popover "Bagikan"; its files are written only when asked for.

    To be called last on a page: the link holds what the page has written to its address by then.

    Parameters
    ----------
    view : View
        Whose outlines are drawn.
    shown : MapValues, MapKinds or MapPairs
        What the map shows now.
    name : str
        What the view is, for file names: ``"peta-skor-pangan"``.
    table : DataFrame
        What the list beside the map shows, best first, small cells blanked; index is the code of ``shown``, columns
        are the words on the screen.
    title : str
        Heading of picture and page; ``""`` takes the map's own.
    """
    date = view.study.settings.survey_date
    shown, stem = replace(shown, title=title or shown.title), "-".join(filter(None, (view.key, name, date)))
    with st.popover(tr("Bagikan"), icon=":material/share:"), st.container(width=400, gap="xsmall"):
        _offer(
            tr("Gambar (PNG)"),
            tr("Untuk dicetak, ditempel di laporan, atau dikirim lewat pesan."),
            partial(picture_file, language(), view, shown),
            (f"{stem}.png", "image/png", ":material/image:"),
        )
        _offer(
            tr("Halaman luring (HTML)"),
            tr("Peta dan tabel yang bisa dicari, dibuka di HP tanpa internet."),
            partial(offline_file, language(), view, shown, table),
            (f"{stem}.html", "text/html", ":material/offline_pin:"),
        )
        heading = tr("Tautan tampilan ini")
        st.markdown(f"**{heading}**")
        st.code(address_now(), language=None, wrap_lines=True)
        st.caption(_say_link(view))


def _say_link(view: View) -> str:
    if view.private:
        return tr("Data Anda tidak ikut tautan: orang lain perlu berkasnya. Kirim gambar atau halaman luring.")
    setup = own_setup()
    if setup and not is_same(view, setup) and SET_UPS[0] not in full_address():
        return tr("Membuka pilihan yang sama, tetapi dengan bobot semula: bobot Anda terlalu panjang untuk tautan.")
    return tr("Membuka pilihan yang sama bagi siapa pun yang bisa membuka aplikasi ini.")


def _offer(label: str, use: str, write: object, file: tuple[str, str, str]) -> None:
    name, mime, icon = file
    st.download_button(
        label,
        write,  # type: ignore[arg-type]
        file_name=name,
        mime=mime,
        icon=icon,
        key=f"bagikan_{mime}",
        on_click="ignore",
        width="stretch",
    )
    st.caption(use)
