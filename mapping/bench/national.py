"""Generated national data: outlines that share wiggly borders, points, and a survey as an office would send it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd

WEST, SOUTH, EAST, NORTH = 95.0, -11.0, 141.0, 6.0
VERTICES_A_SIDE = 20
"""80 vertices an outline; official village outlines have about that many once simplified to 1:50,000."""
PER_KECAMATAN, PER_KABUPATEN, PER_PROVINCE = 12, 14, 14
SYLLABLES = ("Suka", "Mulya", "Karang", "Sari", "Wono", "Rejo", "Tanjung", "Jaya", "Sumber", "Agung", "Banjar", "Indah")
MONEY = ("{:d}", "Rp {:,d}", "{:.1f} jt", "{:d}rb")


def generate_outlines(count: int, seed: int = 1) -> np.ndarray:
    """Outlines of a coverage: a jittered lattice over Indonesia's extent whose borders wiggle; neighbours share them.

    Parameters
    ----------
    count : int
        How many; rows of the lattice are filled from the south-west.

    Returns
    -------
    array of shapely Polygon
        Valid, 81 coordinates each.

    Examples
    --------
    >>> import shapely
    >>> outlines = generate_outlines(20)
    >>> len(outlines), bool(shapely.is_valid(outlines).all()), bool(shapely.coverage_is_valid(outlines))
    (20, True, True)
    """
    import shapely

    rng = np.random.default_rng(seed)
    columns = max(int(np.ceil(np.sqrt(count * (EAST - WEST) / (NORTH - SOUTH)))), 1)
    rows = -(-count // columns)
    width, height = (EAST - WEST) / columns, (NORTH - SOUTH) / rows
    jitter = rng.uniform(-0.25, 0.25, (rows + 1, columns + 1, 2)) * (width, height)
    corners = jitter + np.stack(
        np.meshgrid(WEST + width * np.arange(columns + 1), SOUTH + height * np.arange(rows + 1)), axis=-1
    )
    size = min(width, height)
    flat = _wiggle(corners[:, :-1], corners[:, 1:], size, rng)
    upright = _wiggle(corners[:-1], corners[1:], size, rng)
    ends = corners[1:, 1:, None], corners[1:, :-1, None]
    rings = np.concatenate(
        [
            flat[:-1],
            upright[:, 1:],
            *(ends[0], flat[1:, :, :0:-1]),
            *(ends[1], upright[:, :-1, :0:-1]),
            flat[:-1, :, :1],
        ],
        axis=2,
    )
    return shapely.polygons(rings.reshape(rows * columns, -1, 2)[:count])


def _wiggle(start: np.ndarray, end: np.ndarray, size: float, rng: np.random.Generator) -> np.ndarray:
    """Points along each border, moved sideways, less so near its ends; shape (..., VERTICES_A_SIDE, 2)."""
    share = np.linspace(0, 1, VERTICES_A_SIDE + 1)[:-1, None]
    along = (end - start)[..., None, :]
    across = np.stack([-along[..., 1], along[..., 0]], axis=-1) / np.hypot(along[..., 0], along[..., 1])[..., None]
    noise = rng.uniform(-0.04, 0.04, (*start.shape[:-1], VERTICES_A_SIDE, 1))
    bow = rng.uniform(-0.08, 0.08, (*start.shape[:-1], 1, 1))
    return start[..., None, :] + along * share + across * size * np.sin(np.pi * share) * (noise + bow)


def generate_codes(count: int) -> list[str]:
    """Codes of a generated nation, in order; those of one kabupaten share their first five characters.

    Examples
    --------
    >>> generate_codes(13)[-2:]
    ['11.01.01.2012', '11.01.02.2001']
    """
    at = np.arange(count)
    district, regency = at // PER_KECAMATAN, at // (PER_KECAMATAN * PER_KABUPATEN)
    return [
        f"{11 + r // PER_PROVINCE}.{1 + r % PER_PROVINCE:02d}.{1 + d % PER_KABUPATEN:02d}.{2001 + v % PER_KECAMATAN}"
        for r, d, v in zip(regency, district, at, strict=True)
    ]


def generate_kelurahan(count: int, seed: int = 1) -> gpd.GeoDataFrame:
    """The kelurahan table of docs/architecture.md for a generated nation, in the order of its codes.

    Examples
    --------
    >>> generate_kelurahan(30)[["name", "kecamatan", "kabupaten"]].iloc[[0, 29]].values.tolist()
    [['Sukasuka', 'Sukamulya', 'Kabupaten Sukasuka'], ['Karangrejo', 'Sukasari', 'Kabupaten Sukasuka']]
    """
    import geopandas as gpd

    at = np.arange(count)
    district = at // PER_KECAMATAN
    regency = district // PER_KABUPATEN
    table = pd.DataFrame(
        {
            "name": _names(at),
            "kind": "desa",
            "kecamatan": _names(district + 1),
            "kabupaten": "Kabupaten " + pd.Series(_names(regency)),
            "population": 3_000.0,
            "households": 900.0,
            "area_km2": 20.0,
        }
    )
    index = pd.Index(generate_codes(count), name="kelurahan_code")
    return gpd.GeoDataFrame(table.set_index(index), geometry=generate_outlines(count, seed), crs="EPSG:4326")


def _names(numbers: np.ndarray) -> list[str]:
    """A name a number: two syllables, and a third and fourth for large ones."""
    base, many = np.array(SYLLABLES), len(SYLLABLES)
    names = np.char.add(base[numbers // many % many], np.char.lower(base[numbers % many]))
    far = numbers // many**2
    more = np.char.add(" ", np.char.add(base[far // many % many], np.char.lower(base[far % many])))
    return np.where(far > 0, np.char.add(names, more), names).tolist()


def generate_points(count: int, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes over the extent; about one in two hundred lies outside all outlines."""
    rng = np.random.default_rng(seed)
    return rng.uniform(WEST, EAST, count), rng.uniform(SOUTH, NORTH, count)


def generate_survey(kelurahan: gpd.GeoDataFrame, rows: int, seed: int = 3) -> bytes:
    """A survey as CSV with semicolons: every row a point, half of them a code too, a quarter names.

    Texts are made of lexicon words, money is written in four ways, owners and telephone numbers must be dropped.
    """
    from mapping.intake.places.locate import index_kelurahan

    rng = np.random.default_rng(seed)
    lon, lat = (np.round(each, 6) for each in generate_points(rows, seed))
    at = index_kelurahan(kelurahan).place(lon, lat)
    told = np.where(at < 0, 1.0, rng.random(rows))
    place = kelurahan.reset_index().take(np.maximum(at, 0))

    def where(share_low: float, share_high: float, column: str) -> Any:
        shown = (told >= share_low) & (told < share_high)
        return np.where(shown, place[column].to_numpy(dtype=object), "")

    table = {
        "No": np.arange(1, rows + 1),
        "Nama Pemilik": rng.choice(["Siti Aminah", "Budi Santoso", "Ni Made Ayu", "Agus Salim"], rows),
        "No HP": np.char.add("0812", rng.integers(10_000_000, 99_999_999, rows).astype(str)),
        "Produk": _texts(rows, rng),
        "Kode Desa": where(0.0, 0.5, "kelurahan_code"),
        "Desa": where(0.5, 0.75, "name"),
        "Kecamatan": where(0.5, 0.75, "kecamatan"),
        "Kabupaten": where(0.5, 0.75, "kabupaten"),
        "Tenaga Kerja": rng.integers(1, 20, rows),
        "Omzet per Bulan": _money(rows, rng),
        "Tahun Berdiri": rng.integers(1990, 2025, rows),
        "Tanggal Survei": np.char.add("2025-11-", np.char.zfill(rng.integers(1, 29, rows).astype(str), 2)),
        "Lintang": lat,
        "Bujur": lon,
    }
    text = io.StringIO()
    pd.DataFrame(table).to_csv(text, sep=";", index=False)
    return text.getvalue().encode()


def _texts(rows: int, rng: np.random.Generator) -> np.ndarray:
    """What businesses say of themselves: about a twentieth of the rows differ from all others."""
    from mapping.knowledge.catalog import read_lexicon

    words = read_lexicon()["pattern"].str.replace(r"[()?!\\]", "", regex=True).str.split("|").explode().to_numpy()
    one, other = rng.choice(words, (2, max(rows // 20, 50)))
    forms = rng.choice(["jual {}", "produksi {} dan {}", "{}", "usaha {} rumahan, {}"], len(one))
    distinct = np.array([form.format(a, b) for form, a, b in zip(forms, one, other, strict=True)], dtype=object)
    return rng.choice(distinct, rows)


def _money(rows: int, rng: np.random.Generator) -> np.ndarray:
    """Monthly revenue between 0.5 and 50 million rupiah, as people write it."""
    thousands = rng.integers(500, 50_000, rows)
    distinct = np.unique(thousands)
    written = {
        "{:d}": [f"{n * 1000:d}" for n in distinct],
        "Rp {:,d}": [f"Rp {n * 1000:,d}".replace(",", ".") for n in distinct],
        "{:.1f} jt": [f"{n / 1000:.1f} jt".replace(".", ",") for n in distinct],
        "{:d}rb": [f"{n:d}rb" for n in distinct],
    }
    table = np.array([written[form] for form in MONEY], dtype=object)
    return table[rng.integers(0, len(MONEY), rows), np.searchsorted(distinct, thousands)]
