"""An agreement as a paper to sign: goals of both sides, who does what, commitments, signatures; Word, to go on with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from mapping.desk.partners.agreed import Agreed
from mapping.desk.partners.lists import parts_of
from mapping.desk.partners.terms import missing_of
from mapping.knowledge.formats import say_date, say_rupiah
from mapping.knowledge.partnership import read_partnership
from mapping.knowledge.plans import read_partners
from mapping.language import language, tr
from mapping.present.files.document.blocks import (
    Blank,
    Block,
    Document,
    Heading,
    Notice,
    Paragraph,
    Signatures,
    Table,
)
from mapping.present.files.document.word import docx_bytes

PARTS = ("does", "decides", "asked", "told")


def agreement_docx(agreed: Agreed, roles: Mapping[str, str], today: str) -> bytes:
    """The agreement as a Word file.

    Parameters
    ----------
    agreed : Agreed
        As whoever asks may read it.
    roles : mapping
        Role -> what it is called there.
    today : str
        ISO day, for the line at the foot.
    """
    return docx_bytes(agreement_document(agreed, roles, today))


def agreement_document(agreed: Agreed, roles: Mapping[str, str], today: str) -> Document:
    """The agreement in blocks; what is open is a blank to be filled by hand, and said at the top."""
    row = agreed.row
    made_up = tr("data peraga") if bool(row["synthetic"]) else ""
    return Document(
        title=tr("Berita acara kesepakatan"),
        subtitle=str(row["title"]),
        head=str(row["cooperative"]),
        label=made_up,
        stamp=tr("Dicetak dari meja kemitraan, {day}.", day=say_date(today)),
        language=language(),
        blocks=tuple(_blocks(agreed, roles)),
    )


def _blocks(agreed: Agreed, roles: Mapping[str, str]) -> Iterator[Block]:
    row = agreed.row
    missing = missing_of(row.to_dict(), len(agreed.tasks), agreed.promises["side"].tolist())
    if agreed.whole and missing:
        yield Notice(tr("Belum lengkap"), tr("Yang kurang: {missing}.", missing=", ".join(missing)))
    yield Heading(tr("Para pihak"))
    yield Paragraph(str(row["cooperative"]), lead=tr("Koperasi:"))
    yield Paragraph(str(row["partner"]), lead=tr("Mitra:"))
    yield Paragraph(read_partners()["types"][row["kind"]]["label"], lead=tr("Jenis:"))
    yield from _days(row)
    yield Heading(tr("Tujuan kedua pihak"))
    for name, label in (
        ("goal_cooperative", tr("Tujuan koperasi")),
        ("goal_partner", tr("Tujuan mitra")),
        ("trade_off", tr("Di mana tujuannya berbeda, dan apa yang disepakati tentang itu")),
    ):
        yield Paragraph(str(row[name]), lead=f"{label}:") if row[name] else Blank(label, lines=2)
    yield Heading(tr("Siapa mengerjakan apa"))
    yield _task_table(agreed.tasks, roles)
    yield Heading(tr("Komitmen"))
    yield _promise_table(agreed.promises)
    yield Signatures((tr("Koperasi"), tr("Pihak mitra"), tr("Dinas (mengetahui)")))


def _days(row: pd.Series) -> Iterator[Block]:
    """Days and what passes; a day that is open is a blank."""
    for name, label in (
        ("signed_on", tr("Tanggal ditandatangani")),
        ("ends_on", tr("Tanggal berakhir")),
        ("review_on", tr("Tanggal ditinjau")),
    ):
        yield Paragraph(say_date(row[name]), lead=f"{label}:") if row[name] else Blank(label)
    if row["flow"] != "none":
        flow = read_partnership()["flows"][row["flow"]]["label"]
        known = not pd.isna(row["value_idr_year"])
        value = tr("{amount} setahun", amount=say_rupiah(row["value_idr_year"])) if known else tr("belum diketahui")
        yield Paragraph(f"{flow} ({value})", lead=tr("Yang mengalir:"))


def _task_table(tasks: pd.DataFrame, roles: Mapping[str, str]) -> Table:
    heads = (tr("Tugas"), tr("Mengerjakan"), tr("Memutuskan"), tr("Dimintai pendapat"), tr("Diberi tahu"))
    told = [
        (str(task["task"]), *(", ".join(roles.get(role, role) for role in parts_of(task[part])) for part in PARTS))
        for task in tasks.to_dict("records")
    ]
    return Table(heads, tuple(told) or (("",) * len(heads),), widths=(0.28, 0.18, 0.18, 0.18, 0.18))


def _promise_table(promises: pd.DataFrame) -> Table:
    sides = read_partnership()["sides"]
    heads = (tr("Pihak"), tr("Komitmen"), tr("Paling lambat"), tr("Ditepati"))
    told = [
        (
            str(sides[promise["side"]]["label"]),
            str(promise["what"]),
            say_date(promise["due_on"]),
            say_date(promise["done_on"]) if promise["done_on"] else "",
        )
        for promise in promises.to_dict("records")
    ]
    return Table(heads, tuple(told) or (("",) * len(heads),), widths=(0.16, 0.48, 0.18, 0.18))
