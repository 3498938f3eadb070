"""What starting costs: importing the package beside importing geopandas, each in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from mapping.bench.cases import Case

ALLOWANCE_S = 0.1


def start_cases() -> list[Callable[[], Case]]:
    """``import mapping`` shall cost less than half of ``import geopandas`` and a tenth of a second."""
    name, peer = "import mapping", "0,5 x import geopandas + 0,1 s"
    case = Case(
        {name: lambda: _import("mapping")},
        {peer: lambda: _import("geopandas")},
        {(name, peer): 1.0},
        lambda ours, theirs: ours == theirs == 0,
        charge=lambda seconds: 0.5 * seconds + ALLOWANCE_S,
    )
    return [lambda: case]


def _import(module: str) -> int:
    root = Path(__file__).parents[2]
    return subprocess.run([sys.executable, "-c", f"import {module}"], cwd=root, check=True).returncode
