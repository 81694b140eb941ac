"""Orders: add placed_at and fill it

Revision ID: b7c85e02d94a
Revises: 66e3a1d0f8b5
Create Date: 2026-11-06 12:39:13.446871

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "b7c85e02d94a"
down_revision = "66e3a1d0f8b5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("placed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE orders SET placed_at = created_at WHERE placed_at IS NULL")
    op.alter_column("orders", "placed_at", nullable=False, server_default=sa.func.now())


def downgrade() -> None:
    op.drop_column("orders", "placed_at")
