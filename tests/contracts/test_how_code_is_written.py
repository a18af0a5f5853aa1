"""Promises about the source itself that no linter keeps."""

import ast
import re
import unicodedata

import pytest
from contracts.source_tree import APP, calls, place, texts, trees

from app import ROOT

LONGEST_FILE = 400
TEXT_KINDS = {".py", ".toml", ".md", ".html", ".css", ".js", ".svg", ".csv", ".txt", ".lock", ".mako", ".yaml", ".ics"}
FOLDERS = ("app", "bench", "migrations", "seed", "templates", "tests", ".ci")
OF_A_PLAN = re.compile(
    r"bình phước|binh-phuoc|binh_phuoc|đồng nai|dong-nai|dong_nai|trà vinh|tra-vinh|tiền giang|tien-giang|2023|2025",
    re.IGNORECASE,
)


def text_files():
    """Every text file of the project that people write or read."""
    files = [path for path in ROOT.iterdir() if path.is_file() and (path.suffix in TEXT_KINDS or not path.suffix)]
    for folder in FOLDERS:
        files += [path for path in (ROOT / folder).rglob("*") if path.suffix in TEXT_KINDS or path.name == "run"]
    return [path for path in files if "__pycache__" not in path.parts and not path.name.startswith(".coverage")]


def shown(paths):
    return sorted(str(path.relative_to(ROOT)) for path in paths)


def test_every_text_file_is_utf_8_in_the_composed_form():
    files = text_files()
    assert len(files) > 300
    assert shown(path for path in files if not unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))) == []


def test_no_text_file_has_carriage_returns_or_lacks_its_last_line_break():
    wrong = []
    for path in text_files():
        content = path.read_bytes()
        is_vendored = re.search(r"\d+\.\d+\.\d+", path.name)
        if (
            not is_vendored
            and path.suffix != ".ics"
            and (b"\r" in content or (content and not content.endswith(b"\n")))
        ):
            wrong.append(path)
    assert shown(wrong) == []


@pytest.mark.parametrize("folder", ["app", "tests", "migrations", "bench"])
def test_no_file_of_source_is_longer_than_a_reader_likes(folder):
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / folder).rglob("*.py")}
    assert shown(path for path, length in lengths.items() if length > LONGEST_FILE) == []


def test_no_module_is_a_place_for_odds_and_ends():
    odds = {"utils", "util", "common", "helpers", "helper", "misc", "shared", "base", "core"}
    assert shown(path for path in trees() if path.stem in odds or path.parent.name in odds) == []


def test_every_module_opens_with_a_docstring_in_vietnamese():
    plain = re.compile(r"[\x00-\x7f…“”–]*:?")
    opening = {path: (ast.get_docstring(tree) or "").partition(":")[0] for path, tree in trees().items()}
    assert shown(path for path, words in opening.items() if not words) == []
    of_domain = {
        path: words for path, words in opening.items() if path.parent == APP / "domain" and path.stem != "__init__"
    }
    assert shown(path for path, words in of_domain.items() if plain.fullmatch(words) and path.stem != "errors") == []


def test_the_program_knows_no_province_and_no_year_of_a_plan():
    in_code = [
        place(path, node)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(name := getattr(node, "id", getattr(node, "attr", getattr(node, "name", ""))), str)
        and OF_A_PLAN.search(name)
    ]
    in_texts = [
        place(path, node) for path, tree in trees().items() for node in texts(tree) if OF_A_PLAN.search(node.value)
    ]
    numbers = [
        place(path, node)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in {2023, 2025}
    ]
    assert in_code + in_texts + numbers == []


def test_no_wording_or_style_knows_a_province_or_a_year_of_a_plan():
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates" / "sentences").rglob("*.toml")]
    files += [
        path for path in (APP / "web" / "static").iterdir() if path.suffix in {".css", ".js"} and "min" not in path.name
    ]
    assert (
        shown(
            p for p in files if re.search(r"bình phước|đồng nai|trà vinh", p.read_text(encoding="utf-8"), re.IGNORECASE)
        )
        == []
    )


def test_only_the_store_and_the_migrations_commit():
    places = {path for path, tree in trees().items() if list(calls(tree, "commit"))}
    assert shown(places) == ["app/db/store.py"]


def test_every_dependency_that_closes_something_closes_it_before_the_answer_is_sent():
    makers = {
        node.name
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(node))
    }
    taken = [
        (place(path, call), {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg == "scope"})
        for path, tree in trees().items()
        for call in calls(tree, "Depends")
        if isinstance(call.args[0], ast.Name) and call.args[0].id in makers
    ]
    assert len(taken) > 0
    assert [where for where, scope in taken if scope != {"scope": "function"}] == []


def test_the_core_asks_no_clock_and_throws_no_dice():
    asked = {
        "now",
        "today",
        "utcnow",
        "random",
        "choice",
        "randint",
        "shuffle",
        "uuid4",
        "token_hex",
        "token_bytes",
        "getenv",
    }
    places = [
        place(path, call)
        for path, tree in trees().items()
        if path.is_relative_to(APP / "domain")
        for call in calls(tree, *asked)
    ]
    assert places == []


def test_every_suppressed_finding_says_why_on_its_line_or_just_above():
    marked = re.compile(r"# (?:noqa|type: ignore)(?P<rules>: [A-Z0-9, ]+(?<!\s)|\[[a-z, -]+\])?(?P<reason>.*)$")
    wrong = []
    for path in [file for folder in ("app", "tests", "migrations") for file in (ROOT / folder).rglob("*.py")]:
        above = ""
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            mark = marked.search(line)
            is_reasoned = mark and (re.search(r"\w{2}", mark["reason"]) or above.lstrip().startswith("# "))
            if mark and not (mark["rules"] and is_reasoned):
                wrong.append(f"{path.relative_to(ROOT)}:{number}")
            above = line
    assert wrong == []
