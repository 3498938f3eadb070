"""WCAG 2.2 AA by axe-core on every page: light on a desktop in Indonesian, dark on a phone in English."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.gallery import QUERIES, pages, settle

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = {
    "desktop": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "is_mobile": True, "has_touch": True},
}
# Streamlit's own list of pages on a narrow screen puts its headings beside the list items; not ours to repair.
NOT_OURS = [["[data-testid=stSidebarNav]"]]


def breaches(page) -> list[str]:
    """What axe-core finds on the page and, apart, inside the map's own frame."""
    maps = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    told = []
    for part in [page, *maps]:
        hidden = {"exclude": NOT_OURS} if part is page else None
        found = Axe().run(part, hidden, {"runOnly": {"type": "tag", "values": TAGS}})
        told += [
            f"{rule['id']}: {node['html'][:160]} ({(node.get('any') or [{}])[0].get('message', '')[:160]})"
            for rule in found.response["violations"]
            for node in rule["nodes"]
        ]
    return told


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", pages())
def test_a_page_breaks_no_rule(browser, server, name, look):
    context = browser.new_context(**LOOKS[look], locale="id-ID")
    page = context.new_page()
    spoken = "&bahasa=en" if look == "phone" else ""
    page.goto(f"{server}/{name}?wilayah=surabaya{spoken}&{QUERIES.get(name, '')}")
    settle(page)
    found = breaches(page)
    context.close()
    assert found == []


def test_the_check_itself_sees_a_breach(page, server):
    page.goto(f"{server}/metode?wilayah=surabaya")
    settle(page)
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"data:,\">')")
    assert any(text.startswith("image-alt") for text in breaches(page))


def test_every_page_is_checked():
    assert set(pages()) == {path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py")}
