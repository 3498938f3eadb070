"""The desk's tables in and out of the terminal: public ones, those of an office, the monthly report, made-up ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mapping.commands.desk_given import SHOWN, Database, now, opened, today
from mapping.commands.terminal import PROCESSED, progress_bar
from mapping.errors import MappingError
from mapping.language import SOURCE, speaking

if TYPE_CHECKING:
    from mapping.desk.exchange.imports import Imported
    from mapping.desk.store.desk import Desk
    from mapping.study import Study


def export(
    folder: Annotated[Path, typer.Argument(help="Folder tujuan; satu CSV tiap tabel.")],
    database: Database = "",
    language: Annotated[str, typer.Option(help="Bahasa isi: id atau en.")] = SOURCE,
) -> None:
    """Tulis tabel yang boleh dilihat umum sebagai CSV: tanpa kontak, pesan, dan angka rahasia koperasi."""
    from mapping.desk.exchange.exports import export_tables
    from mapping.desk.rules import CONSOLE
    from mapping.present.files.tidy import csv_bytes
    from mapping.present.files.whole import whole_file

    with opened(database) as desk, speaking(language):
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in export_tables(desk, CONSOLE, today()):
            with whole_file(folder / f"{name}.csv") as fresh:
                fresh.write_bytes(csv_bytes(table, exact=True))
            typer.echo(f"{name}.csv: {len(table)} baris")


def import_file(
    table: Annotated[str, typer.Argument(metavar="TABEL", help="pemasok, mitra, kebutuhan, atau koperasi.")],
    file: Annotated[Path, typer.Argument(help="CSV, XLSX atau ODS.")],
    database: Database = "",
    boundaries: Annotated[Path | None, typer.Option(help="Batas kelurahan; wajib untuk koperasi.")] = None,
    source_date: Annotated[str, typer.Option(help="Tanggal daftar koperasi, TTTT-BB-HH.")] = "",
    rejects: Annotated[Path | None, typer.Option(help="Berkas baris yang ditolak; bawaan: NAMA_ditolak.csv.")] = None,
) -> None:
    """Muat tabel dari berkas; baris yang salah ditolak dengan alasannya, berkas yang sama tidak menambah dua kali."""
    from mapping.intake.issues import rejects_name, say_issues, say_rejects
    from mapping.present.files.tidy import csv_bytes
    from mapping.present.files.whole import whole_file

    with opened(database, make=True) as desk:
        taken = _take_in(desk, table, file, boundaries, source_date)
        for sentence in say_issues(taken.issues):
            typer.echo(f"  - {sentence}")
        for sentence in say_rejects(taken.rejects.head(SHOWN)):
            typer.echo(f"  - {sentence}")
        typer.echo(f"{taken.added} baris baru, {taken.known} sudah ada, {len(taken.rejects)} ditolak.")
        if len(taken.rejects):
            target = rejects or file.with_name(rejects_name(file.name))
            with whole_file(target) as fresh:
                fresh.write_bytes(csv_bytes(taken.rejects))
            typer.echo(f"Baris yang ditolak di {target}")
            raise typer.Exit(1)


def _take_in(desk: Desk, table: str, file: Path, boundaries: Path | None, source_date: str) -> Imported:
    from mapping.commands.given import source_of
    from mapping.desk.exchange.imports import COOPERATIVES, import_cooperatives, import_table
    from mapping.desk.rules import CONSOLE
    from mapping.intake.outlines.boundaries import read_boundaries
    from mapping.settings import Settings

    content = file.read_bytes()
    if table != COOPERATIVES:
        with progress_bar(table) as report:
            return import_table(desk, CONSOLE, now(), table, content, file.name, report)
    if boundaries is None:
        raise MappingError("Daftar koperasi ditempatkan menurut batas kelurahan: tambahkan --boundaries BERKAS.")
    outline = source_of(boundaries)
    kelurahan = read_boundaries(outline.content, outline.name, Settings())[0]
    return import_cooperatives(desk, CONSOLE, now(), content, file.name, kelurahan, source_date)


def report(
    month: Annotated[str, typer.Argument(metavar="BULAN", help="TTTT-BB, misalnya 2026-11.")],
    out: Annotated[Path, typer.Option(help="Folder tujuan.")] = Path("ekspor"),
    database: Database = "",
    language: Annotated[str, typer.Option(help="Bahasa laporan: id atau en.")] = SOURCE,
) -> None:
    """Tulis laporan bulanan terbuka sebagai Word, PDF dan CSV; kepala catatan di dalamnya dipakai desk verify."""
    from mapping.desk.openness.report import report_of
    from mapping.desk.rules import ANYONE
    from mapping.present.desk_report import report_docx, report_pdf, report_table
    from mapping.present.files.tidy import csv_bytes
    from mapping.present.files.whole import whole_file

    with opened(database) as desk, speaking(language):
        told = report_of(desk, ANYONE, month, today())
        out.mkdir(parents=True, exist_ok=True)
        made = {"docx": report_docx(told), "pdf": report_pdf(told), "csv": csv_bytes(report_table(told))}
        for ending, content in made.items():
            path = out / f"laporan_meja_{told.month}.{ending}"
            with whole_file(path) as fresh:
                fresh.write_bytes(content)
            typer.echo(str(path))


def demo(
    region: Annotated[str, typer.Option(help="Wilayah di data/processed.")] = "surabaya",
    database: Database = "",
    seed: int = 2026,
) -> None:
    """Isi meja kosong dengan data peraga sintetis, ditandai di mana pun ditampilkan."""
    from mapping.desk.demo import fill_demo
    from mapping.desk.rules import CONSOLE
    from mapping.present.advised import advised_in
    from mapping.study import read_study, study_folder

    with opened(database, make=True) as desk, progress_bar("Data peraga meja") as report:
        try:
            study = read_study(study_folder(PROCESSED / region, SOURCE))
        except (FileNotFoundError, TypeError):
            # A study of an older program lacks tables that this one knows.
            raise MappingError(
                f'Wilayah "{region}" belum dibangun, atau dibangun versi lama. Jalankan: python -m mapping build.'
            ) from None
        count = fill_demo(desk, CONSOLE, today(), _villages(study), advised_in(study, today()), seed, report)
    typer.echo(f"{count} koperasi peraga.")


def _villages(study: Study) -> Any:
    """Names and middles of the kelurahan of a study."""
    middle = study.kelurahan.geometry.representative_point()
    named = study.kelurahan[["name", "kind", "kecamatan", "kabupaten"]]
    return named.assign(lat=middle.y, lon=middle.x)
