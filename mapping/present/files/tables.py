"""The public tables of a study as files: one CSV each, and the manifest beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from mapping.language import tr
from mapping.present.division import buyer_table, division_table
from mapping.present.files.stamp import manifest_bytes
from mapping.present.files.tidy import csv_bytes
from mapping.present.files.whole import write_bytes
from mapping.present.kinship import chain_table, cluster_table, gap_table, type_table
from mapping.present.plan import plan_table
from mapping.present.recompute import column_table, recompute_table
from mapping.present.tables import advice_table, label_table, score_table, suitability_table
from mapping.present.together import group_table, purchasing_table, site_table, user_table
from mapping.settings import Progress, no_progress
from mapping.study import Study

TABLES: dict[str, Callable[[Study], pd.DataFrame]] = {
    "scores": score_table,
    "recompute": recompute_table,
    "recompute_columns": lambda study: column_table(),
    "advice": advice_table,
    "suitability": suitability_table,
    "plan": plan_table,
    "types": type_table,
    "gaps": gap_table,
    "division": division_table,
    "buyers": buyer_table,
    "chains": chain_table,
    "clusters": cluster_table,
    "decisions": lambda study: study.decisions,
    "purchasing": purchasing_table,
    "purchase_groups": group_table,
    "facilities": site_table,
    "facility_users": user_table,
    "issues": lambda study: label_table(study.issues, study),
    "rejects": lambda study: label_table(study.rejects, study),
}
EXACT = {"recompute"}
"""Tables in which all digits count: ranks follow from them."""


def table_files(study: Study, progress: Progress = no_progress) -> Iterator[tuple[str, bytes]]:
    """Every public table and the manifest, as file name and content."""
    for position, (name, make) in enumerate(TABLES.items()):
        progress(position / len(TABLES), tr("Menulis {name}", name=name))
        yield f"{name}.csv", csv_bytes(make(study), exact=name in EXACT)
    yield "manifest.json", manifest_bytes(study)
    progress(1.0, tr("Semua berkas ditulis"))


def write_tables(study: Study, folder: Path, progress: Progress = no_progress) -> list[Path]:
    """Every public table and the manifest into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in table_files(study, progress):
        write_bytes(content, folder / name)
        written.append(folder / name)
    return written
