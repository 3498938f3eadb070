"""How partners and what they give are said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.partners.lists import area_name, parts_of
from mapping.knowledge.formats import say_number
from mapping.knowledge.lines import lines_in_force
from mapping.knowledge.partnership import read_partnership
from mapping.knowledge.plans import read_partners, read_roles, read_training
from mapping.language import mark, tr
from mapping.ui.cache import View
from mapping.ui.text import plain

MADE_UP = mark("data peraga")
ICONS = {
    "technical": ":material/build:",
    "finance": ":material/payments:",
    "marketing": ":material/storefront:",
    "research": ":material/science:",
    "advocacy": ":material/campaign:",
}


def kind_labels() -> dict[str, str]:
    """The five kinds of partnership and how they are called."""
    return {key: kind["label"] for key, kind in read_partners()["types"].items()}


def nature_labels() -> dict[str, str]:
    """What a partner may be and how that is called."""
    return {key: nature["label"] for key, nature in read_partnership()["natures"].items()}


def words_of(section: str) -> dict[str, str]:
    """Keys and labels of a section of ``knowledge/partnership.toml``."""
    return {key: entry["label"] for key, entry in read_partnership()[section].items()}


def role_labels(view: View, code: str) -> dict[str, str]:
    """Roles in a task as they are called in a desa or a kelurahan."""
    kelurahan = view.study.kelurahan
    ward = code in kelurahan.index and kelurahan.at[code, "kind"] == "kelurahan"
    roles = read_roles()["roles"].items()
    return {
        key: role["label_kelurahan"] if ward and "label_kelurahan" in role else role["label"] for key, role in roles
    }


def area_labels(view: View) -> dict[str, str]:
    """Codes of this region's kabupaten and kecamatan -> their names."""
    table = view.study.kelurahan
    codes = table.index.astype("str").str
    kabupaten = dict(zip(codes[:5], table["kabupaten"].astype("str"), strict=True))
    kecamatan = dict(zip(codes[:8], table["kecamatan"].astype("str"), strict=True))
    provinces = {code: area_name(code) for code in codes[:2].unique()}
    return provinces | kabupaten | {code: tr("Kec. {name}", name=name) for code, name in kecamatan.items()}


def say_area(view: View, area: str) -> str:
    """Where something is given, in names."""
    if not area:
        return tr("semua wilayah")
    named = area_labels(view) | view.study.kelurahan["name"].astype("str").to_dict()
    return ", ".join(named.get(part) or area_name(part) for part in parts_of(area))


def say_money(service: Any) -> str:
    """Kind of money, interest and security of a finance service; ``""`` of any other."""
    if not service["money"]:
        return ""
    interest = service["interest_percent_year"]
    rate = (
        tr("bunga belum diketahui")
        if pd.isna(interest)
        else tr("bunga {percent}% setahun", percent=say_number(interest, 1 if interest % 1 else 0))
    )
    security = tr("jaminan: {security}", security=service["security"]) if service["security"] else ""
    rate = "" if service["money"] == "grant" and pd.isna(interest) else rate
    return " · ".join(filter(None, [words_of("money")[service["money"]], rate, security]))


def say_modules(modules: str) -> str:
    """Training modules by name."""
    known = read_training()["modules"]
    return ", ".join(known[key]["label"] for key in parts_of(modules) if key in known)


def say_lines(view: View, line_ids: str) -> str:
    """Lines of business by name; ``""`` for any."""
    lines = lines_in_force(view.study.settings.advice.line_changes)["line"]
    return ", ".join(str(lines.get(line_id, line_id)) for line_id in parts_of(line_ids))


def badge_made_up(synthetic: bool) -> None:
    """The label of demonstration rows."""
    if synthetic:
        st.badge(tr(MADE_UP), icon=":material/science:", color="orange")


def say_service(view: View, service: Any) -> str:
    """One service as a line of a list, ready for markdown."""
    told = [plain(service["what"]), plain(say_area(view, service["area"]))]
    if service["modules"]:
        told.append(plain(tr("melatih {modules}", modules=say_modules(service["modules"]))))
    if service["line_ids"]:
        told.append(plain(tr("untuk {lines}", lines=say_lines(view, service["line_ids"]))))
    if money := say_money(service):
        told.append(plain(money))
    if service["terms"]:
        told.append(plain(tr("syarat: {terms}", terms=service["terms"])))
    return f"{ICONS[service['kind']]} **{plain(kind_labels()[service['kind']])}** · " + " · ".join(told)
