"""The rules that hold the house up: floors, who may know what, notebooks, locks, words."""

import ast
import doctest
import importlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "cxlib"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FLOORS = {
    "errors": 0, "intervals": 0, "series": 0, "words": 0,
    "codebook": 1, "contract": 1, "slices": 1, "finding": 1,
    "intake": 2, "store": 2,
    "study": 3,
    "samples": 4, "scores": 4, "journeys": 4, "personas": 4, "churn": 4, "quality": 4, "drivers": 4, "comments": 4,
    "charts": 5, "readout": 5, "maps": 5,
    "live": 6,
    "controls": 7, "report": 7,
    "cli": 8,
}
# Modules of one floor that one of them may import: each line is a decision, with its reason.
SIDEWAYS = {
    ("words", "errors"): "every floor speaks through errors",
    ("intervals", "errors"): "every floor speaks through errors",
    ("series", "errors"): "every floor speaks through errors",
    ("contract", "codebook"): "the contract checks scores against the codebook",
    ("finding", "slices"): "a finding carries its slice",
}
HEAVY_ALLOWED = {
    "matplotlib": {"charts", "controls", "report"},
    "seaborn": {"charts", "controls", "report"},
    "ipywidgets": {"controls"},
    "anywidget": {"controls"},
    "duckdb": {"store"},
    "pyspark": {"store"},
    "sqlglot": {"store"},
}
TOUCHES_FILES = {"intake", "store", "report", "samples", "study", "live", "cli"}


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def home(path):
    """The module of the house that a file belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(path):
    """Every module that a file imports, anywhere in it, by its full name."""
    package = ("cxlib", *path.relative_to(PACKAGE).with_suffix("").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) + 1 - node.level]) if node.level else ""
            whole = ".".join(part for part in (base, node.module or "") if part)
            found |= {whole, *(f"{whole}.{alias.name}" for alias in node.names)}
    return found


def test_every_module_has_its_floor():
    assert {home(path) for path in modules()} - {"__init__"} == set(FLOORS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_lower_floors(path):
    mine = home(path)
    if mine == "__init__":
        return
    for name in imported(path):
        parts = name.split(".")
        if parts[0] != "cxlib" or len(parts) < 2 or parts[1] not in FLOORS or parts[1] == mine:
            continue
        lower = FLOORS[parts[1]] < FLOORS[mine] or (mine, parts[1]) in SIDEWAYS
        assert lower, f"{path.relative_to(ROOT)} imports {name}, which is not on a lower floor"


@pytest.mark.parametrize("package", sorted(HEAVY_ALLOWED))
def test_only_these_know(package):
    knows = {home(path) for path in modules() if any(name.split(".")[0] == package for name in imported(path))}
    assert knows <= HEAVY_ALLOWED[package]


def test_only_these_touch_files():
    marks = re.compile(r"\bopen\(|\.write_text\(|\.write_bytes\(|\.read_text\(|\.to_csv\(|\.to_parquet\(|read_csv\(|\.unlink\(")
    touching = {home(path) for path in modules() if marks.search(path.read_text(encoding="utf-8"))}
    assert touching <= TOUCHES_FILES


def test_no_module_reaches_for_the_network():
    for path in modules():
        roots = {name.split(".")[0] for name in imported(path)}
        assert not roots & {"requests", "urllib3", "httpx", "aiohttp", "ftplib", "smtplib"}, path
        if home(path) not in {"report", "cli"}:
            assert "socket" not in roots, path


def test_import_is_light():
    code = "import sys, cxlib; print([m for m in ('matplotlib', 'sklearn', 'pyspark', 'pandas', 'statsmodels', 'duckdb') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_opening_a_study_needs_no_drawing_and_no_learning():
    code = "import sys, cxlib.study, cxlib.scores, cxlib.journeys, cxlib.personas, cxlib.churn, cxlib.cli; print([m for m in ('matplotlib', 'sklearn', 'ipywidgets', 'jupyterlab') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def lines_of_code(function):
    """Lines of a function from the end of its docstring on."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return function.end_lineno - (first.end_lineno if documented else function.lineno)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_public_names_are_documented_and_functions_fit_a_screen(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{path.name} does not say what it is"
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path.relative_to(ROOT)}: {node.name} has no docstring"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert lines_of_code(node) <= 45, f"{path.relative_to(ROOT)}: {node.name} is too long"
        if isinstance(node, ast.ExceptHandler):
            silent = all(isinstance(part, ast.Pass) for part in node.body)
            broad = node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
            assert not (silent and broad), f"{path.relative_to(ROOT)}:{node.lineno}: an error is swallowed"


def test_there_is_no_drawer_for_everything():
    assert not [path for path in modules() if path.stem in ("utils", "util", "helpers", "common", "misc")]


def cells(path, kind):
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


def source(cell):
    return "".join(cell["source"])


def test_the_notebooks_are_there():
    assert [path.stem for path in NOTEBOOKS] == [
        "00_start_here", "01_personas", "02_journeys", "03_metrics", "04_churn", "05_readout",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_questions_prose_and_calls(path):
    code, prose = cells(path, "code"), cells(path, "markdown")
    for cell in code:
        assert not cell["outputs"] and cell["execution_count"] is None, "outputs are not committed"
        assert len(source(cell).splitlines()) <= 12
        for node in ast.walk(ast.parse(source(cell))):
            logic = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.ListComp, ast.DictComp, ast.Lambda, ast.Try)
            assert not isinstance(node, logic), f"{path.stem}: logic belongs in cxlib: {source(cell)}"
    tagged = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1 and code[0] == tagged[0]
    assert any("controls.slicer(" in source(cell) for cell in code)
    assert prose[0] == json.loads(path.read_text(encoding="utf-8"))["cells"][0] and source(prose[0]).startswith("# ")
    words = sum(len(source(cell).split()) for cell in prose)
    assert words >= 6 * sum(len(source(cell).splitlines()) for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_speaks_vietnamese_too(path):
    for cell in cells(path, "markdown"):
        assert cell["metadata"].get("cxlib", {}).get("vi"), f"{path.stem}: no Vietnamese for: {source(cell)[:60]}"


def requirement(text):
    name, bounds = re.fullmatch(r"([A-Za-z0-9_.-]+)(.*)", text.replace(" ", "")).groups()
    return name.lower(), bounds


def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_conda_and_pyproject_name_the_same_pins():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = dict(requirement(item) for item in listed if isinstance(item, str))
    assert conda.pop("python") == pyproject()["requires-python"]
    conda.pop("pip")
    conda["duckdb"] = conda.pop("python-duckdb")  # conda keeps the name duckdb for the shell
    assert conda == dict(requirement(item) for item in pyproject()["dependencies"])


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_the_lock_has_hashes_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text and "index-url" not in text
    pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", text, flags=re.MULTILINE)
    assert {requirement(item)[0] for item in pyproject()["dependencies"]} <= set(pinned)
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_every_dependency_earns_its_line_in_the_readme():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [requirement(item)[0] for item in pyproject()["dependencies"]]
    assert [name for name in names if f"| {name} |" not in text] == []


def test_the_top_level_is_what_the_user_fixed():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout: what is tracked cannot be listed")
    top = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    tools = {"pyproject.toml", "Makefile", "requirements.lock", "requirements-test.lock", ".ci", ".gitignore", "jupyter_lab_config.py"}
    assert top - tools == {"notebooks", "cxlib", "data", "tests", "environment.yml", "README.md"}


@pytest.mark.parametrize("path", [path for path in modules() if ">>> " in path.read_text(encoding="utf-8")], ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_examples_give_what_they_say(path):
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    assert doctest.testmod(importlib.import_module(name)).failed == 0
