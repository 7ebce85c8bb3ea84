"""Alembic scripts, run by OfferStore.migrate(). A new one begins as a copy of the last."""
