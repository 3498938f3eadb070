"""Texts that the screens hand to Streamlit and Altair go through the catalogue; read off the code."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENS = sorted([*(ROOT / "mapping" / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"])
SAID = {
    *("label", "body", "help", "placeholder", "title", "caption", "text", "header", "message", "description"),
    *("error", "label_text", "checked_label"),
}
"""Names of parameters that people read."""
LETTERS = re.compile(r"[^\W\d_]{2,}")
NO_WORDS = re.compile(
    r":[a-z_]+/?[a-z_0-9]*:|</?[a-z]+[^>]*>|&[a-z]+;|\\[a-z]+|^\w+:[NQOT]$"
    r"|\b(?:km|ha|Rp|KBLI|CSV|JSON|PNG|HTML|OSS|LQ|SHA-256|Kec)\b"
)
"""Icons, tags, commands of TeX, columns of a chart, and terms that are the same in every language."""
LOGS = {"log", "logger"}
ALLOWED = {
    "Bahasa / Language": "says itself in both languages",
    "Kecamatan": "a term of the administration, the same in English",
    "Kelurahan": "likewise",
}


def is_words(text: str) -> bool:
    return bool(LETTERS.search(NO_WORDS.sub("", text))) and text not in ALLOWED


def positions() -> dict[str, list[int]]:
    """Streamlit function -> positions of its parameters that people read."""
    import streamlit as st
    from streamlit.delta_generator import DeltaGenerator

    found = {}
    whole = [getattr(st, name) for name in ("dialog", "spinner", "toast", "set_page_config")]
    for home in (DeltaGenerator, st.column_config):
        whole += [getattr(home, name) for name in dir(home) if not name.startswith("_")]
    for function in filter(callable, whole):
        names = [name for name in inspect.signature(function).parameters if name != "self"]
        if at := [position for position, name in enumerate(names) if name in SAID]:
            found[function.__name__] = at
    return found


def literals(node: ast.expr) -> Iterator[str]:
    """Texts written out in an argument, but not in calls inside it (``tr("...")``)."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from literals(part) if isinstance(part, ast.Constant) else ()
    elif isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Div):  # folder / "file" is no sentence
        yield from literals(node.left)
        yield from literals(node.right)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from literals(value)


def unsaid(source: str) -> list[str]:
    """Texts of the screens that no language can say otherwise."""
    at, found = positions(), []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id in LOGS:
            continue
        told = [node.args[i] for i in at.get(node.func.attr, []) if i < len(node.args)]
        told += [keyword.value for keyword in node.keywords if keyword.arg in SAID]
        found += [f"{node.lineno}: {text}" for argument in told for text in literals(argument) if is_words(text)]
    return found


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_screen_says_goes_through_the_catalogue(path):
    assert unsaid(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        'st.title("Peta potensi")',
        'left.button("Hapus", key="a")',
        'st.selectbox(tr("Sektor"), sectors, help="Pilih satu")',
        'st.markdown(f"Ada {n} usaha")',
        'alt.X("x:Q", title="peringkat")',
        'st.caption("Sudah" if done else tr("Belum"))',
        'st.column_config.TextColumn("Alasan")',
        'st.caption("Wilayah " + name)',
    ],
)
def test_a_bare_text_is_found(code):
    assert unsaid(code)


@pytest.mark.parametrize(
    "code",
    [
        'st.title(tr("Peta potensi"))',
        'st.markdown(f":material/check: {said}")',
        'st.session_state.get("sektor")',
        'alt.X("peringkat:Q", title=tr("peringkat"))',
        'st.metric(tr("Skor"), f"{score:.0f} km")',
        'st.html(OWN_FILES / "gelap.css")',
    ],
)
def test_what_is_no_text_is_left_alone(code):
    assert unsaid(code) == []
