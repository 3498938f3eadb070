"""One record twice in a survey: exact doubles are set apart, and asked about where they carry the same id."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from mapping.errors import QuestionError
from mapping.intake.gate.files import show_name
from mapping.intake.issues import Findings
from mapping.intake.privacy import is_personal_header
from mapping.intake.tables.columns import header_key
from mapping.language import mark, tr, tr_rows
from mapping.settings import Settings

DOUBLES_KEY = "survei.ganda"
TWINS_KEY = "survei.kolom"
DROP, KEEP = "buang", "pakai semua"
NUMBERS = (
    *("workers", "workers_male", "workers_female", "revenue_idr_month", "input_spend_idr_month", "started_year"),
    *("lat", "lon", "sampling_weight"),
)
MOST_NAMED = 20


def reject_doubles(
    table: pd.DataFrame, names: list[str], columns: dict[str, list[int]], findings: Findings, settings: Settings
) -> pd.DataFrame:
    """Rows that say the same as an earlier row.

    Equal in all columns with an equal id: the user is asked whether the record was entered twice. Equal in all but the
    id, when something in them can tell two businesses apart (a name, owner, phone, address or point): set apart. Two
    makers of tempe in one village about whom nothing else is known are two businesses.

    Raises
    ------
    QuestionError
        ``survei.ganda``: records with the same id stand there more than once.
    """
    ids = columns.get("id", [])
    same_id = pd.Series(False, index=table.index)
    if ids:
        order = [*ids, *(p for p in table.columns if p not in ids)]
        same_id = _repeats(table, order) & (table[ids] != "").any(axis=1)
    answer = settings.answer(DOUBLES_KEY)
    if same_id.any() and answer not in (DROP, KEEP):
        raise _ask(table.index[same_id], names[ids[0]], findings)
    telling = [p for name in ("business_name", "lat", "point") for p in columns.get(name, [])]
    telling += [p for p in table.columns if p not in telling and p not in ids and is_personal_header(names[p])]
    rest = [p for p in table.columns if p not in telling and p not in ids]
    double = same_id.copy()
    if telling:
        lower = table.drop(columns=ids).apply(lambda column: column.str.lower())
        double |= _repeats(lower, [*telling, *rest]) & (table[telling] != "").any(axis=1)
    double &= ~same_id if answer == KEEP else True
    if not double.any():
        return table
    first = _first_rows(table.drop(columns=ids), double)
    findings.reject(table.index[double], tr_rows("baris ganda dari baris {row}", row=first).tolist())
    return table[~double]


def _ask(rows: pd.Index, header: str, findings: Findings) -> QuestionError:
    shown = ", ".join(map(str, rows[:MOST_NAMED]))
    more = tr(" dan {rows} lainnya", rows=len(rows) - MOST_NAMED) if len(rows) > MOST_NAMED else ""
    return QuestionError(
        tr(
            'Berkas "{file}": {rows} baris sama persis dengan baris sebelumnya, juga isi kolom '
            '"{header}" (id): baris {shown}{more}. Buang baris ganda itu, atau pakai semua?',
            file=findings.file,
            rows=len(rows),
            header=show_name(header),
            shown=shown,
            more=more,
        ),
        DOUBLES_KEY,
        {
            DROP: tr("{rows} baris ganda tidak dipakai", rows=len(rows)),
            KEEP: tr("setiap baris dihitung sebagai usaha tersendiri"),
        },
    )


def _repeats(table: pd.DataFrame, order: Sequence[int]) -> pd.Series:
    """Rows equal to an earlier row in all columns of ``order``; columns that tell most apart should come first.

    Each column leaves only the rows whose text occurs twice, so that few columns are looked at whole.
    """
    left = table.index
    for position in order:
        cells = table[position] if len(left) == len(table) else table.loc[left, position]
        twice = cells.duplicated(keep=False)
        left = left if twice.all() else left[twice.to_numpy()]
        if left.empty:
            break
    repeats = pd.Series(False, index=table.index)
    if len(left):
        repeats.loc[left] = table.loc[left, list(order)].duplicated()
    return repeats


def _first_rows(table: pd.DataFrame, double: pd.Series) -> pd.Series:
    """The row that each double repeats."""
    lower = table.apply(lambda column: column.str.lower())
    keys = pd.util.hash_pandas_object(lower, index=False)
    keys = keys[keys.isin(keys[double])]
    first = keys.index.to_series().groupby(keys.to_numpy()).transform("min")
    return first[double[double].index]


def choose_twins(
    table: pd.DataFrame, names: list[str], columns: dict[str, list[int]], findings: Findings, settings: Settings
) -> dict[str, list[int]]:
    """``columns`` with one column each where several of one head hold different numbers.

    Raises
    ------
    QuestionError
        ``survei.kolom.<our column>``: which of them is meant has not been answered; options are column numbers.
    """
    kept = dict(columns)
    for name in (name for name in NUMBERS if len(columns.get(name, [])) > 1):
        twins = [p for p in columns[name] if header_key(names[p]) == header_key(names[columns[name][0]])]
        if len(twins) < 2 or not _differ(table[twins]):
            continue
        key = f"{TWINS_KEY}.{name}"
        picked = [p for p in twins if settings.answer(key) == str(p + 1)]
        if not picked:
            raise _ask_twins(table, names, twins, key, findings)
        kept[name] = picked
        done = tr("dipakai kolom ke-{picked} menurut pilihan Anda", picked=picked[0] + 1)
        findings.note(
            mark("kolom kembar"), tr("beberapa kolom berjudul sama"), done, [pd.NA], names[picked[0]], level="info"
        )
    return kept


def _differ(cells: pd.DataFrame) -> bool:
    first = cells.iloc[:, 0]
    others = [cells.iloc[:, i] for i in range(1, cells.shape[1])]
    return any(((first != other) & (first != "") & (other != "")).any() for other in others)


def _ask_twins(table: pd.DataFrame, names: list[str], twins: list[int], key: str, findings: Findings) -> QuestionError:
    options = {}
    for position in sorted(twins):
        filled = table.loc[table[position] != "", position]
        example = tr(" (contoh: {iloc})", iloc=show_name(filled.iloc[0])) if len(filled) else tr(" (kosong)")
        options[str(position + 1)] = tr(
            'kolom ke-{position} "{names}"{example}',
            position=position + 1,
            names=show_name(names[position]),
            example=example,
        )
    *some, last = options
    places, header = tr("{some} dan {last}", some=", ".join(some), last=last), show_name(names[twins[0]])
    return QuestionError(
        tr(
            'Berkas "{file}": kolom {places} sama-sama berjudul "{header}", tetapi isinya berbeda. '
            "Pilih kolom yang dipakai.",
            file=findings.file,
            places=places,
            header=header,
        ),
        key,
        options,
    )
