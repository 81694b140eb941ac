"""Payments: store provider reference

Revision ID: 41aa7c90e5b2
Revises: 0b6fe83d21c4
Create Date: 2026-11-17 09:06:44.360127

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "41aa7c90e5b2"
down_revision = "0b6fe83d21c4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payments", sa.Column("provider", sa.String(40), nullable=True))
    op.add_column("payments", sa.Column("provider_reference", sa.String(120), nullable=True))
    op.create_unique_constraint(
        "uq_payments_provider_reference", "payments", ["provider", "provider_reference"]
    )


def downgrade() -> None:
    op.drop_constraint("uq_payments_provider_reference", "payments", type_="unique")
    op.drop_column("payments", "provider_reference")
    op.drop_column("payments", "provider")
