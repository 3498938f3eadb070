"""A workbook as we write it: texts are texts, formulas are only ours, every sheet says what it is and prints."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mapping.language import mark, tr
from mapping.present.files.whole import FIXED_DATE

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from mapping.present.files.stamp import Stamp

LONGEST_TEXT = 2000
"""Letters of one cell; a spreadsheet takes 32,767, a reader far fewer."""
LONGEST_FOOT = 250
"""Letters of the foot of a printed page, its codes counted; a spreadsheet takes 255."""
TOP = 4
"""First row (from 0) below what every sheet says of itself."""
LINE, MOST_LINES = 15, 12
"""Height of a line of text in points, and how many lines a row shows at most."""
PAGE = mark("hal. {page} dari {pages}")
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
EDGE, FAINT, INK, INPUT = "#7F7F7F", "#595959", "#1F2937", "#FFF2CC"
HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E5E7EB", "bottom": 1, "top": 1}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": INK},
    "label": {"bold": True, "font_color": INK},
    "small": {"font_size": 8, "font_color": FAINT},
    "section": {"bold": True, "font_size": 12, "font_color": INK, "bottom": 2},
    "head": {**HEAD, "align": "left", "indent": 1},
    "head right": {**HEAD, "align": "right"},
    "text": {"valign": "top", "align": "left", "indent": 1},
    "wrap": {"valign": "top", "text_wrap": True, "align": "left", "indent": 1},
    "strong": {"valign": "top", "bold": True, "align": "left", "indent": 1},
    "note": {"valign": "top", "text_wrap": True, "font_color": FAINT, "italic": True, "align": "left", "indent": 1},
    "count": {"valign": "top", "num_format": "#,##0"},
    "score": {"valign": "top", "num_format": "0.0"},
    "fine": {"valign": "top", "num_format": "#,##0.00"},
    "digits": {"valign": "top", "num_format": "0.0000"},
    "percent": {"valign": "top", "num_format": "0%"},
    "rupiah": {"valign": "top", "num_format": '"Rp" #,##0'},
    "right": {"valign": "top", "align": "right"},
    "link": {"valign": "top", "align": "left", "indent": 1, "underline": 1, "font_color": "#1D4ED8"},
    "input": {"bg_color": INPUT, "border": 2, "border_color": INK, "num_format": "General", "bold": True},
    "input large": {"bg_color": INPUT, "border": 2, "border_color": INK, "num_format": "#,##0", "bold": True},
    "state": {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "left",
        "indent": 1,
        "border": 1,
        "border_color": EDGE,
    },
}


def clean_text(text: object) -> str:
    """A text as one cell holds it: on one line, without control characters, not longer than a reader reads.

    Examples
    --------
    >>> clean_text("a\\nb\\x07c"), len(clean_text("x" * 9000))
    ('a b c', 2000)
    """
    plain = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+", " ", str(text))
    return plain if len(plain) <= LONGEST_TEXT else plain[: LONGEST_TEXT - 1] + "…"


def margin_text(text: str, longest: int) -> str:
    """A text for the head or foot of a printed page, where ``&`` begins a code.

    Examples
    --------
    >>> margin_text("A & B", 20), margin_text("A & B & C", 6)
    ('A && B', 'A &&…')
    """
    kept = clean_text(text)
    shown = kept.replace("&", "&&")
    while len(shown) > longest:
        kept = kept[:-1]
        shown = kept.rstrip().replace("&", "&&") + "…"
    return shown


def tab_name(text: str) -> str:
    """A text of ours as the name of a sheet: at most 31 letters, none that a spreadsheet refuses."""
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31]


class Book:
    """A workbook in the making. Sheets are added in the order of their tabs; ``content`` closes it.

    Parameters
    ----------
    stamp : Stamp
        What every sheet says of itself.
    """

    def __init__(self, stamp: Stamp) -> None:
        import xlsxwriter

        self.stamp = stamp
        self._target = io.BytesIO()
        self.file = xlsxwriter.Workbook(self._target, OPTIONS)
        self._styles: dict[str, Format] = {}
        self._pages: list[Page] = []
        self.file.set_properties(
            {
                "title": clean_text(stamp.region)[:200],
                "subject": stamp.data_label,
                "comments": clean_text(stamp.line())[:250],
                "created": datetime.fromisoformat(FIXED_DATE),
            }
        )
        for key, text in stamp.record().items():
            self.file.set_custom_property(key, clean_text(text)[:250], "text")

    def style(self, look: str) -> Format:
        """One of ``LOOKS``."""
        if look not in self._styles:
            self._styles[look] = self.file.add_format(LOOKS[look])
        return self._styles[look]

    def page(self, title: str, widths: Sequence[float]) -> Page:
        """A further sheet with its head, and columns of these widths (letters)."""
        page = Page(self, title, widths)
        self._pages.append(page)
        return page

    def name(self, name: str, reference: str) -> None:
        """A name by which formulas and people find a cell."""
        self.file.define_name(name, f"={reference}")

    def content(self) -> bytes:
        """The bytes of the file."""
        for page in self._pages:
            page.settle()
        self.file.close()
        return self._target.getvalue()


class Page:
    """One sheet: only ``formula`` writes what is worked out, ``text`` writes everything that was typed somewhere."""

    def __init__(self, book: Book, title: str, widths: Sequence[float]) -> None:
        self.book, self.title = book, tab_name(title)
        self.sheet: Worksheet = book.file.add_worksheet(self.title)
        self._widths, self._lines = widths, dict[int, int]()
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self._say_what_it_is(title)
        self._set_paper()

    def _say_what_it_is(self, title: str) -> None:
        stamp = self.book.stamp
        self.text(0, 0, f"{title} · {stamp.region}", "title")
        date = stamp.pairs()[1]
        self.text(
            1, 0, " · ".join(part for part in (f"{date[0]}: {date[1]}", stamp.data_label.upper()) if part), "label"
        )
        self.text(2, 0, stamp.line(), "small")

    def _set_paper(self) -> None:
        stamp = self.book.stamp
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        label = margin_text(stamp.data_label, 40)
        self.sheet.set_header(f"&L&8 {margin_text(f'{stamp.region} · {self.title}', 180)}&R&8 {label}")
        pages = tr(PAGE, page="&P", pages="&N")
        room = LONGEST_FOOT - len(pages) - len("&L&7 &R&7 ")
        self.sheet.set_footer(f"&L&7 {margin_text(stamp.line(), room)}&R&7 {pages}")

    def text(self, row: int, column: int, text: object, look: str = "text") -> None:
        """A text as it is: never a formula, a link or a number."""
        plain = clean_text(text)
        self.sheet.write_string(row, column, plain, self.book.style(look))
        if LOOKS[look].get("text_wrap"):
            self._stretch(row, plain, self._width(column, column))

    def _width(self, first: int, last: int) -> float:
        return sum(self._widths[column] if column < len(self._widths) else 13 for column in range(first, last + 1))

    def _stretch(self, row: int, text: str, width: float) -> None:
        """Remember how high a row must be: not every program finds it out."""
        lines = math.ceil(len(text) / max(width - 2, 1))
        self._lines[row] = max(self._lines.get(row, 1), min(lines, MOST_LINES))

    def settle(self) -> None:
        """Give every row the height that its longest text needs."""
        for row, lines in self._lines.items():
            if lines > 1:
                self.sheet.set_row(row, LINE * lines)

    def number(self, row: int, column: int, value: float, look: str = "count") -> None:
        """A number; unknown is an empty cell, never 0."""
        if value is None or math.isnan(value):
            self.sheet.write_blank(row, column, None, self.book.style(look))
        else:
            self.sheet.write_number(row, column, float(value), self.book.style(look))

    def formula(self, row: int, column: int, formula: str, value: object, look: str = "text") -> None:
        """A formula of ours with the value it has in the study; the only place where a formula is written."""
        known = "" if value is None or (isinstance(value, float) and math.isnan(value)) else value
        if isinstance(known, str):
            known = clean_text(known)
        self.sheet.write_formula(row, column, f"={formula}", self.book.style(look), known)

    def link(self, row: int, column: int, page: Page, text: str) -> None:
        """A link to another sheet of this workbook."""
        self.sheet.write_url(row, column, f"internal:'{page.title}'!A1", self.book.style("link"), text)

    def heads(self, row: int, column: int, heads: Iterable[str], numbers: Container[int] = ()) -> None:
        """The head of a table; heads of columns of numbers stand on the right, as their numbers do."""
        for place, head in enumerate(heads, start=column):
            self.text(row, place, head, "head right" if place in numbers else "head")

    def column(self, row: int, column: int, values: Iterable[Any], look: str = "text") -> None:
        """A column of texts or of numbers, downwards."""
        for place, value in enumerate(values, start=row):
            if isinstance(value, str):
                self.text(place, column, value, look)
            else:
                self.number(place, column, value, look)

    def wide(self, row: int, first: int, last: int, text: str, look: str = "wrap") -> None:
        """A text over several columns."""
        plain = clean_text(text)
        self.sheet.merge_range(row, first, row, last, "", self.book.style(look))
        self.sheet.write_string(row, first, plain, self.book.style(look))
        self._stretch(row, plain, self._width(first, last))

    def state(self, row: int, first: int, last: int, formula: str, value: str) -> None:
        """A formula over several columns that says how things stand."""
        self.sheet.merge_range(row, first, row, last, "", self.book.style("state"))
        self.formula(row, first, formula, value, "state")
        self.sheet.set_row(row, 2 * LINE)

    def cell(self, row: int, column: int) -> str:
        """Reference to a cell from any sheet."""
        return self.area(row, column, row, column)

    def area(self, row: int, column: int, last_row: int, last_column: int) -> str:
        """Reference to a block of cells from any sheet."""
        from xlsxwriter.utility import xl_range_abs

        return f"'{self.title}'!{xl_range_abs(row, column, last_row, last_column)}"

    def bars(self, row: int, column: int, last_row: int) -> None:
        """Bars behind the numbers of a column: pale with an edge, so that they show in black and white too."""
        look = {"type": "data_bar", "bar_solid": True, "bar_color": "#C7CDD6", "bar_border_color": "#6B7280"}
        self.sheet.conditional_format(
            row,
            column,
            last_row,
            column,
            {**look, "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100},
        )

    def finish(self, head_row: int, last_row: int, last_column: int) -> None:
        """A table that stays readable: its head stays in sight, is printed on every page, and can be filtered."""
        self.sheet.freeze_panes(head_row + 1, 0)
        self.sheet.repeat_rows(head_row)
        if last_row > head_row:
            self.sheet.autofilter(head_row, 0, last_row, last_column)
        self.sheet.print_area(0, 0, last_row, last_column)
