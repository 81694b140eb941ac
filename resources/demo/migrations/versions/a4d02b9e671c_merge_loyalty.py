"""Merge loyalty

Revision ID: a4d02b9e671c
Revises: 90ab6d3f2e17, 77e01c8a5b94
Create Date: 2026-10-30 09:02:17.330968

"""
# revision identifiers, used by Alembic.
revision = "a4d02b9e671c"
down_revision = ("90ab6d3f2e17", "77e01c8a5b94")
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
