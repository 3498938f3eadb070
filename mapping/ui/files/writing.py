"""A file of a view, written only when its button is pressed, and outside the session."""

from __future__ import annotations

import logging
from functools import partial
from typing import Literal

import streamlit as st

from mapping.errors import MappingError
from mapping.language import language, mark, speaking, tr
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN, Format, file_name
from mapping.ui.advising import advice_id
from mapping.ui.cache import View
from mapping.ui.scoring import kept, setup_id

FAILED = mark("Berkas ini tidak dapat dibuat karena kesalahan yang tidak terduga. Berkas lain tetap bisa diunduh.")
log = logging.getLogger(__name__)


def edition_of(view: View) -> Edition:
    """The edition of a view, in the language in force; what its files share is made once for all buttons."""
    settings = view.study.settings
    key = (settings.setup.name, setup_id(settings.setup), settings.advice.name, advice_id(settings.advice))
    return kept(view, "edition", (*key, str(len(view.study.decisions))), lambda: Edition(view.study))


def file_bytes(code: str, edition: Edition, form: Format, kelurahan: str) -> bytes:
    """One file; a download has no session, so the language is told.

    Raises
    ------
    mapping.errors.MappingError
        The file cannot be made; the button shows the message.
    """
    with speaking(code):
        try:
            return form.write(edition, kelurahan)
        except MappingError:
            raise
        except Exception as error:
            log.exception("%s of %s failed", form.name, kelurahan or "the region")
            raise MappingError(tr(FAILED)) from error


def offer_file(view: View, form: Format, code: str, kind: Literal["secondary", "tertiary"] = "secondary") -> None:
    """A button that writes one file, of a kelurahan or of the region, and shows that it is at work."""
    edition = edition_of(view)
    st.download_button(
        tr(form.title),
        partial(file_bytes, language(), edition, form, code if form.of == KELURAHAN else ""),
        file_name=file_name(edition, form, code),
        mime=form.mime,
        type=kind,
        icon=":material/download:",
        key=f"berkas-{form.name}",
        on_click="ignore",
        help=tr(form.use) if kind == "tertiary" else None,
    )
