"""Descriptions of pictures for those who do not see them, and the captions below them."""

from collections.abc import Callable

from benchlib.present import profile, wording
from benchlib.present.results import Results
from benchlib.present.text import facts, labels

