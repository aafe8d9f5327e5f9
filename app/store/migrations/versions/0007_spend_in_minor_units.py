"""What members have spent is counted in minor units, so that the cents of many bills add up to a unit.

The packs count money under one name, ``spend``; it had been kept in whole units.
"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("UPDATE tallies SET amount = amount * 100 WHERE metric = 'spend'")
