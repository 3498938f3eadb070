"""Which partners could help a place: its gaps beside what partners give there, and what nobody gives yet."""

from __future__ import annotations

import pandas as pd

from mapping.advise.plan.gaps import LACKING
from mapping.desk.partners.lists import closeness, having, parts_of, reached
from mapping.knowledge.plans import read_partners, read_training
from mapping.language import tr

COLUMNS = [
    *("gap", "label", "sentence", "kind", "kind_label", "registered", "partner_id", "partner", "nature", "what"),
    *("area", "teaches", "for_line", "why", "money", "interest_percent_year", "security", "terms", "synthetic"),
]
GIVEN = ["partner_id", "partner", "nature", "what", "area", "money", "interest_percent_year", "security", "terms"]


def suggest_partners(services: pd.DataFrame, gaps: pd.DataFrame, code: str) -> pd.DataFrame:
    """For each gap of a place and each kind of partner it calls for: who gives that there, best fitting first.

    Fitting best is who teaches a module that the gap calls for, then who serves this line above others, then who is
    drawn closest around the place.

    Parameters
    ----------
    services : DataFrame
        Of :func:`mapping.desk.partners.directory.read_services`.
    gaps : DataFrame
        Of one line there, as pages may show them: ``gap, label, line_id, state, sentence, training, partners``.
    code : str
        The kelurahan.

    Returns
    -------
    DataFrame
        ``COLUMNS``, gaps in their order. A gap and kind that nobody serves keeps one row: ``registered`` False,
        ``partner`` ``""``, ``why`` saying so.
    """
    lacking = gaps[gaps["state"] == LACKING]
    serving = services.assign(close=closeness(services["area"], code))
    serving = serving[serving["close"].notna() & serving["active"].astype(bool)]
    rows = [_matched(serving, gap, kind) for gap in lacking.to_dict("records") for kind in parts_of(gap["partners"])]
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat([pd.DataFrame(found) for found in rows], ignore_index=True)[COLUMNS]


def _matched(serving: pd.DataFrame, gap: dict[str, str], kind: str) -> list[dict[str, object]]:
    """The services of one kind for one gap, or one row that says that there is none."""
    label = read_partners()["types"][kind]["label"]
    of_gap = {name: gap[name] for name in ("gap", "label", "sentence")} | {"kind": kind, "kind_label": label}
    wanted = parts_of(gap["training"])
    for_line = having(serving["line_ids"], gap["line_id"])
    found = serving[(serving["kind"] == kind) & (for_line | (serving["line_ids"] == ""))]
    taught = found["modules"].map(lambda modules: [key for key in parts_of(modules) if key in wanted])
    found = found.assign(taught=taught, fits=taught.map(len), for_line=for_line.reindex(found.index))
    found = found.sort_values(
        ["fits", "for_line", "close", "partner"], ascending=[False, False, False, True], kind="stable"
    )
    if found.empty:
        why = tr("Belum ada mitra terdaftar untuk ini.")
        nobody = {"registered": False, "teaches": "", "for_line": False, "why": why, "synthetic": False}
        return [of_gap | dict.fromkeys(GIVEN, "") | {"partner_id": None, "interest_percent_year": None} | nobody]
    return [
        of_gap | {name: row[name] for name in GIVEN} | _reason(row, gap["label"], label)
        for row in found.to_dict("records")
    ]


def _reason(row: dict[str, object], gap: str, kind: str) -> dict[str, object]:
    """Why a service is suggested."""
    modules = read_training()["modules"]
    teaches = ", ".join(modules[key]["label"] for key in row["taught"])  # type: ignore[attr-defined]
    why = [tr("Celah {gap} memerlukan {kind}.", gap=gap.lower(), kind=kind.lower())]
    if teaches:
        why.append(tr("Bisa melatih {modules}.", modules=teaches))
    if row["for_line"]:
        why.append(tr("Khusus untuk lini usaha ini."))
    why.append(tr("Melayani wilayah ini.") if row["area"] else tr("Melayani semua wilayah."))
    said = " ".join(why)
    return {
        "registered": True,
        "teaches": teaches,
        "for_line": bool(row["for_line"]),
        "why": said,
        "synthetic": bool(row["synthetic"]),
    }


def missing_partners(services: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Whom the office should look for: kinds of partner that gaps call for and nobody gives there.

    Cost: whole columns, once for each kind and set of lines among the services.

    Parameters
    ----------
    services, gaps : DataFrame
        As :func:`suggest_partners`; gaps of many kelurahan, with ``kelurahan_code``.

    Returns
    -------
    DataFrame
        ``kind, kind_label, gap, label, kelurahan`` (how many)``, codes`` (``"; "`` between); most kelurahan first.
    """
    lacking = gaps[gaps["state"] == LACKING].assign(kind=lambda rows: rows["partners"].map(parts_of)).explode("kind")
    lacking = lacking[["kelurahan_code", "line_id", "gap", "label", "kind"]].dropna().reset_index(drop=True)
    served = pd.Series(False, index=lacking.index)
    for (kind, line_ids), rows in services[services["active"].astype(bool)].groupby(["kind", "line_ids"]):
        fitting = (lacking["kind"] == kind) & (lacking["line_id"].isin(parts_of(line_ids)) | (not line_ids))
        served |= fitting & reached(rows["area"], lacking["kelurahan_code"])
    left = lacking[~served]
    labels = {key: kind["label"] for key, kind in read_partners()["types"].items()}
    found = left.drop_duplicates(["kelurahan_code", "gap", "kind"]).groupby(["kind", "gap", "label"], as_index=False)
    table = found.agg(kelurahan=("kelurahan_code", "nunique"), codes=("kelurahan_code", lambda codes: "; ".join(codes)))
    table = table.assign(kind_label=table["kind"].map(labels))
    table = table.sort_values(["kelurahan", "kind", "gap"], ascending=[False, True, True], kind="stable")
    return table[["kind", "kind_label", "gap", "label", "kelurahan", "codes"]].reset_index(drop=True)
