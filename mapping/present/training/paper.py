"""The plan of 90 days as a table and as a document that a board hangs on its wall."""

from __future__ import annotations

import pandas as pd

from mapping.knowledge.formats import say_date
from mapping.knowledge.plans import read_roles, read_training
from mapping.language import language, tr
from mapping.present.files.document.blocks import Block, Document, Paragraph, Signatures, Table


def plan_table(plan: pd.DataFrame) -> pd.DataFrame:
    """The steps as a table to take along.

    Parameters
    ----------
    plan : DataFrame
        Of :func:`mapping.desk.training.plan.read_plan`.
    """
    roles, modules = read_roles()["roles"], read_training()["modules"]
    return pd.DataFrame(
        {
            tr("Minggu"): plan["week"].to_numpy(),
            tr("Paling lambat"): plan["due_on"].to_numpy(),
            tr("Langkah"): plan["what"].to_numpy(),
            tr("Penanggung jawab"): [roles[role]["label"] for role in plan["role"]],
            tr("Modul"): [modules[module]["label"] for module in plan["module"]],
            tr("Selesai bila"): plan["seen"].to_numpy(),
            tr("Selesai tanggal"): plan["done_on"].to_numpy(),
        }
    )


def plan_document(cooperative: pd.Series, plan: pd.DataFrame, day: str) -> Document:
    """The plan of a cooperative, in the language in force.

    Parameters
    ----------
    cooperative : Series
        Its row of the register.
    day : str
        ISO day of printing.
    """
    return Document(
        title=tr("Rencana pendampingan 90 hari"),
        subtitle=str(cooperative["name"]),
        head=f"{cooperative['kelurahan']}, {cooperative['kecamatan']}",
        label=tr("data peraga") if cooperative["synthetic"] else "",
        stamp=tr("Dicetak {date}", date=say_date(day)),
        language=language(),
        blocks=_blocks(plan),
    )


def _blocks(plan: pd.DataFrame) -> tuple[Block, ...]:
    """Why these steps, the steps, and room to sign."""
    roles = read_roles()["roles"]
    rows = tuple(
        (
            str(row.week),
            say_date(row.due_on),
            row.what,
            roles[row.role]["label"],
            row.seen,
            say_date(row.done_on) if row.done_on else "",
        )
        for row in plan.itertuples()
    )
    heads = (
        tr("Minggu"),
        tr("Paling lambat"),
        tr("Langkah"),
        tr("Penanggung jawab"),
        tr("Selesai bila"),
        tr("Selesai"),
    )
    return (
        Paragraph(
            tr(
                "Langkah ini disusun dari asesmen pengurus: celah terbesar lebih dulu, sebanyak yang bisa "
                "dikerjakan. Tulis tanggal di kolom terakhir bila sudah terlihat hasilnya."
            )
        ),
        Table(heads, rows, (0.08, 0.14, 0.29, 0.15, 0.23, 0.11), tall=True),
        Paragraph(
            tr("Tingkat yang diperlukan dan isi langkah adalah asumsi perencanaan; ubah bila rapat memutuskan lain."),
            note=True,
        ),
        Signatures((tr("Ketua koperasi"), tr("Pengawas"), tr("Pendamping"))),
    )
