"""Products: slug, filled from the name

Revision ID: 04fb6a3e97c5
Revises: 9c72e8d1f4a0
Create Date: 2026-03-23 16:48:09.071264

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "04fb6a3e97c5"
down_revision = "9c72e8d1f4a0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("products", sa.Column("slug", sa.String(200), nullable=True))
    op.execute(
        "UPDATE products SET slug = trim(both '-' from"
        " regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g'))"
    )
    op.alter_column("products", "slug", nullable=False)
    op.create_unique_constraint("uq_products_slug", "products", ["slug"])


def downgrade() -> None:
    op.drop_constraint("uq_products_slug", "products", type_="unique")
    op.drop_column("products", "slug")
