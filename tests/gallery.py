"""Every page x {desktop, phone} x {light, dark} x {id, en} as pictures to look at: `make screenshots`."""

from __future__ import annotations

import argparse
import itertools
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from mapping.bench.servers import OURS, ROOT, serve

WIDTHS = {"desktop": 1440, "phone": 390}
THEMES = ("light", "dark")
LANGUAGES = ("id", "en")
PLACE = "kelurahan=35.78.03.1001"
QUERIES = {
    "profil": PLACE,
    "mulai": f"{PLACE}&modal=10&orang=3-5",
    "hitung": f"{PLACE}&lini=B13",
    "belanja": PLACE,
    "bandingkan": "kode=35.78.03.1001,35.78.03.1002,35.78.03.1003",
}
"""What is opened of a page that would otherwise show its first place."""
TALLEST = 6_000
BUSY = "[data-testid=stStatusWidget], [data-testid=stSkeleton]"
HEIGHT = "document.querySelector('[data-testid=stMain]').scrollHeight"
STYLE = "body{font-family:sans-serif} div{display:flex;gap:8px} img{width:170px;border:1px solid #ccc}"


def pages() -> list[str]:
    """Names of all pages, as in the address."""
    return sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


def settle(page: Page) -> None:
    """Wait until the page is whole: no script running, nothing loading, its height at rest, map drawn."""
    page.locator("h1").first.wait_for(timeout=60_000)
    still, before = 0, -1
    for _ in range(120):
        page.wait_for_timeout(500)
        height = page.evaluate(f"document.querySelector('{BUSY}') ? -1 : {HEIGHT}")
        still = still + 1 if 0 <= height == before else 0
        before = height
        if still == 4:
            return


def picture(browser: Browser, address: str, path: Path, width: int, theme: str) -> list[str]:
    """One page, whole, as a PNG; returns what the console complained about."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,  # type: ignore[arg-type]
        is_mobile=width < 500,
        has_touch=width < 500,
        user_agent="Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Mobile" if width < 500 else None,
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(address)
    settle(page)
    height = page.evaluate(HEIGHT)
    page.set_viewport_size({"width": width, "height": min(int(height) + 40, TALLEST)})
    page.wait_for_timeout(800)
    page.screenshot(path=str(path))
    context.close()
    return [text for text in said if "404" not in text]


def contact_sheet(folder: Path, names: list[str]) -> None:
    """One HTML page with all pictures, a row a page, to look through."""
    kinds = ["-".join(kind) for kind in itertools.product(WIDTHS, THEMES, LANGUAGES)]
    rows = []
    for name in names:
        pictures = [f"{name}-{kind}.png" for kind in kinds]
        shown = "".join(f'<a href="{path}"><img loading="lazy" src="{path}" alt="{path}"></a>' for path in pictures)
        rows.append(f"<h2>{name}</h2><div>{shown}</div>")
    page = f"<!doctype html><meta charset=utf-8><title>Galeri</title><style>{STYLE}</style>{''.join(rows)}"
    (folder / "index.html").write_text(page)


def main() -> None:
    """Write the gallery; only some pages where they are named."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("names", nargs="*", default=[])
    told.add_argument("--out", type=Path, default=ROOT / "gallery")
    told.add_argument("--processed", type=Path, default=ROOT / "data" / "processed")
    asked = told.parse_args()
    names = asked.names or pages()
    asked.out.mkdir(parents=True, exist_ok=True)
    binary = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with serve(OURS, asked.processed) as server, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=binary, args=["--no-sandbox"])
        for name, width, theme, language in itertools.product(names, WIDTHS, THEMES, LANGUAGES):
            query = "&".join(filter(None, ["wilayah=surabaya", f"bahasa={language}", QUERIES.get(name, "")]))
            path = asked.out / f"{name}-{width}-{theme}-{language}.png"
            said = picture(browser, f"http://127.0.0.1:{server.port}/{name}?{query}", path, WIDTHS[width], theme)
            print(path.name, *said)  # noqa: T201
        browser.close()
    contact_sheet(asked.out, names)


if __name__ == "__main__":
    main()
