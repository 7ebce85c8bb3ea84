"""Questions on the service, the city and the law, answered from data with a source each."""

from index.faq.entries import Entry, FaqRejected, Source, Wording, read_entries
from index.faq.matching import Faq, Found

__all__ = ["Entry", "Faq", "FaqRejected", "Found", "Source", "Wording", "read_entries"]
