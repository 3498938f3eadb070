"""Files as the terminal names them."""

from __future__ import annotations

from pathlib import Path

from mapping.errors import MappingError
from mapping.settings import SourceFile


def read_answers(given: list[str], crs: str) -> tuple[tuple[str, str], ...]:
    """Answers given as KEY=VALUE, and the coordinate system among them."""
    pairs = [tuple(text.split("=", 1)) for text in given]
    if bad := [text for text, pair in zip(given, pairs, strict=True) if len(pair) != 2]:
        raise MappingError(f'Jawaban "{bad[0]}" harus berbentuk KUNCI=NILAI, misalnya batas.crs=EPSG:4326.')
    return tuple((key, value) for key, value in [*pairs, *([("batas.crs", crs)] if crs else [])])


def source_of(path: Path) -> SourceFile:
    """A file as received; a shapefile comes with the parts that lie beside it."""
    from mapping.intake.outlines.shapefiles import pack_files

    return pack_files([SourceFile(part.name, part.read_bytes()) for part in parts_of(path)])


def parts_of(path: Path) -> list[Path]:
    """The file itself, or all parts of the shapefile."""
    from mapping.intake.outlines.shapefiles import COMPANIONS

    if path.suffix.lower() != ".shp":
        return [path]
    return [p for p in sorted(path.parent.iterdir()) if p.stem == path.stem and p.suffix.lower() in COMPANIONS]
