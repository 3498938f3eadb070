"""Vector layers: outlines belong to their codes."""

from mapping.present.files.layers.features import score_layer


def test_outlines_of_the_layer_belong_to_their_codes(tiny_study):
    layer = score_layer(tiny_study)
    expected = tiny_study.kelurahan.geometry.reindex(layer["kelurahan_code"]).reset_index(drop=True)
    assert layer.geometry.reset_index(drop=True).geom_equals(expected).all()
