"""Shipments: add tracking code

Nothing leaves the house unpaid, so this needs the payments of the other branch.

Revision ID: e2f0b86c19d7
Revises: 93d1f4a7726e
Create Date: 2026-11-17 16:24:09.587412

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "e2f0b86c19d7"
down_revision = "93d1f4a7726e"
branch_labels = None
depends_on = "0b6fe83d21c4"


def upgrade() -> None:
    op.add_column("shipments", sa.Column("tracking_code", sa.String(80), nullable=True))
    op.add_column("shipments", sa.Column("payment_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        "fk_shipments_payment", "shipments", "payments", ["payment_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint("fk_shipments_payment", "shipments", type_="foreignkey")
    op.drop_column("shipments", "payment_id")
    op.drop_column("shipments", "tracking_code")
