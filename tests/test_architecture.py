"""The rules of the house: who imports whom, what a page may hold, what an import may cost."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = sorted((ROOT / "mapping").rglob("*.py"))
PAGES = sorted((ROOT / "pages").glob("*.py"))
HEAVY = (
    "pandas",
    "geopandas",
    "pyogrio",
    "folium",
    "streamlit",
    "sklearn",
    "scipy",
    "numpy",
    "shapely",
    "pandera",
    "numba",
)


def imported_by(path: Path) -> set[str]:
    """Names of all modules that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def roots(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_the_road_goes_one_way():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout


def test_importing_mapping_is_light():
    assert not loaded_after("import mapping, mapping.errors, mapping.settings") & set(HEAVY)


def test_the_command_line_answers_help_without_heavy_libraries():
    assert not loaded_after("import mapping.__main__") & set(HEAVY)


def test_the_frame_of_every_page_waits_for_no_database():
    frame = ROOT / "mapping" / "ui" / "main.py"
    asked = re.findall(r"^(?:import|from) mapping\S* ?.*$", frame.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert not loaded_after("; ".join(asked)) & {"sqlalchemy", "alembic", "psycopg", "authlib"}


def test_building_a_study_never_loads_the_app():
    assert not loaded_after("import mapping.study, mapping.present.files.formats") & {
        "streamlit",
        "folium",
        "esda",
        "mapclassify",
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_reads_like_a_table_of_contents(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 80
    computing = {"pandas", "numpy", "geopandas", "shapely", "scipy", "sklearn", "folium", "streamlit_folium"}
    assert not roots(imported_by(path)) & computing
    inner = {"mapping.intake", "mapping.measure", "mapping.score", "mapping.advise", "mapping.study"}
    assert not {".".join(name.split(".")[:2]) for name in imported_by(path)} & inner


def test_the_entry_is_short():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 25


def test_folium_has_one_home():
    homes = {
        path.relative_to(ROOT).as_posix() for path in PACKAGE + PAGES if roots(imported_by(path)) & {"folium", "branca"}
    }
    assert homes == {"mapping/present/maps.py"}


def test_no_raw_html_from_pages_or_ui_carries_names():
    """``unsafe_allow_html`` and ``folium_static`` are ways past the one escape; neither is used."""
    for path in [*PAGES, *PACKAGE]:
        text = path.read_text(encoding="utf-8")
        assert "unsafe_allow_html" not in text, path
        assert "folium_static" not in text, path


def test_every_public_function_says_what_it_does():
    silent = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in PACKAGE
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_nothing_of_a_users_file_is_kept_in_a_cache():
    """A cached function of the intake may depend on our own data files and a role, never on what a file says."""
    for path in (ROOT / "mapping" / "intake").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(d) for d in node.decorator_list):
                assert {argument.arg for argument in node.args.args} <= {"role"}, f"{path.name}: {node.name}"


def test_the_measuring_sticks_stay_out_of_the_app():
    """The field's own libraries check and race ours; they cost seconds to import and are not in requirements.txt."""
    sticks = {"skcriteria", "pymcdm", "libpysal", "esda", "access", "ecomplexity", "mapclassify"}
    users = [path for path in PACKAGE + PAGES if roots(imported_by(path)) & sticks]
    assert all(path.parent == ROOT / "mapping" / "bench" for path in users)


def tracked_text_files() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True
    ).stdout.splitlines()
    return [ROOT / name for name in names if not name.endswith((".png", ".csv", ".geojson")) and (ROOT / name).exists()]


def test_nothing_is_left_undone_or_tied_to_one_machine():
    undone = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b|/ho" r"me/|/wo" r"rk/|py" r"pi\.org")
    found = [path for path in tracked_text_files() if undone.search(path.read_text(encoding="utf-8", errors="replace"))]
    assert not found


def test_requirements_are_pinned_and_each_is_explained():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    for line in filter(None, lines):
        if not line.startswith("#"):
            assert re.match(r"\S+==\S+\s+# .{10,}", line), line
