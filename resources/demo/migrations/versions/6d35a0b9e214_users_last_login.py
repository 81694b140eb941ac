"""Users: last login

Revision ID: 6d35a0b9e214
Revises: 2b8e41f7c09d
Create Date: 2026-03-10 11:05:44.930017

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "6d35a0b9e214"
down_revision = "2b8e41f7c09d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("users", "last_login_at")
