"""Problems that a campus could take up: entered by cooperatives at the desk, and seen in the survey's figures."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.needs.enter import PROBLEM
from mapping.desk.partners.campus import ENTERED, FIGURES, campus_problems, campus_table, group_problems, open_problems
from mapping.desk.partners.lists import parts_of
from mapping.knowledge.formats import say_date, say_number
from mapping.knowledge.lines import lines_in_force
from mapping.language import plural, tr
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.need_words import MADE_UP
from mapping.ui.desk.open import Desk, said, today
from mapping.ui.desk.partner_words import badge_made_up
from mapping.ui.downloads import offer_table
from mapping.ui.links import link_to
from mapping.ui.text import plain

MOST_TOPICS, MOST_GROUPS, MOST_NEEDS, MOST_LINES = 6, 3, 3, 5
MOST_NAMES = 6


def say_problems(view: View, desk: Desk, gaps: pd.DataFrame) -> None:
    """Both kinds of problems beside each other, and all of them as a table to hand on.

    Parameters
    ----------
    gaps : DataFrame
        Of every kelurahan, as pages may show them.
    """
    st.subheader(tr("Masalah untuk kampus"))
    with said():
        lines = lines_in_force(view.study.settings.advice.line_changes)
        problems = open_problems(desk, today(), view.study.kelurahan.index)
        entered, shown = group_problems(problems, lines), campus_problems(gaps, lines)
        left, right = st.columns(2, gap="medium")
        with left:
            _say_entered(problems, entered)
        with right:
            _say_shown(view, shown)
        if len(entered) + len(shown):
            _offer_all(view, campus_table(shown, entered, problems))


def names_of(view: View, codes: str) -> str:
    """The first kelurahan of a list by name, and how many more."""
    listed = view.study.kelurahan["name"].astype("str").reindex(parts_of(codes))
    rest = len(listed) - MOST_NAMES
    names = ", ".join(listed.head(MOST_NAMES))
    return names if rest <= 0 else plural("{names} dan {n} lainnya", rest, names=names, n=say_number(rest))


def _say_entered(problems: pd.DataFrame, groups: pd.DataFrame) -> None:
    """What cooperatives entered: a frame for each topic, in it a line of business and kecamatan each."""
    st.markdown(tr("**Dimasukkan koperasi di meja kebutuhan**"))
    if groups.empty:
        st.markdown(tr("Belum ada masalah yang menunggu di meja kebutuhan."))
        link_to("meja", tr("Buka meja kebutuhan"), ":material/inbox:")
        return
    # A topic stands where its largest group stands.
    topics = list(groups.groupby(["topic", "synthetic"], sort=False))
    most = MOST_TOPICS // 2 if is_phone() else MOST_TOPICS
    for (topic, synthetic), rows in topics[:most]:
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{plain(rows['label'].iloc[0])}**", width="content")
                badge_made_up(bool(synthetic))
            st.caption(plain(rows["ask"].iloc[0]))
            if len(rows) > 1:
                same = problems[problems["topic"].eq(topic) & problems["synthetic"].eq(synthetic)]
                st.markdown(_say_count(int(same["cooperative_id"].nunique()), str(same["entered_on"].min())))
            for group in rows.head(MOST_GROUPS).to_dict("records"):
                _say_group(problems, group)
            if (rest := len(rows) - MOST_GROUPS) > 0:
                st.caption(plural("{n} kelompok lain ada dalam tabel di bawah.", rest, n=say_number(rest)))
    if (rest := len(topics) - most) > 0:
        st.caption(plural("{n} topik lain ada dalam tabel di bawah.", rest, n=say_number(rest)))


def _say_count(cooperatives: int, since: str) -> str:
    return plural("{n} koperasi, sejak {day}.", cooperatives, n=say_number(cooperatives), day=say_date(since))


def _say_group(problems: pd.DataFrame, group: dict[str, Any]) -> None:
    """One line of business in one kecamatan: its sentences, each with the way to where it is answered."""
    where = tr("Kec. {name}", name=plain(group["kecamatan"]))
    line = plain(group["line"]) if group["line"] else tr("lini belum dipilih")
    st.markdown(f"{where} · {line} · {_say_count(group['cooperatives'], group['since'])}")
    for number in group["needs"][:MOST_NEEDS]:
        need = problems.loc[number]
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            told = tr("{item} ({place})", item=plain(need["item"]), place=plain(need["kelurahan"]))
            st.markdown(told, width="stretch")
            label = tr("Nomor {n}", n=number)
            link_to("meja", label, ":material/open_in_full:", kebutuhan=str(number), kelurahan=need["kelurahan_code"])
    if (rest := len(group["needs"]) - MOST_NEEDS) > 0:
        label = plural("{n} lagi di antrean", rest, n=say_number(rest))
        link_to("meja", label, ":material/inbox:", macam=PROBLEM, di=group["kecamatan"])


def _say_shown(view: View, problems: pd.DataFrame) -> None:
    """What the figures show: a frame for each gap, in it the lines of business that have it."""
    st.markdown(tr("**Tampak dari angka survei**"))
    if problems.empty:
        st.markdown(tr("Belum ada celah yang memerlukan penelitian menurut angka yang tersedia."))
    for (_, label), rows in problems.groupby(["gap", "label"], sort=False):
        with st.container(border=True, gap="small"):
            st.markdown(f"**{plain(label)}**")
            st.caption(plain(rows["ask"].iloc[0]))
            told = [_say_line(view, row) for row in rows.head(MOST_LINES).to_dict("records")]
            st.markdown("\n".join(f"- {sentence}" for sentence in told))
            if (rest := len(rows) - MOST_LINES) > 0:
                st.caption(plural("{n} lini lain ada dalam tabel di bawah.", rest, n=say_number(rest)))


def _say_line(view: View, row: dict[str, Any]) -> str:
    return plural(
        "{line}: {n} kelurahan/desa ({names}).",
        row["kelurahan"],
        line=plain(row["line"]),
        n=say_number(row["kelurahan"]),
        names=plain(names_of(view, row["codes"])),
    )


def _offer_all(view: View, table: pd.DataFrame) -> None:
    """Every problem as a table, and the table as a file."""
    names = [names_of(view, codes) for codes in table["codes"]]
    shown = pd.DataFrame(
        {
            tr("Masalah"): table["label"],
            tr("Pertanyaan"): table["ask"],
            tr("Lini usaha"): table["line"].replace("", tr("belum dipilih")),
            tr("Di mana"): names,
            tr("Koperasi"): table["cooperatives"],
            tr("Sejak"): [say_date(day) if day else "" for day in table["since"]],
            tr("Kalimat koperasi"): table["items"],
            tr("Nomor kebutuhan"): table["needs"],
            tr("Asal"): table["source"].map({FIGURES: tr("angka survei"), ENTERED: tr("meja kebutuhan")}),
            tr("Keterangan"): table["synthetic"].fillna(False).map({True: tr(MADE_UP), False: ""}),
        }
    )
    widths = {tr("Pertanyaan"): 280, tr("Di mana"): 240, tr("Kalimat koperasi"): 260}
    config = {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}
    if is_phone():
        config |= {tr("Masalah"): st.column_config.TextColumn(width=150)}
    with st.expander(tr("Semua masalah sebagai tabel ({n})", n=say_number(len(shown)))):
        st.dataframe(
            shown,
            hide_index=True,
            row_height=76,
            height="content" if len(shown) <= 5 else 420,
            placeholder="–",
            column_config=config,
            key="masalah-kampus",
        )
    st.caption(
        tr(
            "Daftar ini boleh diserahkan kepada kampus: isinya hanya yang bisa dibaca semua orang, tanpa keterangan "
            "yang ditulis untuk dinas."
        )
    )
    with st.container(horizontal=True):
        offer_table(table, "masalah_untuk_kampus", tr("Unduh masalah untuk kampus"), "tertiary")
