"""Orders: status of the old shop

Revision ID: 9f3c61b7e0d4
Revises: 70fa3e5d8c26
Create Date: 2026-09-22 10:41:33.275810

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "9f3c61b7e0d4"
down_revision = "70fa3e5d8c26"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("legacy_status", sa.String(20), nullable=True))


def downgrade() -> None:
    op.drop_column("orders", "legacy_status")
