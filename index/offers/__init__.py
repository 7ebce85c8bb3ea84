"""Offers for families: the record, where it is kept, and how it gets in and out."""
