"""What kiosks need: PINs of staff, and which vouchers came out of the printer."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("staff", sa.Column("pin_hash", sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "staff", sa.Column("pin_failures", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("staff", sa.Column("pin_locked_until", sa.Text(), nullable=True))
    op.create_table(
        "kiosk_vouchers",
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("slip"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "kiosk_vouchers_begun",
        "kiosk_vouchers",
        ["terminal"],
        sqlite_where=sa.text("\"end\" = ''"),
        postgresql_where=sa.text("\"end\" = ''"),
    )
