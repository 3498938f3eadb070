"""The files of a shared view carry the stamp of every file, and the same view gives the same bytes on any day."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from PIL import Image

from mapping.present.files.edition import Edition
from mapping.present.files.mapped import sector_map
from mapping.ui.cache import View, make_view
from mapping.ui.share.files import offline_file, picture_file


@pytest.fixture
def view(tiny_study: object) -> View:
    return make_view("tiny", tiny_study)


def test_the_page_ends_with_the_stamp_and_names_no_day_of_making(view: View) -> None:
    shown = sector_map(Edition(view.study), "food")
    table = pd.DataFrame({"Kelurahan": shown.names, "Skor": shown.values}, index=list(shown.codes))
    page = offline_file("id", view, shown, table)
    assert Edition(view.study).stamp.line() in page.decode() and b"dibuat" not in page
    assert page == offline_file("id", view, shown, table)
    assert b'lang="en"' in offline_file("en", view, shown, table)


def test_the_picture_is_the_same_each_time(view: View) -> None:
    shown = sector_map(Edition(view.study), "food")
    picture = picture_file("id", view, shown)
    assert Image.open(io.BytesIO(picture)).width == 1600
    assert picture == picture_file("id", view, shown)
