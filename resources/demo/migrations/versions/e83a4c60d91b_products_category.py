"""Products: category

Revision ID: e83a4c60d91b
Revises: b5d19e20c7f8
Create Date: 2026-04-01 14:02:57.190845

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "e83a4c60d91b"
down_revision = "b5d19e20c7f8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("products", sa.Column("category_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        "fk_products_category", "products", "categories", ["category_id"], ["id"]
    )
    op.create_index("ix_products_category_id", "products", ["category_id"])


def downgrade() -> None:
    op.drop_index("ix_products_category_id", table_name="products")
    op.drop_constraint("fk_products_category", "products", type_="foreignkey")
    op.drop_column("products", "category_id")
