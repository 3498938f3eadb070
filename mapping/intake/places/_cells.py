"""Compiled loops that lay outlines over a grid: which edges meet a cell, which outline covers it whole.

All loops release the interpreter's lock, so that plain threads share the work; machine code is kept on disk.

A ``frame`` is ``(x0, y0, x1, y1, width, height, columns, rows, 1 / width, 1 / height)``: the extent, a cell's size, how
many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

PAD = 1e-6
"""Edges within this share of a cell's side belong to the cell too: far more than rounding can move them."""
OUTSIDE, UNCERTAIN = -1, -2
SEVERAL = 1 << 30
"""Added to the part that covers a whole cell when another one does so too."""
OWN_FIRST, OWN_LATEST, OWN_LEFT, OWN_TURN = 0, 1, 2, 3
"""Per cell around a part: its first run + 1, its latest run, parity of L in the cell, parity turning at the cell."""


def compile_loop(function: Callable[..., Any]) -> Any:
    """The function as machine code, kept on disk where a folder for it can be written."""
    try:
        return numba.njit(nogil=True, cache=True, error_model="numpy")(function)
    except RuntimeError:
        return numba.njit(nogil=True, error_model="numpy")(function)


@compile_loop
def column_of(x, frame):  # type: ignore[no-untyped-def]
    """Column of cells that holds ``x``; the outermost one for what lies beyond."""
    return min(max(int((x - frame[0]) * frame[8]), 0), int(frame[6]) - 1)


@compile_loop
def row_of(y, frame):  # type: ignore[no-untyped-def]
    """Row of cells that holds ``y``; the outermost one for what lies beyond."""
    return min(max(int((y - frame[1]) * frame[9]), 0), int(frame[7]) - 1)


@compile_loop
def walk_parts(xy, rings, parts, first, last, frame):  # type: ignore[no-untyped-def]
    """Parts ``first`` to ``last`` through the grid.

    ``rings`` says where each ring begins in ``xy``, ``parts`` where each part (one polygon) begins in ``rings``.

    Returns
    -------
    runs : (n, 4) int32
        ``cell, part, vertex, 2 * edges + base``: consecutive edges of a part that meet a cell. The first run of a part
        in a cell carries its ``base``, see ``_crossings.py``.
    spans : (n, 3) int32
        ``first cell, last cell, part``: cells of one row that a part covers whole.
    """
    runs, spans = np.empty((1024, 4), np.int32), np.empty((1024, 3), np.int32)
    n_runs, n_spans = 0, 0
    box = np.zeros((256, 4), np.int32)
    for part in range(first, last):
        if rings[parts[part + 1]] - rings[parts[part]] < 3:
            continue
        corner = _corner_cells(xy[rings[parts[part]] : rings[parts[part + 1]]], frame)
        wide, high = corner[2] - corner[0] + 1, corner[3] - corner[1] + 1
        most = wide + 3 * high  # no edge meets more cells than this
        cells = wide * high
        if cells > box.shape[0]:
            box = np.zeros((cells, 4), np.int32)
        for ring in range(parts[part], parts[part + 1]):
            v, end = rings[ring], rings[ring + 1] - 1
            while v < end:
                runs = _with_room(runs, n_runs, most)
                n_runs = _walk_edge(xy, v, part, frame, corner, box, runs, n_runs)
                v += 1
                here = _lone_cell(xy, v, frame, corner)
                begin = v
                while v < end and here >= 0 and _lone_cell(xy, v + 1, frame, corner) == here:
                    v += 1
                if v > begin:  # these edges stay in the cell that the last one reached
                    runs[box[here, OWN_LATEST], 3] += 2 * (v - begin)
        spans, n_spans = _close_part(part, frame, corner, box, runs, spans, n_spans)
    return runs[:n_runs], spans[:n_spans]


@compile_loop
def _corner_cells(xy, frame):  # type: ignore[no-untyped-def]
    """Column and row of the lower left and of the upper right cell that a part can meet."""
    west, south = xy[0, 0], xy[0, 1]
    east, north = west, south
    for v in range(1, xy.shape[0]):
        west, east = min(west, xy[v, 0]), max(east, xy[v, 0])
        south, north = min(south, xy[v, 1]), max(north, xy[v, 1])
    pad_x, pad_y = PAD * frame[4], PAD * frame[5]
    return (
        column_of(west - pad_x, frame),
        row_of(south - pad_y, frame),
        column_of(east + pad_x, frame),
        row_of(north + pad_y, frame),
    )


@compile_loop
def _lone_cell(xy, v, frame, corner):  # type: ignore[no-untyped-def]
    """Place in ``box`` of the cell around a vertex; -1 when the vertex is so near its border that others count too."""
    x, y = (xy[v, 0] - frame[0]) * frame[8], (xy[v, 1] - frame[1]) * frame[9]
    column, row = int(x), int(y)
    if abs(x - column - 0.5) < 0.5 - 2 * PAD and abs(y - row - 0.5) < 0.5 - 2 * PAD:
        return (row - corner[1]) * (corner[2] - corner[0] + 1) + column - corner[0]
    return -1


@compile_loop
def _walk_edge(xy, v, part, frame, corner, box, runs, n_runs):  # type: ignore[no-untyped-def]
    """Note one edge with every cell it meets, and where it crosses the lower line of each row it meets."""
    ax, ay, bx, by = xy[v, 0], xy[v, 1], xy[v + 1, 0], xy[v + 1, 1]
    left, wide, pad_x, pad_y = corner[0], corner[2] - corner[0] + 1, PAD * frame[4], PAD * frame[5]
    bottom, top = row_of(min(ay, by) - pad_y, frame), row_of(max(ay, by) + pad_y, frame)
    for row in range(bottom, top + 1):
        line = frame[1] + row * frame[5]
        one, other = ax, bx
        if bottom != top and ay != by:  # only the piece within the row
            one = ax + min(max((line - pad_y - ay) / (by - ay), 0.0), 1.0) * (bx - ax)
            other = ax + min(max((line + frame[5] + pad_y - ay) / (by - ay), 0.0), 1.0) * (bx - ax)
        begin = corner[2] + 1  # first column whose corner lies right of the crossing
        if (ay > line) != (by > line):
            crossing = ax + (line - ay) / (by - ay) * (bx - ax)
            begin = max(int(np.ceil((crossing - frame[0]) * frame[8])), left)
            if begin <= corner[2]:
                box[(row - corner[1]) * wide + begin - left, OWN_TURN] ^= 1
        for column in range(column_of(min(one, other) - pad_x, frame), column_of(max(one, other) + pad_x, frame) + 1):
            here = box[(row - corner[1]) * wide + column - left]
            here[OWN_LEFT] ^= begin <= column
            latest = here[OWN_LATEST]
            if here[OWN_FIRST] and runs[latest, 2] + (runs[latest, 3] >> 1) == v:
                runs[latest, 3] += 2
                continue
            runs[n_runs, 0], runs[n_runs, 1] = row * int(frame[6]) + column, part
            runs[n_runs, 2], runs[n_runs, 3] = v, 2
            if not here[OWN_FIRST]:
                here[OWN_FIRST] = n_runs + 1
            here[OWN_LATEST] = n_runs
            n_runs += 1
    return n_runs


@compile_loop
def _with_room(table, used, more):  # type: ignore[no-untyped-def]
    if used + more <= table.shape[0]:
        return table
    larger = np.empty((2 * table.shape[0] + more, table.shape[1]), table.dtype)
    larger[:used] = table[:used]
    return larger


@compile_loop
def _close_part(part, frame, corner, box, runs, spans, n_spans):  # type: ignore[no-untyped-def]
    """Sweep the part's cells row by row: set each first run's base, note covered cells, leave ``box`` empty."""
    here = 0
    for row in range(corner[1], corner[3] + 1):
        inside, begin = 0, -1
        for column in range(corner[0], corner[2] + 1):
            inside ^= box[here, OWN_TURN]
            met = box[here, OWN_FIRST]
            if met:
                runs[met - 1, 3] |= inside ^ box[here, OWN_LEFT]
            whole = inside and not met  # never in the last column: the part ends there
            if whole and begin < 0:
                begin = column
            elif begin >= 0 and not whole:
                spans = _with_room(spans, n_spans, 1)
                spans[n_spans, 0], spans[n_spans, 1] = row * int(frame[6]) + begin, row * int(frame[6]) + column - 1
                spans[n_spans, 2] = part
                n_spans, begin = n_spans + 1, -1
            box[here] = 0
            here += 1
    return spans, n_spans


@compile_loop
def count_runs(runs, heads):  # type: ignore[no-untyped-def]
    """Add the number of runs of each cell to ``heads[cell, 0]``."""
    for k in range(runs.shape[0]):
        heads[runs[k, 0], 0] += 1


@compile_loop
def lay_offsets(heads):  # type: ignore[no-untyped-def]
    """Counts of runs to the place behind the cell's last run."""
    total = 0
    for cell in range(heads.shape[0]):
        total += heads[cell, 0]
        heads[cell, 0] = total


@compile_loop
def group_runs(runs, heads, grouped):  # type: ignore[no-untyped-def]
    """Put runs to their cells, last run first; at the end ``heads[cell, 0]`` is the place of the cell's first run."""
    for k in range(runs.shape[0] - 1, -1, -1):
        at = heads[runs[k, 0], 0] - 1
        heads[runs[k, 0], 0] = at
        grouped[at, 0], grouped[at, 1], grouped[at, 2] = runs[k, 1], runs[k, 2], runs[k, 3]


@compile_loop
def cover_cells(spans, heads):  # type: ignore[no-untyped-def]
    """Write the lowest part that covers a cell whole into ``heads[cell, 1]``."""
    for k in range(spans.shape[0]):
        for cell in range(spans[k, 0], spans[k, 1] + 1):
            if heads[cell, 1] == OUTSIDE:
                heads[cell, 1] = spans[k, 2]
            else:
                heads[cell, 1] |= SEVERAL
