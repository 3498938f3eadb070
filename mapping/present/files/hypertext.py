"""The blocks of a document as HTML for a page of our own: every text escaped, no addresses, no scripts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from mapping.present.files.document.blocks import (
    Bullets,
    Heading,
    Notice,
    Paragraph,
    Table,
    clean_text,
)
from mapping.present.mappayload import escape_text

WIDE = 4
"""From so many columns on a table is folded into a list where the screen is narrow."""
Shown = Heading | Paragraph | Notice | Bullets | Table


def hypertext(blocks: Iterable[Shown]) -> str:
    """The blocks one after another in an element of class ``bagian``; ``""`` for none.

    Examples
    --------
    >>> hypertext([Heading("Harga & <b>")])
    '<div class="bagian"><h2>Harga &#38; &#60;b&#62;</h2></div>'
    """
    inner = "".join(_one(block) for block in blocks)
    return f'<div class="bagian">{inner}</div>' if inner else ""


def _text(text: str) -> str:
    return escape_text(clean_text(text))


def _one(block: Shown) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{_text(text)}</h{level + 1}>"
        case Paragraph(text, note, lead):
            strong = f"<strong>{_text(lead)}</strong> " if lead else ""
            look = ' class="catatan"' if note else ""
            return f"<p{look}>{strong}{_text(text)}</p>"
        case Notice(title, text):
            return f'<div class="kotak"><strong>{_text(title)}</strong> {_text(text)}</div>'
        case Bullets(items, numbered):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{_text(item)}</li>' for item in items)}</{tag}>"
        case Table():
            return _table(block)
    assert_never(block)


def _table(table: Table) -> str:
    caption = f"<caption>{_text(table.caption)}</caption>" if table.caption else ""
    heads = "".join(_cell("th", head, at in table.right, ' scope="col"') for at, head in enumerate(table.heads))
    rows = "".join(f"<tr>{_row(row, table)}</tr>" for row in table.rows)
    look = ' class="lipat"' if len(table.heads) >= WIDE else ""
    label = _text(table.caption or table.heads[0])
    return (
        f'<div class="tabel" tabindex="0" role="region" aria-label="{label}"><table{look}>{caption}'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: tuple[str, ...], table: Table) -> str:
    told = [f' data-kepala="{_text(head)}"' for head in table.heads]
    cells = [_cell("td", text, at in table.right, told[at]) for at, text in enumerate(row) if at]
    return _cell("th", row[0], False, ' scope="row"') + "".join(cells)


def _cell(tag: str, text: str, figure: bool, more: str = "") -> str:
    look = ' class="angka"' if figure else ""
    return f"<{tag}{more}{look}>{_text(text)}</{tag}>"
