"""Index orders by customer and date

CONCURRENTLY cannot run in a transaction, so the index is made outside of one.

Revision ID: c7e19a40b52d
Revises: 8b30d2f6e914
Create Date: 2026-11-20 17:42:07.318204

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = "c7e19a40b52d"
down_revision = "8b30d2f6e914"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_orders_customer_id_placed_at",
            "orders",
            ["customer_id", "placed_at"],
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index(
            "ix_orders_customer_id_placed_at",
            table_name="orders",
            postgresql_concurrently=True,
        )
