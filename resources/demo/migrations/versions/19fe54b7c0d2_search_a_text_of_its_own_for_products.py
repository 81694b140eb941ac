"""Search: a text of its own for products

Revision ID: 19fe54b7c0d2
Revises: c3d7e8a1906f
Create Date: 2026-10-28 11:11:59.207635

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "19fe54b7c0d2"
down_revision = "c3d7e8a1906f"
branch_labels = ("search",)
depends_on = None


def upgrade() -> None:
    op.add_column("products", sa.Column("search_text", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE products SET search_text = lower(name || ' ' || description)")


def downgrade() -> None:
    op.drop_column("products", "search_text")
