"""For whom alone offers are, whether children are looked after, who runs them; translations."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Each column begins with what holds of the offers that are there already."""
    op.add_column("offers", sa.Column("for_gender", sa.JSON, nullable=False, server_default="[]"))
    for name in ("childcare", "faith_based"):
        unknown = sa.Column(name, sa.String(20), nullable=False, server_default="unknown")
        op.add_column("offers", unknown)
    op.add_column("offers", sa.Column("descriptions", sa.JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    for name in ("for_gender", "childcare", "faith_based", "descriptions"):
        op.drop_column("offers", name)
