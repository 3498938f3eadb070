"""What the rows of the workings share: shares of the weights, what each sector can be scored by, its extremes."""

from __future__ import annotations

import numpy as np

from mapping.language import tr
from mapping.present.files.workbook.book import TOP, Page
from mapping.present.files.workbook.plan import ANY, OK, Plan, down, local, span
from mapping.present.files.workbook.working import infer_compared


def write_sectors(page: Page, plan: Plan) -> None:
    """Shares of the weights above the values, and of each sector whether it can be scored at all."""
    working, values = plan.working, plan.columns["value"]
    page.heads(TOP + 4, 0, [tr("Sektor"), tr("Nomor"), tr("Ada yang dinilai"), tr("Bisa dihitung")])
    page.text(TOP + 3, values - 1, tr("Bagian bobot"), "strong")
    for place, (name, criterion) in enumerate(working.criteria.iterrows()):
        page.formula(TOP + 3, values + place, f"share_{name}", float(criterion["weight"]), "digits")
    given = ~np.isnan(working.rows["score"].to_numpy()).reshape(len(working.sectors), working.size)
    hidden = working.hidden()
    for sector, label in enumerate(working.labels()):
        row = plan.row_of(sector)
        page.text(row, 0, label)
        page.number(row, 1, sector + 1)
        scored = bool(given[sector].any())
        # Hidden ones have businesses: where a sector has any, somebody there can be compared.
        beside = 1 if hidden[sector] and scored else 0
        some = f"SUMPRODUCT({down(plan, sector, plan.columns['enough'])}*({down(plan, sector, plan.columns['has'])}>0))"
        page.formula(row, ANY, f"IF({some}+{beside}>0,1,0)", 1.0 if scored else 0.0, "count")
        page.formula(row, OK, *_can_be_scaled(plan, sector), "count")


def _can_be_scaled(plan: Plan, sector: int) -> tuple[str, float]:
    """Whether every criterion with weight has differences to scale by; always so under fixed goalposts."""
    working, values = plan.working, plan.columns["value"]
    count = len(working.criteria)
    if working.scaling == "goalposts":
        return "1", 1.0
    share = span(TOP + 3, values, count, fixed=True)
    first = span(plan.helper(sector, 0), values, count, fixed=True)
    if working.scaling == "minmax":
        wrong = f"({first}={span(plan.helper(sector, 1), values, count, fixed=True)})"
    else:
        wrong = f"({first}<2)"
    scored = bool(working.rows["score"].iloc[working.block(sector)].notna().any())
    return f"IF(SUMPRODUCT(({share}>0)*{wrong})=0,1,0)", 1.0 if scored else 0.0


def write_extremes(page: Page, plan: Plan) -> None:
    """Of each sector and criterion: the extremes, or how many are compared; what hidden ones add is a plain number."""
    working, values, used = plan.working, plan.columns["value"], plan.columns["used"]
    says = {
        "minmax": [tr("nilai 0 pada"), tr("nilai 1 pada"), tr("batas yang disembunyikan, nilai 0"),
                   tr("batas yang disembunyikan, nilai 1")],
        "ranks": [tr("banyaknya yang dibandingkan"), tr("di antaranya disembunyikan")],
    }[working.scaling]  # fmt: skip
    for sector, label in enumerate(working.labels()):
        for what, said in enumerate(says):
            page.text(plan.helper(sector, what), values - 1, f"{label}: {said}", "small")
        for place in range(len(working.criteria)):
            range_used = down(plan, sector, used + place)
            if working.scaling == "minmax":
                _write_minmax(page, plan, sector, place, range_used)
            else:
                _write_compared(page, plan, sector, place, range_used)


def _write_minmax(page: Page, plan: Plan, sector: int, place: int, used: str) -> None:
    working, column = plan.working, plan.columns["value"] + place
    block = working.block(sector)
    seen = working.values[block, place][~np.isnan(working.scaled[block, place])]
    published = [working.low[block, place], working.high[block, place]]
    turned = bool(working.criteria["low"].iloc[place] > working.criteria["high"].iloc[place])
    for side, post in enumerate(published):
        least = (side == 0) != turned
        value = post[~np.isnan(post)][0] if (~np.isnan(post)).any() else np.nan
        own = (seen.min() if least else seen.max()) if len(seen) else np.nan
        beyond = value if value != own and not np.isnan(value) else np.nan
        page.number(plan.helper(sector, 2 + side), column, beyond, "fine")
        beside = local(plan.helper(sector, 2 + side), column)
        formula = f'IF(COUNT({used})=0,"",{"MIN" if least else "MAX"}({used},{beside}))'
        page.formula(plan.helper(sector, side), column, formula, value if len(seen) else "", "fine")


def _write_compared(page: Page, plan: Plan, sector: int, place: int, used: str) -> None:
    working, column = plan.working, plan.columns["value"] + place
    block = working.block(sector)
    turned = bool(working.criteria["low"].iloc[place] > working.criteria["high"].iloc[place])
    scaled = working.scaled[block, place]
    beside, below = infer_compared(scaled, turned, working.values[block, place], int(working.hidden()[sector]))
    page.number(plan.helper(sector, 1), column, beside)
    total = f"COUNT({used})+{local(plan.helper(sector, 1), column)}"
    page.formula(plan.helper(sector, 0), column, total, float((~np.isnan(scaled)).sum() + beside), "count")
    page.column(plan.first + block.start, plan.columns["below"] + place, below, "fine")
