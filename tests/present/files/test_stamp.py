"""What every file says of itself can be checked against the manifest."""

import hashlib
import json
from dataclasses import replace

from mapping.language import speaking
from mapping.present.files.stamp import manifest_bytes, stamp_of
from mapping.settings import AdviceSetup


def test_the_checksum_is_that_of_the_manifest_file(tiny_study):
    assert stamp_of(tiny_study).manifest_sha256 == hashlib.sha256(manifest_bytes(tiny_study)).hexdigest()


def test_settings_changed_in_a_session_change_manifest_and_stamp(tiny_study):
    settings = replace(tiny_study.settings, advice=AdviceSetup(name="Koperasi kami", own_capital_idr=5e6))
    changed = replace(tiny_study, settings=settings)
    before, after = stamp_of(tiny_study), stamp_of(changed)
    assert before.settings_sha256 != after.settings_sha256
    assert before.manifest_sha256 != after.manifest_sha256
    assert after.answers == "Koperasi kami"
    assert json.loads(manifest_bytes(changed))["settings"]["advice"]["own_capital_idr"] == 5e6


def test_a_stamp_says_region_date_label_settings_program_and_manifest(tiny_study):
    stamp = stamp_of(tiny_study)
    for text in (stamp.region, "data sintetis", stamp.version, stamp.manifest_sha256[:12], stamp.settings_sha256[:12]):
        assert text in stamp.line()
    assert dict(stamp.pairs())["Sidik manifest"] == stamp.manifest_sha256


def test_an_unknown_date_is_said(tiny_study):
    unknown = replace(tiny_study, settings=replace(tiny_study.settings, survey_date="", synthetic=False))
    assert "data belum diketahui" in stamp_of(unknown).line()
    assert "sintetis" not in stamp_of(unknown).line()
    with speaking("en"):
        assert stamp_of(tiny_study).data_label == "synthetic data"
