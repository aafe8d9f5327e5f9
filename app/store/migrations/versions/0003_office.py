"""The office: appeals, what the website shows of members, and who brought a member."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("members", sa.Column("referrer", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "appeals",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("outlet", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("bill", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("billed_on", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("filed_on", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("shard", "member", "outlet", "bill", "billed_on"),
        sqlite_with_rowid=False,
    )
    op.create_index("appeals_by_status", "appeals", ["status", "filed_on"], unique=False)
    op.create_table(
        "web_members",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("shard", "member"),
        sqlite_with_rowid=False,
    )
