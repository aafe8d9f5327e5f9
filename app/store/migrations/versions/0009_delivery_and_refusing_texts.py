"""What the network said of a text, and members who want none.

Texts of before were sent without asking for a report: they stay as they are. Nobody has said no yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    for column in (
        sa.Column("awaits", sa.Text(), nullable=False, server_default=""),
        sa.Column("delivery", sa.Text(), nullable=False, server_default=""),
        sa.Column("reported_at", sa.Text(), nullable=True),
    ):
        op.add_column("messages", column)
    op.create_index(
        "messages_awaiting",
        "messages",
        ["sent_at"],
        sqlite_where=sa.text("awaits <> ''"),
        postgresql_where=sa.text("awaits <> ''"),
    )
    for name in ("no_sms", "no_email"):
        op.add_column(
            "members", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )
