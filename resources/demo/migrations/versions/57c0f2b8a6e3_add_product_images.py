"""Add product images

Revision ID: 57c0f2b8a6e3
Revises: e83a4c60d91b
Create Date: 2026-04-13 10:37:40.445519

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "57c0f2b8a6e3"
down_revision = "e83a4c60d91b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_images",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("product_id", sa.BigInteger(), sa.ForeignKey("products.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.UniqueConstraint("product_id", "position", name="uq_product_images_position"),
    )


def downgrade() -> None:
    op.drop_table("product_images")
