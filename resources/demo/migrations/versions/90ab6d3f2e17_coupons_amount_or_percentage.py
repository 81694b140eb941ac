"""Coupons: amount or percentage

Revision ID: 90ab6d3f2e17
Revises: c3d7e8a1906f
Create Date: 2026-10-27 14:29:05.518342

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "90ab6d3f2e17"
down_revision = "c3d7e8a1906f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("coupons", "amount_cents", nullable=True)
    op.add_column("coupons", sa.Column("percentage", sa.SmallInteger(), nullable=True))
    op.create_check_constraint(
        "ck_coupons_one_kind", "coupons", "(amount_cents IS NULL) <> (percentage IS NULL)"
    )


def downgrade() -> None:
    op.drop_constraint("ck_coupons_one_kind", "coupons", type_="check")
    op.execute("DELETE FROM coupons WHERE amount_cents IS NULL")
    op.drop_column("coupons", "percentage")
    op.alter_column("coupons", "amount_cents", nullable=False)
