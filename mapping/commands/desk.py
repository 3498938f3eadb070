"""The desk from the terminal: kept up to date, verified, saved, restored; who may sign in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from mapping.commands.desk_given import SHOWN, Database, address_of, now, opened
from mapping.commands.desk_tables import demo, export, import_file, report
from mapping.commands.terminal import console, plain_errors, progress_bar
from mapping.errors import MappingError

desk_app = typer.Typer(
    no_args_is_help=True,
    help="Meja koperasi: perbarui, periksa, cadangkan, pulihkan, muat dan keluarkan tabel, atur akun.",
    epilog="Kode keluar: 0 baik, 1 ada temuan atau baris ditolak, 2 tidak bisa dikerjakan.",
)


@desk_app.command()
def upgrade(database: Database = "") -> None:
    """Buat basis data, atau bawa ke skema program ini; berkas lama SQLite disimpan di sampingnya."""
    from mapping.desk.store.schema import newest

    with opened(database, make=True):
        console.print(f"Basis data meja siap, skema {newest()}.")


@desk_app.command()
def verify(
    database: Database = "",
    anchor: Annotated[
        list[str] | None,
        typer.Option(help="Kepala catatan yang pernah diumumkan, NOMOR:TANDA; boleh berulang."),
    ] = None,
) -> None:
    """Periksa apakah catatan perubahan utuh dan semua tabel sama dengan catatannya; kode keluar 1 bila tidak.

    Catatan yang seluruhnya ditulis ulang beserta tabelnya hanya ketahuan dengan --anchor: simpan kepala catatan di luar
    komputer ini, misalnya pada laporan bulanan yang sudah dibagikan. Kontak dan alamat surel tidak ada dalam catatan,
    jadi perubahannya tidak diperiksa.
    """
    from mapping.desk.store.verify import head
    from mapping.desk.store.verify import verify as verify_desk

    with opened(database) as desk, progress_bar("Pemeriksaan") as report:
        anchors = [_anchor(text) for text in anchor or []]
        findings = verify_desk(desk, anchors, report)
        n, said = head(desk)
    for found in findings[:SHOWN]:
        typer.echo(f"catatan {found.n or '-'}, {found.table} {found.key}: {found.what}")
    if len(findings) > SHOWN:
        typer.echo(f"... dan {len(findings) - SHOWN} temuan lain")
    typer.echo(f"{len(findings)} temuan pada {n} catatan. Kepala catatan: {n}:{said}")
    if findings:
        raise typer.Exit(1)


def _anchor(text: str) -> tuple[int, str]:
    number, _, said = text.partition(":")
    if not number.isdecimal() or len(said) != 64:
        raise MappingError(f'Kepala catatan "{text[:80]}" harus berbentuk NOMOR:TANDA, tandanya 64 huruf dan angka.')
    return int(number), said


@desk_app.command()
def backup(file: Annotated[Path, typer.Argument(help="Berkas zip yang ditulis.")], database: Database = "") -> None:
    """Simpan seluruh isi meja, termasuk kontak dan akun, ke satu berkas; meja boleh tetap dipakai."""
    from mapping.desk.exchange.backup import backup as backup_desk
    from mapping.desk.rules import CONSOLE
    from mapping.present.files.whole import whole_file

    with opened(database) as desk, whole_file(file) as fresh, progress_bar("Cadangan") as report:
        target = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(target, "wb") as stream:
            counts = backup_desk(desk, CONSOLE, now(), stream, report)
    rows = sum(counts.values())
    typer.echo(f"{rows} baris dari {len(counts)} tabel di {file}. Berkas ini memuat kontak dan akun: hanya Anda yang")
    typer.echo("bisa membacanya (hak 0600); simpan di tempat terkunci.")


@desk_app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="Berkas dari desk backup.")],
    database: Database = "",
    despite_findings: Annotated[
        bool, typer.Option("--meski-temuan", help="Pulihkan juga bila isi dan catatannya tidak cocok.")
    ] = False,
) -> None:
    """Pulihkan cadangan ke basis data kosong, SQLite atau PostgreSQL, lalu periksa catatannya.

    Kode keluar 1 bila dipulihkan dengan temuan. Yang tidak bisa dipulihkan tidak meninggalkan apa pun.
    """
    from mapping.desk.exchange.backup import restore as restore_desk
    from mapping.desk.rules import CONSOLE
    from mapping.desk.store.desk import bare_desk

    with plain_errors(), file.open("rb") as source, progress_bar("Pemulihan") as report:
        desk = bare_desk(address_of(database))
        restored = restore_desk(desk, CONSOLE, source, report, despite_findings)
        desk.engine.dispose()
    rows, (n, said) = sum(restored.tables.values()), restored.trail
    typer.echo(f"{rows} baris dari cadangan {restored.made_at} (skema {restored.revision}) dipulihkan.")
    typer.echo(f"{len(restored.findings)} temuan pada {n} catatan. Kepala catatan: {n}:{said}")
    if restored.findings:
        raise typer.Exit(1)


@desk_app.command()
def admit(
    email: Annotated[str, typer.Argument(metavar="SUREL", help="Alamat yang dipakai masuk.")],
    role: Annotated[str, typer.Option(help="cooperative, office, atau admin.")],
    cooperative: Annotated[int | None, typer.Option(help="Nomor koperasi untuk peran cooperative.")] = None,
    database: Database = "",
) -> None:
    """Beri sebuah alamat surel peran di meja; alamat yang sudah ada mendapat peran barunya."""
    from mapping.desk.accounts import admit as admit_email
    from mapping.desk.rules import CONSOLE

    with opened(database, make=True) as desk:
        number = admit_email(desk, CONSOLE, now(), email, role, cooperative)
        typer.echo(f"Akun nomor {number}: {role}.")


@desk_app.command()
def dismiss(
    email: Annotated[str, typer.Argument(metavar="SUREL", help="Alamat yang perannya dicabut.")],
    database: Database = "",
) -> None:
    """Cabut peran sebuah alamat surel, seketika; admin terakhir tidak bisa dicabut. admit memberikannya lagi."""
    from mapping.desk.accounts import dismiss_email
    from mapping.desk.rules import CONSOLE

    with opened(database) as desk:
        number, was_in = dismiss_email(desk, CONSOLE, now(), email)
        typer.echo(f"Akun nomor {number}: {'peran dicabut' if was_in else 'sudah dicabut sebelumnya'}.")


@desk_app.command()
def accounts(database: Database = "") -> None:
    """Daftar akun dan perannya."""
    from mapping.desk.accounts import read_accounts
    from mapping.desk.rules import CONSOLE

    with opened(database) as desk:
        for number, row in read_accounts(desk, CONSOLE).iterrows():
            state = "" if row["active"] else "  (dicabut)"
            typer.echo(f"{number}  {row['email'] or '(dihapus)'}  {row['role']}  {row['cooperative']}{state}".rstrip())


desk_app.command()(export)
desk_app.command("import")(import_file)
desk_app.command()(report)
desk_app.command()(demo)
