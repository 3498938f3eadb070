"""Data and texts that come with the program, and how fast it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from mapping.commands.terminal import RAW, console, plain_errors, progress_bar


def demo(out: Annotated[Path, typer.Option(help="Folder tujuan.")] = RAW, seed: int = 2026) -> None:
    """Buat ulang data peraga sintetis (sama sampai ke byte untuk seed yang sama)."""
    from mapping.demo import write_demo

    with plain_errors(), progress_bar("Data peraga") as report:
        paths = write_demo(out, seed, report)
    console.print(f"{len(paths)} berkas di {out}")


def form(out: Annotated[Path, typer.Option(help="Folder tujuan.")] = RAW) -> None:
    """Tulis formulir survei siap pakai (XLSForm untuk KoboToolbox dan ODK)."""
    from mapping.present.form import NAME, write_form

    with plain_errors():
        out.mkdir(parents=True, exist_ok=True)
        (out / NAME).write_bytes(write_form())
    console.print(f"{out / NAME}")


def words(
    language: Annotated[str, typer.Argument(help="Kode bahasa, misalnya en.")] = "en",
    room: Annotated[list[str] | None, typer.Option(help="Katalog yang diperbarui; semua bila tidak disebut.")] = None,
) -> None:
    """Perbarui katalog terjemahan: teks baru ditambahkan kosong, yang tidak dipakai lagi dibuang."""
    from mapping.knowledge.texts import data_texts
    from mapping.language.collect import update_catalogues

    for name, waiting in update_catalogues(language, data_texts(), room or ()).items():
        console.print(f"{name}: {waiting} teks belum diterjemahkan", highlight=False)


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(help="road (bawaan), intake, start, stream, score, advice, app, desk")
    ] = None,
    kelurahan: Annotated[
        int,
        typer.Option(help="Banyak kelurahan atau koperasi; 0: 8.000 (road, desk), kota dan 8.000 (app), 84.000."),
    ] = 0,
    businesses: Annotated[int, typer.Option(help="Banyak usaha (road).")] = 340_000,
    rows: Annotated[int, typer.Option(help="Baris survei (intake).")] = 1_000_000,
    points: Annotated[int, typer.Option(help="Titik (intake, stream) atau usaha menurut produk (score).")] = 10_000_000,
    draws: Annotated[int, typer.Option(help="Undian bobot dan cacah (score).")] = 1_000,
    runs: Annotated[int, typer.Option(help="Berapa kali tiap cara dijalankan, bergantian.")] = 3,
    seeds: Annotated[int, typer.Option(help="Banyak wilayah tanam (advice).")] = 20,
    ledger: Annotated[
        Path | None,
        typer.Option(help="Buku hasil dari halaman Pantauan (CSV): saran dinilai dari usaha nyata (advice)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Hasil sebagai JSON.")] = False,
) -> None:
    """Ukur kecepatan tiap langkah berat di samping pembandingnya, dalam sekali jalan."""
    from mapping.bench.run import run_bench, say_records

    with plain_errors(), progress_bar("Pengukuran") as report:
        if ledger is not None:
            results = _judge_ledger(names or [], ledger)
        else:
            results = run_bench(names or ["road"], kelurahan, businesses, rows, points, draws, runs, report, seeds)
    if as_json:
        typer.echo(json.dumps(results, indent=1, ensure_ascii=False))
        return
    for text in say_records(results):
        typer.echo(text)


def _judge_ledger(names: list[str], path: Path) -> list[dict[str, Any]]:
    """The advice judged by a ledger instead of planted regions."""
    from mapping.bench.ledger import judge_ledger
    from mapping.errors import InputError

    if names != ["advice"]:
        raise InputError("--ledger hanya untuk: python -m mapping bench advice --ledger BERKAS.csv")
    try:
        return judge_ledger(path.read_bytes(), path.name)
    except OSError:
        raise InputError(f'Berkas "{path.name}" tidak ditemukan atau tidak bisa dibaca.') from None
