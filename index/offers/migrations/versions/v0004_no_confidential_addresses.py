"""Addresses that must not be known are not kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OFFERS = sa.table(
    "offers",
    sa.column("confidential_address", sa.Boolean),
    sa.column("street", sa.Text),
    sa.column("postcode", sa.Text),
    sa.column("lat", sa.Float),
    sa.column("lon", sa.Float),
    sa.column("geo_certainty", sa.Text),
)


def upgrade() -> None:
    nowhere = {"street": "", "postcode": None, "lat": None, "lon": None, "geo_certainty": None}
    op.execute(OFFERS.update().where(OFFERS.c.confidential_address).values(nowhere))


def downgrade() -> None:
    """What was forgotten does not come back."""
