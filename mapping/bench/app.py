"""The app under visitors, beside geopandas.explore with streamlit-folium on the same figures in the same run."""

from __future__ import annotations

import base64
import math
import shutil
import statistics
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

from mapping.bench.servers import OURS, PEER, Server, serve
from mapping.bench.visitors import Address, Answer, crowd
from mapping.settings import Progress, ScoringSetup, no_progress, part_of

CITY, PROVINCE = 153, 8_000
CROWDS = {CITY: (1, 10, 25, 50), PROVINCE: (1, 10)}
"""Region size -> how many visitors at once."""
GOALS = {(CITY, 25): 2.0, (CITY, 50): 5.0, (PROVINCE, 10): 3.0}
"""(kelurahan, visitors) -> seconds in which 95 of 100 changes have to be answered."""
FIRST_MAP_S = {PROVINCE: 5.0}
MEMORY_MB = {CITY: 1_000.0}
GEOMETRY_BYTES, MAP_BYTES = 1_000_000, 50_000
"""Packed: the outlines with their names, once; what the map is told by a change."""
PEER_CROWD = 5
"""Visitors of the peer at most: it does not stand more within a minute's patience."""
ACTIONS, WEIGHED, THINK_S = 5, 3, 1.0
"""Changes of the sector and of a weight that each visitor makes, and the seconds before each."""
BUSINESSES_EACH = 6
DRAWN_S = 60
"""Seconds that the browser waits for a map."""
SECTORS = ("pangan", "kerajinan")
NAMES = {OURS: "aplikasi ini", PEER: "geopandas.explore + streamlit-folium"}
WAIT_DRAWN = """(count) => { if (!window.map || !map.eachLayer) return false; let n = 0;
    map.eachLayer((one) => { if (one.feature) n += 1; }); return n >= count; }"""


def measure_app(
    sizes: tuple[int, ...] = (CITY, PROVINCE),
    crowds: dict[int, tuple[int, ...]] | None = None,
    actions: int = ACTIONS,
    weighed: int = WEIGHED,
    think_s: float = THINK_S,
    progress: Progress = no_progress,
) -> list[dict[str, Any]]:
    """Time to the first map, to a change, to a moved weight, bytes and memory, ours and the peer's, for several sizes.

    No two visitors and no two actions move a weight to the same place, so that each is worked out.

    Parameters
    ----------
    sizes : tuple of int
        Kelurahan of each region.
    crowds : dict, optional
        Size -> numbers of visitors at once.
    actions, weighed, think_s : int, int, float
        Changes of the sector and of a weight that each visitor makes, and the seconds it thinks before each.

    Returns
    -------
    list of dict
        One for each size, app and crowd: ``app_kelurahan, app, visitors, cold_s`` (the server's very first page),
        ``drawn_s`` (Chromium, cold, until all outlines are there; None without a browser), ``first_s`` (median),
        ``change_s`` (median), ``change_p95_s, weight_s`` (median), ``weight_p95_s, goal_s`` (None without one),
        ``change_bytes, map_bytes`` (packed, median, all and the map's alone; with one visitor), ``geometry_bytes``
        (packed, once; 0 for the peer, which sends it with every run), ``memory_mb`` (of the process afterwards),
        ``memory_each_mb`` (more than before the first crowd, a visitor), ``failed`` (answers).
    """
    crowds = crowds or CROWDS
    records: list[dict[str, Any]] = []
    for place, size in enumerate(sizes):
        report = part_of(progress, place / len(sizes), (place + 1) / len(sizes))
        with tempfile.TemporaryDirectory() as folder:
            report(0.0, f"Menyiapkan {size} kelurahan")
            prepare_region(size, Path(folder))
            several = crowds.get(size, (1,))
            few = tuple(many for many in several if size < PROVINCE and many <= PEER_CROWD) or (1,)
            steps = (actions, weighed, think_s)
            records += _measure(OURS, Path(folder), size, several, steps, part_of(report, 0.25, 0.75))
            records += _measure(PEER, Path(folder), size, few, steps, part_of(report, 0.75, 1.0))
    return records


def prepare_region(size: int, folder: Path) -> None:
    """A study of this many kelurahan where both apps look for one: Surabaya's for ``CITY``, else a generated one."""
    from mapping.knowledge.regions import demonstration_settings, demonstration_sources
    from mapping.present.outlines import write_outlines
    from mapping.settings import Settings, SourceFile, Sources
    from mapping.study import build_study, write_study

    raw = Path(__file__).parents[2] / "data" / "raw"
    if size == CITY:
        study = build_study(demonstration_settings("surabaya"), demonstration_sources("surabaya", raw))
    else:
        from mapping.bench.national import generate_kelurahan, generate_survey

        kelurahan = generate_kelurahan(size)
        outlines = kelurahan.reset_index()[["kelurahan_code", "name", "kecamatan", "kabupaten", "geometry"]]
        sources = Sources(
            SourceFile("batas.geojson", outlines.to_json().encode()),
            SourceFile("survei.csv", generate_survey(kelurahan, size * BUSINESSES_EACH)),
        )
        study = build_study(Settings(region=f"Wilayah {size}", survey_date="2025-11-30", synthetic=True), sources)
    write_study(study, folder / "surabaya" / "study")
    write_outlines(folder / "surabaya" / "study")


def sector_address(visitor: int, action: int) -> str:
    """The sectors in turn, each visitor from another one on.

    Examples
    --------
    >>> sector_address(0, 0), sector_address(0, 1), sector_address(1, 0)
    ('wilayah=surabaya&sektor=pangan', 'wilayah=surabaya&sektor=kerajinan', 'wilayah=surabaya&sektor=kerajinan')
    """
    return f"wilayah=surabaya&sektor={SECTORS[(visitor + action) % len(SECTORS)]}"


def weight_address(visitor: int, action: int) -> str:
    """The usual weights with the first one moved, for each visitor and action to another place; as a link has them."""
    from mapping.score.weigh.setup import write_setup
    from mapping.score.weigh.weights import default_weights

    if not action:
        return sector_address(visitor, 0)
    weights = default_weights().to_dict()
    weights[next(iter(weights))] *= _push(visitor, action)
    content = write_setup(ScoringSetup(name="Ukur", weights=tuple(weights.items())))
    packed = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    return f"{sector_address(visitor, 0)}&susunan={packed}"


def push_address(visitor: int, action: int) -> str:
    """The same for the peer, which has a word of its own for it."""
    return f"{sector_address(visitor, 0)}&geser={_push(visitor, action) if action else 1.0}"


def _push(visitor: int, action: int) -> float:
    return round(1 + 0.1 * action + 0.0001 * visitor, 4)


def _measure(
    script: Path,
    folder: Path,
    size: int,
    several: tuple[int, ...],
    steps: tuple[int, int, float],
    progress: Progress,
) -> list[dict[str, Any]]:
    page, weigh = ("peta", weight_address) if script == OURS else ("", push_address)
    actions, weighed, think_s = steps
    records = []
    progress(0.0, f"Menjalankan {NAMES[script]}, {size} kelurahan")
    with serve(script, folder) as server:
        cold = crowd(server.port, page, sector_address, 1, 1, 0.0)[0][0].seconds
        drawn, fetched = draw_in_browser(server, f"{page}?{sector_address(0, 0)}", size)
        crowd(server.port, page, weigh, 1, 1, 0.0)
        alone = server.memory_mb()
        for turn, visitors in enumerate(several):
            progress((turn + 0.5) / (len(several) + 1), f"{NAMES[script]}, {size} kelurahan, {visitors} pengunjung")
            changed = crowd(server.port, page, sector_address, visitors, actions, think_s)
            moved = crowd(server.port, page, _newcomers(weigh, turn + 1), visitors, weighed, think_s)
            memory = server.memory_mb()
            records.append(
                {
                    "app_kelurahan": size,
                    "app": NAMES[script],
                    "visitors": visitors,
                    "cold_s": round(cold, 3),
                    "drawn_s": drawn,
                    **_sum_up(changed, moved),
                    "goal_s": GOALS.get((size, visitors)) if script == OURS else None,
                    "geometry_bytes": fetched,
                    "memory_mb": round(memory, 1),
                    "memory_each_mb": round((memory - alone) / visitors, 2),
                }
            )
    return records


def _newcomers(address: Address, turn: int) -> Address:
    """The addresses of another hundred visitors, so that nothing that an earlier crowd asked for is asked again."""
    return lambda visitor, action: address(100 * turn + visitor, action)


def _sum_up(changed: tuple[list[Answer], list[Answer]], moved: tuple[list[Answer], list[Answer]]) -> dict[str, Any]:
    every = [answer for answers in (*changed, *moved) for answer in answers]
    return {
        "first_s": round(statistics.median(answer.seconds for answer in changed[0]), 3),
        "change_s": _share(changed[1], 0.5),
        "change_p95_s": _share(changed[1], 0.95),
        "weight_s": _share(moved[1], 0.5),
        "weight_p95_s": _share(moved[1], 0.95),
        "change_bytes": int(statistics.median(answer.sent for answer in changed[1])),
        "map_bytes": int(statistics.median(answer.map_sent for answer in changed[1])),
        "failed": sum(answer.failed or not answer.maps for answer in every),
    }


def _share(answers: list[Answer], share: float) -> float:
    """Seconds in which this share of the answers was there."""
    seconds = sorted(answer.seconds for answer in answers)
    return round(seconds[max(math.ceil(share * len(seconds)) - 1, 0)], 3)


def draw_in_browser(server: Server, address: str, outlines: int) -> tuple[float | None, int]:
    """Seconds until a cold Chromium has all outlines, and the gzipped bytes of geometry fetched beside the page.

    ``(None, 0)`` where there is no browser to drive.
    """
    binary = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        binary = None
    if binary is None:
        return None, 0
    paths: list[str] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on(
            "request",
            lambda asked: (
                paths.append(asked.url.split(f":{server.port}")[-1])
                if "/geo/" in asked.url or "/nama/" in asked.url
                else None
            ),
        )
        start = time.perf_counter()
        # A map that never comes is told as one that took that long.
        with suppress(Error):
            page.goto(f"http://127.0.0.1:{server.port}/{address}")
            frame = page.wait_for_selector("iframe[title*=folium]", timeout=DRAWN_S * 1_000).content_frame()  # type: ignore[union-attr]
            assert frame is not None
            frame.wait_for_function(WAIT_DRAWN, arg=outlines, timeout=DRAWN_S * 1_000)
        drawn = time.perf_counter() - start
        browser.close()
    geometry = dict.fromkeys(path for path in paths if "/geo/" in path or "/nama/" in path)
    return round(drawn, 2), sum(server.fetch(path)[0] for path in geometry)


def say_app(records: list[dict[str, Any]]) -> str:
    """The measurements as a table, then each goal with what was reached."""
    heads: tuple[str, ...] = ("kelurahan", "aplikasi", "pengunjung", "server baru s", "di peramban s")
    heads += ("peta pertama s", "sektor s", "p95 s", "bobot s", "p95 s", "sasaran s", "byte perubahan", "byte peta")
    heads += ("byte batas", "memori MB", "MB tiap pengunjung", "gagal")
    lines = [_row(heads), _row(("---",) * len(heads))]
    for row in records:
        seconds = ("cold_s", "drawn_s", "first_s", "change_s", "change_p95_s", "weight_s", "weight_p95_s", "goal_s")
        told = ["–" if row[name] is None else f"{row[name]:.2f}" for name in seconds]
        sent = [str(row[name] or "–") for name in ("change_bytes", "map_bytes")]
        rest = (
            str(row["geometry_bytes"]),
            f"{row['memory_mb']:.0f}",
            f"{row['memory_each_mb']:.1f}",
            str(row["failed"]),
        )
        lines.append(_row((str(row["app_kelurahan"]), row["app"], str(row["visitors"]), *told, *sent, *rest)))
    goals = [_say_goal(*goal) for row in records if row["app"] == NAMES[OURS] for goal in check_goals(row)]
    return "\n".join([*lines, "", *goals])


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _say_goal(name: str, reached: float, goal: float) -> str:
    return f"{name}: {reached:g} (sasaran paling banyak {goal:g}): {'tercapai' if reached <= goal else 'BELUM'}"


def check_goals(row: dict[str, Any]) -> list[tuple[str, float, float]]:
    """The goals that one measurement of ours can be held to: what it is, what was reached, what is allowed."""
    size, visitors = row["app_kelurahan"], row["visitors"]
    who = f"{size} kelurahan, {visitors} pengunjung"
    goals: list[tuple[str, float, float]] = [(f"{who}, jawaban gagal", row["failed"], 0)]
    if row["goal_s"] is not None:
        goals.append((f"{who}, ganti sektor p95 s", row["change_p95_s"], row["goal_s"]))
        goals.append((f"{who}, ganti bobot p95 s", row["weight_p95_s"], row["goal_s"]))
    if size in MEMORY_MB and row["goal_s"] is not None:
        goals.append((f"{who}, memori MB", row["memory_mb"], MEMORY_MB[size]))
    if visitors == 1:
        if row["geometry_bytes"]:
            goals.append((f"{size} kelurahan, byte batas dan nama", row["geometry_bytes"], GEOMETRY_BYTES))
        goals.append((f"{size} kelurahan, byte peta tiap perubahan", row["map_bytes"], MAP_BYTES))
        if size in FIRST_MAP_S:
            first = row["first_s"] if row["drawn_s"] is None else row["drawn_s"]
            goals.append((f"{size} kelurahan, peta pertama s", first, FIRST_MAP_S[size]))
            goals.append((f"{size} kelurahan, halaman pertama server baru s", row["cold_s"], FIRST_MAP_S[size]))
    return goals
