"""The command line: ``python -m mapping build | export | serve | check | crosswalk | demo | form | words | bench |
desk``."""

from __future__ import annotations

from collections.abc import Callable

import typer

from mapping.commands.build import build, serve
from mapping.commands.check import check, crosswalk
from mapping.commands.desk import desk_app
from mapping.commands.export import FormatsListed, export
from mapping.commands.upkeep import bench, demo, form, words

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Peta potensi koperasi desa dan kelurahan.",
)
COMMANDS: tuple[Callable[..., None], ...] = (build, serve, export, check, crosswalk, demo, form, words, bench)
for command in COMMANDS:
    app.command(cls=FormatsListed if command is export else None)(command)
app.add_typer(desk_app, name="desk")

if __name__ == "__main__":
    app()
