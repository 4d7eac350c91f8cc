"""The workbook to fill in: the tables, and a framework's questions in the sheet of answers."""

from pathlib import Path

from benchlib.rules import loading
from benchlib.tables import template


def write(file: Path, framework: str) -> None:
    """Write an empty workbook that asks the questions of a framework and of its label rules. Raises RuleError."""
    asked = loading.framework(framework)
    items = [
        template.Question(
            key, asked.groups[item.group].name, item.name, item.question, item.unit, item.evidence, item.input
        )
        for key, item in asked.indicators.items()
    ]
    further = [
        template.Question(key, asked.labels.title, item.name, item.question, item.unit, item.evidence, item.input)
        for key, item in asked.labels.questions.items()
    ]
    template.write(file, asked.id, [*items, *further])
