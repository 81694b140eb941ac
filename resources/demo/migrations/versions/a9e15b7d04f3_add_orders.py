"""Add orders

Revision ID: a9e15b7d04f3
Revises: d7e2a58f0c61
Create Date: 2026-09-18 09:20:45.612233

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "a9e15b7d04f3"
down_revision = "d7e2a58f0c61"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("customer_id", sa.BigInteger(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("address_id", sa.BigInteger(), sa.ForeignKey("addresses.id"), nullable=True),
        sa.Column("coupon_code", sa.String(40), sa.ForeignKey("coupons.code"), nullable=True),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("orders")
