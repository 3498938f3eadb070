"""The files of a shared view, made outside the session: everything that they need is handed over."""

from __future__ import annotations

import pandas as pd

from mapping.language import speaking
from mapping.present.files.stamp import stamp_of
from mapping.present.mapdata import MapShown
from mapping.ui.cache import View


def picture_file(code: str, view: View, shown: MapShown) -> bytes:
    """The view as PNG; a download has no session, so the language is told."""
    from mapping.present.picture import draw_picture, png_bytes

    with speaking(code):
        stamp = stamp_of(view.study)
        drawn = draw_picture(
            view.study.kelurahan,
            shown,
            region=stamp.region,
            notes=shown.notes,
            stamp=stamp.line(),
            synthetic=view.study.settings.synthetic,
        )
    return png_bytes(drawn)


def offline_file(code: str, view: View, shown: MapShown, table: pd.DataFrame) -> bytes:
    """The view as one page that opens without network; a download has no session, so the language is told."""
    from mapping.present.offline import Layer, Words, write_offline

    with speaking(code):
        stamp = stamp_of(view.study)
        words = Words(shown.title, stamp.region, stamp.line(), stamp.data_label)
        return write_offline(view.outlines.body, view.outlines.bounds, [Layer(shown, table)], words)
