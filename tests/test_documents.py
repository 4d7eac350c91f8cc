"""The documents tell what is there: commands, tables, links, terms, decisions."""

import re
from pathlib import Path

import pytest

from benchlib.rules import loading
from benchlib.run.cli import cli
from benchlib.tables.schemas import TABLES

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = set(re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1].split())


def code(document: Path) -> list[str]:
    """Lines of a document's shell blocks, without comments, and its inline code."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines()] + spans


def commands(document: Path, program: str) -> list[tuple[str, list[str]]]:
    """Each use of a program in a document: its first word and its options."""
    uses = [re.match(rf"{program} ([a-z]+)\b(.*)", line) for line in code(document)]
    return [(use[1], re.findall(r"--[a-z][a-z-]*", use[2])) for use in uses if use]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_documents_name_real_commands(document):
    known = cli.commands
    options = {name: {"--help"}.union(*(option.opts for option in known[name].params)) for name in known}
    assert {target for target, _ in commands(document, "make")} <= TARGETS
    wrong = [
        (name, option)
        for name, given in commands(document, "benchlib")
        for option in given or [None]
        if name not in known or (option and option not in options[name])
    ]
    assert wrong == []


def test_the_readme_tells_every_command_and_table():
    assert {name for name, _ in commands(ROOT / "README.md", "benchlib")} == set(cli.commands)
    assert [name for name in TABLES if f"| `{name}` |" not in README] == []


def test_the_example_of_a_changed_rule_works(tmp_path):
    example = tmp_path / "gold-at-75.yaml"
    example.write_text(re.search(r"```yaml\n(.*?)```", README, re.DOTALL)[1], encoding="utf-8")
    changed, shipped = loading.framework(example), loading.framework("ecei-31")
    assert changed.labels.levels["gold"].conditions["share"][0].at_least == 0.75
    assert shipped.labels.levels["gold"].conditions["share"][0].at_least == 0.8
    assert changed.labels.levels["silver"] == shipped.labels.levels["silver"]


def test_links_in_documents_lead_somewhere():
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert broken == []


def test_the_glossary_is_in_order():
    terms = re.findall(r"^\| ([^|]+) \| [A-Z0-9]", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert terms == sorted(terms, key=str.lower)
    assert {"verdict", "standing", "open reconstruction", "suppression"} <= set(terms)


def test_decisions_are_numbered_and_listed():
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    listed = re.findall(r"\]\((\d{4}-[^)]+)\)", (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8"))
    assert listed == [path.name for path in DECISIONS]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name[:4])
def test_a_decision_has_date_and_three_parts(path):
    text = path.read_text(encoding="utf-8")
    assert re.match(rf"# {path.name[:4]} .+\n\nDate: \d{{4}}-\d\d-\d\d\n", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Choice", "Consequence"]
