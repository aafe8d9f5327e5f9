"""What a terminal's login sees of a centre: its own feed, its own answers, itself, and the server's clock.

A login has no right to any table of the ledger or of members. Views of the owner show it its own rows.
"""

from __future__ import annotations

from typing import Final

# Columns that a terminal may fill; the others are the server's.
MAY_INSERT: Final = {
    "inbox": ("id", "terminal", "incarnation", "sequence", "push", "text", "beside"),
    "pushes": (
        "id",
        "terminal",
        "incarnation",
        "first",
        "last",
        "head",
        "signature",
        "sent_at",
    ),
    "questions": ("id", "terminal", "incarnation", "kind", "payload"),
}
# Text that sorts as it was written: times of the centre are in UTC, to the second.
_NOW = """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')"""
# Who is invited sees itself as long as the code is good; who is lost, forked or signed out sees nothing.
_MINE = (
    "t.login = current_user AND "
    f"(t.state = 'active' OR (t.state = 'invited' AND t.code_until > {_NOW}))"
)
VIEWS: Final = {
    # How a terminal stands: its incarnation, and how far its slips have come.
    "my_terminal": (
        "SELECT t.terminal, t.property, t.face, t.incarnation, t.state, c.accepted, c.head "
        "FROM terminals t LEFT JOIN chains c "
        f"ON c.terminal = t.terminal AND c.incarnation = t.incarnation WHERE {_MINE}"
    ),
    # The centre: which book, since which restore, how to seal for it, and what time it is there.
    "my_centre": (
        "SELECT name, value FROM meta WHERE name IN ('book', 'epoch', 'seal_key') UNION ALL "
        "SELECT 'now', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text"
    ),
    "my_feed_heads": (
        "SELECT h.address, h.shard, h.number FROM terminals t JOIN feed_heads h "
        f"ON h.address IN (t.property, 'terminal:' || t.terminal) WHERE {_MINE}"
    ),
    "my_feed": (
        "SELECT f.address, f.shard, f.number, f.kind, f.slip, f.at, f.payload, s.text AS slip_text, "
        "d.text AS decision_text, d.outcome, d.position FROM terminals t "
        "JOIN feed f ON f.address IN (t.property, 'terminal:' || t.terminal) "
        "LEFT JOIN slips s ON s.id = f.slip AND f.slip <> '' "
        f"LEFT JOIN decisions d ON d.shard = f.shard AND d.slip = f.slip AND f.slip <> '' WHERE {_MINE}"
    ),
    # Decisions of its own slips, those of before it was set up anew too, by their ids: its outbox waits for them.
    "my_answers": (
        "SELECT s.id AS slip, d.text AS decision_text, d.outcome, d.reason, d.number, d.decided_at "
        "FROM terminals t JOIN slips s ON s.terminal = t.terminal "
        "JOIN decisions d ON d.slip = s.id "
        f"WHERE {_MINE}"
    ),
}
VIEW_OPTIONS: Final = "WITH (security_barrier)"
