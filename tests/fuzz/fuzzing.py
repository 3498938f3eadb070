"""Damaged files by the thousand: how one is damaged, and the loop over many that runs in the reading process.

A seed says everything: the same format and seed give the same bytes on every computer.
"""

from __future__ import annotations

import io
import random
import time
import zipfile

import mapping.intake.outlines.boundaries
import mapping.intake.outlines.vectors
import mapping.intake.tables.survey
import mapping.intake.tables.surveyfiles
from mapping.errors import MappingError
from mapping.intake.gate.limits import Limits
from mapping.intake.gate.workroom import where_failed
from mapping.settings import Settings

TOKENS = [
    *(
        b"",
        b"\0",
        b"\xff",
        b'"',
        b"'",
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r\n",
        b"{",
        b"}",
        b"[",
        b"]",
        b"<",
        b">",
        b"&",
        b"\\",
    ),
    *(b"-1", b"0", b"1e999", b"-1e308", b"NaN", b"Infinity", b"null", b"true", b"99999999999999999999", b"2147483648"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xc3\x28", b"\xed\xa0\x80", b"A" * 5_000),
    *(b"FeatureCollection", b"Polygon", b"coordinates", b"type", b"geometry", b"crs", b"EPSG:0", b"properties"),
    *(
        b"kode",
        b"kelurahan",
        b"produk",
        b"lat",
        b"lon",
        b"omzet",
        b"0812-3456-7890",
        b"1.500",
        b"01/02/2025",
        b"\xe2\x80\x93",
    ),
    *(
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
        b"&a;",
        b"%s%n",
        b"../../x",
        b"/vsicurl/http://127.0.0.1:1/",
        b"=1+1",
        b"{{1}}",
    ),
]
EVERY = 5
"""One damaged file in this many goes the whole way to a table; all are opened."""
SLOW_SECONDS = 5.0


def damage(content: bytes, seed: int) -> bytes:
    """The file with one to a few faults; zip-based formats are damaged inside as often as outside."""
    dice = random.Random(seed)
    if content.startswith(b"PK\x03\x04") and dice.random() < 0.6:
        return _damage_entry(content, dice)
    return _damage_bytes(content, dice)


def _damage_entry(content: bytes, dice: random.Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        names = source.namelist()
        hit = set(dice.sample(names, dice.randint(1, min(2, len(names)))))
        dropped = dice.random() < 0.1
        for entry in source.infolist():
            inner = source.read(entry)
            if entry.filename not in hit:
                copy.writestr(entry, inner)
            elif not dropped:
                copy.writestr(entry, _damage_bytes(inner, dice))
    return target.getvalue()


def _damage_bytes(content: bytes, dice: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        at = dice.randrange(len(data) + 1)
        span = dice.choice((1, 1, 2, 4, 16, 64, 512))
        other = dice.randrange(len(data) + 1)
        fault = dice.randrange(8)
        if fault == 0:
            data[at : at + span] = dice.randbytes(len(data[at : at + span]))
        elif fault == 1:
            data[at:at] = dice.choice(TOKENS)
        elif fault == 2:
            data[at : at + span] = dice.choice(TOKENS)
        elif fault == 3:
            del data[at : at + span]
        elif fault == 4:
            data[at:at] = data[other : other + span] * dice.choice((1, 1, 3, 50))
        elif fault == 5 and at < len(data):
            data[at] ^= 1 << dice.randrange(8)
        elif fault == 6 and dice.random() < 0.3:
            del data[at:]
        else:
            data[at : at + span], data[other : other + span] = data[other : other + span], data[at : at + span]
    return bytes(data)


def try_many(content: bytes, name: str, limits: Limits, role: str, first: int, last: int) -> list[list[object]]:
    """Open and read damaged copies of a file with the seeds ``first`` to ``last - 1``.

    Gives ``[seed, what]`` of each copy that raised anything but the project's own errors or took too long; runs in the
    reading process, whose memory bounds all copies together.
    """
    faults: list[list[object]] = []
    for seed in range(first, last):
        damaged = damage(content, seed)
        began = time.process_time()
        try:
            _read(damaged, name, role, limits, whole=seed % EVERY == 0)
        except MappingError as error:
            if not str(error):
                faults.append([seed, "an error without a word"])
        except BaseException as error:
            faults.append([seed, where_failed(error)])
        if time.process_time() - began > SLOW_SECONDS:
            faults.append([seed, f"took {time.process_time() - began:.1f} s"])
    return faults


def _read(content: bytes, name: str, role: str, limits: Limits, whole: bool) -> None:
    if role == "survey":
        if whole:
            survey, _, _ = mapping.intake.tables.survey.read_survey(content, name, Settings(), limits=limits)
            assert survey.index.is_unique
        else:
            mapping.intake.tables.surveyfiles.read_sheets(content, name, limits=limits)
    elif whole:
        kelurahan, _, _ = mapping.intake.outlines.boundaries.read_boundaries(content, name, Settings(), limits=limits)
        assert kelurahan.index.is_unique
        assert kelurahan.geometry.is_valid.all()
    else:
        mapping.intake.outlines.vectors.read_vector(content, name, limits=limits)
