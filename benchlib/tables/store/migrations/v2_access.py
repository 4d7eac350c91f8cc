"""Version 2: invitations, their uses, and who among peers has answered."""

from alembic import op

from benchlib.tables.store.columns import ACCESS
from benchlib.tables.store.migration import follow

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Make the tables."""
    follow(op.get_bind(), ACCESS.values())
