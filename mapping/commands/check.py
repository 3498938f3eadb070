"""Files looked at without building anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from mapping.commands.given import parts_of, read_answers, source_of
from mapping.commands.terminal import plain_errors
from mapping.settings import Settings, SourceFile


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
        settings = Settings(answers=read_answers(answer or [], crs))
        whole = dict.fromkeys(part for path in files for part in parts_of(path))
        frame, decided, crosswalk = (source_of(path) if path else None for path in (boundaries, corrections, pairs))
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


def crosswalk(
    bps: Annotated[Path, typer.Argument(help="Batas berkode BPS.")],
    kemendagri: Annotated[Path, typer.Argument(help="Batas berkode Kemendagri.")],
    out: Annotated[Path, typer.Option(help="Berkas CSV hasil.")],
) -> None:
    """Buat tabel padanan kode BPS dan Kemendagri dengan menumpangkan dua peta."""
    from mapping.intake.outlines.boundaries import read_boundaries
    from mapping.intake.places.crosswalk import build_crosswalk, choose_pairs

    with plain_errors():
        sources = [source_of(path) for path in (bps, kemendagri)]
        theirs, ours = (read_boundaries(source.content, source.name, Settings())[0] for source in sources)
        table = build_crosswalk(theirs, ours)
        table.round(4).to_csv(out, index=False)
        grades = choose_pairs(table, ours.index)["grade"].value_counts()
    typer.echo(
        f"{len(theirs)} kode BPS: {grades.get('sure', 0)} pasti, {grades.get('merged', 0)} bergabung, "
        f"{grades.get('doubtful', 0)} diragukan. Hasil di {out}"
    )
