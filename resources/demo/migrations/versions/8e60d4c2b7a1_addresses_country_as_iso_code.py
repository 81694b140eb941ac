"""Addresses: country as ISO code

Revision ID: 8e60d4c2b7a1
Revises: 3b97f1e0a5d8
Create Date: 2026-10-09 13:36:02.387145

"""
from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision = "8e60d4c2b7a1"
down_revision = "3b97f1e0a5d8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("addresses", sa.Column("country_code", sa.CHAR(2), nullable=True))
    op.execute(
        "UPDATE addresses SET country_code = CASE lower(country)"
        " WHEN 'germany' THEN 'DE' WHEN 'france' THEN 'FR' WHEN 'italy' THEN 'IT' ELSE 'XX' END"
    )
    op.alter_column("addresses", "country_code", nullable=False)


def downgrade() -> None:
    op.drop_column("addresses", "country_code")
