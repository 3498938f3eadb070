"""Who is invited to a training: proposed from the gaps, settled by the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import select

from mapping.desk.models import Attendance, TrainingSession
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.training.gaps import board_gaps
from mapping.desk.training.rows import the_cooperative
from mapping.desk.training.sessions import HELD, MOST_SEATS, attendance_of, bounded, open_session
from mapping.errors import ConflictError
from mapping.knowledge.competencies import competency_keys, read_competencies
from mapping.language import tr
from mapping.measure.space.access import nearest_distance

if TYPE_CHECKING:
    import geopandas as gpd
    from sqlalchemy.orm import Session


def propose_invitations(desk: Desk, actor: Actor, session_id: int, kelurahan: gpd.GeoDataFrame) -> pd.DataFrame:
    """Who should be invited: the largest gap in what the training teaches first, of equal ones the nearest.

    A board that came to a held training of the same module since its assessment, one without a gap and one not
    assessed yet is not proposed; they stand below, with the reason.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        Of the region, EPSG:4326, index ``kelurahan_code``; cooperatives elsewhere are left out.

    Returns
    -------
    DataFrame
        Index ``cooperative_id``: ``name, kelurahan, gap`` (sum over the module's competencies, ``Int64``, NA nothing
        known), ``distance_km`` (NaN: place not settled), ``reason`` (``"gap"``, ``"trained"``, ``"none"``
        or ``"unassessed"``), ``invited`` (people proposed; 0 when the seats are given away or there is another
        reason), ``synthetic``. In the order of invitation.

    Raises
    ------
    NotAllowedError
    ConflictError
        The training is gone.
    """
    check_may(actor, "training.session")
    with desk.reading() as session:
        training = session.get(TrainingSession, int(session_id))
        if training is None:
            raise ConflictError(tr("Pelatihan ini tidak ada lagi. Muat ulang halaman."))
        came = _came(session, training.module)
    boards = board_gaps(desk, actor, kelurahan.index.tolist())
    keys = competency_keys(training.module)
    table = boards[["name", "kelurahan", "kelurahan_code", "synthetic"]].copy()
    table["gap"] = boards[keys].sum(axis=1, min_count=1).astype("Int64")
    table["distance_km"] = table["kelurahan_code"].map(_distances(kelurahan, training.kelurahan_code)).astype(float)
    last = came.reindex(table.index).fillna("")
    table["reason"] = "gap"
    table.loc[table["gap"].fillna(0) == 0, "reason"] = "none"
    table.loc[(last != "") & (last >= boards["taken_on"].fillna("")), "reason"] = "trained"
    table.loc[table["gap"].isna(), "reason"] = "unassessed"
    later = {"gap": 0, "unassessed": 1, "trained": 2, "none": 3}
    table = table.assign(later=table["reason"].map(later), short=-table["gap"].fillna(0))
    table = table.sort_values(["later", "short", "distance_km", "name", "kelurahan_code"])
    table["invited"] = _seated(table["reason"] == "gap", training.seats)
    return table.drop(columns=["later", "short", "kelurahan_code"]).rename_axis("cooperative_id")


def _came(session: Session, module: str) -> pd.Series:
    """Last day on which each cooperative came to a training of a module."""
    wanted = (TrainingSession.module == module, TrainingSession.status == HELD, Attendance.came > 0)
    pairs = session.execute(
        select(Attendance.cooperative_id, TrainingSession.held_on)
        .join(TrainingSession, TrainingSession.id == Attendance.session_id)
        .where(*wanted)
    ).all()
    return pd.DataFrame(pairs, columns=["id", "day"]).groupby("id")["day"].max().astype("str")


def _distances(kelurahan: gpd.GeoDataFrame, code: str) -> pd.Series:
    """Kilometres from each kelurahan to the one where the training is; NaN where that is not known."""
    if code not in kelurahan.index:
        return pd.Series(float("nan"), index=kelurahan.index)
    inside = kelurahan.geometry.loc[[code]].representative_point()
    point = pd.DataFrame({"kind": ["here"], "lon": inside.x.to_numpy(), "lat": inside.y.to_numpy()})
    return nearest_distance(kelurahan, point)["here_distance_m"] / 1000


def _seated(wanted: pd.Series, seats: int | None) -> pd.Series:
    """People of each cooperative, in order, until the seats are given away; all where nobody counts seats."""
    each = int(read_competencies()["sessions"]["seats_each"])
    taken = wanted.astype(int) * each
    return taken if seats is None else taken.where(taken.cumsum() <= seats, 0)


def invite(desk: Desk, actor: Actor, at: str, session_id: int, version: int, people: Mapping[int, int]) -> None:
    """Set how many of each cooperative are invited; 0 takes an invitation back unless somebody came.

    Raises
    ------
    NotAllowedError, ConflictError
    EntryError
        A number or cooperative that cannot be, or a training that was cancelled.
    """
    check_may(actor, "training.session")
    with desk.writing(actor, at) as session:
        training = open_session(session, session_id, version)
        rows = {row.cooperative_id: row for row in session.scalars(attendance_of(training.id))}
        for number, invited in people.items():
            wanted = bounded(invited, tr("Banyak yang diundang"), MOST_SEATS, "invited") or 0
            row = rows.get(number)
            if row is not None and not wanted and row.came is None:
                session.delete(row)
            elif row is not None:
                row.invited = wanted
            elif wanted:
                cooperative = the_cooperative(session, number)
                session.add(Attendance(session_id=training.id, cooperative_id=cooperative.id, invited=wanted))
