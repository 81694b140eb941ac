"""Users: e-mail without case

The way back keeps the addresses in lower case.

Revision ID: 3b97f1e0a5d8
Revises: d4c8206e9b1f
Create Date: 2026-10-02 08:47:19.953627

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "3b97f1e0a5d8"
down_revision = "d4c8206e9b1f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE users SET email = lower(email) WHERE email <> lower(email)")
    op.create_index("uq_users_email_lower", "users", [sa.text("lower(email)")], unique=True)


def downgrade() -> None:
    op.drop_index("uq_users_email_lower", table_name="users")
