"""The compiled loop that places points: at once where a cell is covered whole, by crossings where edges meet it.

How a point in a border cell is decided. Let ``L(e)`` say whether edge ``e`` crosses the ray that runs left from the
cell's lower left corner ``(x0, y0)``, ``R(e)`` the same for the point ``(x, y)``, and ``S(v)`` whether vertex ``v``
lies left of ``x0`` and between ``y0`` and ``y``. A closed ring enters and leaves that strip equally often, and an edge
that does not meet the cell crosses the strip's right side nowhere. So the parity of ``R`` over all edges (inside or
outside) equals the parity of ``L`` over the edges *outside* the cell, kept with the cell as ``base``, plus that of
``R(e) + S(a) + S(b)`` over the few edges ``a, b`` *in* the cell. Rounding in ``L`` does not matter: an edge near
enough to the corner belongs to the cell, where ``L`` is not asked.
"""

from __future__ import annotations

import numpy as np

from mapping.intake.places._cells import OUTSIDE, SEVERAL, UNCERTAIN, compile_loop

ORIENTATION_ERROR = (3.0 + 16.0 * 2.0**-53) * 2.0**-53
"""Shewchuk's ccwerrboundA: a determinant larger than this share of its terms has the right sign."""
UNDERFLOW = 1e-290
"""Products this small may have lost digits, which the bound leaves out."""
BATCH = 256
"""Points looked up together, so that the processor waits for memory once and not once a point."""


@compile_loop
def place_points(x, y, found, xy, owner, heads, runs, frame, all_covers):  # type: ignore[no-untyped-def]
    """Owner of the lowest part that covers each point; OUTSIDE; or UNCERTAIN within rounding of an edge.

    With ``all_covers`` a point inside the parts of several owners is UNCERTAIN too. What is returned has no meaning;
    it keeps the compiler from leaving the fetches out.
    """
    cells, fetched = np.empty((BATCH, 3), np.int32), 0.0
    borders = np.empty((BATCH + 1, 4), np.int32)  # point, first run, end of runs, part that covers the cell
    for start in range(0, x.shape[0], BATCH):
        size = min(BATCH, x.shape[0] - start)
        px, py, answer = x[start : start + size], y[start : start + size], found[start : start + size]
        _find_cells(px, py, cells, frame)
        many = _answer_covered(answer, cells, heads, owner, borders, all_covers)
        fetched += _fetch(borders, many, runs, xy)
        for k in range(many):
            i = borders[k, 0]
            x0, y0 = frame[0] + cells[i, 1] * frame[4], frame[1] + cells[i, 2] * frame[5]
            answer[i] = _owner_at(px[i], py[i], x0, y0, borders[k], xy, owner, runs, all_covers)
    return fetched


@compile_loop
def _find_cells(x, y, cells, frame):  # type: ignore[no-untyped-def]
    """Cell, column and row of each point; one cell behind the last for points off the grid."""
    x0, y0, x1, y1, columns, rows = frame[0], frame[1], frame[2], frame[3], int(frame[6]), int(frame[7])
    per_x, per_y = frame[8], frame[9]
    for i in range(x.shape[0]):
        cells[i, 0] = rows * columns
        if x[i] >= x0 and x[i] <= x1 and y[i] >= y0 and y[i] <= y1:
            column, row = min(int((x[i] - x0) * per_x), columns - 1), min(int((y[i] - y0) * per_y), rows - 1)
            cells[i, 0], cells[i, 1], cells[i, 2] = row * columns + column, column, row


@compile_loop
def _answer_covered(answer, cells, heads, owner, borders, all_covers):  # type: ignore[no-untyped-def]
    """Answer for cells without edges; list the others and return how many they are."""
    many, none = 0, heads.shape[0] - 1
    for i in range(answer.shape[0]):
        begin, cover, end = heads[cells[i, 0], 0], heads[cells[i, 0], 1], heads[min(cells[i, 0] + 1, none), 0]
        borders[many, 0], borders[many, 1], borders[many, 2], borders[many, 3] = i, begin, end, cover
        many += begin < end
        answer[i] = OUTSIDE if cover < 0 else owner[cover & ~SEVERAL]
        if all_covers and cover >= 0 and cover & SEVERAL:
            answer[i] = UNCERTAIN
    return many


@compile_loop
def _fetch(borders, many, runs, xy):  # type: ignore[no-untyped-def]
    """Touch the first vertices of the first two runs of every listed point, so that they are at hand."""
    total, last = 0.0, runs.shape[0] - 1
    for k in range(many):
        one, two = runs[borders[k, 1], 1], runs[min(borders[k, 1] + 1, last), 1]
        total += xy[one, 0] + xy[one + 1, 1] + xy[two, 0] + xy[two + 1, 1]
    return total


@compile_loop
def _owner_at(px, py, x0, y0, border, xy, owner, runs, all_covers):  # type: ignore[no-untyped-def]
    """Owner of the lowest part around a point in a border cell."""
    k, end, cover = border[1], border[2], border[3]
    answer = OUTSIDE
    if cover >= 0:
        if all_covers and cover & SEVERAL:
            return UNCERTAIN
        cover &= ~SEVERAL
    while k < end:
        part, inside = runs[k, 0], 0
        if cover >= 0 and part > cover and not all_covers:
            break
        while k < end and runs[k, 0] == part:
            parity = _parity(px, py, x0, y0, xy, runs[k, 1], runs[k, 1] + (runs[k, 2] >> 1))
            if parity < 0:
                return UNCERTAIN
            inside ^= parity ^ (runs[k, 2] & 1)
            k += 1
        if inside:
            if not all_covers:
                return owner[part]
            if answer != OUTSIDE and answer != owner[part]:
                return UNCERTAIN
            answer = owner[part]
    if cover >= 0:
        return owner[cover] if answer == OUTSIDE or answer == owner[cover] else UNCERTAIN
    return answer


@compile_loop
def _parity(px, py, x0, y0, xy, first, last):  # type: ignore[no-untyped-def]
    """Parity of ``R(e) + S(a) + S(b)`` over the edges between two vertices; -1 when the point may be on an edge."""
    parity = 0
    ax, ay = xy[first, 0], xy[first, 1]
    above = ay > py
    strip = ax <= x0 and above != (ay > y0)
    for v in range(first + 1, last + 1):
        bx, by = xy[v, 0], xy[v, 1]
        next_above = by > py
        next_strip = bx <= x0 and next_above != (by > y0)
        parity ^= strip ^ next_strip
        if above != next_above:
            if px > max(ax, bx):
                parity ^= 1
            elif px >= min(ax, bx):
                one, other = (ax - px) * (by - py), (ay - py) * (bx - px)
                if abs(one - other) <= ORIENTATION_ERROR * (abs(one) + abs(other)) + UNDERFLOW:
                    return -1
                parity ^= (one < other) == next_above
        elif ay == py or by == py:
            level = ay == by and min(ax, bx) <= px <= max(ax, bx)
            if level or (ax == px and ay == py) or (bx == px and by == py):
                return -1
        ax, ay, above, strip = bx, by, next_above, next_strip
    return parity
