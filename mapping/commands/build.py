"""From files to studies, and the app on top of them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from mapping.commands.given import read_answers, source_of
from mapping.commands.terminal import PROCESSED, RAW, console, plain_errors, progress_bar
from mapping.errors import MappingError
from mapping.language import LANGUAGES, SOURCE, speaking
from mapping.settings import AdviceSetup, ScoringSetup, Settings, Sources


def build(
    boundaries: Annotated[Path | None, typer.Option(help="Berkas batas kelurahan/desa.")] = None,
    survey: Annotated[Path | None, typer.Option(help="Berkas survei UMKM (CSV atau XLSX).")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder hasil.")] = None,
    region: Annotated[str, typer.Option(help="Nama wilayah untuk judul.")] = "",
    survey_date: Annotated[str, typer.Option(help="Tanggal survei, 2026-07-31.")] = "",
    as_of: Annotated[str, typer.Option(help="Umur data dihitung sampai tanggal ini, 2026-11-22.")] = "",
    crs: Annotated[str, typer.Option(help="Sistem koordinat bila berkas batas tidak menyebutnya.")] = "",
    answer: Annotated[list[str] | None, typer.Option(help="Jawaban atas pertanyaan: KUNCI=NILAI.")] = None,
    seed: Annotated[int, typer.Option(help="Benih untuk rentang peringkat.")] = Settings.seed,
    corrections: Annotated[Path | None, typer.Option(help="Pembetulan yang dinyatakan (corrections.csv).")] = None,
    lexicon: Annotated[Path | None, typer.Option(help="Baris tambahan untuk leksikon produk.")] = None,
    pairs: Annotated[Path | None, typer.Option("--crosswalk", help="Tabel padanan kode BPS dan Kemendagri.")] = None,
    context: Annotated[list[Path] | None, typer.Option(help="Keterangan lain: penduduk, titik, lahan, harga.")] = None,
    earlier: Annotated[Path | None, typer.Option(help="Survei gelombang sebelumnya.")] = None,
    decisions: Annotated[Path | None, typer.Option(help="Keputusan musyawarah (decisions.csv).")] = None,
    setup: Annotated[Path | None, typer.Option(help="Susunan skor (susunan-skor.json dari halaman Bobot).")] = None,
    advice: Annotated[
        Path | None, typer.Option(help="Jawaban koperasi (jawaban-koperasi.json dari halaman Lini usaha).")
    ] = None,
    language: Annotated[
        str, typer.Option(help="Bahasa saran dan keterangan: id atau en; wilayah peraga: keduanya.")
    ] = SOURCE,
) -> None:
    """Dari berkas mentah ke skor dan saran. Tanpa argumen: dua wilayah peraga."""
    with plain_errors():
        scoring, answered = _read_setup(setup), _read_advice(advice)
        if boundaries is None and survey is None:
            _build_demonstration(out or PROCESSED, scoring, answered)
            return
        if boundaries is None or survey is None or out is None:
            raise MappingError("Sebut ketiganya: --boundaries BERKAS --survey BERKAS --out FOLDER.")
        if language not in LANGUAGES:
            raise MappingError(f'Bahasa "{language}" tidak ada. Yang ada: {", ".join(LANGUAGES)}.')
        answers = read_answers(answer or [], crs)
        settings = Settings(
            region=region or out.name,
            survey_date=survey_date,
            as_of=as_of,
            answers=answers,
            setup=scoring,
            advice=answered,
            seed=seed,
        )
        optional = {"corrections": corrections, "lexicon": lexicon, "crosswalk": pairs, "earlier": earlier}
        optional["decisions"] = decisions
        more = {role: source_of(path) for role, path in optional.items() if path is not None}
        beside = tuple(map(source_of, context or []))
        with speaking(language):
            _build(settings, out, Sources(source_of(boundaries), source_of(survey), context=beside, **more), language)


def _read_setup(path: Path | None) -> ScoringSetup:
    """The set-up of a file, or the usual one."""
    if path is None:
        return ScoringSetup()
    from mapping.score.weigh.setup import read_setup

    return read_setup(path.read_bytes(), path.name)


def _read_advice(path: Path | None) -> AdviceSetup:
    """The founder's answers of a file, or none."""
    if path is None:
        return AdviceSetup()
    from mapping.advise.setup import read_advice_setup

    return read_advice_setup(path.read_bytes(), path.name)


def _build(settings: Settings, out: Path, sources: Sources, language: str) -> None:
    """One study into a folder: its tables as CSV, and all that ``export`` needs in one language."""
    from mapping.present.files.tables import write_tables
    from mapping.study import build_study, study_folder, write_study

    with progress_bar(settings.region) as report:
        study = build_study(settings, sources, report)
        write_tables(study, out)
        write_study(study, study_folder(out, language))
    for source in (entry for entry in study.manifest["inputs"] if "rows_in" in entry):
        console.print(
            f"{source['name']}: {source['rows_in']} baris masuk, {source['rows_used']} dipakai, "
            f"{source['rows_rejected']} ditolak",
            markup=False,
        )
    console.print(f"Hasil di {out}", markup=False)


def _build_demonstration(out: Path, setup: ScoringSetup, advice: AdviceSetup) -> None:
    """Both demonstration regions: the app's tables in every language and the exports; unchanged ones are left alone."""
    from mapping.knowledge.regions import REGIONS, demonstration_settings, demonstration_sources
    from mapping.present.files.tables import TABLES, write_tables
    from mapping.present.outlines import write_outlines
    from mapping.provenance import is_current
    from mapping.study import build_study, study_folder, write_study

    for key, region in REGIONS.items():
        sources = demonstration_sources(key, RAW)
        settings, folder = replace(demonstration_settings(key), setup=setup, advice=advice), out / key
        for code, called in LANGUAGES.items():
            kept = study_folder(folder, code)
            exported = code != SOURCE or all((folder / f"{name}.csv").exists() for name in TABLES)
            title = region.label if code == SOURCE else f"{region.label} ({called})"
            if exported and is_current(kept, settings, sources):
                console.print(f"{title}: sudah mutakhir", markup=False)
                write_outlines(kept)
                continue
            with progress_bar(title) as report, speaking(code):
                study = build_study(settings, sources, report)
                if code == SOURCE:
                    write_tables(study, folder)
                write_study(study, kept)
                write_outlines(kept)


def serve(port: Annotated[int, typer.Option(help="Nomor port.")] = 8501) -> None:
    """Bangun wilayah peraga bila perlu, lalu jalankan aplikasi di http://localhost:8501."""
    with plain_errors():
        _build_demonstration(PROCESSED, ScoringSetup(), AdviceSetup())
        console.print(f"Buka http://localhost:{port} (Ctrl-C untuk berhenti)")
        subprocess.run([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)], check=False)
