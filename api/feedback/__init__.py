from api.feedback.store import FeedbackStore, Report
from api.feedback.taking import KINDS, Feedback, Kind

__all__ = ["KINDS", "Feedback", "FeedbackStore", "Kind", "Report"]
