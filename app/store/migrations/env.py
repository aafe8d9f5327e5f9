"""Alembic's entry: runs the migrations on the connection that the books hand over."""

from alembic import context

from app.store.metadata import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=False,
)
context.run_migrations()
