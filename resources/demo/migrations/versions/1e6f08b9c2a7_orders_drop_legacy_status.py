"""Orders: drop legacy_status

The way back brings the column, not its values.

Revision ID: 1e6f08b9c2a7
Revises: 2a7f90c4d8e1
Create Date: 2026-11-21 11:03:18.225739

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "1e6f08b9c2a7"
down_revision = "2a7f90c4d8e1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("orders", "legacy_status")


def downgrade() -> None:
    op.add_column("orders", sa.Column("legacy_status", sa.String(20), nullable=True))
