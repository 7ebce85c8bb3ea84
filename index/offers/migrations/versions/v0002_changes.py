"""Which offers were changed, so that a running server takes up what others write."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    revisions = op.create_table(
        "offer_revision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )
    op.bulk_insert(revisions, [{"id": 1, "value": 0}])
    op.create_table(
        "offer_changes",
        sa.Column("offer_id", sa.String(80), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_index("ix_offer_changes_revision", "offer_changes", ["revision"])


def downgrade() -> None:
    op.drop_table("offer_changes")
    op.drop_table("offer_revision")
