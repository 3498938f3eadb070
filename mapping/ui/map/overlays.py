""" "Lapisan Anda": someone's own zones, roads or points over the map, kept in this session only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from mapping.errors import MappingError, QuestionError
from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.present.mapdata import MapOverlay
from mapping.settings import SourceFile
from mapping.ui.cache import View
from mapping.ui.mapview import share_overlay
from mapping.ui.text import plain

if TYPE_CHECKING:
    import geopandas as gpd

LAYERS, ASKED, SAID, UPLOADS = "peta_lapisan", "peta_lapisan_tanya", "peta_lapisan_gagal", "peta_lapisan_ke"
MOST = 5
COLOURS = ("#7a2e8e", "#b3261e", "#0b6e4f", "#8a5a00", "#1f3a93")
CATEGORY_COLOURS = (
    *("#e41a1c", "#377eb8", "#4daf4a", "#984ea3", "#ff7f00", "#a65628"),
    *("#f781bf", "#666666", "#17becf", "#bcbd22", "#1b4f72", "#000000"),
)
OTHER = "\0lain"


@dataclass(frozen=True)
class OwnLayer:
    """One layer of this session: shapes in degrees with the columns that can colour it, ready to be drawn."""

    name: str
    shapes: gpd.GeoDataFrame = field(repr=False)
    colour: str
    column: str
    drawn: MapOverlay
    region: str


@dataclass(frozen=True)
class Waiting:
    """A file that left one thing open."""

    file: SourceFile = field(repr=False)
    answers: dict[str, str]
    question: QuestionError


def own_layers(view: View) -> list[OwnLayer]:
    """The layers of this session that belong to a region."""
    return [layer for layer in st.session_state.get(LAYERS, []) if layer.region == view.outlines.token]


def drawn_layers(view: View) -> list[MapOverlay]:
    """The same as the map takes them."""
    return [layer.drawn for layer in own_layers(view)]


def manage_layers(view: View) -> None:
    """Give, colour and remove own layers."""
    st.caption(
        tr(
            "Tampilkan zona RTRW, jalan, atau titik milik Anda di atas peta. GeoJSON, GeoPackage, KML/KMZ, atau "
            "shapefile dalam zip. Hanya ada selama halaman ini terbuka, dan hanya Anda yang melihatnya."
        )
    )
    key = f"peta-lapisan-unggah-{st.session_state.get(UPLOADS, 0)}"
    if len(own_layers(view)) < MOST:
        st.file_uploader(
            tr("Tambah lapisan"), key=key, on_change=partial(_take_file, view, key), label_visibility="collapsed"
        )
    else:
        st.caption(tr("Paling banyak {most} lapisan sekaligus. Hapus satu untuk menambah yang lain.", most=MOST))
    if message := st.session_state.get(SAID):
        st.error(plain(message), icon=":material/error:")
    _ask_open(view)
    for position, layer in enumerate(own_layers(view)):
        _show_layer(layer, position)


def _take_file(view: View, key: str) -> None:
    given = st.session_state.get(key)
    st.session_state.pop(SAID, None)
    st.session_state.pop(ASKED, None)
    if given is not None:
        _add(view, SourceFile(given.name, given.getvalue()), {})


def _add(view: View, file: SourceFile, answers: dict[str, str]) -> None:
    """Read a file in the closed process and lay it over the map, or say why not, or keep its question."""
    from mapping.intake.gate.files import show_name
    from mapping.intake.gate.limits import read_limits
    from mapping.intake.outlines.overlay import read_overlay

    try:
        shapes = read_overlay(file.content, file.name, view.outlines.bounds, answers, read_limits("page"))
    except QuestionError as question:
        st.session_state[ASKED] = Waiting(file, answers, question)
        return
    except MappingError as error:
        st.session_state[SAID] = str(error)
        return
    layers = st.session_state.setdefault(LAYERS, [])
    colour = COLOURS[len(layers) % len(COLOURS)]
    name = show_name(file.name).rsplit(".", 1)[0][:40]
    drawn = share_overlay(shapes, name, colour=colour)
    st.session_state[LAYERS] = [*layers, OwnLayer(name, shapes, colour, "", drawn, view.outlines.token)]
    # A new uploader: the next file is another layer, not this one again.
    st.session_state[UPLOADS] = st.session_state.get(UPLOADS, 0) + 1


def _ask_open(view: View) -> None:
    """The one thing that a file left open."""
    waiting: Waiting | None = st.session_state.get(ASKED)
    if waiting is None:
        return
    question = waiting.question
    with st.container(border=True, key="peta-lapisan-tanya"):
        st.markdown(plain(str(question)))
        options = [*question.options, *([OTHER] if question.free else [])]
        mark = hashlib.sha256(waiting.file.content).hexdigest()[:8]
        picked = st.radio(
            tr("Jawaban"),
            options,
            index=None,
            format_func=lambda one: tr("Lainnya: tulis sendiri") if one == OTHER else _say_option(question, one),
            key=f"peta-lapisan-jawab-{question.key}-{mark}",
            label_visibility="collapsed",
        )
        written = st.text_input(tr("Jawaban Anda"), max_chars=40).strip() if picked == OTHER else picked
        st.button(
            tr("Jawab dan tampilkan"),
            type="primary",
            disabled=not written,
            on_click=partial(_answer, view, str(written or "")),
        )


def _say_option(question: QuestionError, one: str) -> str:
    told = question.options[one]
    return plain(one) if told == one else f"{plain(one)} · {plain(told)}"


def _answer(view: View, answer: str) -> None:
    waiting: Waiting = st.session_state.pop(ASKED)
    st.session_state.pop(SAID, None)
    _add(view, waiting.file, waiting.answers | {waiting.question.key: answer})


def _show_layer(layer: OwnLayer, position: int) -> None:
    """One layer: its name, by which column it is coloured, and the way to be rid of it."""
    columns = [str(column) for column in layer.shapes.columns if column != layer.shapes.geometry.name]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.markdown(
            tr("**{name}** · {n} bentuk", name=plain(layer.name), n=say_number(len(layer.shapes))), width="stretch"
        )
        if columns:
            key = f"peta-lapisan-warna-{layer.drawn.url}"
            st.selectbox(
                tr("Warnai menurut"),
                ["", *columns],
                index=["", *columns].index(layer.column),
                format_func=lambda column: plain(column) if column else tr("satu warna"),
                key=key,
                on_change=partial(_colour, layer.drawn.url, key),
                width=170,
            )
        st.button(
            tr("Hapus"),
            key=f"peta-lapisan-hapus-{position}",
            icon=":material/delete:",
            help=tr("Hapus lapisan {name} dari peta ini.", name=plain(layer.name)),
            on_click=partial(_remove, layer.drawn.url),
        )


def coloured(layer: OwnLayer, column: str) -> OwnLayer:
    """The layer coloured by a column, one colour a value; ``""`` in one colour."""
    if not column:
        return replace(layer, column="", drawn=share_overlay(layer.shapes, layer.name, colour=layer.colour))
    values = layer.shapes[column].astype(str)
    labels = sorted(set(values) - {""})
    kinds = [labels.index(value) if value else -1 for value in values]
    drawn = share_overlay(
        layer.shapes, layer.name, colour=layer.colour, kinds=kinds, labels=labels,
        colours=CATEGORY_COLOURS[: len(labels)],
    )  # fmt: skip
    return replace(layer, column=column, drawn=drawn)


def _colour(url: str, key: str) -> None:
    column = st.session_state[key] or ""
    layers = st.session_state.get(LAYERS, [])
    st.session_state[LAYERS] = [coloured(one, column) if one.drawn.url == url else one for one in layers]


def _remove(url: str) -> None:
    st.session_state[LAYERS] = [one for one in st.session_state.get(LAYERS, []) if one.drawn.url != url]
