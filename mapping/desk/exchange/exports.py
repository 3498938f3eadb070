"""What anyone may have of the desk, as tables: the very view that the public has on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from mapping.desk.rules import ANYONE, Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.language import mark, tr

SYNTHETIC = mark("data peraga")
EVERY_ROW = 1_000_000_000

# Table -> its columns. What is not named does not leave: contacts, messages, free text, money of one cooperative.
COLUMNS = {
    "koperasi": """id name kelurahan_code kelurahan kecamatan kabupaten deed_number deed_date nik nib kbli line_id
        status status_since members lat lon point_state source source_date data""",
    "kebutuhan": """id cooperative_id cooperative kelurahan_code kelurahan kecamatan kind commodity item amount unit
        wanted_by status status_since entered_at age_days closed_at received_amount purchase_id supplier_kind
        supplier_place chosen_price_idr chosen_unit data""",
    "belanja_bersama": """id commodity item unit wanted_by lead_id lead lead_code status status_since joined total
        cooperatives data""",
    "barang_pemasok": """id commodity item unit capacity_month minimum_order price_idr price_date delivery_days kind
        place kelurahan_code active data""",
    "mitra": "id name kind kelurahan_code place source checked_on services kinds active data",
    "layanan_mitra": """id partner_id partner nature kind what area line_ids modules money interest_percent_year
        active data""",
    "kesepakatan": """id cooperative_id cooperative kelurahan_code partner_id partner nature kind title signed_on
        ends_on review_on status data""",
    "pelatihan": """id module title held_on hours kelurahan_code place partner status cooperatives invited came women
        data""",
    "hasil": """id cooperative_id cooperative kelurahan_code kelurahan kecamatan advised avoided confidence advised_on
        data_label line_id started_on trading_6 covers_costs_6 state_6 trading_12 covers_costs_12 state_12 data""",
    "catatan": "n at role action entity key cooperative_id cooperative kelurahan_code what change",
}


def export_tables(desk: Desk, actor: Actor, today: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each public table with its name, whoever asks: what leaves is out for everybody.

    Parameters
    ----------
    today : str
        ISO day from which ages follow.

    Returns
    -------
    iterator of (str, DataFrame)
        Columns as in ``COLUMNS``; ``data`` is ``"data peraga"`` for made-up rows. Texts are as people typed them: a
        writer of CSV keeps a spreadsheet from running them.

    Raises
    ------
    DeskError
        The database cannot be read.

    Examples
    --------
    >>> from mapping.desk.store.desk import open_desk
    >>> [name for name, _ in export_tables(open_desk("sqlite://"), ANYONE, "2026-11-23")][:3]
    ['koperasi', 'kebutuhan', 'belanja_bersama']
    """
    check_may(actor, "table.export")
    for name, columns in COLUMNS.items():
        yield name, public_table(desk, name, today, columns.split())


def public_table(desk: Desk, name: str, today: str, columns: list[str]) -> pd.DataFrame:
    """One table of ``COLUMNS`` as the public reads it.

    Parameters
    ----------
    columns : list of str
        Those that leave, in their order, out of what the table's reading function gives; ``id`` and ``data`` beside it.
    """
    return _public(_readers(desk, today)[name](), columns)


def _readers(desk: Desk, today: str) -> dict[str, Callable[[], pd.DataFrame]]:
    from mapping.desk.needs.purchases import read_purchases
    from mapping.desk.needs.queue import read_needs
    from mapping.desk.openness.trail_view import read_trail
    from mapping.desk.outcomes.read import read_ledger
    from mapping.desk.partners.agreed import read_agreements
    from mapping.desk.partners.directory import read_directory, read_services
    from mapping.desk.register.read import cooperatives_of
    from mapping.desk.supply.goods import read_goods
    from mapping.desk.training.sessions import read_sessions

    return {
        "koperasi": lambda: cooperatives_of(desk, None, ANYONE),
        "kebutuhan": lambda: read_needs(desk, ANYONE, today),
        "belanja_bersama": lambda: read_purchases(desk, ANYONE),
        "barang_pemasok": lambda: read_goods(desk, ANYONE, today, active_only=False),
        "mitra": lambda: read_directory(desk, ANYONE),
        "layanan_mitra": lambda: read_services(desk, ANYONE, active_only=False),
        "kesepakatan": lambda: read_agreements(desk, ANYONE, today),
        "pelatihan": lambda: _with_label(desk, read_sessions(desk, ANYONE)),
        "hasil": lambda: read_ledger(desk, ANYONE, today),
        "catatan": lambda: read_trail(desk, ANYONE, most=EVERY_ROW).sort_values("n"),
    }


def _with_label(desk: Desk, sessions: pd.DataFrame) -> pd.DataFrame:
    """Trainings; made up where the partner is, a cooperative that was invited, or all cooperatives of the desk."""
    from mapping.desk.models import Attendance, Cooperative
    from mapping.desk.store.frames import read_rows

    with desk.reading() as session:
        invited = read_rows(session, Attendance, ANYONE)
        made_up = read_rows(session, Cooperative, ANYONE)["synthetic"].astype(bool)
    of = invited.loc[invited["cooperative_id"].isin(made_up.index[made_up]), "session_id"]
    everything = len(made_up) > 0 and bool(made_up.all())
    return sessions.assign(synthetic=sessions["partner_synthetic"].astype(bool) | sessions.index.isin(of) | everything)


def _public(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The columns that leave, in their order."""
    table = table.reset_index() if "id" not in table else table
    if "synthetic" in table:
        made_up = table["synthetic"].fillna(False).astype(bool)
        table = table.assign(data=made_up.map({True: tr(SYNTHETIC), False: ""}).astype("str"))
    return table[columns].reset_index(drop=True)
