"""What all commands share: the terminal, a bar of progress, errors in one sentence, the usual folders."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from mapping.errors import MappingError, QuestionError
from mapping.settings import Progress as Report

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
