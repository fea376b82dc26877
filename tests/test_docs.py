"""Do the docs name what there is? What is added and not told of fails here."""

import re
import tomllib

import pytest

from riskwatch.__main__ import _parser
from riskwatch.model import files
from riskwatch.model.ledger import ledger, ledgers
from riskwatch.model.problem import sentences
from riskwatch.model.roles import deeds
from riskwatch.store.question import questions
from riskwatch.ui.menu import SCREENS

MANUAL = (files.ROOT / "docs" / "操作手册.md").read_text("utf-8")
README = (files.ROOT / "README.md").read_text("utf-8")
DECISIONS = (files.ROOT / "docs" / "decisions.md").read_text("utf-8")
CONTRIBUTING = (files.ROOT / "CONTRIBUTING.md").read_text("utf-8")
DOCS = [
    files.ROOT / "README.md",
    files.ROOT / "CONTRIBUTING.md",
    files.ROOT / "CHANGELOG.md",
    *sorted((files.ROOT / "docs").glob("*.md")),
]


def pins(name: str) -> dict[str, str]:
    """Return package → version of a requirements file."""
    lines = (files.ROOT / name).read_text("utf-8").splitlines()
    return dict(re.findall(r"^([a-z0-9_.-]+)==(\S+)", "\n".join(lines), re.MULTILINE))


def direct(name: str) -> set[str]:
    """Return the packages above “What they stand on”."""
    text = (files.ROOT / name).read_text("utf-8").split("# What they stand on")[0]
    return set(re.findall(r"^([a-z0-9_.-]+)==", text, re.MULTILINE))


@pytest.mark.parametrize("screen", SCREENS, ids=lambda each: each.path.stem)
def test_every_screen_is_in_the_manual(screen: object) -> None:
    row = next((line for line in MANUAL.splitlines() if line.startswith(f"| {screen.title} |")), "")  # type: ignore[attr-defined]
    assert screen.path.stem in row  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", files.names("ledgers"))
def test_every_ledger_is_in_the_manual(name: str) -> None:
    assert f"`{name}` | {ledger(name).title}" in MANUAL


def test_every_column_has_a_title() -> None:
    assert [column.name for each in ledgers() for column in each.columns if not column.title] == []


def test_every_kind_of_problem_is_in_the_manual() -> None:
    assert [each.title for each in sentences().values() if each.title not in MANUAL] == []


def test_every_role_and_every_folder_of_questions_is_in_the_manual() -> None:
    assert [role for role in sorted(set().union(*deeds().values())) if f"`{role}`" not in MANUAL] == []
    assert [folder for folder in sorted({each.name.split("/")[0] for each in questions()}) if f"`{folder}`" not in MANUAL] == []


def test_every_command_is_in_the_manual() -> None:
    (deeds_of_cli,) = [action for action in _parser()._actions if action.choices]
    assert [name for name in deeds_of_cli.choices or () if f"`{name}" not in MANUAL] == []


def test_the_readme_has_its_two_commands_and_the_windows_ones() -> None:
    assert "\npython3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/streamlit run app.py\n" in README
    assert "\npython3 -m venv .venv && .venv/bin/pip install -r requirements-dev.txt && .venv/bin/python -m pytest\n" in README
    assert README.count("py -3 -m venv .venv;") == 2
    assert (files.ROOT / "requirements.txt").is_file()
    assert (files.ROOT / "app.py").is_file()


def test_the_run_for_everything_uses_the_readmes_own_command() -> None:
    pattern = re.search(r"sed -n 's/(.+?)/\\1/p' README.md", (files.ROOT / ".ci" / "run").read_text("utf-8"))
    assert pattern is not None
    wanted = pattern[1].replace(r"\(", "(").replace(r"\)", ")")
    assert re.findall(wanted, README, re.MULTILINE) == [
        "python3 -m venv .venv && .venv/bin/pip install -r requirements-dev.txt && .venv/bin/python -m pytest"
    ]


def test_the_decisions_name_every_dependency() -> None:
    named = set(re.findall(r"`([a-z0-9_-]+)(?:==[^`]+)?`", DECISIONS))
    assert direct("requirements.txt") - named == set()
    assert direct("requirements-dev.txt") - named == set()


def test_the_pins_are_those_of_the_project_file() -> None:
    project = tomllib.loads((files.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {re.split(r"[=<>]", each)[0]: each for each in project["dependencies"]}
    assert set(wanted) == direct("requirements.txt")
    assert pins("requirements.txt")["duckdb"] == "1.5.5"
    assert pins("requirements.txt")["streamlit"] == "1.67.0"
    assert not set(pins("requirements.txt")) & set(pins("requirements-dev.txt")), "each pin stands once"


def test_what_runs_here_is_what_is_pinned() -> None:
    from importlib.metadata import version

    assert {name: version(name) for name in pins("requirements.txt")} == pins("requirements.txt")


def test_the_five_recipes_and_the_rule_of_the_house_are_told() -> None:
    for recipe in ("A township changed a header", "A new column", "A new question", "A new screen", "A new threshold or 口径"):
        assert recipe in CONTRIBUTING
    assert CONTRIBUTING.count("Prove it:") == 5
    assert "You may only look down" in CONTRIBUTING


@pytest.mark.parametrize("path", DOCS, ids=lambda each: each.name)
def test_a_link_leads_to_a_file_that_is_there(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    links = [each for each in re.findall(r"\]\(([^)#]+)\)", text) if not each.startswith("http")]
    missing = [each for each in links if not (path.parent / each).exists()]  # type: ignore[attr-defined]
    assert [each for each in missing if each != "docs/board.png"] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda each: each.name)
def test_a_test_or_data_file_that_the_docs_name_is_there(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    named = set(re.findall(r"`((?:tests|data|riskwatch|queries|docs)/[\w./操作手册-]+\.(?:py|toml|md|sql))`", text))
    assert [each for each in sorted(named) if not each.startswith("data/store/") and not (files.ROOT / each).exists()] == []
