"""Add products

Revision ID: 9c72e8d1f4a0
Revises: 6d35a0b9e214
Create Date: 2026-03-16 10:22:31.554902

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "9c72e8d1f4a0"
down_revision = "6d35a0b9e214"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "products",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("sku", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
    )
    products = sa.table(
        "products", sa.column("sku"), sa.column("name"), sa.column("price")
    )
    op.bulk_insert(
        products,
        [
            {"sku": "KETTLE-1", "name": "Copper kettle, 5 l", "price": "189.00"},
            {"sku": "COIL-8", "name": "Cooling coil", "price": "64.50"},
            {"sku": "FLASK-500", "name": "Receiving flask, 500 ml", "price": "18.90"},
        ],
    )


def downgrade() -> None:
    op.drop_table("products")
