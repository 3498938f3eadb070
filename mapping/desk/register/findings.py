"""What a person should look at in a cooperative's row, each with the rule and where it comes from."""

from __future__ import annotations

import pandas as pd

from mapping.desk.register.checks import LABELS
from mapping.desk.register.kbli import missing_kbli
from mapping.desk.register.points import LABELS as POINTS
from mapping.desk.register.read import is_old, known_on
from mapping.intake.wording import say_number
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.formats import say_date
from mapping.knowledge.register import ladder, read_register
from mapping.language import tr

COLUMNS = ["about", "what", "source"]
POINTS_TO_SEE = ("placeholder", "elsewhere", "outside")


def board_findings(offices: pd.DataFrame) -> list[tuple[str, str]]:
    """What is odd about a board: how many, an odd number, how many women; ``(what, source)`` each.

    Parameters
    ----------
    offices : DataFrame
        As :func:`~mapping.desk.register.read.read_offices` gives it. Nothing is said of a board nobody told of, and
        nothing of women where one of its offices does not tell.

    Examples
    --------
    >>> told = {"filled": [True, True, True, True], "woman": [True, False, False, False], "since": ""}
    >>> board = pd.DataFrame(told, index=["chair", "vice_business", "secretary", "treasurer"])
    >>> for what, source in board_findings(board):
    ...     print(what, source)
    Pengurus 4 orang; sebaiknya paling sedikit 5 (satu sumber menyebut 3). S71, S74
    Pengurus 4 orang; jumlahnya sebaiknya ganjil. S71, S74
    Perempuan 1 dari 4 pengurus (25%); sebaiknya paling sedikit 30%. S71, S74
    """
    rules, known = read_register()["board"], read_register()["offices"]
    board = offices[[known[key]["body"] == "board" for key in offices.index]]
    if board.empty:
        return []
    filled = board[board["filled"].astype(bool)]
    n, source = len(filled), rules["source"]
    found = []
    if n < rules["least"]:
        what = tr(
            "Pengurus {n} orang; sebaiknya paling sedikit {least} (satu sumber menyebut {elsewhere}).",
            n=n,
            least=rules["least"],
            elsewhere=rules["least_elsewhere"],
        )
        found.append((what, source))
    if n % 2 == 0 and n:
        found.append((tr("Pengurus {n} orang; jumlahnya sebaiknya ganjil.", n=n), source))
    women = filled["woman"].astype("boolean")
    if n and women.notna().all() and women.mean() < rules["women_share"]:
        what = tr(
            "Perempuan {women} dari {n} pengurus ({share}%); sebaiknya paling sedikit {least}%.",
            women=int(women.sum()),
            n=n,
            share=say_number(100 * women.mean()),
            least=say_number(100 * rules["women_share"]),
        )
        found.append((what, source))
    return found


def _missing_fields(cooperative: pd.Series) -> list[tuple[str, str, str]]:
    """Fields that the steps behind a cooperative rest on and that nobody filled in."""
    steps, statuses = ladder(), read_register()["statuses"]
    reached = steps[: steps.index(cooperative["status"]) + 1] if cooperative["status"] in steps else []
    found = []
    for step in reached:
        for field in statuses[step]["fields"]:
            value = cooperative[field]
            if value == "" or pd.isna(value):
                what = tr(
                    '{field} belum diisi, padahal tahap "{step}" sudah lewat.',
                    field=tr(LABELS[field]),
                    step=statuses[step]["label"],
                )
                found.append((tr("Data"), what, statuses[step]["source"]))
    return found


def _line_findings(cooperative: pd.Series) -> list[tuple[str, str, str]]:
    line_id = cooperative["line_id"]
    lacks = missing_kbli(cooperative["kbli"], line_id)
    if not lacks:
        return []
    codes = "; ".join(tr(" atau ").join(group) for group in lacks)
    line = read_lines().at[line_id, "line"]
    what = tr('Akta belum memuat KBLI {codes} untuk lini "{line}". Cocokkan dengan akta.', codes=codes, line=line)
    return [(tr("KBLI"), what, "lines.csv")]


def find_oddities(cooperative: pd.Series, offices: pd.DataFrame, today: str) -> pd.DataFrame:
    """All that a person should look at in one cooperative; nothing of it forbids anything.

    Parameters
    ----------
    cooperative : Series
        A row of :func:`~mapping.desk.register.read.cooperatives_of`.
    offices : DataFrame
        As :func:`~mapping.desk.register.read.read_offices` gives it.
    today : str
        ISO day.

    Returns
    -------
    DataFrame
        ``about`` (a word), ``what`` (a sentence), ``source`` (codes of ``sources.csv``, or a name).
    """
    found = _missing_fields(cooperative) + _line_findings(cooperative)
    found += [(tr("Pengurus"), what, source) for what, source in board_findings(offices)]
    rules = read_register()["members"]
    members = cooperative["members"]
    if pd.notna(members) and members < rules["least"]:
        what = tr(
            "Anggota {n} orang; pendaftaran meminta daftar hadir paling sedikit {least} (pendiri paling sedikit "
            "{founders}; sumber berbeda-beda).",
            n=say_number(int(members)),
            least=rules["least"],
            founders=rules["founders"],
        )
        found.append((tr("Anggota"), what, rules["source"]))
    if cooperative["point_state"] in POINTS_TO_SEE:
        state = tr(POINTS[cooperative["point_state"]])
        found.append(
            (tr("Titik"), tr("Letak pada peta {state}. Isi titik gerainya.", state=state), tr("batas wilayah"))
        )
    known = known_on(cooperative.to_frame().T).iloc[0]
    if is_old(pd.Series([known]), today).iloc[0]:
        what = tr(
            "Keterangan ini terakhir dari {date}, lebih dari {days} hari lalu. Tanyakan keadaannya sekarang.",
            date=say_date(known),
            days=read_register()["freshness"]["old_days"],
        )
        found.append((tr("Umur data"), what, tr("asumsi perencanaan")))
    return pd.DataFrame(found, columns=COLUMNS, dtype="str")
