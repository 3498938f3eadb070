"""Files that leave the house, written from the terminal."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperCommand

from mapping.commands.terminal import PROCESSED, console, plain_errors, progress_bar
from mapping.errors import MappingError
from mapping.language import LANGUAGES, SOURCE, speaking

if TYPE_CHECKING:
    from mapping.present.files.batch import Made
    from mapping.present.files.edition import Edition
    from mapping.present.files.format import Format
    from mapping.study import Study

ALL, EVERY = "all", "semua"
LISTED_UP_TO = 40
OF = {"region": "wilayah", "kelurahan": "kelurahan"}


class FormatsListed(TyperCommand):
    """A command whose help ends with the list of all formats."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The usual help, then one row a format; the formats are loaded only now."""
        from mapping.present.files.formats import FORMATS

        super().format_help(ctx, formatter)
        table = Table("FORMAT", "satu berkas tiap", "apa, dan untuk apa", "akhiran nama", box=None, pad_edge=False)
        for form in FORMATS.values():
            only = "" if form.usual else " Hanya bila diminta dengan namanya."
            table.add_row(form.name, OF[form.of], f"{form.title}. {form.use}{only}", form.ending)
        Console().print(table, highlight=False, markup=False)


def export(
    formats: Annotated[list[str], typer.Argument(metavar="FORMAT...|all", help="Nama format di bawah ini, atau all.")],
    region: Annotated[str, typer.Option(help="Nama di data/processed (surabaya, batang) atau folder hasil build.")],
    kelurahan: Annotated[
        list[str] | None, typer.Option(help="Kode atau nama kelurahan; boleh berulang; semua untuk semuanya.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder tujuan; bawaan: ekspor/NAMA.")] = None,
    language: Annotated[str, typer.Option(help="Bahasa berkas: id atau en.")] = SOURCE,
    zipped: Annotated[bool, typer.Option("--zip", help="Juga satu berkas zip berisi semuanya.")] = False,
) -> None:
    """Tulis berkas untuk dibawa: peta, lembar kerja, profil, proposal, bahan musyawarah.

    "all" tanpa --kelurahan: semua berkas wilayah. Dengan --kelurahan: semua berkas kelurahan itu. Perintah yang sama
    sekali lagi melanjutkan yang terhenti; berkas yang sudah utuh dilewati.
    """
    from mapping.present.files.format import place_slug

    with plain_errors():
        folder, study = read_region(region, language)
        target = out or Path("ekspor") / place_slug(folder.resolve().name)
        codes = choose_codes(study, kelurahan or [])
        chosen = choose_formats(formats, codes)
        with speaking(language):
            _write(study, chosen, codes, target, zipped)


def _write(study: Study, formats: list[Format], codes: list[str], out: Path, zipped: bool) -> None:
    from mapping.present.files.batch import plan_batch, write_batch, zip_batch
    from mapping.present.files.edition import Edition
    from mapping.present.files.format import place_slug

    edition, packed = Edition(study), out / f"{place_slug(study.settings.region)}-berkas.zip"
    try:
        with progress_bar(study.settings.region) as report:
            made = write_batch(edition, plan_batch(edition, formats, codes), out, report)
        if zipped:
            zip_batch(out, made, packed)
    except KeyboardInterrupt:
        console.print(
            f"Dihentikan. Berkas yang sudah ditulis utuh, di {out}. Jalankan perintah yang sama untuk melanjutkan.",
            style="yellow",
            markup=False,
        )
        raise typer.Exit(130) from None
    _say_made(edition, made, out)
    if zipped:
        typer.echo(f"{packed}  {_size(packed.stat().st_size)}")
    if any(one.why for one in made):
        raise typer.Exit(1)


def _size(count: int) -> str:
    from mapping.present.files.listing import say_size

    return say_size(count)


def _say_made(edition: Edition, made: list[Made], out: Path) -> None:
    """Names and sizes of what there is now, and what failed."""
    from mapping.present.files.listing import LISTING, say_failure

    whole = [one for one in made if not one.why]
    for one in whole[:LISTED_UP_TO]:
        typer.echo(f"{out / one.task.name}  {_size(one.size)}")
    if len(whole) > LISTED_UP_TO:
        typer.echo(f"... dan {len(whole) - LISTED_UP_TO} lainnya, semua di {out / LISTING}")
    kept = sum(one.kept for one in whole)
    typer.echo(f"{len(whole)} berkas, {_size(sum(one.size for one in whole))}; {kept} di antaranya sudah ada.")
    for one in made:
        if one.why:
            console.print(say_failure(edition, one), style="bold red", markup=False)


def read_region(name: str, language: str) -> tuple[Path, Study]:
    """The folder of a region and its study in a language.

    Raises
    ------
    mapping.errors.MappingError
        No such region, or not in that language; the message says which there are.
    """
    from mapping.study import read_study, study_folder

    if language not in LANGUAGES:
        raise MappingError(f'Bahasa "{language}" tidak ada. Yang ada: {", ".join(LANGUAGES)}.')
    built = sorted(path.parents[1].name for path in PROCESSED.glob("*/study/manifest.json"))
    folder = PROCESSED / name.lower() if name.lower() in built else Path(name)
    known = [code for code in LANGUAGES if (study_folder(folder, code) / "manifest.json").exists()]
    if not known:
        listed = f"Yang ada: {', '.join(built)}." if built else "Belum ada satu pun: jalankan python -m mapping build."
        raise MappingError(
            f'Wilayah "{name}" tidak ada di {PROCESSED}, dan bukan folder hasil build.{_near(name, built)} {listed}'
        )
    if language not in known:
        again = (
            "python -m mapping build"
            if name.lower() in built
            else f"build dengan berkas yang sama dan --language {language}"
        )
        raise MappingError(f'{folder} belum punya hasil berbahasa "{language}". Jalankan {again}.')
    return folder, read_study(study_folder(folder, language))


def choose_formats(names: Sequence[str], codes: Sequence[str]) -> list[Format]:
    """The formats by their names; ``all`` are those of the kelurahan when some are named, else those of the region.

    Raises
    ------
    mapping.errors.MappingError
        There is no such format, or it does not go with the kelurahan given.
    """
    from mapping.present.files.format import KELURAHAN, REGION
    from mapping.present.files.formats import FORMATS

    wanted = KELURAHAN if codes else REGION
    if ALL in names:
        names = [*(form.name for form in FORMATS.values() if form.usual and form.of == wanted), *names]
    chosen = dict.fromkeys(name for name in names if name != ALL)
    if unknown := [name for name in chosen if name not in FORMATS]:
        raise MappingError(
            f'Format "{unknown[0]}" tidak ada.{_near(unknown[0], list(FORMATS))} Daftarnya: export --help.'
        )
    forms = [FORMATS[name] for name in chosen]
    if not codes and (lone := [form.name for form in forms if form.of == KELURAHAN]):
        raise MappingError(
            f'Format "{lone[0]}" adalah berkas kelurahan: sebut --kelurahan KODE, atau --kelurahan {EVERY}.'
        )
    if codes and not any(form.of == KELURAHAN for form in forms):
        raise MappingError(f'Format "{forms[0].name}" adalah berkas seluruh wilayah: jalankan tanpa --kelurahan.')
    return forms


def choose_codes(study: Study, given: Sequence[str]) -> list[str]:
    """Codes of the kelurahan named by code or by a name that only one has, each once.

    Raises
    ------
    mapping.errors.MappingError
        A name is unknown or borne by several; the message lists near ones, or the codes to choose from.
    """
    table = study.kelurahan
    if any(name.strip().lower() == EVERY for name in given):
        return list(table.index)
    called = table["name"].astype(str).str.strip().str.casefold()
    codes = []
    for name in given:
        found = [name.strip()] if name.strip() in table.index else list(table.index[called == name.strip().casefold()])
        if len(found) > 1:
            listed = "; ".join(f"{code} (Kec. {table.at[code, 'kecamatan']})" for code in found)
            raise MappingError(f'Ada {len(found)} kelurahan bernama "{name}". Sebut kodenya: {listed}.')
        if not found:
            near = _near(name, [*table["name"].astype(str), *table.index])
            raise MappingError(f'Kelurahan "{name}" tidak ada di {study.settings.region}.{near}')
        codes += found
    return list(dict.fromkeys(codes))


def _near(name: str, names: Sequence[str]) -> str:
    """What may have been meant, as a sentence that begins with a space; ``""`` where nothing is like it."""
    plain = {known.casefold(): known for known in names}
    near = difflib.get_close_matches(name.strip().casefold(), plain, n=3, cutoff=0.6)
    return f" Mungkin maksudnya: {', '.join(plain[key] for key in near)}." if near else ""
