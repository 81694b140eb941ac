"""Search: weighted tsvector of products

Revision ID: 2c6d97f0e3a8
Revises: 19fe54b7c0d2
Create Date: 2026-10-31 13:45:22.092517

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "2c6d97f0e3a8"
down_revision = "19fe54b7c0d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE products ADD COLUMN search tsvector GENERATED ALWAYS AS ("
        " setweight(to_tsvector('simple', name), 'A') ||"
        " setweight(to_tsvector('simple', description), 'C')) STORED"
    )
    op.create_index("ix_products_search", "products", ["search"], postgresql_using="gin")
    op.drop_column("products", "search_text")


def downgrade() -> None:
    op.add_column("products", sa.Column("search_text", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE products SET search_text = lower(name || ' ' || description)")
    op.drop_index("ix_products_search", table_name="products")
    op.drop_column("products", "search")
