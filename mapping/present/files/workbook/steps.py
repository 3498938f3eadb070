"""The sheet of workings: every step from a value to a rank as a formula, one row per kelurahan and sector."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mapping.language import tr
from mapping.present.files.workbook.book import TOP, Page
from mapping.present.files.workbook.extremes import write_extremes, write_sectors
from mapping.present.files.workbook.plan import ANY, KEY, NONE, OK, PLAIN, Plan, down, local, span
from mapping.present.files.workbook.working import Working, say_notes
from mapping.score.criteria import GEOMETRIC_FLOOR


@dataclass(frozen=True)
class Steps:
    """The sheet, for those who refer to it."""

    page: Page
    plan: Plan

    def column(self, name: str) -> str:
        """A whole column of the rows, as a reference."""
        column = self.plan.columns[name]
        return self.page.area(self.plan.first, column, self.plan.last, column)

    def cell(self, name: str, row: int) -> str:
        """One cell; ``row`` counts the rows of ``Working.rows``."""
        return self.page.cell(self.plan.first + row, self.plan.columns[name])

    def sector_labels(self) -> str:
        """The names of the sectors, as a reference."""
        return self.page.area(self.plan.row_of(0), 0, self.plan.row_of(len(self.plan.working.sectors) - 1), 0)


def write_steps(page: Page, working: Working) -> Steps:
    """Fill the sheet of workings."""
    plan = Plan(working)
    page.wide(
        TOP,
        0,
        12,
        tr("Langkah demi langkah dari ukuran sampai peringkat. Angka biasa berasal dari survei; sisanya rumus. Bobot "
           "dan batas diubah di lembar Bobot, bukan di sini. Kosong berarti belum diketahui atau disembunyikan."),
        "note",
    )  # fmt: skip
    write_sectors(page, plan)
    if working.scaling != "goalposts":
        write_extremes(page, plan)
    _write_heads(page, plan)
    _write_known(page, plan)
    for position in range(len(working.rows)):
        _write_row(page, plan, position)
    page.finish(plan.first - 1, plan.last, plan.columns["key"])
    page.sheet.freeze_panes(plan.first, 3)
    page.sheet.fit_to_pages(3, 0)
    page.sheet.repeat_columns(0, 2)
    return Steps(page, plan)


def _write_heads(page: Page, plan: Plan) -> None:
    """Heads of the columns, and above each block of criteria what it holds."""
    labels = list(plan.working.criteria["label"])
    said = {
        "sector": tr("Sektor"), "kelurahan_code": tr("Kode"), "name": tr("Kelurahan"), "kecamatan": tr("Kecamatan"),
        "why": tr("Catatan"), "has": tr("Ada usaha"), "rank_low": tr("Rentang dari (studi)"),
        "rank_high": tr("Rentang sampai (studi)"), "hidden_above": tr("Disembunyikan di atasnya (studi)"),
        "rank_study": tr("Peringkat studi"), "count": tr("Usaha"), "known": tr("Bobot yang diketahui"),
        "enough": tr("Cukup"),
        "given": tr("Dinilai"), "pull": tr("Jumlah tarikan"), "score": tr("Skor"), "rounded": tr("Skor dibulatkan"),
        "shown": tr("Peringkat di antara yang ditampilkan"), "rank": tr("Peringkat"),
        "interval": tr("Rentang peringkat"),
        "order": tr("Urutan"), "key": tr("Kunci"),
    }  # fmt: skip
    blocks = {
        "value": tr("Ukuran"), "used": tr("Ukuran yang dinilai"), "below": tr("Disembunyikan di bawahnya"),
        "scaled": tr("Nilai 0–1"), "shared": tr("Bobot yang dipakai"), "points": tr("Sumbangan, poin"),
    }  # fmt: skip
    row = plan.first - 1
    for name, column in plan.columns.items():
        if name in blocks:
            page.text(row - 1, column, blocks[name], "strong")
            page.heads(row, column, labels)
            page.sheet.set_column(column, column + len(labels) - 1, 13)
        else:
            page.text(row, column, said[name], "head")


def _write_known(page: Page, plan: Plan) -> None:
    """What is no formula: names, values, and what the study says of each rank."""
    rows, columns = plan.working.rows, plan.columns
    told = rows.assign(
        why=say_notes(rows["why"]),
        rank_study=rows["rank"],
        count=rows["n"],
        sector=np.repeat(plan.working.labels(), plan.working.size),
    )
    looks: Iterable[str] = ("text",) * 5 + ("count",) * 6
    for name, look in zip(PLAIN, looks, strict=True):
        page.column(plan.first, columns[name], told[name], look)
    for place in range(len(plan.working.criteria)):
        page.column(plan.first, columns["value"] + place, plan.working.values[:, place], "fine")


def _write_row(page: Page, plan: Plan, position: int) -> None:
    """The formulas of one kelurahan and sector, from the known weight to the rank."""
    working, at, row = plan.working, plan.columns, plan.first + position
    sector, known = position // working.size, working.rows.iloc[position]
    here = {name: local(row, column) for name, column in at.items()}
    count, scored = len(working.criteria), not np.isnan(known["score"])
    values = span(row, at["value"], count)
    weights = span(TOP + 3, at["value"], count, fixed=True)
    any_scored, can = (local(plan.row_of(sector), column) for column in (ANY, OK))
    page.formula(
        row,
        at["known"],
        f'IF(COUNT({values})=0,"",SUMPRODUCT(({values}<>"")*{weights}))',
        known["known_weight"],
        "percent",
    )
    enough = float(known["known_weight"] >= working.least - 1e-9)
    page.formula(
        row,
        at["enough"],
        f'IF({here["known"]}="",0,IF({here["known"]}>=minimum_known_weight-1E-9,1,0))',
        enough,
        "count",
    )
    page.formula(row, at["given"], f"{here['enough']}*{any_scored}", float(scored), "count")
    _write_criteria(page, plan, position)
    page.formula(
        row,
        at["score"],
        f'IF(OR({here["given"]}=0,{can}=0),"",SUM({span(row, at["points"], count)}))',
        known["score"],
        "score",
    )
    page.formula(row, at["rounded"], f'IF({here["score"]}="","",ROUND({here["score"]},9))', known["rounded"], "score")
    _write_rank(page, plan, position, here)


def _write_rank(page: Page, plan: Plan, position: int, here: dict[str, str]) -> None:
    """Rank, what the study says around it, and the place in the sector's list."""
    at, row, known = plan.columns, plan.first + position, plan.working.rows.iloc[position]
    sector = position // plan.working.size
    scores = down(plan, sector, at["rounded"])
    start = scores.split(":")[0]
    above = f"{start}:{here['rounded']}"
    page.formula(
        row, at["shown"], f'IF({here["rounded"]}="","",RANK({here["rounded"]},{scores},0))', known["shown"], "count"
    )
    counted = f"{here['shown']}+IF(weights_changed=0,{here['hidden_above']},0)"
    page.formula(row, at["rank"], f'IF({here["shown"]}="","",{counted})', known["rank"], "count")
    unsaid = f'OR({here["shown"]}="",weights_changed=1,{here["rank_low"]}="")'
    page.formula(
        row,
        at["interval"],
        f'IF({unsaid},"{NONE}",{here["rank_low"]}&"{NONE}"&{here["rank_high"]})',
        say_interval(known["rank_low"], known["rank_high"]),
        "right",
    )
    last = f"COUNT({scores})+ROW()-ROW({start})+1-COUNT({above})"
    equals = f"{here['shown']}+COUNTIF({above},{here['rounded']})-1"
    page.formula(row, at["order"], f'IF({here["rounded"]}="",{last},{equals})', float(known["order"]), "count")
    page.formula(
        row, at["key"], f"{(sector + 1) * KEY}+{here['order']}", (sector + 1) * KEY + float(known["order"]), "count"
    )


def say_interval(low: float, high: float) -> str:
    """Lowest and highest rank; a dash where there is none.

    Examples
    --------
    >>> say_interval(3.0, 7.0), say_interval(float("nan"), float("nan"))
    ('3–7', '–')
    """
    return NONE if np.isnan(low) else f"{low:.0f}{NONE}{high:.0f}"


def _write_criteria(page: Page, plan: Plan, position: int) -> None:
    """Scaled value, weight and points of every criterion of a row."""
    working, at, row = plan.working, plan.columns, plan.first + position
    given = local(row, at["given"])
    pulls = []
    for place, name in enumerate(working.criteria.index):
        value, scaled, weight = (local(row, at[block] + place) for block in ("value", "scaled", "shared"))
        if "used" in at:
            used = f'IF(OR({given}=0,{value}=""),"",{value})'
            kept = working.values[position, place] if not np.isnan(working.scaled[position, place]) else ""
            page.formula(row, at["used"] + place, used, kept, "fine")
        page.formula(
            row, at["scaled"] + place, _scaled(plan, position, place, name), working.scaled[position, place], "digits"
        )
        shared = f'IF({given}=0,"",IF({value}="",0,share_{name}/{local(row, at["known"])}))'
        page.formula(row, at["shared"] + place, shared, working.shared[position, place], "digits")
        pull = f"{weight}*LN(MAX({scaled},{GEOMETRIC_FLOOR}))"
        pulls.append(f'IF({scaled}="",0,{pull})')
        points = f"100*{weight}*{scaled}"
        if "pull" in at:
            total = local(row, at["pull"])
            points = f"100*{weight}+IF({total}<0,100*(EXP({total})-1)*{pull}/{total},0)"
        page.formula(row, at["points"] + place, f'IF({scaled}="","",{points})', working.points[position, place], "fine")
    if "pull" in at:
        score = working.rows["score"].iloc[position]
        value = np.log(score / 100.0) if score > 0 else score
        page.formula(row, at["pull"], f'IF({given}=0,"",{"+".join(pulls)})', value, "digits")


def _scaled(plan: Plan, position: int, place: int, name: str) -> str:
    """The formula of one scaled value."""
    working, at, row = plan.working, plan.columns, plan.first + position
    sector, column = position // working.size, at["value"] + place
    value, given = local(row, column), local(row, at["given"])
    if working.scaling == "goalposts":
        between = f"MAX(0,MIN(1,({value}-low_{name})/(high_{name}-low_{name})))"
        return f'IF(OR({given}=0,{value}=""),"",{between})'
    from xlsxwriter.utility import xl_rowcol_to_cell

    fixed = [xl_rowcol_to_cell(plan.helper(sector, what), column, True, True) for what in (0, 1)]
    out = f'OR({given}=0,{value}="",{xl_rowcol_to_cell(plan.row_of(sector), OK, True, True)}=0)'
    if working.scaling == "minmax":
        return f'IF({out},"",({value}-{fixed[0]})/({fixed[1]}-{fixed[0]}))'
    used = down(plan, sector, at["used"] + place)
    mine, below = local(row, at["used"] + place), local(row, at["below"] + place)
    worse = f"(RANK({mine},{used},1)-RANK({mine},{used},0)+COUNT({used})-1)/2"
    turned = working.criteria["low"].iloc[place] > working.criteria["high"].iloc[place]
    return f'IF({out},"",{"1-" if turned else ""}({worse}+N({below}))/({fixed[0]}-1))'
