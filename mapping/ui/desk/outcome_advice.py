"""Lines of the ledger by their names."""

from __future__ import annotations

from mapping.knowledge.lines import lines_in_force
from mapping.language import tr
from mapping.study import Study


def line_names(study: Study) -> dict[str, str]:
    """Line -> its name, with the user's own and with "another"."""
    names: dict[str, str] = lines_in_force(study.settings.advice.line_changes)["line"].to_dict()
    return names | {"other": tr("Usaha lain, di luar katalog")}


def say_lines(text: str, names: dict[str, str]) -> str:
    """Lines as a column keeps them, in words."""
    return "; ".join(names.get(line, line) for line in text.split("; ") if line)
