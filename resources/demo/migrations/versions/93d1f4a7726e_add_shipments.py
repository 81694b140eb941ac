"""Add shipments

Revision ID: 93d1f4a7726e
Revises: b7c85e02d94a
Create Date: 2026-11-14 10:57:38.902645

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "93d1f4a7726e"
down_revision = "b7c85e02d94a"
branch_labels = ("shipping",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shipments",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("order_id", sa.BigInteger(), sa.ForeignKey("orders.id"), nullable=False),
        sa.Column("carrier", sa.String(40), nullable=False),
        sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_shipments_order_id", "shipments", ["order_id"])


def downgrade() -> None:
    op.drop_index("ix_shipments_order_id", table_name="shipments")
    op.drop_table("shipments")
