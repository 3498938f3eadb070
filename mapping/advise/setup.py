"""The advice set-up: what a founder answers and assumes, as a small file that can be downloaded, sent and loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from mapping.errors import SettingsError
from mapping.settings import AdviceSetup


def advice_setup_of(choices: Mapping[str, Any]) -> AdviceSetup:
    """A set-up from its fields as JSON gives them (lists for tuples); what they hold is not checked yet.

    Raises
    ------
    SettingsError
        There is a field that no set-up has.

    Examples
    --------
    >>> advice_setup_of({"people": 3, "assumptions": [["loan.rate_year", 0.03]]}).assumptions
    (('loan.rate_year', 0.03),)
    """
    if unknown := sorted(set(choices) - {field.name for field in fields(AdviceSetup)}):
        raise SettingsError(f'Jawaban koperasi: kunci "{unknown[0]}" tidak dikenal. Hapus kunci itu.')
    given: dict[str, Any] = {
        name: tuple(tuple(row) for row in value) if isinstance(value, list) else value
        for name, value in choices.items()
    }
    return AdviceSetup(**given)
