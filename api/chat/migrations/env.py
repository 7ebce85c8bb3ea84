from alembic import context

from api.chat.tables import Base

# Offers live in the same database and keep a version of their own.
VERSION_TABLE = "alembic_version_chat"

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
