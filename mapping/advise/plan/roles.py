"""Who does what in a line: one who decides for each task, and who does, is asked and is told."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from mapping.knowledge.plans import read_roles

PARTS = ("does", "decides", "asked", "told")


def role_table(line: pd.Series, kind: str = "desa", borrows: bool = True) -> pd.DataFrame:
    """The tasks of a line, in order, and the roles in them.

    Parameters
    ----------
    line : Series
        A row of the lines in force; ``stage, driver, group, permits`` are read.
    kind : str
        ``"desa"`` or ``"kelurahan"``: who leads the place, and who approves its loan.
    borrows : bool
        False: the cooperative takes no loan, and nobody approves one.

    Returns
    -------
    DataFrame
        ``task`` and ``does, decides, asked, told`` (labels, ``", "`` between; ``decides`` is always one), ``source``.

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> table = role_table(read_lines().loc["B13"], "kelurahan").set_index("task")
    >>> table.loc["Mengajukan pinjaman sesudah musyawarah", "decides"]
    'Bupati/wali kota (penyetuju pinjaman)'
    """
    known = read_roles()
    labels = {
        key: role["label_kelurahan"] if kind == "kelurahan" and "label_kelurahan" in role else role["label"]
        for key, role in known["roles"].items()
    }
    rows = []
    for task in known["tasks"]:
        if _belongs(task, line, borrows):
            said = {part: ", ".join(labels[role] for role in _roles(task, part)) for part in PARTS}
            rows.append({"task": task["task"], **said, "source": task["source"]})
    return pd.DataFrame(rows)


def tasks_of(table: pd.DataFrame) -> pd.DataFrame:
    """The same table from the side of each role: what it does, decides, is asked and is told.

    Returns
    -------
    DataFrame
        ``role, part`` (of ``PARTS``), ``task``; one row for each role in each task, tasks in order.

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> mine = tasks_of(role_table(read_lines().loc["B13"]))
    >>> mine.query("role == 'Pengawas' and part == 'decides'")["task"].tolist()
    ['Memeriksa pembukuan dan kas']
    """
    long = table.melt("task", list(PARTS), var_name="part", value_name="role")
    long = long.assign(role=long["role"].str.split(", ")).explode("role")
    return long[long["role"] != ""][["role", "part", "task"]].reset_index(drop=True)


def _roles(task: dict[str, Any], part: str) -> list[str]:
    return [task[part]] if part == "decides" else list(task[part])


def _belongs(task: dict[str, Any], line: pd.Series, borrows: bool) -> bool:
    """Whether a task is one of this line's."""
    limits = {"stages": line["stage"], "drivers": line["driver"], "groups": line["group"]}
    if any(name in task and value not in task[name] for name, value in limits.items()):
        return False
    if "permits" in task and not re.search(task["permits"], line["permits"], re.IGNORECASE):
        return False
    return borrows or not task.get("borrows", False)
