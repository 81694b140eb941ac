"""Products: price in cents

Sums of numeric(10, 2) were rounded differently by the shop and by accounting.

Revision ID: c20d98e7f5a4
Revises: 57c0f2b8a6e3
Create Date: 2026-04-20 13:19:26.803172

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "c20d98e7f5a4"
down_revision = "57c0f2b8a6e3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("products", sa.Column("price_cents", sa.Integer(), nullable=True))
    op.execute("UPDATE products SET price_cents = round(price * 100)")
    op.alter_column("products", "price_cents", nullable=False)
    op.drop_column("products", "price")


def downgrade() -> None:
    op.add_column("products", sa.Column("price", sa.Numeric(10, 2), nullable=True))
    op.execute("UPDATE products SET price = price_cents / 100.0")
    op.alter_column("products", "price", nullable=False)
    op.drop_column("products", "price_cents")
