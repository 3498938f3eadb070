"""The panel's sheet: out, filled, back in; a score of its own."""

import numpy as np
import pandas as pd
import pytest

from mapping.errors import InputError, NotComputableError
from mapping.score.weigh.kpju import preset_labels
from mapping.score.weigh.ratings import (
    rated_criteria,
    rated_scores,
    read_ratings,
    write_rating_sheet,
)

REGION = pd.DataFrame(
    {"name": ["Gundih", 'Je"para, Lor', "=Tembok"]}, index=["35.78.13.1003", "35.78.13.1004", "35.78.13.1005"]
)
RATED = ["sarana_produksi", "teknologi", "sosial_budaya", "manajemen", "harga"]


def fill(rows, sep=","):
    head = sep.join(["kelurahan_code", "name", *RATED])
    return "\n".join([head, *(sep.join(map(str, row)) for row in rows)]).encode()


def test_an_empty_sheet_has_every_kelurahan_and_comes_back_empty():
    sheet = write_rating_sheet("kpju_kota", REGION)
    assert sheet.decode("utf-8-sig").splitlines()[0] == ",".join(["kelurahan_code", "name", *RATED])
    assert "'=Tembok" in sheet.decode("utf-8-sig")
    ratings = read_ratings(sheet, "nilai.csv", "kpju_kota", REGION)
    assert ratings.table.empty
    assert ratings.rejects.empty
    assert ratings.issues["what"].tolist() == ["0 dari 3 kelurahan dinilai"]


@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_a_filled_sheet_is_read_as_written(sep):
    content = fill(
        [
            ("35.78.13.1003", "x", 1, 2, 3, 4, 5),
            ("35.78.13.1005", "y", 5, "", " 4 ", "3.0", "2,0" if sep != "," else 2),
        ],
        sep,
    )
    ratings = read_ratings(content, "nilai.csv", "kpju_kota", REGION)
    assert ratings.table.columns.tolist() == RATED
    np.testing.assert_array_equal(ratings.table, [[1, 2, 3, 4, 5], [5, np.nan, 4, 3, 2]])
    assert ratings.rejects.empty


def test_bad_rows_go_to_the_rejects_and_good_ones_load():
    rows = [
        ("35.78.13.1003", "", 1, 2, 3, 4, 5),
        ("35.78.13.1004", "", 3, 6, 3, 3, 3),
        ("35.78.13.1005", "", 3, 3, "baik", 3, 3),
        ("99.99.99.9999", "", 3, 3, 3, 3, 3),
        ("35.78.13.1003", "", 3, 3, 3, 3, 3),
        ("35.78.13.1004", "", 3, 2.5, 3, 3, 3),
        ("35.78.13.1004", "", 0, 2, 3, 3, 3),
        ("35.78.13.1005", "", 5, 5, 5, 5, 5),
        ("", "", "", "", "", "", ""),
    ]
    ratings = read_ratings(fill(rows), "nilai.csv", "kpju_kota", REGION)
    assert ratings.table.index.tolist() == ["35.78.13.1003", "35.78.13.1005"]
    assert ratings.table.loc["35.78.13.1005"].tolist() == [5] * 5
    found = ratings.rejects.set_index("row")
    assert found["column"].to_dict() == {
        3: "teknologi",
        4: "sosial_budaya",
        5: "kelurahan_code",
        6: "kelurahan_code",
        7: "teknologi",
        8: "sarana_produksi",
    }
    assert found.loc[[3, 4, 7, 8], "value"].tolist() == ["6", "baik", "2.5", "0"]
    assert "bilangan bulat 1 sampai 5" in found.loc[3, "reason"]
    assert "tidak ada di peta" in found.loc[5, "reason"]
    assert "sudah dinilai" in found.loc[6, "reason"]


@pytest.mark.parametrize(
    "content, message",
    [
        (b"kelurahan_code,name\n35.78.13.1003,x\n", "sarana_produksi, teknologi, .* tidak ada"),
        (b"a,b\n1,2\n", 'Berkas "nilai.csv".*kelurahan_code'),
        (("kelurahan_code,harga," + ",".join(RATED) + "\n1,1,1,1,1,1,1\n").encode(), "harga ada dua kali"),
        (b"", "nilai.csv"),
        (b"\x00\x01\x02PK", "nilai.csv"),
    ],
)
def test_a_file_that_is_no_rating_sheet_is_refused(content, message):
    with pytest.raises(InputError, match=message):
        read_ratings(content, "nilai.csv", "kpju_kota", REGION)


def test_nothing_to_rate_is_said():
    with pytest.raises(NotComputableError, match="sudah terukur"):
        write_rating_sheet("kpju_kecamatan", REGION)


def test_rated_scores_by_hand():
    table = pd.DataFrame(
        [[5, 5, 5, 5, 5], [1, 1, 1, 1, 1], [3, np.nan, 3, np.nan, 5], [5, 5, np.nan, np.nan, np.nan]],
        columns=RATED,
        index=list("abcd"),
        dtype=float,
    )
    rated = rated_scores(table, "kpju_kota")
    # c: three of five rated, (50 + 50 + 100) / 3; d: two of five are too few.
    assert rated["rated_score"].tolist() == pytest.approx([100, 0, 200 / 3, np.nan], nan_ok=True)
    assert rated["rated_weight"].tolist() == pytest.approx([1, 1, 0.6, 0.4])


def test_judged_weights_count_among_the_rated():
    """Technology three times as important as each of the other ten."""
    names = list(preset_labels("kpju_kota"))
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    judged = [(a, b, 3 if a == "teknologi" else 1 / 3 if b == "teknologi" else 1) for a, b in pairs]
    table = pd.DataFrame([[1, 5, 1, 1, 1]], columns=RATED, index=["a"], dtype=float)
    assert rated_scores(table, "kpju_kota", judged)["rated_score"].tolist() == pytest.approx([100 * 3 / 7])


def test_the_panel_rates_what_nothing_measures():
    assert rated_criteria("kpju_kota").index.tolist() == RATED
