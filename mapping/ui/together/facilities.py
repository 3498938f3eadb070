"""Shared facilities on a page: the best places, who uses them, how full they get."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.advise.together.facilities import OPEN
from mapping.knowledge.formats import say_number, say_percent
from mapping.knowledge.sharing import facilities_in_force
from mapping.language import mark, tr
from mapping.present.mapdata import MapKinds
from mapping.present.together import site_table, user_table
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain
from mapping.ui.together.parts import choose_of, map_of
from mapping.ui.together.sentences import FEW

SITE, SERVED, UNSERVED = mark("tempat alat"), mark("dilayani"), mark("punya pemakai, belum terlayani")
COLOURS = {SITE: "#253494", SERVED: "#41b6c4", UNSERVED: "#fdae61"}
HIDDEN = "–"


def choose_facility(view: View) -> str:
    """Which facility; ``""`` where the region has no user of any."""
    labels = facilities_in_force(view.study.settings.advice.line_changes)["label"]
    present = set(view.study.facilities["line_id"])
    names = {line: str(label) for line, label in labels.items() if line in present}
    if not names:
        st.info(tr("**Belum ada pemakai alat bersama yang terdata di wilayah ini.**"), icon=":material/help:")
        return ""
    return choose_of("alat", tr("Alat bersama"), names, next(iter(names)))


def say_sites(view: View, line_id: str, code: str) -> None:
    """How many such facilities the region fills, and where this kelurahan would go; then what is assumed."""
    sites, users = _rows(view, line_id)
    facility = facilities_in_force(view.study.settings.advice.line_changes).loc[line_id]
    stands = sites[sites["state"] == OPEN]
    label, unit = plain(facility["label"]), plain(facility["unit"])
    if len(stands):
        st.markdown(
            tr("**Wilayah ini bisa mengisi {n} {facility}.**", n=say_number(len(stands)), facility=label.lower())
            + " "
            + _say_here(users, sites, code)
        )
    elif len(sites):
        best = sites.iloc[0]
        reached = tr(
            "{load} dari {least} {unit} sebulan",
            load=_say_load(best["load_month"]),
            least=_say_load(best["least_month"]),
            unit=unit,
        )
        st.markdown(
            tr(
                "**Belum ada tempat yang bisa mengisi {facility}.** Yang paling dekat: {name}, {reached} yang "
                "dibutuhkan.",
                facility=label.lower(),
                name=plain(best["name"]),
                reached=reached,
            )
        )
    else:
        st.markdown(tr("**Belum cukup data.** Terlalu sedikit pemakai yang menyebut omzet atau belanjanya."))
    least, most = facility["least_share"] * facility["capacity_low"], facility["capacity_high"]
    st.caption(
        tr(
            "Satu alat perlu paling sedikit {least} dan menangani paling banyak {most} sebulan, "
            "dalam {unit} (asumsi perencanaan, diubah di Lini usaha). Dihitung: tempat yang melayani "
            "beban terbanyak, dekat lebih dulu, dari usaha yang diperkirakan ikut. Yang tidak "
            "terlihat: lahan, listrik, jalan, alat yang sudah ada. Terisi belum berarti cicilannya "
            "terbayar: periksa dulu di Hitung pinjaman.",
            least=_say_load(least),
            most=_say_load(most),
            unit=unit,
        )
    )
    if (stands["gap"] > 0.02).any():
        st.caption(
            tr(
                "Waktu hitung habis: pilihan lain bisa lebih baik paling banyak {gap}.",
                gap=say_percent(stands["gap"].max()),
            )
        )


def _say_here(users: pd.DataFrame, sites: pd.DataFrame, code: str) -> str:
    """Where this kelurahan's users would go."""
    own = users[users["kelurahan_code"] == code]
    if own.empty:
        return tr("Di kelurahan/desa yang dipilih tidak ada pemakai yang terdata.")
    served = own[own["site"] != ""]
    if served.empty:
        return tr("Pemakai di kelurahan/desa yang dipilih belum terlayani: di jangkauannya beban belum cukup.")
    near = served.sort_values("distance_km").iloc[0]
    if near["site"] == code:
        return tr("Salah satunya paling baik di **kelurahan/desa ini**.")
    name = plain(sites.loc[sites["site"] == near["site"], "name"].iloc[0])
    return tr(
        "Pemakai di sini paling baik memakai yang di **{name}**, {km} km.",
        name=name,
        km=say_number(near["distance_km"], 1),
    )


def list_sites(view: View, line_id: str) -> None:
    """The sites, fullest first."""
    sites, _ = _rows(view, line_id)
    stands = sites[sites["state"] == OPEN]
    if stands.empty:
        return
    table = {
        "name": stands["name"].astype(str),
        "users": [say_number(n, 1) if n == n else HIDDEN for n in stands["users"]],
        "kelurahan": stands["kelurahan"],
        "load": [_say_load(n) for n in stands["load_month"]],
        "range": [_say_ends(row) for row in stands.itertuples()],
        "used": [say_percent(n) if n == n else HIDDEN for n in stands["used_share"]],
        "mean": [f"{say_number(n, 1)} km" if n == n else HIDDEN for n in stands["mean_km"]],
        "farthest": [f"{say_number(n, 1)} km" for n in stands["longest_km"]],
    }
    where = tr("Banyaknya kelurahan/desa yang dilayani")
    config = {
        "name": st.column_config.TextColumn(tr("Tempat"), width=130),
        "users": st.column_config.TextColumn(tr("Pemakai"), width=75),
        "kelurahan": st.column_config.NumberColumn(tr("Dari"), help=where, format="%.0f", width=50),
        "load": st.column_config.TextColumn(tr("Beban sebulan")),
        "range": st.column_config.TextColumn(tr("Rentang")),
        "used": st.column_config.TextColumn(tr("Terisi"), width=75),
        "mean": st.column_config.TextColumn(tr("Rata-rata"), width=75),
        "farthest": st.column_config.TextColumn(tr("Terjauh"), width=75),
    }
    height = 300 if is_phone() else 420
    st.dataframe(
        pd.DataFrame(table), hide_index=True, column_config=config, height=min(height, 35 * (len(stands) + 1) + 3)
    )
    unit = plain(stands["unit"].iloc[0])
    st.caption(
        tr(
            "Beban dalam {unit}. Pemakai: usaha yang diperkirakan ikut (tengah antara anggapan "
            "terendah dan tertinggi). Rentang: semua anggapan di ujung rendah dan ujung tinggi. "
            "Jarak garis lurus. Tanda –: disembunyikan karena ada anggota dengan kurang dari 3 usaha.",
            unit=unit,
        )
    )


def list_users(view: View, line_id: str, code: str) -> None:
    """Who uses the site that serves this kelurahan."""
    sites, users = _rows(view, line_id)
    own = users[(users["kelurahan_code"] == code) & (users["site"] != "")].sort_values("distance_km")
    if own.empty:
        return
    site = own.iloc[0]["site"]
    rows = users[users["site"] == site].sort_values("distance_km")
    name = plain(sites.loc[sites["site"] == site, "name"].iloc[0])
    st.subheader(tr("Pemakai di {name}", name=name), anchor=False)
    table = {
        tr("Kelurahan"): rows["name"].astype(str),
        tr("Pemakai"): [say_number(n, 1) if n == n else tr("dari {n} usaha", n=FEW) for n in rows["users"]],
        tr("Beban"): [_say_load(n) for n in rows["load_month"]],
        tr("Jarak (km)"): rows["distance_km"],
    }
    config = {tr("Jarak (km)"): st.column_config.NumberColumn(format="%.1f", width=95)}
    st.dataframe(pd.DataFrame(table), hide_index=True, column_config=config, height=min(360, 35 * (len(rows) + 1) + 3))


def map_sites(view: View, line_id: str, code: str) -> MapKinds:
    """Where the sites are, and who is served."""
    sites, users = _rows(view, line_id)
    kinds = dict.fromkeys(users.loc[users["site"] == "", "kelurahan_code"].astype(str), UNSERVED)
    kinds |= dict.fromkeys(users.loc[users["site"] != "", "kelurahan_code"].astype(str), SERVED)
    kinds |= dict.fromkeys(sites.loc[sites["state"] == OPEN, "site"].astype(str), SITE)
    label = facilities_in_force(view.study.settings.advice.line_changes).at[line_id, "label"]
    return map_of(view, kinds, COLOURS, str(label), code)


def _rows(view: View, line_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    sites, users = site_table(view.study), user_table(view.study)
    return sites[sites["line_id"] == line_id], users[users["line_id"] == line_id]


def _say_load(value: float) -> str:
    return HIDDEN if value != value else say_number(value, 0 if value >= 100 else 1)


def _say_ends(row: Any) -> str:
    low, high = row.load_low_month, row.load_high_month
    return HIDDEN if low != low else f"{_say_load(low)} – {_say_load(high)}"


def offer_facilities(view: View) -> None:
    """Sites and users as files."""
    offer_table(site_table(view.study), f"alat-{view.key}", tr("Unduh tempat alat bersama"))
    offer_table(user_table(view.study), f"pemakai-{view.key}", tr("Unduh pemakainya"), "tertiary")
