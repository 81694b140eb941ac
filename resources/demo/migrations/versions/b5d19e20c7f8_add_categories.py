"""Add categories

Revision ID: b5d19e20c7f8
Revises: 04fb6a3e97c5
Create Date: 2026-03-30 09:51:12.660381

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "b5d19e20c7f8"
down_revision = "04fb6a3e97c5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "categories",
        sa.Column("id", sa.Integer(), sa.Identity(), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False, unique=True),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("categories.id"), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("categories")
