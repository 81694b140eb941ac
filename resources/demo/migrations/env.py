import os
from logging.config import fileConfig
from pathlib import Path

from alembic import context
from sqlalchemy import create_engine, pool

from shop.models import Base

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)


def database_url() -> str:
    """DATABASE_URL of the environment, else of the .env beside alembic.ini."""
    url = os.environ.get("DATABASE_URL")
    if url:
        return url
    for line in (Path(__file__).parent.parent / ".env").read_text().splitlines():
        name, _, value = line.partition("=")
        if name.strip() == "DATABASE_URL":
            return value.strip().strip("\"'")
    raise SystemExit("DATABASE_URL is set neither in the environment nor in .env")


def run_migrations_offline() -> None:
    context.configure(
        url=database_url(),
        target_metadata=Base.metadata,
        literal_binds=True,
        dialect_opts={"paramstyle": "named"},
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    engine = create_engine(database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
