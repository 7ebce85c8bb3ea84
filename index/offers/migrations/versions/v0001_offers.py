"""The table of offers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("description_de", sa.Text, nullable=False),
        sa.Column("topics", sa.JSON, nullable=False),
        sa.Column("life_phase", sa.JSON, nullable=False),
        sa.Column("min_age_months", sa.Integer),
        sa.Column("max_age_months", sa.Integer),
        sa.Column("for_whom", sa.Text, nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("cost", sa.String(20), nullable=False),
        sa.Column("cost_note", sa.Text, nullable=False),
        sa.Column("registration", sa.String(20), nullable=False),
        sa.Column("waiting_time", sa.Text, nullable=False),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("barrier_free", sa.String(20), nullable=False),
        sa.Column("opening_hours", sa.Text, nullable=False),
        sa.Column("street", sa.Text, nullable=False),
        sa.Column("postcode", sa.String(5)),
        sa.Column("district_id", sa.String(80), nullable=False),
        sa.Column("service_area_postcodes", sa.JSON, nullable=False),
        sa.Column("confidential_address", sa.Boolean, nullable=False),
        sa.Column("lat", sa.Double),
        sa.Column("lon", sa.Double),
        sa.Column("geo_certainty", sa.String(20)),
        sa.Column("phone", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("website", sa.Text),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("valid_until", sa.Date),
        sa.Column("source_url", sa.Text),
        sa.Column("facts_as_of", sa.Text, nullable=False),
        sa.Column("fact_basis", sa.String(20), nullable=False),
        sa.Column("verification", sa.String(20), nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("offers")
