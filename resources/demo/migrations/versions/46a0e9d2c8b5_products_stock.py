"""Products: stock

Revision ID: 46a0e9d2c8b5
Revises: 31d9c4e8b0a7
Create Date: 2026-06-08 10:10:37.356021

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "46a0e9d2c8b5"
down_revision = "31d9c4e8b0a7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("products", sa.Column("stock", sa.Integer(), server_default="0", nullable=False))
    op.create_check_constraint("ck_products_stock", "products", "stock >= 0")


def downgrade() -> None:
    op.drop_constraint("ck_products_stock", "products", type_="check")
    op.drop_column("products", "stock")
