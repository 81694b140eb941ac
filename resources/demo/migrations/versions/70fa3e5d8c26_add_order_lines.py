"""Add order lines

Revision ID: 70fa3e5d8c26
Revises: a9e15b7d04f3
Create Date: 2026-09-18 16:58:10.140976

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "70fa3e5d8c26"
down_revision = "a9e15b7d04f3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_lines",
        sa.Column("order_id", sa.BigInteger(), sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("product_id", sa.BigInteger(), sa.ForeignKey("products.id"), primary_key=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("order_lines")
