"""Payments: currency not null

Revision ID: 2a7f90c4d8e1
Revises: c7e19a40b52d
Create Date: 2026-11-21 09:15:33.690417

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = "2a7f90c4d8e1"
down_revision = "c7e19a40b52d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE payments SET currency = 'EUR' WHERE currency IS NULL")
    op.alter_column("payments", "currency", nullable=False)


def downgrade() -> None:
    op.alter_column("payments", "currency", nullable=True)
