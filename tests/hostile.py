"""Names that try to run, to break a layout, or to vanish."""

from __future__ import annotations

from dataclasses import replace

HOSTILE = [
    '=HYPERLINK("http://x")',
    '#read("/etc/passwd")',
    "<b>&amp;</svg><script>",
    "{{ 7*7 }}",
    "M" * 300,
    "kata " * 60,
    "baris\nbaru\ttab\x00\x1b",
    "Kampung 😀🏝",
    "\u202eterbalik\u2066",
    "",
]


def renamed(study: object, name: str) -> object:
    """The study with every place called so."""
    kelurahan = study.kelurahan.assign(name=name, kecamatan=name)
    return replace(study, kelurahan=kelurahan)
