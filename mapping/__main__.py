"""The command line: ``python -m mapping demo | build | check | serve | bench``."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from mapping.errors import MappingError
from mapping.settings import Progress as Report
from mapping.settings import Settings, SourceFile

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
) -> None:
    """Dari berkas mentah ke skor dan saran. Tanpa argumen: dua wilayah peraga."""
    with plain_errors():
        if boundaries is None and survey is None:
            _build_demonstration(out or PROCESSED)
            return
        if boundaries is None or survey is None or out is None:
            raise MappingError("Sebut ketiganya: --boundaries BERKAS --survey BERKAS --out FOLDER.")
        answers = _read_answers(answer or [], crs)
        settings = Settings(region=region or out.name, survey_date=survey_date, as_of=as_of, answers=answers, seed=seed)
        _build(settings, out, boundaries, survey, corrections)


def _read_answers(given: list[str], crs: str) -> tuple[tuple[str, str], ...]:
    pairs = [tuple(text.split("=", 1)) for text in given]
    if bad := [text for text, pair in zip(given, pairs, strict=True) if len(pair) != 2]:
        raise MappingError(f'Jawaban "{bad[0]}" harus berbentuk KUNCI=NILAI, misalnya batas.crs=EPSG:4326.')
    return tuple((key, value) for key, value in [*pairs, *([("batas.crs", crs)] if crs else [])])


def _source(path: Path) -> SourceFile:
    return SourceFile(path.name, path.read_bytes())


def _build(settings: Settings, out: Path, boundaries: Path, survey: Path, corrections: Path | None) -> None:
    """One study into a folder of exports."""
    from mapping.present.layers import write_exports
    from mapping.study import Sources, build_study

    sources = Sources(_source(boundaries), _source(survey), _source(corrections) if corrections else None)
    with progress_bar(settings.region) as report:
        study = build_study(settings, sources, report)
        write_exports(study, out)
    for source in study.manifest["inputs"]:
        console.print(
            f"{source['name']}: {source['rows_in']} baris masuk, {source['rows_used']} dipakai, "
            f"{source['rows_rejected']} ditolak",
            markup=False,
        )
    console.print(f"Hasil di {out}", markup=False)


def _build_demonstration(out: Path) -> None:
    """Both demonstration regions: the app's tables and the exports; unchanged ones are left alone."""
    from mapping.knowledge.regions import REGIONS, demonstration_settings
    from mapping.present.layers import EXPORTS, write_exports
    from mapping.study import Sources, build_study, is_current, write_study

    for key, region in REGIONS.items():
        sources = Sources(
            _source(RAW / f"{key}_batas.geojson"), _source(RAW / f"{key}_umkm.csv"), _source(RAW / "corrections.csv")
        )
        settings, folder = demonstration_settings(key), out / key
        exported = all((folder / name).exists() for name in EXPORTS)
        if exported and is_current(folder / "study", settings, sources):
            console.print(f"{region.label}: sudah mutakhir", markup=False)
            continue
        with progress_bar(region.label) as report:
            study = build_study(settings, sources, report)
            write_exports(study, folder)
            write_study(study, folder / "study")


@app.command()
def serve(port: Annotated[int, typer.Option(help="Nomor port.")] = 8501) -> None:
    """Bangun wilayah peraga bila perlu, lalu jalankan aplikasi di http://localhost:8501."""
    with plain_errors():
        _build_demonstration(PROCESSED)
        console.print(f"Buka http://localhost:{port} (Ctrl-C untuk berhenti)")
        subprocess.run([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)], check=False)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Berkas batas atau survei.")],
    boundaries: Annotated[Path | None, typer.Option(help="Batas tempat survei dicocokkan.")] = None,
    crs: Annotated[str, typer.Option(help="Sistem koordinat bila berkas batas tidak menyebutnya.")] = "",
    answer: Annotated[list[str] | None, typer.Option(help="Jawaban atas pertanyaan: KUNCI=NILAI.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Hasil sebagai JSON.")] = False,
) -> None:
    """Periksa berkas tanpa membangun apa pun."""
    from mapping.intake.check import check_file

    with plain_errors():
        settings = Settings(answers=_read_answers(answer or [], crs))
        frame = (boundaries.read_bytes(), boundaries.name) if boundaries else None
        results: list[dict[str, Any]] = [check_file(path.read_bytes(), path.name, settings, frame) for path in files]
    if as_json:
        typer.echo(json.dumps(results, indent=1, ensure_ascii=False))
    else:
        for result in results:
            typer.echo(
                f"{result['file']}: {result['outcome']}; {result['rows_in']} baris masuk, "
                f"{result['rows_used']} dipakai, {result['rows_rejected']} ditolak"
            )
            for message in result["messages"]:
                typer.echo(f"  - {message}")
    if any(result["outcome"] == "refuse" for result in results):
        raise typer.Exit(1)


@app.command()
def bench(
    kelurahan: int = 8_000,
    businesses: int = 340_000,
    as_json: Annotated[bool, typer.Option("--json", help="Hasil sebagai JSON.")] = False,
) -> None:
    """Ukur kecepatan tiap langkah berat di samping pembandingnya, dalam sekali jalan."""
    from mapping.bench import road_cases, run_cases

    with progress_bar("Pengukuran") as report:
        results = run_cases(road_cases(kelurahan, businesses), report)
    if as_json:
        typer.echo(json.dumps(results, indent=1, ensure_ascii=False))
        return
    for row in results:
        typer.echo(
            f"{row['name']:<18} {row['ours_s']:>9.4f} s   {row['peer']:<18} {row['peer_s']:>9.4f} s   "
            f"{row['ratio']:>6.1f}x (sasaran {row['goal']:.0f}x)   {row['peak_mb']:.0f} MB   "
            f"{'jawaban sama' if row['same'] else 'JAWABAN BERBEDA'}"
        )


if __name__ == "__main__":
    app()
