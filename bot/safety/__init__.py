from bot.safety.kinds import KINDS, Reader
from bot.safety.recogniser import DangerRecogniser
from bot.safety.rules import Danger, RulesError, SafetyRules, languages

__all__ = [
    "KINDS",
    "Danger",
    "DangerRecogniser",
    "Reader",
    "RulesError",
    "SafetyRules",
    "languages",
]
