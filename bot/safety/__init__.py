from bot.safety.rules import Danger, RulesError, SafetyRules, languages

__all__ = ["Danger", "RulesError", "SafetyRules", "languages"]
