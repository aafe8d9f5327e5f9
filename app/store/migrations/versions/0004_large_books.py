"""Large books: the slips that wait for a decision in a table of their own, and days counted in an index."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "undecided",
        sa.Column("slip", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slip"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO undecided SELECT s.id FROM slips s "
        "WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.slip = s.id)"
    )
    op.drop_index("decisions_by_date", "decisions")
    op.create_index(
        "decisions_by_date", "decisions", ["business_date", "position", "outcome", "kind"]
    )
    op.create_index("members_by_joining", "members", ["joined_on", "channel"])
