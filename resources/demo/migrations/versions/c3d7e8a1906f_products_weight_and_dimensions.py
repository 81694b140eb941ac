"""Products: weight and dimensions

Revision ID: c3d7e8a1906f
Revises: f12a7b5c9e04
Create Date: 2026-10-20 09:55:28.741053

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "c3d7e8a1906f"
down_revision = "f12a7b5c9e04"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("weight_g", "width_mm", "height_mm", "depth_mm"):
        op.add_column("products", sa.Column(name, sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in ("depth_mm", "height_mm", "width_mm", "weight_g"):
        op.drop_column("products", name)
