"""Add loyalty accounts

Revision ID: 5e2bf09d4c63
Revises: c3d7e8a1906f
Create Date: 2026-10-24 10:18:36.629480

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "5e2bf09d4c63"
down_revision = "c3d7e8a1906f"
branch_labels = ("loyalty",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "loyalty_accounts",
        sa.Column("user_id", sa.BigInteger(), sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("points", sa.Integer(), server_default="0", nullable=False),
    )


def downgrade() -> None:
    op.drop_table("loyalty_accounts")
