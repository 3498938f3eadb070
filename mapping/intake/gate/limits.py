"""How large a file may be, and how long and with how much memory it may be read."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from mapping.errors import SettingsError
from mapping.language import tr

FILE = Path(__file__).parents[2] / "knowledge" / "limits.toml"
OVERRIDE = "MAPPING_LIMITS"
"""Environment variable: path of a TOML file whose figures take the place of the shipped ones."""
MEGABYTE = 1024**2


@dataclass(frozen=True)
class Limits:
    """What one file may cost. 0 means no limit.

    Parameters
    ----------
    file_mb, inflated_mb : int
        Size as received and content of a packed file, in units of 1,048,576 bytes.
    ratio : int
        Inflated size over packed size.
    rows, columns : int
        Of a table.
    features, vertices : int
        Outlines of a map, and corners of all of them together.
    seconds : int
        For reading one file, on the clock and of computing.
    memory_mb : int
        Memory that the reading process may take on top of what it holds at its start.
    apart : bool
        Whether files are read in a process of their own; False reads them in the caller's.
    """

    file_mb: int
    inflated_mb: int
    ratio: int
    rows: int
    columns: int
    features: int
    vertices: int
    seconds: int
    memory_mb: int
    apart: bool

    @property
    def file_bytes(self) -> int:
        """``file_mb`` in bytes."""
        return self.file_mb * MEGABYTE

    @property
    def inflated_bytes(self) -> int:
        """``inflated_mb`` in bytes."""
        return self.inflated_mb * MEGABYTE


NAMES = [field.name for field in fields(Limits) if field.name != "apart"]


def read_limits(section: str = "command") -> Limits:
    """The limits of ``"page"`` (an upload) or ``"command"`` (the command line).

    Raises
    ------
    SettingsError
        The file that ``MAPPING_LIMITS`` names cannot be read, or holds something else than limits.

    Examples
    --------
    >>> read_limits("page").file_mb, read_limits("page").rows, read_limits("command").rows
    (25, 500000, 0)
    """
    override = os.environ.get(OVERRIDE, "")
    values = dict(_load(FILE).get(section, {}))
    if override:
        own = _load(Path(override)).get(section, {})
        if not isinstance(own, dict):
            raise SettingsError(
                tr(
                    'Berkas batasan "{override}": bagian [{section}] harus berisi daftar angka.',
                    override=override,
                    section=section,
                )
            )
        values.update(own)
    for name, value in values.items():
        if name not in NAMES:
            raise SettingsError(
                tr(
                    'Berkas batasan "{override}": "{name}" tidak dikenal. Yang ada: {names}.',
                    override=override,
                    name=name,
                    names=", ".join(NAMES),
                )
            )
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise SettingsError(
                tr(
                    'Berkas batasan "{override}": {name} harus bilangan bulat, 0 atau lebih.',
                    override=override,
                    name=name,
                )
            )
    return Limits(apart=True, **values)


def _load(path: Path) -> dict[str, dict[str, int]]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(
            tr('Berkas batasan "{path}" tidak dapat dibaca: {error}.', path=path, error=error)
        ) from error
