"""Bookings, what a stay says about who sleeps, children who grow up, and cards found by the hash of their number."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Hashes need the house's key: whoever opens the books fills them in.
    op.add_column("cards", sa.Column("hash", sa.Text(), nullable=False, server_default=""))
    op.create_index("cards_by_hash", "cards", ["hash"], unique=False)
    op.add_column("members", sa.Column("grows_up_on", sa.Text(), nullable=True))
    for name, kind, default in (
        ("idle_nights", sa.BigInteger(), "0"),
        ("booking", sa.Text(), ""),
        ("booked_by", sa.Text(), "self"),
        ("self_stayed", sa.Boolean(), sa.true()),
        ("overnight", sa.Boolean(), sa.true()),
        ("prepaid", sa.Boolean(), sa.false()),
    ):
        op.add_column("stays", sa.Column(name, kind, nullable=False, server_default=default))
    op.create_table(
        "bookings",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("booking", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("booked_by", sa.Text(), nullable=False),
        sa.Column("self_stayed", sa.Boolean(), nullable=False),
        sa.Column("booked_at", sa.Text(), nullable=False),
        sa.Column("arrives_on", sa.Text(), nullable=False),
        sa.Column("arrives_at", sa.Text(), nullable=True),
        sa.Column("nights", sa.BigInteger(), nullable=False),
        sa.Column("rooms", sa.BigInteger(), nullable=False),
        sa.Column("prepaid", sa.Boolean(), nullable=False),
        sa.Column("rate_class", sa.Text(), nullable=False),
        sa.Column("price_offer", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("guaranteed", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("shard", "member", "booking"),
        sqlite_with_rowid=False,
    )
    op.create_index("bookings_by_arrival", "bookings", ["status", "arrives_on"], unique=False)
