"""The command line: ``python -m mapping demo | form | build | check | crosswalk | serve | bench``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from mapping.errors import MappingError, QuestionError
from mapping.language import LANGUAGES, SOURCE, speaking
from mapping.settings import AdviceSetup, ScoringSetup, Settings, SourceFile, Sources
from mapping.settings import Progress as Report

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Peta potensi koperasi desa dan kelurahan.",
)
console = Console(stderr=True)

RAW = Path("data/raw")
PROCESSED = Path("data/processed")


@contextmanager
def progress_bar(title: str) -> Iterator[Report]:
    """A bar in the terminal, fed by the same reports that feed the page; Ctrl-C stops the work."""
    columns = (TextColumn("{task.fields[title]}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task("", total=1.0, title=title)
        yield lambda share, text: bar.update(task, completed=share, description=text)


@contextmanager
def plain_errors() -> Iterator[None]:
    """The project's own errors end the command with one sentence and exit code 2, never a traceback."""
    try:
        yield
    except QuestionError as error:
        console.print(str(error), style="bold", markup=False)
        for answer, meaning in error.options.items():
            console.print(f'  --answer "{error.key}={answer}"   {meaning}', markup=False, highlight=False)
        if not error.options:
            console.print(f'  --answer "{error.key}=..."', markup=False, highlight=False)
        raise typer.Exit(2) from None
    except MappingError as error:
        console.print(str(error), style="bold red", markup=False)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        console.print("Dihentikan. Tidak ada berkas yang diubah.", style="yellow")
        raise typer.Exit(130) from None
    except OSError as error:
        console.print(
            f"Berkas tidak bisa dibaca atau ditulis: {error.filename}: {error.strerror}", style="bold red", markup=False
        )
        raise typer.Exit(2) from None


@app.command()
def demo(out: Annotated[Path, typer.Option(help="Folder tujuan.")] = RAW, seed: int = 2026) -> None:
    """Buat ulang data peraga sintetis (sama sampai ke byte untuk seed yang sama)."""
    from mapping.demo import write_demo

    with plain_errors(), progress_bar("Data peraga") as report:
        paths = write_demo(out, seed, report)
    console.print(f"{len(paths)} berkas di {out}")


@app.command()
def form(out: Annotated[Path, typer.Option(help="Folder tujuan.")] = RAW) -> None:
    """Tulis formulir survei siap pakai (XLSForm untuk KoboToolbox dan ODK)."""
    from mapping.present.form import NAME, write_form

    with plain_errors():
        out.mkdir(parents=True, exist_ok=True)
        (out / NAME).write_bytes(write_form())
    console.print(f"{out / NAME}")


@app.command()
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
) -> None:
    """Dari berkas mentah ke skor dan saran. Tanpa argumen: dua wilayah peraga."""
    with plain_errors():
        scoring, answered = _read_setup(setup), _read_advice(advice)
        if boundaries is None and survey is None:
            _build_demonstration(out or PROCESSED, scoring, answered)
            return
        if boundaries is None or survey is None or out is None:
            raise MappingError("Sebut ketiganya: --boundaries BERKAS --survey BERKAS --out FOLDER.")
        answers = _read_answers(answer or [], crs)
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
        more = {role: _source(path) for role, path in optional.items() if path is not None}
        beside = tuple(map(_source, context or []))
        _build(settings, out, Sources(_source(boundaries), _source(survey), context=beside, **more))


def _read_answers(given: list[str], crs: str) -> tuple[tuple[str, str], ...]:
    pairs = [tuple(text.split("=", 1)) for text in given]
    if bad := [text for text, pair in zip(given, pairs, strict=True) if len(pair) != 2]:
        raise MappingError(f'Jawaban "{bad[0]}" harus berbentuk KUNCI=NILAI, misalnya batas.crs=EPSG:4326.')
    return tuple((key, value) for key, value in [*pairs, *([("batas.crs", crs)] if crs else [])])


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


def _source(path: Path) -> SourceFile:
    """A file as received; a shapefile comes with the parts that lie beside it."""
    from mapping.intake.outlines.shapefiles import pack_files

    return pack_files([SourceFile(part.name, part.read_bytes()) for part in _parts(path)])


def _parts(path: Path) -> list[Path]:
    """The file itself, or all parts of the shapefile."""
    from mapping.intake.outlines.shapefiles import COMPANIONS

    if path.suffix.lower() != ".shp":
        return [path]
    return [p for p in sorted(path.parent.iterdir()) if p.stem == path.stem and p.suffix.lower() in COMPANIONS]


def _build(settings: Settings, out: Path, sources: Sources) -> None:
    """One study into a folder: its tables as CSV, and all that ``export`` needs."""
    from mapping.present.files.tables import write_tables
    from mapping.study import build_study, study_folder, write_study

    with progress_bar(settings.region) as report:
        study = build_study(settings, sources, report)
        write_tables(study, out)
        write_study(study, study_folder(out, SOURCE))
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


@app.command()
def serve(port: Annotated[int, typer.Option(help="Nomor port.")] = 8501) -> None:
    """Bangun wilayah peraga bila perlu, lalu jalankan aplikasi di http://localhost:8501."""
    with plain_errors():
        _build_demonstration(PROCESSED, ScoringSetup(), AdviceSetup())
        console.print(f"Buka http://localhost:{port} (Ctrl-C untuk berhenti)")
        subprocess.run([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)], check=False)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Berkas batas atau survei.")],
    boundaries: Annotated[Path | None, typer.Option(help="Batas tempat survei dicocokkan.")] = None,
    crs: Annotated[str, typer.Option(help="Sistem koordinat bila berkas batas tidak menyebutnya.")] = "",
    answer: Annotated[list[str] | None, typer.Option(help="Jawaban atas pertanyaan: KUNCI=NILAI.")] = None,
    corrections: Annotated[Path | None, typer.Option(help="Pembetulan yang dinyatakan (corrections.csv).")] = None,
    pairs: Annotated[Path | None, typer.Option("--crosswalk", help="Tabel padanan kode BPS dan Kemendagri.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Hasil sebagai JSON, satu baris per berkas.")] = False,
) -> None:
    """Periksa berkas tanpa membangun apa pun; kode keluar 1 bila ada yang ditolak."""
    from mapping.intake.check import Beside, check_files

    with plain_errors():
        settings = Settings(answers=_read_answers(answer or [], crs))
        whole = dict.fromkeys(part for path in files for part in _parts(path))
        frame, decided, crosswalk = (_source(path) if path else None for path in (boundaries, corrections, pairs))
        received = [SourceFile(path.name, path.read_bytes()) for path in whole]
        results = check_files(received, settings, Beside(frame, decided, crosswalk))
    for result in results:
        _say_check(result, as_json)
    if any(result["outcome"] == "refuse" for result in results):
        raise typer.Exit(1)


def _say_check(result: dict[str, Any], as_json: bool) -> None:
    """One file's report: a line of JSON, or sentences."""
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False))
        return
    typer.echo(
        f"{result['file']}: {result['outcome']}; {result['rows_in']} baris masuk, "
        f"{result['rows_used']} dipakai, {result['rows_rejected']} ditolak"
    )
    for message in result["messages"]:
        typer.echo(f"  - {message}")


@app.command()
def crosswalk(
    bps: Annotated[Path, typer.Argument(help="Batas berkode BPS.")],
    kemendagri: Annotated[Path, typer.Argument(help="Batas berkode Kemendagri.")],
    out: Annotated[Path, typer.Option(help="Berkas CSV hasil.")],
) -> None:
    """Buat tabel padanan kode BPS dan Kemendagri dengan menumpangkan dua peta."""
    from mapping.intake.outlines.boundaries import read_boundaries
    from mapping.intake.places.crosswalk import build_crosswalk, choose_pairs

    with plain_errors():
        sources = [_source(path) for path in (bps, kemendagri)]
        theirs, ours = (read_boundaries(source.content, source.name, Settings())[0] for source in sources)
        table = build_crosswalk(theirs, ours)
        table.round(4).to_csv(out, index=False)
        grades = choose_pairs(table, ours.index)["grade"].value_counts()
    typer.echo(
        f"{len(theirs)} kode BPS: {grades.get('sure', 0)} pasti, {grades.get('merged', 0)} bergabung, "
        f"{grades.get('doubtful', 0)} diragukan. Hasil di {out}"
    )


@app.command()
def words(
    language: Annotated[str, typer.Argument(help="Kode bahasa, misalnya en.")] = "en",
    room: Annotated[list[str] | None, typer.Option(help="Katalog yang diperbarui; semua bila tidak disebut.")] = None,
) -> None:
    """Perbarui katalog terjemahan: teks baru ditambahkan kosong, yang tidak dipakai lagi dibuang."""
    from mapping.knowledge.texts import data_texts
    from mapping.language.collect import update_catalogues

    for name, waiting in update_catalogues(language, data_texts(), room or ()).items():
        console.print(f"{name}: {waiting} teks belum diterjemahkan", highlight=False)


@app.command()
def bench(
    names: Annotated[
        list[str] | None, typer.Argument(help="road (bawaan), intake, start, stream, score, advice, app")
    ] = None,
    kelurahan: Annotated[
        int, typer.Option(help="Banyak kelurahan; 0: 8.000 (road), kota dan 8.000 (app), atau 84.000.")
    ] = 0,
    businesses: Annotated[int, typer.Option(help="Banyak usaha (road).")] = 340_000,
    rows: Annotated[int, typer.Option(help="Baris survei (intake).")] = 1_000_000,
    points: Annotated[int, typer.Option(help="Titik (intake, stream) atau usaha menurut produk (score).")] = 10_000_000,
    draws: Annotated[int, typer.Option(help="Undian bobot dan cacah (score).")] = 1_000,
    runs: Annotated[int, typer.Option(help="Berapa kali tiap cara dijalankan, bergantian.")] = 3,
    seeds: Annotated[int, typer.Option(help="Banyak wilayah tanam (advice).")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Hasil sebagai JSON.")] = False,
) -> None:
    """Ukur kecepatan tiap langkah berat di samping pembandingnya, dalam sekali jalan."""
    from mapping.bench.run import run_bench, say_records

    with plain_errors(), progress_bar("Pengukuran") as report:
        results = run_bench(names or ["road"], kelurahan, businesses, rows, points, draws, runs, report, seeds)
    if as_json:
        typer.echo(json.dumps(results, indent=1, ensure_ascii=False))
        return
    for text in say_records(results):
        typer.echo(text)


if __name__ == "__main__":
    app()
