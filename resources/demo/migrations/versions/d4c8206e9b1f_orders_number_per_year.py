"""Orders: number per year

Revision ID: d4c8206e9b1f
Revises: 9f3c61b7e0d4
Create Date: 2026-09-25 12:15:50.498364

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "d4c8206e9b1f"
down_revision = "9f3c61b7e0d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("number", sa.String(20), nullable=True))
    op.execute(
        "UPDATE orders SET number = to_char(o.created_at, 'YYYY') || '-' || lpad(o.n::text, 6, '0')"
        " FROM (SELECT id, created_at, row_number() OVER"
        " (PARTITION BY date_part('year', created_at) ORDER BY id) AS n FROM orders) AS o"
        " WHERE o.id = orders.id"
    )
    op.alter_column("orders", "number", nullable=False)
    op.create_unique_constraint("uq_orders_number", "orders", ["number"])


def downgrade() -> None:
    op.drop_constraint("uq_orders_number", "orders", type_="unique")
    op.drop_column("orders", "number")
