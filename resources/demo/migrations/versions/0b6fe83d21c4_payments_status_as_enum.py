"""Payments: status as enum

Revision ID: 0b6fe83d21c4
Revises: d850a9b1f36c
Create Date: 2026-11-13 14:12:26.153790

"""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = "0b6fe83d21c4"
down_revision = "d850a9b1f36c"
branch_labels = None
depends_on = None


payment_status = postgresql.ENUM(
    "open", "authorised", "paid", "failed", name="payment_status", create_type=False
)


def upgrade() -> None:
    payment_status.create(op.get_bind())
    op.alter_column("payments", "status", server_default=None)
    op.alter_column(
        "payments",
        "status",
        type_=payment_status,
        postgresql_using="status::payment_status",
    )
    op.alter_column("payments", "status", server_default="open")


def downgrade() -> None:
    op.alter_column("payments", "status", server_default=None)
    op.alter_column("payments", "status", type_=sa.String(20), postgresql_using="status::text")
    op.alter_column("payments", "status", server_default="open")
    payment_status.drop(op.get_bind())
