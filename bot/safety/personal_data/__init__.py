from bot.safety.personal_data.found import PLACEHOLDER
from bot.safety.personal_data.masking import NEUTRAL_LABEL, Masked, PersonalData
from bot.safety.personal_data.vocabulary import read_vocabulary

__all__ = ["NEUTRAL_LABEL", "PLACEHOLDER", "Masked", "PersonalData", "read_vocabulary"]
