"""First books."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("audit_by_member", "audit", ["member", "at"], unique=False)
    op.create_table(
        "balances",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("asset", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("in_total", sa.BigInteger(), nullable=False),
        sa.Column("out_total", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("in_total >= out_total", name="balances_not_below_zero"),
        sa.PrimaryKeyConstraint("shard", "member", "asset", "account"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bank_cards",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("last4", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bills",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("slip", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("outlet", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("bill", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("stay", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("product", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payable_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("points", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "member", "slip"),
        sqlite_with_rowid=False,
    )
    op.create_index("bills_by_number", "bills", ["bill", "business_date"], unique=False)
    op.create_table(
        "cards",
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("issued_on", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("expires_on", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("replaced_by", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_with_rowid=False,
    )
    op.create_index("cards_by_member", "cards", ["member"], unique=False)
    op.create_index("cards_by_status", "cards", ["status", "number"], unique=False)
    op.create_table(
        "claims",
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("value"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counters",
        sa.Column("property", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("property", "name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "credentials",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("mac", sa.LargeBinary(), autoincrement=False, nullable=False),
        sa.Column("tries", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("blocked", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "member"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "days",
        sa.Column("property", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("closed_at", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("operator", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("slips", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("proof", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("property", "business_date"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "debts",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("slip", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("asset", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "member", "slip", "asset"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decisions",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("programme", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("shard", "member", "slip"),
        sqlite_with_rowid=False,
    )
    op.create_index("decisions_by_date", "decisions", ["business_date", "position"], unique=False)
    op.create_index("decisions_by_position", "decisions", ["position"], unique=False)
    op.create_index("decisions_by_slip", "decisions", ["slip"], unique=False)
    op.create_table(
        "lots",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("asset", sa.Text(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("earned_on", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Text(), nullable=True),
        sa.CheckConstraint("remaining >= 0", name="lots_not_below_zero"),
        sa.PrimaryKeyConstraint("shard", "member", "lot", "account"),
        sqlite_with_rowid=False,
    )
    op.create_index("lots_by_expiry", "lots", ["expires_on", "shard", "member"], unique=False)
    op.create_table(
        "members",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("tier", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("tier_since", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("tier_until", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("joined_on", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("consent", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("consent_third_party", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("personal", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("company", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("invited_to", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("members_by_number", "members", ["number"], unique=False)
    op.create_index("members_by_status", "members", ["status", "joined_on"], unique=False)
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "operators",
        sa.Column("property", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("operator", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("active", sa.Boolean(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("property", "operator"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outlets",
        sa.Column("property", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("outlet", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_zh", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("property", "outlet"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "personal",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("shard", "member", "record"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "programmes",
        sa.Column("property", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pack", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("settings", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("property", "version"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "properties",
        sa.Column("property", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_zh", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("property"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rewards",
        sa.Column("property", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_zh", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("points", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stock", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("tiers", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("picture", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("property", "code"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shard_heads",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shard"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shifts",
        sa.Column("property", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("shift", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("terminal", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("operator", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("closed_at", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("float_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expected_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counted_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("explanation", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("property", "shift"),
        sqlite_with_rowid=False,
    )
    op.create_index("shifts_by_status", "shifts", ["status", "terminal"], unique=False)
    op.create_table(
        "slips",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.Text(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "slips_by_terminal", "slips", ["terminal", "incarnation", "sequence"], unique=False
    )
    op.create_table(
        "staff",
        sa.Column("property", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("card_hash", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("property", "operator"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stays",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("stay", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("room", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("rate_class", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("brand", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("choice", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("nights", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rooms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arrived_on", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("arrived_at", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("left_on", sa.Text(), autoincrement=False, nullable=True),
        sa.Column("status", sa.Text(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "member", "stay"),
        sqlite_with_rowid=False,
    )
    op.create_index("stays_by_status", "stays", ["status", "room"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("metric", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("on", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("amount", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shard", "member", "metric", "on"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tokens",
        sa.Column("token", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("token", "shard", "member"),
        sqlite_with_rowid=False,
    )
    op.create_index("tokens_by_member", "tokens", ["shard", "member"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("shard", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("slip", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asset", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=True),
        sa.Column("business_date", sa.Text(), nullable=False),
        sa.CheckConstraint("amount > 0", name="transfers_move_something"),
        sa.CheckConstraint("source <> target", name="transfers_have_two_sides"),
        sa.PrimaryKeyConstraint("shard", "member", "slip", "line"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "transfers_by_date", "transfers", ["business_date", "source", "target"], unique=False
    )
    op.create_table(
        "usage",
        sa.Column("property", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("operator", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Text(), autoincrement=False, nullable=False),
        sa.Column("adjust_points", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("adjust_minor", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("overrides", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("property", "operator", "business_date"),
        sqlite_with_rowid=False,
    )
    for table in ("slips", "decisions", "transfers"):
        _refuse_changes(table)


def _refuse_changes(table: str) -> None:
    """The journal is append-only: mistakes are reversed, never edited."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
