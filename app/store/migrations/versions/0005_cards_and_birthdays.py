"""Bank cards found by their member too; birthdays that are still to be indexed, for which the key is needed."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("bank_cards_by_member", "bank_cards", ["member"])
    op.execute(
        "INSERT INTO meta (name, value) SELECT 'birthdays', 'to do' "
        "WHERE EXISTS (SELECT 1 FROM personal)"
    )
