"""Add coupons

Revision ID: d7e2a58f0c61
Revises: 46a0e9d2c8b5
Create Date: 2026-06-22 14:33:21.884407

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "d7e2a58f0c61"
down_revision = "46a0e9d2c8b5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coupons",
        sa.Column("code", sa.String(40), primary_key=True),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("coupons")
