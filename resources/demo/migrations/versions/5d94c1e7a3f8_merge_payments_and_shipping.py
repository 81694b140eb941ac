"""Merge payments and shipping

Revision ID: 5d94c1e7a3f8
Revises: 41aa7c90e5b2, e2f0b86c19d7
Create Date: 2026-11-18 10:08:30.741956

"""
# revision identifiers, used by Alembic.
revision = "5d94c1e7a3f8"
down_revision = ("41aa7c90e5b2", "e2f0b86c19d7")
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
