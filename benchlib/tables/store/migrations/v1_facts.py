"""Version 1: facts, versions of answers, states of assessments, what was replaced."""

from alembic import op

from benchlib.tables.store.columns import FACTS, KEPT
from benchlib.tables.store.migration import follow

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    follow(op.get_bind(), [*FACTS.values(), *KEPT.values()])
