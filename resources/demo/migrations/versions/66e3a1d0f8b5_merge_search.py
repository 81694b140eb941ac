"""Merge search

Revision ID: 66e3a1d0f8b5
Revises: a4d02b9e671c, 2c6d97f0e3a8
Create Date: 2026-11-03 10:26:48.579204

"""
# revision identifiers, used by Alembic.
revision = "66e3a1d0f8b5"
down_revision = ("a4d02b9e671c", "2c6d97f0e3a8")
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
