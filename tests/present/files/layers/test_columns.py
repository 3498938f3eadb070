"""The dictionary of the layers: every column once, named so that any format can hold it."""

import pytest

from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.layers.columns import column_table, columns_of
from mapping.present.files.layers.wide import wide_table


@pytest.mark.parametrize("code", ["id", "en"])
def test_names_aliases_and_short_names_are_unique_and_fit(tiny_study, code):
    with speaking(code):
        columns = columns_of(Edition(tiny_study))
    names = [column.name.lower() for column in columns]
    shorts = [column.short.lower() for column in columns]
    assert len(set(names)) == len(names)
    assert len(set(shorts)) == len(shorts)
    assert len({column.alias for column in columns}) == len(columns)
    assert all(name.isascii() and name.replace("_", "a").isalnum() for name in names + shorts)
    assert max(map(len, shorts)) <= 10
    assert all(column.alias.strip() and column.meaning.strip() for column in columns)


def test_the_dictionary_has_exactly_the_columns_of_the_layer(tiny_study):
    edition = Edition(tiny_study)
    assert column_table(edition)["column"].tolist() == [c for c in wide_table(edition).columns if c != "geometry"]


def test_the_reader_of_uploads_can_take_all_columns(tiny_study):
    """A page reads at most 200 columns; the layer must fit with some own lines beside the catalogue."""
    from mapping.intake.gate.limits import read_limits

    assert len(columns_of(Edition(tiny_study))) <= read_limits("page").columns - 30
