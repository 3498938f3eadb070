"""What Alembic runs: always on the connection that it was handed, within its transaction."""

from alembic import context

from mapping.desk.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
context.run_migrations()
