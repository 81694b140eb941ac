"""Order lines: check quantity

Revision ID: f12a7b5c9e04
Revises: 8e60d4c2b7a1
Create Date: 2026-10-14 17:08:44.026791

"""
from alembic import op

# revision identifiers, used by Alembic.
revision = "f12a7b5c9e04"
down_revision = "8e60d4c2b7a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_check_constraint("ck_order_lines_quantity", "order_lines", "quantity > 0")


def downgrade() -> None:
    op.drop_constraint("ck_order_lines_quantity", "order_lines", type_="check")
