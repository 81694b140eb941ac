"""Loyalty: points per order

Revision ID: 77e01c8a5b94
Revises: 5e2bf09d4c63
Create Date: 2026-10-29 15:50:41.864129

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "77e01c8a5b94"
down_revision = "5e2bf09d4c63"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "loyalty_points",
        sa.Column("order_id", sa.BigInteger(), sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("loyalty_accounts.user_id"), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("loyalty_points")
