"""Carts: expire after a while

Revision ID: 31d9c4e8b0a7
Revises: f6b3057ca9d2
Create Date: 2026-05-26 11:44:08.731598

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "31d9c4e8b0a7"
down_revision = "f6b3057ca9d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "carts",
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now() + interval '30 days'"),
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.drop_column("carts", "expires_at")
