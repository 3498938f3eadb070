"""docs/meja.md says what every column of the desk is, and what every command does."""

import re
from pathlib import Path

from mapping.desk.models import Base

TEXT = (Path(__file__).parents[2] / "docs" / "meja.md").read_text(encoding="utf-8")


def told() -> dict[str, dict[str, str]]:
    parts = re.split(r"^### `(\w+)`.*$", TEXT, flags=re.MULTILINE)
    rows = zip(parts[1::2], parts[2::2], strict=True)
    return {name: dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", part, flags=re.MULTILINE)) for name, part in rows}


def test_every_column_is_explained_and_no_other() -> None:
    kept = {
        name: {column.name for column in table.columns} - {"id", "version"}
        for name, table in Base.metadata.tables.items()
    }
    assert {name: set(columns) for name, columns in told().items()} == kept


def test_private_columns_are_called_so() -> None:
    private = {(table.name, column.name) for table in Base.metadata.tables.values() for column in table.columns
               if column.info.get("private")}  # fmt: skip
    called = {
        (name, column) for name, columns in told().items() for column, text in columns.items() if "pribadi" in text
    }
    assert called == private


def test_every_command_is_explained() -> None:
    from typer.main import get_command

    from mapping.__main__ import app

    commands = get_command(app).commands["desk"].commands
    for name in commands:
        assert f"desk {name}" in TEXT, name
