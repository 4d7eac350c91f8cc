"""The workbook to fill in: the tables, a framework's questions in the sheet of answers, and what peers are asked."""

from pathlib import Path

from benchlib.rules import loading
from benchlib.rules.models import Indicator, Question
from benchlib.tables import template


def write(file: Path, framework: str) -> None:
    """Write an empty workbook that asks what a framework, its label rules and peers' aspects ask. Raises RuleError."""
    asked = loading.framework(framework)
    items = [_question(key, asked.groups[item.group].name, item) for key, item in asked.indicators.items()]
    further = [_question(key, asked.labels.title, item) for key, item in asked.labels.questions.items()]
    aspects = loading.competitiveness().qualitative.aspects
    peers = {key: f"{aspect.name}: {aspect.question}" for key, aspect in aspects.items()}
    template.write(file, asked.id, [*items, *further], peers)


def _question(key: str, group: str, item: Indicator | Question) -> template.Question:
    steps = item.points[-1].described if isinstance(item, Indicator) and item.input == "rubric" else {}
    return template.Question(key, group, item.name, item.question, item.unit, item.evidence, item.input, steps)
